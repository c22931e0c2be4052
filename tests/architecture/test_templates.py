"""What no template may hold: the strict policy of the pages would refuse it, or should never have to."""

import re

import pytest

from architecture.house import SRC, files, short

PAGES = [path for path in files(".html") if not path.is_relative_to(SRC / "letters")]
REFUSED = {
    "an inline handler": r"<[^>]*\son[a-z]+\s*=",
    "hx-on": r"\bhx-on\b",
    "script in hx-vals": r"hx-vals\s*=\s*[\"']\s*(js|javascript):",
    "a filter in hx-trigger, which needs eval": r"hx-trigger\s*=\s*\"[^\"]*\[",
    "a script address": r"javascript:",
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "an unescaped variable": r"\|\s*safe\b|{%\s*autoescape off",
}


@pytest.mark.parametrize("what", REFUSED)
def test_no_page_holds(what):
    for path in PAGES:
        text = re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", path.read_text(), flags=re.S)
        found = re.search(REFUSED[what], text, flags=re.I)
        assert not found, f"{short(path)} holds {what}: {found.group()[-60:]}"


def test_a_script_element_has_the_nonce_of_the_page():
    for path in PAGES:
        for element in re.findall(r"<script\b[^>]*>", path.read_text()):
            assert "nonce" in element or 'type="application/json"' in element, f"{short(path)}: {element}"


def test_a_form_that_posts_has_its_token():
    for path in PAGES:
        text = path.read_text()
        forms = re.findall(r"<form\b[^>]*method=[\"']?post[^>]*>(.*?)</form>", text, flags=re.S | re.I)
        assert all("csrf_token" in form or "form_token" in form for form in forms), short(path)


def test_the_refusals_refuse():
    """The patterns themselves: each finds the thing it is named for."""
    samples = {
        "an inline handler": '<a href="/" onclick="x()">',
        "hx-on": '<b hx-on:click="x()">',
        "script in hx-vals": "<b hx-vals='js:{a:1}'>",
        "a filter in hx-trigger, which needs eval": '<b hx-trigger="keyup[key==1]">',
        "a script address": '<a href="javascript:x()">',
        "a style attribute": '<p class="a" style="color:red">',
        "an unescaped variable": "{{ text | safe }}",
    }
    for what, sample in samples.items():
        assert re.search(REFUSED[what], sample, flags=re.I), what
