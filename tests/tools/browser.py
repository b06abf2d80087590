"""Chromium over the built site, which it gets straight from the files: no server, no port, no internet.

Every request is answered here: one for the site's own address with its file and the headers that the site's own
``_headers`` asks hosts for, the Content-Security-Policy among them; any other is refused and remembered.
"""

import mimetypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, Self, TypedDict, Unpack

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Route, ViewportSize

from tools.built import Site
from tools.headers_file import HeadersFile, read_headers_file

PHONE: ViewportSize = {"width": 320, "height": 640}
TABLET: ViewportSize = {"width": 768, "height": 1024}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}

#: An address that the site has not, of a page without anything.
_EMPTY = "/empty-page-of-the-tests"
_FLAGS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-sandbox",  # CI runs as root, and the pages are our own
    # A page lives too short for V8's best compiler and for many small collections: they are a third of what axe costs.
    "--js-flags=--no-turbofan --min-semi-space-size=32 --max-semi-space-size=64",
)


def launch(playwright: Playwright, chromium: str) -> Browser:
    """Chromium, headless, with a new profile."""
    return playwright.chromium.launch(executable_path=chromium, args=_FLAGS)


@dataclass
class Visitor:
    """A browser tab and what went wrong in it."""

    tab: Page
    site: Site
    requests: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def arrive(self) -> Self:
        """Leave the page, and forget what went wrong on it and before.

        An empty page of the site keeps the browser's process, for about:blank has not the site's opener policy: each
        page would begin one anew, which takes as long as all the rest of its visit.
        """
        self.tab.goto(self.site.url + _EMPTY)
        for seen in (self.requests, self.foreign, self.absent, self.complaints):
            seen.clear()
        return self

    def go(self, address: str) -> Page:
        """Open a root-relative address, wait until it has loaded with its fonts, and return the tab."""
        self.tab.goto(self.site.url + address, wait_until="load")
        self.tab.evaluate("document.fonts.ready.then(() => true)")
        return self.tab

    @cached_property
    def headers(self) -> HeadersFile:
        """What the site asks hosts to send with its files."""
        return read_headers_file(self.site.output / "_headers")

    def answer(self, route: Route) -> None:
        url = route.request.url
        if not (url + "/").startswith(self.site.url + "/"):
            self.foreign.append(url)
            route.abort()
            return
        self.requests.append(url)
        address = url.removeprefix(self.site.url).partition("?")[0] or "/"
        file = self.site.file(address)
        headers = self.headers.netlify(address)
        if address == _EMPTY:
            route.fulfill(headers={"content-type": "text/html"} | headers, body="<!doctype html>")
        elif file.is_file():
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            route.fulfill(path=file, headers={"content-type": kind} | headers)
        else:
            self.absent.append(url)
            route.fulfill(status=404, headers=headers, body="")


class TabOptions(TypedDict, total=False):
    """Arguments of Playwright's ``new_context``."""

    viewport: ViewportSize
    color_scheme: Literal["light", "dark"]
    reduced_motion: Literal["reduce", "no-preference"]
    java_script_enabled: bool
    bypass_csp: bool
    timezone_id: str
    permissions: Sequence[str]


def new_context(browser: Browser, options: TabOptions) -> BrowserContext:
    """A browser context with a desktop's window and without motion, unless ``options`` say otherwise."""
    usual: TabOptions = {"viewport": DESKTOP, "reduced_motion": "reduce"}
    usual.update(options)
    return browser.new_context(**usual)


def collect_complaints(tab: Page, errors: list[str], console: list[str]) -> None:
    """Add each error of a script to ``errors``, and each error or warning of the console to ``console``."""

    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            console.append(message.text)

    tab.on("console", on_console)
    tab.on("pageerror", lambda error: errors.append(str(error)))


@contextmanager
def visitor(browser: Browser, site: Site, **options: Unpack[TabOptions]) -> Iterator[Visitor]:
    """A tab of its own."""
    context = new_context(browser, options)
    tab = context.new_page()
    guest = Visitor(tab, site)
    context.route("**/*", guest.answer)
    collect_complaints(tab, guest.complaints, guest.complaints)
    try:
        yield guest
    finally:
        context.close()


#: How far what is drawn may move, summed up: a tenth of what Web Vitals calls good. A busy machine draws a page
#: before it has read all of it, and links that come later make place for themselves in the masthead.
FAR = 0.01
#: Sums up how far what has been drawn moves (https://wicg.github.io/layout-instability/).
SHIFTS = """
  window.moved = 0;
  const add = (list) => list.getEntries().forEach((entry) => { window.moved += entry.value; });
  window.moves = new PerformanceObserver(add);
  window.moves.observe({ type: "layout-shift", buffered: true });
  window.farMoved = () => { add({ getEntries: () => window.moves.takeRecords() }); return window.moved; };
"""


def watch_moves(tab: Page) -> None:
    """Have the tab sum up how far things move, on each page that it opens from now on."""
    tab.add_init_script(SHIFTS)


def far_moved(tab: Page) -> float:
    """How far things have moved on the page, summed up, until what has been drawn by now."""
    tab.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return float(tab.evaluate("window.farMoved()"))


#: What is not near is not laid out yet, and has neither a place nor text that is seen.
_ALL_NEAR = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { content-visibility: visible !important; }");
    document.adoptedStyleSheets.push(sheet);
}"""


def lay_out_all(tab: Page) -> None:
    """Have the whole page laid out, as far as a reader may scroll."""
    tab.evaluate(_ALL_NEAR)


#: Runs axe-core; of what it passes, only the number comes back, for each element's would cost as much again.
_AXE = """async tags => {
    const options = {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], preload: false};
    const {passes, violations} = await axe.run(document, options);
    return [passes.length, violations];
}"""


def axe(tab: Page, script: Path) -> list[str]:
    """Every violation that axe-core finds in the tab as it is now: rule, help, and the elements."""
    if not tab.evaluate("() => 'axe' in window"):  # to send the half megabyte each time is a third of the work
        tab.evaluate(f"() => {{ {script.read_text(encoding='utf-8')} }}")
    lay_out_all(tab)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"]
    passed, violations = tab.evaluate(_AXE, tags)
    assert passed, "axe-core ran no rule"
    return [
        f"{rule['id']}: {rule['help']}: "
        + "; ".join(f"{node['target']} {' '.join((node['failureSummary'] or '').split())}" for node in rule["nodes"])
        for rule in violations
    ]
