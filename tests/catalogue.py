"""The words of the requesters' pages and their translations, without any gettext tools.

`python tests/catalogue.py` collects every sentence from the pages and the code, adds what is new to each
`django.po`, drops what is gone, writes the `django.mo` beside it, and prints what lacks a translation. Both files
are committed, so a fresh clone speaks every language at once; `tests/portal/test_portal_words.py` compares them.
"""

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from heard.hours.languages import LANGUAGES

HEARD = Path(__file__).resolve().parents[1] / "src" / "heard"
LOCALE = HEARD / "portal" / "locale"
TRANSLATED = [language for language in LANGUAGES if language != "en"]
# Pages of the whole site that requesters meet too.
SHARED = ("request", "plain", "400", "403_csrf", "404", "429", "500")
# Headers that would change with every run, or name nobody.
NOISE = tuple(
    f'"{name}'
    for name in (
        "Project-Id",
        "POT-Creation",
        "PO-Revision",
        "Generated-By",
        "Last-Trans",
        "Language-Team",
        "Report",
    )
)
# Babel writes a date into the compiled file; this one changes nothing when nothing changed.
SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)
KEYWORDS = dict.fromkeys(("_", "say", "gettext", "gettext_lazy", "gettext_noop"))


def sentences() -> Catalog:
    """Every sentence to translate, from the code and the pages, in the order of the files."""
    found = Catalog(charset="utf-8")
    for path in sources():
        text = path.read_text(encoding="utf-8")
        code = templatize(text) if path.suffix == ".html" else text
        keywords = {**KEYWORDS, "ngettext": (1, 2)}
        for _line, message, _comments, _context in extract("python", io.BytesIO(code.encode()), keywords):
            found.add(message, locations=[(path.relative_to(HEARD).as_posix(), 0)], flags=_flags(message))
    return found


def sources() -> Iterator[Path]:
    """The files that hold words for requesters."""
    yield from sorted((HEARD / "portal").rglob("*.py"))
    yield from sorted((HEARD / "portal").rglob("*.html"))
    yield from (HEARD / "site" / "templates" / f"{name}.html" for name in SHARED)


def path_of(language: str) -> Path:
    """The file of a language's translations."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def translated(language: str) -> Catalog:
    """The translations as they are written down."""
    path = path_of(language)
    if not path.exists():
        return _empty(language)
    return read_po(io.BytesIO(path.read_bytes()), locale=language)


def compiled(catalog: Catalog) -> bytes:
    """The binary file that Django reads."""
    out = io.BytesIO()
    catalog.creation_date = catalog.revision_date = SOME_DAY
    write_mo(out, catalog)
    return out.getvalue()


def spoken(language: str) -> dict[str, list[str]]:
    """What Django reads of a language: sentence (of two forms the first) to translation."""
    done = read_mo(io.BytesIO(path_of(language).with_suffix(".mo").read_bytes()))
    return said(done)


def said(catalog: Catalog) -> dict[str, list[str]]:
    """Sentence (of two forms the first) to its translation, in each form."""
    return {_forms(message.id)[0]: _forms(message.string) for message in catalog if message.id}


def _forms(text: str | Sequence[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def collect(language: str) -> list[str]:
    """Bring a language's files up to date; the sentences that lack a translation."""
    old, new = translated(language), _empty(language)
    new.header_comment = "# The requesters' pages; see tests/catalogue.py."
    for message in sentences():
        if message.id:
            known = old.get(message.id)
            string = known.string if known else ""
            new.add(message.id, string, locations=message.locations, flags=message.flags)
    out = io.BytesIO()
    write_po(out, new, width=110, omit_header=False, include_lineno=False)
    lines = [line for line in out.getvalue().decode().splitlines() if not line.startswith(NOISE)]
    path_of(language).parent.mkdir(parents=True, exist_ok=True)
    path_of(language).write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    path_of(language).with_suffix(".mo").write_bytes(compiled(translated(language)))
    return missing(language)


def missing(language: str) -> list[str]:
    """Sentences without a translation, or with a half one."""
    done = translated(language)
    return [str(message.id) for message in sentences() if message.id and not _is_done(done, message.id)]


def _empty(language: str) -> Catalog:
    return Catalog(locale=language, charset="utf-8", fuzzy=False)


def _is_done(done: Catalog, sentence: str | tuple[str, ...]) -> bool:
    known = done.get(sentence)
    return (
        known is not None
        and bool(known.string)
        and all(known.string if known.pluralizable else [known.string])
    )


def _flags(message: str | tuple[str, ...]) -> tuple[str, ...]:
    return ("python-format",) if "%(" in str(message) else ()


if __name__ == "__main__":
    from django.conf import settings

    settings.configure()
    for language in TRANSLATED:
        for sentence in collect(language):
            print(f"{language}: {sentence}")
