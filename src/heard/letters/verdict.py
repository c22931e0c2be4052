"""What a mail server's no is about: this address, this letter, or us. Pure."""

import re

CODE = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
OTHERWISE = re.compile(r"5\.1\.[78]$|5\.2\.[2-9]|5\.3\.|5\.4\.(?!1$|4$|310$)|5\.5\.(?!0$)|5\.6\.|5\.7\.")
"""Codes of RFC 3463 that say something else of a letter than that its address does not work: the mailbox is full, the
letter too large, our own address wrong, a policy. Exchange says 5.4.1, 5.4.310 and 5.5.0 for addresses."""
RELAY = re.compile(r"\brelay(ing)?\b", re.I)
POLICY = re.compile(r"relay|polic|spam|block|reputation|denied|authenticat|quota|full", re.I)


def code_in(words: str) -> str:
    """The enhanced code in a server's words, like "5.1.1"; "" without one."""
    found = CODE.search(words)
    return found[1] if found else ""


def is_of_us(code: str, words: str, about: str) -> bool:
    """Whether a no is about us or our settings, so that no letter is to blame: any no to the sender but for the
    letter's size, and a server that relays nothing of ours.

    Args:
        about: what the server was asked last: "sender", "address", or "" for the letter itself.
    """
    if about == "sender":
        return not (words.startswith("552") or code in ("5.3.4", "5.2.3"))
    return about == "address" and bool(RELAY.search(words))


def is_of_address(code: str, words: str) -> bool:
    """Whether a permanent no means that nothing can get through to the address at all.

    Args:
        code: the enhanced code of the answer or the report; "" or "5.0.0" where it gave none.
        words: what was said; looked at only where the code says nothing.
    """
    if not code or code == "5.0.0":
        return not POLICY.search(words)
    return code.startswith("5.") and not OTHERWISE.match(code)
