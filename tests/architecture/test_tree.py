"""What must not stand anywhere in the tree: unfinished marks, machine paths, addresses of real people."""

import re

import pytest

from architecture.house import ROOT, short, tree

NOT_OURS = {"LICENSE", "uv.lock"}
TEXTS = {
    path: path.read_text(encoding="utf-8", errors="replace")
    for path in tree()
    if short(path) not in NOT_OURS and b"\0" not in path.read_bytes()[:1024]
}
# Names that RFC 2606 and RFC 6761 keep free for examples and tests.
FREE_DOMAIN = re.compile(r"(^|\.)(example\.(com|org|net)|example|test|invalid|localhost|local)$", re.I)


@pytest.mark.parametrize("mark", ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"])
def test_nothing_is_left_for_later(mark):
    assert not [short(path) for path, text in TEXTS.items() if re.search(rf"\b{mark}\b", text)]


def test_no_path_of_a_machine():
    machine = re.compile(r"(?<![\w.])/(wor[k]|roo[t]|hom[e]/\w+|User[s]/\w+)/")
    assert not [
        f"{short(path)}: {found.group()}" for path, text in TEXTS.items() if (found := machine.search(text))
    ]


def test_no_address_of_a_real_person():
    address = re.compile(r"[\w.+-]+@([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})\b", re.I)
    for path, text in TEXTS.items():
        for found in address.finditer(text):
            assert FREE_DOMAIN.search(found.group(1)), f"{short(path)}: {found.group()}"


def test_no_version_file_that_breaks_the_finder():
    """A `.python-version` makes some version managers hide the uv of the machine."""
    assert not (ROOT / ".python-version").exists()


def test_texts_end_with_a_line_end():
    assert not [short(path) for path, text in TEXTS.items() if text and not text.endswith("\n")]
