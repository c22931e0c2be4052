"""Bytes to text, whatever the mail says its charset is.

A declared charset is believed when its bytes agree. Senders lie in known ways (cp1252 called iso-8859-1 or
nothing, cp949 called ks_c_5601), so those names are read as what is really meant. The result never holds a
NUL, a lone surrogate or another control character, for neither PostgreSQL nor a page could take it.
"""

import codecs
import re

# Names seen in real mail that Python does not know, or knows too narrowly (WHATWG encoding standard).
_MEANT = {
    "ascii": "ascii",
    "us-ascii": "ascii",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "iso-8859-6-i": "iso-8859-6",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "hz-gb-2312": "hz",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "cp-850": "cp850",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "x-x-big5": "big5hkscs",
    "big5": "big5hkscs",
    "x-windows-949": "cp949",
}
# Python codecs that are no charsets of mail; two of them take quadratic time on hostile input.
_NEVER = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|\u2028|\u0085")


def clean(text: str) -> str:
    """The text with `\\n` line ends and without NUL, control characters and lone surrogates."""
    if "\r" in text or not text.isascii():
        text = _LINE_ENDS.sub("\n", text)
    return _CONTROL.sub("", text)


def codec_of(charset: str) -> str | None:
    """Python's name of the codec meant by a declared charset, or None if there is no such charset."""
    name = charset.strip().strip("\"'").lower()
    name = _MEANT.get(name, name)
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if info.name in _NEVER or not info._is_text_encoding:
        return None
    return info.name


def decode(raw: bytes, charset: str, problems: list[str]) -> str:
    """Read bytes as text by the declared charset, else by a guess; what was odd is added to `problems`."""
    if not charset:
        return clean(_guess(raw, problems))
    codec = codec_of(charset)
    if codec is None:
        problems.append(f"unknown charset {clean(charset)[:40]!r}, guessed instead")
        return clean(_guess(raw, problems))
    try:
        return clean(raw.decode(codec))
    except (UnicodeError, ValueError):
        return clean(_against_its_name(raw, codec, charset, problems))


def decode_header_bytes(raw: bytes, charset: str = "") -> str:
    """Read the bytes of a header: by the declared charset if it fits, as UTF-8, else as cp1252."""
    codec = codec_of(charset) if charset else None
    for name in (codec, "utf-8") if codec else ("utf-8",):
        try:
            return raw.decode(name)
        except (UnicodeError, ValueError):
            continue
    return raw.decode(codec or "cp1252", "replace")


def _guess(raw: bytes, problems: list[str]) -> str:
    """No usable name: a byte order mark, UTF-8 if valid, escape sequences of Japanese mail, else cp1252."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    try:
        if b"\x1b$" in raw:
            return raw.decode("iso2022_jp_ext")
        return raw.decode("utf-8")
    except UnicodeError:
        problems.append("no valid charset named, read as cp1252")
        return raw.decode("cp1252", "replace")


def _against_its_name(raw: bytes, codec: str, charset: str, problems: list[str]) -> str:
    """The bytes do not fit the declared charset: another that fits exactly, else replacement marks."""
    said = clean(charset)[:40]
    if codec != "utf-8":
        try:
            text = raw.decode("utf-8")
        except UnicodeError:
            pass
        else:
            problems.append(f"charset said {said!r}, read as utf-8")
            return text
    if codec in ("ascii", "utf-8"):
        marked = raw.decode("utf-8", "replace")
        good = sum(map(len, re.findall(r"[^\x00-\x7f\ufffd]+", marked)))
        if codec == "ascii" or marked.count("\ufffd") > good:
            problems.append(f"charset said {said!r}, read as cp1252")
            return raw.decode("cp1252", "replace")
    problems.append(f"some bytes are not valid {said!r}")
    return raw.decode(codec, "replace")
