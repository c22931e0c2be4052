"""How the architecture tests look at the tree: files, names that we give, tables in the docs."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "heard"
PURE = ("hours", "promise", "forecast/", "query", "wording", "channels/mail/parse", "channels/mail/quotes")


@cache
def tree() -> tuple[Path, ...]:
    """Every file of the project: known to git, or new and not ignored."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in sorted(set(listed.split("\0"))) if name)
    return tuple(path for path in paths if path.is_file())


def files(*suffixes: str, under: Path = SRC) -> list[Path]:
    """The files with one of these suffixes below a folder. Migrations are written by Django, not by us."""
    return [
        path
        for path in tree()
        if path.suffix in suffixes and path.is_relative_to(under) and path.parent.name != "migrations"
    ]


def short(path: Path) -> str:
    """The path as people say it, from the top of the project."""
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a Python file."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(parsed(path)) if isinstance(node, kinds)]


def names_given(path: Path) -> Iterator[tuple[str, int]]:
    """Each name that this file makes up (not those it only uses), with its line."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr, node.lineno


def words_of(name: str) -> set[str]:
    """`DueWork`, `due_work` and `DUE_WORK` -> {"due", "work"}."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def table(text: str, heading: str) -> list[list[str]]:
    """The cells of the first table below a heading of a Markdown text, without its head."""
    below = text.split(f"\n## {heading}\n", 1)
    assert len(below) == 2, f'no section "{heading}"'
    rows = re.findall(r"^\|(.*)\|$", below[1].split("\n## ")[0], flags=re.M)
    return [[cell.strip() for cell in row.split("|")] for row in rows[2:]]


def coded(text: str) -> list[str]:
    """What stands in `backticks`."""
    return re.findall(r"`([^`]+)`", text)
