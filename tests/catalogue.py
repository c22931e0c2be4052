"""The words of the pages and their translations, without any gettext tools.

`python tests/catalogue.py` collects every sentence from the pages and the code, adds what is new to each
`django.po`, drops what is gone, writes the `django.mo` beside it, and prints what lacks a translation. Both files
are committed, so a fresh clone speaks every language at once; `tests/portal/test_words.py` compares them.

There are two books: that of the requesters' pages, and that of the agents'. A sentence stands in one of them.
"""

import ast
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from heard.hours.languages import DESK_LANGUAGES, LANGUAGES

HEARD = Path(__file__).resolve().parents[1] / "src" / "heard"
# Pages of the whole site that requesters meet too.
SHARED = ("request", "plain", "site/upload", "400", "403_csrf", "404", "429", "500")
# Where a sentence is made that an agent reads later: a refusal, a query, a light.
BELOW = (
    "health.py",
    "record",
    "promise",
    "query",
    "wording",
    "hours",
    "channels",
    "followup",
    "letters/checks.py",
)
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
KEYWORDS = {
    **dict.fromkeys(("_", "say", "gettext", "gettext_lazy", "gettext_noop")),
    "ngettext": (1, 2),
}
LATER = {
    **dict.fromkeys(("Sentence", "NotProven", "NotRead", "Locked"), (0,)),
    **dict.fromkeys(("Refused", "Unreadable", "Kind"), (1,)),
    "Finding": (0, 2, 3),
}
"""What makes a sentence that a door says later, and which of its arguments are sentences."""


@dataclass(frozen=True, slots=True)
class Book:
    """The translations of one side: where they stand, and which files hold its words."""

    title: str
    locale: Path
    languages: tuple[str, ...]
    sources: Callable[[], Iterator[Path]]


def _of_requesters() -> Iterator[Path]:
    yield from sorted((HEARD / "portal").rglob("*.py"))
    yield from sorted((HEARD / "portal").rglob("*.html"))
    yield from (HEARD / "site" / "templates" / f"{name}.html" for name in SHARED)


def _of_agents() -> Iterator[Path]:
    shared = set(_of_requesters())
    for place in ("site", "agents"):
        yield from (path for path in sorted((HEARD / place).rglob("*.html")) if path not in shared)
        yield from sorted((HEARD / place).rglob("*.py"))
    for place in BELOW:
        yield from sorted((HEARD / place).rglob("*.py")) if (HEARD / place).is_dir() else (HEARD / place,)


PORTAL = Book("The requesters' pages", HEARD / "portal" / "locale", LANGUAGES[1:], _of_requesters)
AGENTS = Book("The agents' pages", HEARD / "agents" / "locale", DESK_LANGUAGES[1:], _of_agents)
BOOKS = (PORTAL, AGENTS)
EACH = [(book, language) for book in BOOKS for language in book.languages]


def sentences(book: Book = PORTAL) -> Catalog:
    """Every sentence of a book, from the code and the pages, in the order of the files."""
    found = Catalog(charset="utf-8")
    known = {message.id for message in sentences(PORTAL)} if book is AGENTS else set()
    for path in book.sources():
        for message in _of(path, book):
            if message not in known:
                found.add(message, locations=[(path.relative_to(HEARD).as_posix(), 0)], flags=_flags(message))
    return found


def _of(path: Path, book: Book) -> Iterator[str | tuple[str, ...]]:
    text = path.read_text(encoding="utf-8")
    if path.relative_to(HEARD).parts[0] in BELOW:
        yield from said_later(text)
        return
    code = templatize(text) if path.suffix == ".html" else text
    for _line, message, _comments, _context in extract("python", io.BytesIO(code.encode()), KEYWORDS):
        if message:
            yield message
    if book is AGENTS and path.suffix == ".py":
        yield from said_later(text)


def said_later(text: str) -> Iterator[str]:
    """The sentences that code makes below the doors: refusals, what cannot be read, and the kinds of events that a
    ticket's timeline shows."""
    for call in ast.walk(ast.parse(text)):
        name = call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
        if name not in LATER or name == "Kind" and ast.unparse(call.args[2]) != "'timeline'":
            continue
        for place in LATER[name]:
            found = call.args[place] if place < len(call.args) else None
            if isinstance(found, ast.Constant) and isinstance(found.value, str) and found.value:
                yield found.value


def path_of(language: str, book: Book = PORTAL) -> Path:
    """The file of a language's translations."""
    return book.locale / language / "LC_MESSAGES" / "django.po"


def translated(language: str, book: Book = PORTAL) -> Catalog:
    """The translations as they are written down."""
    path = path_of(language, book)
    if not path.exists():
        return _empty(language)
    return read_po(io.BytesIO(path.read_bytes()), locale=language)


def compiled(catalog: Catalog) -> bytes:
    """The binary file that Django reads."""
    out = io.BytesIO()
    catalog.creation_date = catalog.revision_date = SOME_DAY
    write_mo(out, catalog)
    return out.getvalue()


def spoken(language: str, book: Book = PORTAL) -> dict[str, list[str]]:
    """What Django reads of a language: sentence (of two forms the first) to translation."""
    done = read_mo(io.BytesIO(path_of(language, book).with_suffix(".mo").read_bytes()))
    return said(done)


def said(catalog: Catalog) -> dict[str, list[str]]:
    """Sentence (of two forms the first) to its translation, in each form."""
    return {_forms(message.id)[0]: _forms(message.string) for message in catalog if message.id}


def _forms(text: str | Sequence[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def collect(language: str, book: Book = PORTAL) -> list[str]:
    """Bring a language's files up to date; the sentences that lack a translation."""
    old, new = translated(language, book), _empty(language)
    new.header_comment = f"# {book.title}; see tests/catalogue.py."
    for message in sentences(book):
        if message.id:
            known = old.get(message.id)
            string = known.string if known else ""
            new.add(message.id, string, locations=message.locations, flags=message.flags)
    out = io.BytesIO()
    write_po(out, new, width=110, omit_header=False, include_lineno=False)
    lines = [line for line in out.getvalue().decode().splitlines() if not line.startswith(NOISE)]
    path_of(language, book).parent.mkdir(parents=True, exist_ok=True)
    path_of(language, book).write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    path_of(language, book).with_suffix(".mo").write_bytes(compiled(translated(language, book)))
    return missing(language, book)


def missing(language: str, book: Book = PORTAL) -> list[str]:
    """Sentences without a translation, or with a half one."""
    done = translated(language, book)
    return [str(message.id) for message in sentences(book) if message.id and not _is_done(done, message.id)]


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
    for book, language in EACH:
        for sentence in collect(language, book):
            print(f"{book.locale.parent.name}, {language}: {sentence}")
