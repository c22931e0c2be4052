"""House rules that a machine can see: sizes, docstrings, the shape of a verb."""

import ast
from statistics import median

import pytest

from architecture.house import PURE, ROOT, SRC, files, functions, parsed, short

LONGEST_FILE = 300
MEDIAN_FUNCTION = 10
RECORD = (SRC / "record" / "actions", SRC / "record" / "access")


def pure_files() -> list:
    """The files of the pure packages."""
    return [path for path in files(".py") if path.relative_to(SRC).as_posix().startswith(PURE)]


def public(path) -> list:
    """The public functions of a module, and public methods of its public classes."""
    found = []
    for node in parsed(path).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.append(node)
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            found += [part for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [node for node in found if not node.name.startswith("_")]


@pytest.mark.parametrize("suffix", [".py", ".html", ".js", ".css"])
def test_no_file_is_long(suffix):
    long = {
        short(path): count for path in files(suffix) if (count := path.read_text().count("\n")) > LONGEST_FILE
    }
    assert not long


def test_functions_are_short():
    lengths = [body_lines(node) for path in files(".py") for node in functions(path)]
    assert median(lengths) <= MEDIAN_FUNCTION


def body_lines(node) -> int:
    """Lines of a function without its signature and its docstring."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_every_module_says_what_it_is_for():
    silent = [short(path) for path in files(".py") if not ast.get_docstring(parsed(path))]
    assert not silent


def test_public_functions_of_the_pure_packages_have_docstrings():
    assert pure_files()
    assert not undocumented(pure_files())


def test_public_functions_of_the_record_have_docstrings():
    assert not undocumented([path for folder in RECORD for path in files(".py", under=folder)])


def undocumented(paths) -> list[str]:
    """The public functions without a docstring."""
    return [
        f"{short(path)}:{node.lineno} {node.name}"
        for path in paths
        for node in public(path)
        if not ast.get_docstring(node)
    ]


@pytest.mark.parametrize("word", ["by", "at"])
def test_who_and_when_are_said_by_name(word):
    """House rule 1: the object first, then keyword-only `by=` and `at=`."""
    wrong = [
        f"{short(path)}:{node.lineno} {node.name}"
        for path in files(".py", under=SRC / "record" / "actions")
        for node in public(path)
        if word in {argument.arg for argument in node.args.posonlyargs + node.args.args}
    ]
    assert not wrong


def test_who_acts_says_when():
    """House rules 1 and 2: whatever leaves an event is told who and when, by name."""
    wrong = [
        f"{short(path)}:{node.lineno} {node.name}"
        for path in files(".py", under=SRC / "record" / "actions")
        for node in public(path)
        if "events.add(" in ast.unparse(node)
        and "at" not in {argument.arg for argument in node.args.kwonlyargs}
    ]
    assert not wrong


def test_no_domain_logic_in_signals():
    """House rule 9. `post_migrate` is not of the domain: laws.py re-creates its triggers there."""
    for path in files(".py"):
        imported = {
            alias.name
            for node in ast.walk(parsed(path))
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        assert not imported & {"post_save", "pre_save", "post_delete", "pre_delete", "m2m_changed"}, short(
            path
        )


def test_the_look_has_tokens_for_its_colours():
    """Colours are named once, in the tokens: interface and dark mode follow from there."""
    for path in files(".css"):
        if path.name == "tokens.css":
            continue
        text = path.read_text()
        assert not any(mark in text for mark in ("oklch(", "rgb(", "hsl(")), (
            f"{short(path)} names a colour itself"
        )


def test_bin_is_short():
    for path in (ROOT / "bin").iterdir():
        assert path.read_text().count("\n") <= 100, short(path)
