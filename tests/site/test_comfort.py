"""The reading-comfort panel: size, spacing and colours, on every page, with and without a script."""

import pytest
from playwright.sync_api import Browser, Page

from tools.browser import DESKTOP, axe, visitor
from tools.built import LANGUAGES, Site
from tools.programs import TOOLS
from tools.templates import cases, example

OPENS = {"ru": "Удобство чтения", "kk": "Оқуға ыңғайлау", "en": "Reading comfort"}
COLOURS = {"light": ("rgb(255, 255, 255)", 0), "dark": ("rgb(0, 0, 0)", 255), "blue": ("rgb(211, 232, 255)", 6)}
LOOK = """() => {
    const style = getComputedStyle(document.body), root = getComputedStyle(document.documentElement);
    return {size: root.fontSize, letters: style.letterSpacing, paper: root.backgroundColor, chosen: root.colorScheme};
}"""
SIDEWAYS = "document.scrollingElement.scrollWidth - innerWidth"


def choose(tab: Page, lang: str, **choices: str) -> None:
    """Open the panel by its button, choose by the names that people read, close it with Escape."""
    tab.get_by_role("button", name=OPENS[lang]).click()
    for name, value in choices.items():
        tab.locator(f"#comfort input[name={name}][value='{value}']").check()
    tab.keyboard.press("Escape")
    assert not tab.locator("#comfort").is_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_choice_changes_the_page(site: Site, browser: Browser, lang: str, script: bool) -> None:
    """Each choice does what it says, at once; no script is needed for that."""
    with visitor(browser, site, java_script_enabled=script) as guest:
        tab = guest.go(example(site, "article", lang).address)
        letters = "getComputedStyle(document.querySelector('main p')).letterSpacing"
        assert (tab.evaluate(LOOK)["size"], tab.evaluate(letters)) == ("16px", "normal")
        choose(tab, lang, size="150", spacing="wide")
        assert tab.evaluate(LOOK)["size"] == "24px"
        assert float(tab.evaluate(letters).removesuffix("px")) > 2
        for colours, (paper, ink) in COLOURS.items():
            choose(tab, lang, colours=colours)
            assert tab.evaluate(LOOK)["paper"] == paper
            assert tab.evaluate("getComputedStyle(document.querySelector('h1')).color").startswith(f"rgb({ink}, ")
        assert guest.complaints == []


def test_a_choice_is_kept_for_the_next_page_and_taken_back(site: Site, browser: Browser) -> None:
    """It is there before the next page's first line is drawn, in each edition, until the reader resets it."""
    with visitor(browser, site) as guest:
        tab = guest.go(example(site, "home", "ru").address)
        choose(tab, "ru", size="125", colours="dark")
        # At the first frame the page's own script has not run yet, nor has anything that waits for the document.
        paper = "getComputedStyle(document.documentElement).backgroundColor"
        tab.add_init_script(f"window.first = new Promise(end => requestAnimationFrame(() => end({paper})))")
        tab = guest.go(example(site, "dashboard", "kk").address)
        assert tab.evaluate("window.first") == "rgb(0, 0, 0)"
        assert tab.evaluate(LOOK)["size"] == "20px"
        tab.get_by_role("button", name=OPENS["kk"]).click()
        assert tab.locator("#comfort input[name=size][value='125']").is_checked()
        tab.locator("#comfort button[type=reset]").click()
        assert tab.evaluate(LOOK)["size"] == "16px"
        tab = guest.go(example(site, "home", "en").address)
        assert tab.evaluate(LOOK)["size"] == "16px"
        assert tab.evaluate("Object.keys(document.documentElement.dataset)") == []


def test_whatever_else_is_in_the_browsers_store_does_no_harm(site: Site, browser: Browser) -> None:
    """Other pages of the address may have written there."""
    with visitor(browser, site) as guest:
        tab = guest.go(example(site, "home", "ru").address)
        for value in ("", "null", "7", "[]", '{"size": {"a": 1}}', "no JSON"):
            tab.evaluate("value => localStorage.setItem('reading-comfort', value)", value)
            assert guest.go(example(site, "home", "ru").address).evaluate(LOOK)["size"] == "16px"
        assert guest.complaints == []


def test_the_panel_can_be_used_with_the_keyboard_alone(site: Site, browser: Browser) -> None:
    """Tab leads from the button into the panel, arrows choose, Escape closes it and leads back to the button."""
    with visitor(browser, site) as guest:
        tab = guest.go(example(site, "article", "ru").address)
        button = tab.get_by_role("button", name=OPENS["ru"])
        button.focus()
        tab.keyboard.press("Enter")
        tab.keyboard.press("Tab")  # the button that closes it
        tab.keyboard.press("Tab")
        tab.keyboard.press("ArrowRight")
        assert tab.evaluate(LOOK)["size"] == "20px"
        tab.keyboard.press("Escape")
        assert tab.evaluate("document.activeElement.getAttribute('popovertarget')") == "comfort"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_lost_in_large_letters(site: Site, browser: Browser, lang: str) -> None:
    """WCAG 1.4.4, 1.4.10, 1.4.12 at once: 200 % with wide spacing, phone or desktop, never scrolls sideways."""
    wide = []
    with visitor(browser, site) as guest:
        choose(guest.go(example(site, "home", lang).address), lang, size="200", spacing="wide")
        for template in sorted({template for template, _ in cases()}):
            tab = guest.go(example(site, template, lang).address)
            for width in (360, DESKTOP["width"]):
                tab.set_viewport_size({"width": width, "height": 800})
                if (over := tab.evaluate(SIDEWAYS)) > 0:
                    wide.append(f"{template} at {width} px: {over} px too wide")
    assert wide == []


@pytest.mark.usefixtures("node_tools")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_nothing_in_the_open_panel(site: Site, browser: Browser, lang: str) -> None:
    """In each pair of colours, with 7 to 1 between letters and ground (WCAG 1.4.6) once a reader has chosen one."""
    found = []
    with visitor(browser, site) as guest:
        tab = guest.go(example(site, "article", lang).address)
        for colours in ("", *COLOURS):
            tab.get_by_role("button", name=OPENS[lang]).click()
            tab.locator(f"#comfort input[name=colours][value='{colours}']").check()
            found += [f"{colours}: {line}" for line in axe(tab, TOOLS / "node_modules/axe-core/axe.min.js")]
            if colours:
                low = tab.evaluate("axe.run(document, {runOnly: ['color-contrast-enhanced']}).then(r => r.violations)")
                found += [f"{colours}: {node['html']}" for rule in low for node in rule["nodes"]]
            tab.keyboard.press("Escape")
    assert found == []
