"""What happens when a page is opened: nothing from elsewhere, nothing missing, nothing that needs scripts."""

import pytest
from playwright.sync_api import Browser

from tools.browser import visitor
from tools.built import Site, words
from tools.templates import cases, example


@pytest.mark.parametrize(("template", "lang"), cases())
def test_a_page_asks_nobody_else_and_the_browser_has_no_complaint(
    site: Site, browser: Browser, template: str, lang: str
) -> None:
    """Under a policy that forbids inline code and other hosts: no refused request, no 404, no error."""
    with visitor(browser, site) as guest:
        guest.go(example(site, template, lang).address)
        assert guest.foreign == []
        assert guest.absent == []
        assert guest.complaints == []
        assert any(url.endswith(".css") for url in guest.requests), "the page has no style sheet"


@pytest.mark.parametrize(("template", "lang"), [case for case in cases() if case[0] != "search"])
def test_a_page_reads_the_same_without_scripts(site: Site, browser: Browser, template: str, lang: str) -> None:
    """Everything in <main> is there and visible with JavaScript turned off, but for what only a script serves.

    The search says without a script what to do instead: tests/site/test_search.py.
    """
    address = example(site, template, lang).address

    def text(script: bool) -> str:
        with visitor(browser, site, java_script_enabled=script) as guest:
            main = guest.go(address).locator("main")
            served = "button, .log-filter, .log-check"
            main.evaluate(f"main => main.querySelectorAll('{served}').forEach(each => each.remove())")
            return words(main.inner_text())

    without = text(script=False)
    assert len(without) > 20
    assert without == text(script=True)


@pytest.mark.parametrize("lang", ["ru", "kk", "en"])
def test_letters_come_from_our_own_font(site: Site, browser: Browser, lang: str) -> None:
    """The font that we serve has every letter that an article uses: Kazakh ones and ₸ among them."""
    with visitor(browser, site) as guest:
        tab = guest.go(example(site, "article", lang).address)
        session = tab.context.new_cdp_session(tab)
        session.send("DOM.enable")
        session.send("CSS.enable")
        document = session.send("DOM.getDocument", {"depth": -1})
        select = {"nodeId": document["root"]["nodeId"], "selector": "body *"}
        fonts = [
            font
            for node in session.send("DOM.querySelectorAll", select)["nodeIds"]
            for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        ]
    system = {font["familyName"] for font in fonts if not font["isCustomFont"]}
    assert fonts
    assert not system, f"glyphs from the system's fonts: {system}"
