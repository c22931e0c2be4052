"""Looking at a page: axe, light and dark, wide and narrow; and a picture of each, for a folder in `SCREENSHOTS`."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Frame, Page

SIZES = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
TALLEST = 3000  # pixels of a picture of a page that scrolls inside
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
# A theme changes colours only, and the same ones on every width; looking at colours takes longest.
LOOKS = {
    ("wide", "light"): {},
    ("wide", "dark"): {"runOnly": ["color-contrast", "link-in-text-block"]},
    ("phone", "light"): {"rules": {"color-contrast": {"enabled": False}}},
}
# A colour on its way to another has no contrast of its own. What stands beside a ticket was looked at with the lists.
RUN = """async ([beside, options]) => {
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
    await Promise.allSettled(document.getAnimations().map(moving => moving.finished))
    return (await axe.run({ exclude: beside }, options)).violations
}"""
# The page, or one of the desk's panes, that scrolls sideways, and what in it reaches furthest.
TOO_WIDE = """[...document.querySelectorAll("html, #rail, #list, #main, #context")]
    .filter(pane => pane.scrollWidth > pane.clientWidth + 1).map(pane => {
        const right = each => each.getBoundingClientRect().right
        const all = [...pane.querySelectorAll("*")].filter(each => each.checkVisibility())
        const furthest = all.reduce((one, other) => right(other) >= right(one) ? other : one)
        return [pane.id || "page", furthest.outerHTML.slice(0, 200)]
    })"""
PICTURES = os.environ.get("SCREENSHOTS")


def held_against(name: str, page: Page | Frame, options: dict[str, Any]) -> Iterator[str]:
    """What axe finds serious or critical on the page as it stands, with the elements."""
    beside = ["#rail", "#list"] if name.startswith("ticket-") else []
    for found in page.evaluate(RUN, [beside, {"resultTypes": ["violations"], "iframes": False, **options}]):
        if found["impact"] in ("serious", "critical"):
            yield f"{found['id']}: {[node['html'][:200] for node in found['nodes']]}"


def trouble(name: str, page: Page) -> Iterator[str]:
    """All that is wrong with one page."""
    page.evaluate(AXE)
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            if (size, theme) in LOOKS:
                found = held_against(name, page, LOOKS[size, theme])
                yield from (f"{name} {size} {theme}: {what}" for what in found)
            if PICTURES:
                keep(page, Path(PICTURES) / f"{name}-{size}-{theme}.png", viewport)
        for pane, furthest in page.evaluate(TOO_WIDE):
            yield f"{name}: {pane} runs out of {size}, by {furthest}"
    yield from (
        f"{name}: {pane} runs out of {what}, by {furthest}" for what, pane, furthest in squeezed(page)
    )
    page.set_viewport_size(SIZES["wide"])
    page.emulate_media(color_scheme="light")


def squeezed(page: Page) -> Iterator[tuple[str, str, str]]:
    """What scrolls sideways on the narrowest window (WCAG 1.4.10: 320 px), and with letters twice as large (1.4.4)."""
    for what, width, letters in (("320 px", 320, "100%"), ("letters twice as large", 640, "200%")):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("size => { document.documentElement.style.fontSize = size }", letters)
        yield from ((what, pane, furthest) for pane, furthest in page.evaluate(TOO_WIDE))
    page.evaluate("document.documentElement.style.removeProperty('font-size')")


def keep(page: Page, path: Path, viewport: dict[str, int]) -> None:
    """A picture. A settings page scrolls inside, so the window grows with it; a ticket fits its window by itself."""
    inside = "(document.querySelector('#main:not(:has(> .timeline))')?.scrollHeight ?? 0) + 60"
    height = min(TALLEST, max(viewport["height"], page.evaluate(inside)))
    page.set_viewport_size({**viewport, "height": height})
    page.screenshot(path=path, full_page=True)
    page.set_viewport_size(viewport)
