"""How often the newly written text of a mail is found exactly, ours beside the libraries that are installed.

It needs the shared corpora beside the project. `mailparser_reply`, `email_reply_parser` and `quotequail` are
measured where they can be imported; none of them is a dependency.
"""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from heard.channels.mail.html_text import to_text
from heard.channels.mail.parse import parse
from heard.channels.mail.quotes import split

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from channels import corpora


def cases() -> Iterator[tuple[dict[str, Any], str, str]]:
    """Each fixture that says what the reply is: (expected, readable text, subject)."""
    for kind in ("mail", "body-text", "body-html"):
        for entry, raw in corpora.entries(kind):
            if not {"reply_text", "reply_text_starts_with"} & set(entry["expected"]):
                continue
            if kind == "mail":
                arrival = parse(raw)
                yield entry["expected"], arrival.text, arrival.subject
                continue
            text = raw.decode("utf-8", "replace").replace("\r\n", "\n")
            yield entry["expected"], to_text(text) if kind == "body-html" else text, ""


def libraries() -> dict[str, Callable[[str], str]]:
    """The libraries that can be imported here, each as a function from text to reply."""
    found: dict[str, Callable[[str], str]] = {}
    for name, make in _LIBRARIES.items():
        try:
            found[name] = make(importlib.import_module(name))
        except ImportError:
            continue
    return found


def _quotequail(module: Any) -> Callable[[str], str]:
    def reply(text: str) -> str:
        return "\n".join(part for shown, part in module.quote(text) if shown)

    return reply


_LIBRARIES: dict[str, Callable[[Any], Callable[[str], str]]] = {
    "mailparser_reply": lambda module: (
        lambda text: (
            (
                module.EmailReplyParser(
                    languages=["en", "de", "fr", "es", "it", "nl", "pl", "cs", "da", "sv"]
                ).read(text)
            )
            .replies[0]
            .body
        )
    ),
    "email_reply_parser": lambda module: module.EmailReplyParser.parse_reply,
    "quotequail": _quotequail,
}


def main() -> None:
    """Print the table."""
    if not corpora.HERE:
        print("the shared corpora are not here")
        return
    fixtures = list(cases())
    exact = [case for case in fixtures if "reply_text" in case[0]]
    print(f"{'':22} exactly right  of {len(exact):<4} begins right  of {len(fixtures) - len(exact)}")
    ours = {"Heard": lambda text: ""}
    for name, read in {**ours, **libraries()}.items():
        right = begins = 0
        for expected, text, subject in fixtures:
            reply = split(text, subject=subject).reply if name == "Heard" else read(text)
            good = corpora.same_reply(expected, reply)
            right += good and "reply_text" in expected
            begins += good and "reply_text" not in expected
        print(f"{name:22} {right:6} {right / len(exact):6.0%}        {begins:6}")


if __name__ == "__main__":
    main()
