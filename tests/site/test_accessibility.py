"""WCAG 2.2 AA, EN 301 549 and good practice, by axe-core and by the browser's own layout."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

from tools.browser import DESKTOP, PHONE, TABLET, Visitor, axe, lay_out_all, visitor
from tools.built import LANGUAGES, Site
from tools.templates import cases, example


@pytest.fixture(scope="module")
def guest(site: Site, browser: Browser) -> Iterator[Visitor]:
    """One tab that goes from page to page."""
    with visitor(browser, site) as guest:
        yield guest


@pytest.mark.parametrize(("template", "lang"), cases())
def test_axe_finds_nothing(site: Site, guest: Visitor, node_tools: Path, template: str, lang: str) -> None:
    """No violation on a phone and on a desktop, in the light and the dark scheme."""
    page = example(site, template, lang)
    found: list[str] = []
    tab = guest.arrive().go(page.address)
    for size in (PHONE, DESKTOP):
        tab.set_viewport_size(size)
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            where = f"{page.address} {size['width']} px {scheme}"
            found += [f"{where}: {line}" for line in axe(tab, node_tools / "axe-core/axe.min.js")]
    assert not found, "\n".join(found)


#: Numbers that stand on two lines, but for those in code (a reader takes each half for a number), and words in tables.
BROKEN = r"""() => {
    const found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const {data, parentElement} = texts.currentNode;
        if (parentElement.closest("code") || !parentElement.checkVisibility()) continue;
        const whole = parentElement.closest(".prose table") ? /\d[\d\u00a0\u202f.,]*\d|\p{L}{2,}/gu
            : /\d[\d\u00a0\u202f.,]*\d/g;
        for (const match of data.matchAll(whole)) {
            const range = document.createRange();
            range.setStart(texts.currentNode, match.index);
            range.setEnd(texts.currentNode, match.index + match[0].length);
            const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
            if (lines.size > 1) found.push(match[0]);
        }
    }
    return found;
}"""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_page_scrolls_sideways_and_no_number_breaks(site: Site, browser: Browser, lang: str) -> None:
    """WCAG 1.4.10: at 320 CSS pixels no page needs horizontal scrolling; every page, for long words differ."""
    found: list[str] = []
    with visitor(browser, site, viewport=PHONE) as guest:
        for page in site.pages:
            if page.lang == lang:
                guest.tab.set_viewport_size(PHONE)
                tab = guest.go(page.address)
                width, wide = tab.evaluate(
                    """[document.scrollingElement.scrollWidth, [...document.querySelectorAll("main *")]
                        .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
                        .map(e => e.textContent.trim()).slice(0, 3)]"""
                )
                if width > PHONE["width"]:
                    found.append(f"{page.address} is {width} px wide; too wide: {wide}")
                for size in (PHONE, TABLET, DESKTOP):
                    tab.set_viewport_size(size)
                    lay_out_all(tab)
                    if broken := tab.evaluate(BROKEN):
                        found.append(f"{page.address} breaks numbers or words at {size['width']} px: {broken}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_dark_scheme_is_dark(site: Site, browser: Browser, lang: str) -> None:
    """The page's background follows the reader's setting."""

    def brightness(scheme: Literal["light", "dark"]) -> float:
        with visitor(browser, site, color_scheme=scheme) as guest:
            tab = guest.go(example(site, "home", lang).address)
            channels: list[int] = tab.evaluate(
                """() => {
                    const canvas = new OffscreenCanvas(1, 1).getContext("2d");
                    canvas.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
                    canvas.fillRect(0, 0, 1, 1);
                    canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
                    canvas.fillRect(0, 0, 1, 1);
                    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
                }"""
            )
        return sum(channels) / 3

    assert brightness("light") > 200
    assert brightness("dark") < 80
