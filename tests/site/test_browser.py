"""What happens when a page is opened: nothing from elsewhere, nothing missing, nothing that needs scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tools.browser import Visitor, lay_out_all, visitor
from tools.built import Site, words
from tools.templates import cases, example

#: What a reader reads in <main>, but for what only a script serves.
_READ = """() => {
    const [main] = document.getElementsByTagName("main");
    const served = main.querySelectorAll("button, .log-filter, .log-check, .list-filter, .chart-tools, .copy-button");
    for (const each of served) each.remove();
    return main.innerText;
}"""


@pytest.fixture(scope="module")
def guest(site: Site, browser: Browser) -> Iterator[Visitor]:
    """One tab that goes from page to page, as a reader's: a new one for each page takes three times as long."""
    with visitor(browser, site) as guest:
        yield guest


@pytest.fixture(scope="module")
def guest_without_scripts(site: Site, browser: Browser) -> Iterator[Visitor]:
    """The same with JavaScript turned off."""
    with visitor(browser, site, java_script_enabled=False) as guest:
        yield guest


@pytest.mark.parametrize(("template", "lang"), cases())
def test_a_page_asks_nobody_else_and_the_browser_has_no_complaint(
    site: Site, guest: Visitor, template: str, lang: str
) -> None:
    """Under a policy that forbids inline code and other hosts: no refused request, no 404, no error."""
    guest.arrive().go(example(site, template, lang).address)
    assert guest.foreign == []
    assert guest.absent == []
    assert guest.complaints == []
    assert any(url.endswith(".css") for url in guest.requests), "the page has no style sheet"


@pytest.mark.parametrize(("template", "lang"), [case for case in cases() if case[0] != "search"])
def test_a_page_reads_the_same_without_scripts(
    site: Site, guest: Visitor, guest_without_scripts: Visitor, template: str, lang: str
) -> None:
    """Everything in <main> is there and visible with JavaScript turned off, but for what only a script serves.

    The search says without a script what to do instead: tests/site/test_search.py.
    """
    address = example(site, template, lang).address

    def text(guest: Visitor) -> str:
        tab = guest.arrive().go(address)
        lay_out_all(tab)
        return words(tab.evaluate(_READ))

    without = text(guest_without_scripts)
    assert len(without) > 20
    assert without == text(guest)


@pytest.mark.parametrize("lang", ["ru", "kk", "en"])
def test_letters_come_from_our_own_font(site: Site, guest: Visitor, lang: str) -> None:
    """The font that we serve has every letter that an article uses: Kazakh ones and ₸ among them."""
    tab = guest.arrive().go(example(site, "article", lang).address)
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
    session.detach()
    system = {font["familyName"] for font in fonts if not font["isCustomFont"]}
    assert fonts
    assert not system, f"glyphs from the system's fonts: {system}"
