"""axe-core finds nothing on the pages of any institution, and none needs to be moved sideways."""

from pathlib import Path

from institutions.conftest import Built
from playwright.sync_api import Browser

from tools.browser import DESKTOP, PHONE, axe, visitor


def test_axe_finds_nothing_in_any_colours(newsroom: Built, browser: Browser, node_tools: Path) -> None:
    """Home, a story, a list and the page for the press, on a phone and a desktop, light and dark."""
    script = node_tools / "axe-core/axe.min.js"
    lang = newsroom.institution.languages[0]
    found: list[str] = []
    with visitor(browser, newsroom.site) as guest:
        for path in ("", "news/first/", "archive/", "press-kit/"):
            tab = guest.go(newsroom.institution.address(lang, path))
            for size in (PHONE, DESKTOP):
                tab.set_viewport_size(size)
                for scheme in ("light", "dark"):
                    tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                    found += [f"{path} {size['width']} px {scheme}: {line}" for line in axe(tab, script)]
                if tab.evaluate("document.scrollingElement.scrollWidth") > size["width"]:
                    found.append(f"{path} is wider than {size['width']} px")
    assert not found and not guest.complaints and not guest.absent, "\n".join(found)
