"""Real pages in a real browser, from a real server, under the policy that ships."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Frame, Page, Request

from tools.built import LANGUAGES, PREFIXES
from tools.hosted import Hosted

STORY = "project-portfolio"
PAGES = [
    "",
    f"news/{STORY}/",
    "news/",
    "indicators/",
    "indicators/jobs/",
    "api/",
    "corrections/",
    "nothing/",
]
#: Listens before the page's own scripts run, in every frame.
LISTEN = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""
#: Of all pictures, those too that are loaded only when a reader comes near.
WIDTHS = """Promise.all([...document.images].map(async (each) => {
  each.loading = "eager";
  await each.decode();
  return each.naturalWidth;
}))"""


@pytest.fixture
def context(browser: Browser, hosted: Hosted) -> Iterator[BrowserContext]:
    """Playwright's own scripts pass every policy; what pages do does not."""
    context = browser.new_context(ignore_https_errors=True, base_url=hosted.servers["nginx"].url)
    context.add_init_script(LISTEN)
    yield context
    context.close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_work_under_the_policy(context: BrowserContext, lang: str) -> None:
    """Nothing is refused, nothing is missing, the console is empty, and live pages get their data."""
    tab = context.new_page()
    complaints: list[str] = []
    failed: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))

    def add_failure(request: Request) -> None:
        if "ABORTED" not in str(request.failure):  # a page that is left no longer waits for its icon
            failed.append(f"{request.url} {request.failure}")

    tab.on("requestfailed", add_failure)
    for path in PAGES:
        if path == "nothing/":
            complaints_before = len(complaints)
            assert opened(tab, f"/{PREFIXES[lang]}{path}") == 404
            # The one thing that Chromium says is that the page was not found.
            assert all("404" in each for each in complaints[complaints_before:])
            del complaints[complaints_before:]
        elif tab.goto(f"/{PREFIXES[lang]}{path}") and tab.locator("[data-form]").count():
            with tab.expect_response(f"**/api/live/{lang}.json") as answer:
                tab.reload()
            assert answer.value.ok, path
            tab.wait_for_timeout(50)  # for what the script does with it
        assert tab.evaluate("window.violations") == [], path
        assert tab.evaluate("getComputedStyle(document.body).fontFamily").startswith("Golos"), path
        assert tab.evaluate("document.fonts.ready.then(() => document.fonts.check('16px Golos'))"), path
        assert all(tab.evaluate(WIDTHS)), path
    assert complaints == []
    assert failed == []


def opened(tab: Page, address: str) -> int:
    answer = tab.goto(address)
    assert answer
    return answer.status


def test_another_script_does_not_run_even_from_the_site_itself(context: BrowserContext, hosted: Hosted) -> None:
    (hosted.folder / "media").mkdir(exist_ok=True)
    (hosted.folder / "media/upload.js").write_text("window.ran = true")
    tab = context.new_page()
    tab.goto("/en/")
    for adding in (
        "document.body.append(Object.assign(document.createElement('script'), {src: '/media/upload.js'}))",
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = true'}))",
        "document.body.innerHTML += '<img src=x onerror=\"window.ran = true\">'",
        "setTimeout('window.ran = true')",
    ):
        try:
            tab.evaluate(adding)
        except Error as refused:
            assert "TrustedScript" in str(refused) or "TrustedHTML" in str(refused) or "CSP" in str(refused)
        tab.wait_for_timeout(50)
        assert tab.evaluate("window.ran") is None, adding


@pytest.mark.parametrize("kind", ["svg", "badge.svg"])
def test_a_picture_keeps_its_dark_colours_and_may_be_framed_by_anybody(
    context: BrowserContext, hosted: Hosted, elsewhere: str, kind: str
) -> None:
    tab = context.new_page()
    tab.emulate_media(color_scheme="dark")
    assert opened(tab, f"/api/indicators/jobs.en.{kind}") == 200
    fill = "getComputedStyle(document.querySelector('.paper')).fill"
    assert tab.evaluate(fill) == "rgb(16, 21, 18)"
    assert tab.evaluate("window.violations") == []
    frame = framed(tab, elsewhere, f"{hosted.servers['nginx'].url}/api/indicators/jobs.en.{kind}")
    assert frame.evaluate(fill) == "rgb(16, 21, 18)"


def test_a_page_may_be_framed_by_nobody(context: BrowserContext, hosted: Hosted, elsewhere: str) -> None:
    frame = framed(context.new_page(), elsewhere, f"{hosted.servers['nginx'].url}/en/")
    assert frame.url.startswith("chrome-error:")


def test_another_site_may_fetch_the_data_and_nothing_else(
    context: BrowserContext, hosted: Hosted, elsewhere: str
) -> None:
    tab = context.new_page()
    tab.goto(elsewhere)
    url = hosted.servers["nginx"].url
    fetched = "url => fetch(url).then(answer => answer.status, error => error.name)"
    for path in ("/api/indicators.json", "/api/indicators/jobs.csv", "/api/openapi.json"):
        assert tab.evaluate(fetched, url + path) == 200, path
    for path in ("/en/", "/feeds/all.json", "/sitemap.xml"):
        assert tab.evaluate(fetched, url + path) == "TypeError", path
    shown = """url => new Promise((end) =>
      Object.assign(new Image(), {onload: () => end(1), onerror: () => end(0), src: url}))"""
    assert tab.evaluate(shown, f"{url}/api/indicators/jobs.kk.badge.svg") == 1
    icon = next(address for address in hosted.files() if address.startswith("/theme/img/"))
    assert tab.evaluate(shown, url + icon) == 0
    # A reader of feeds in a browser shows an article's photos, and plays its recordings.
    for folder in ("pictures", "media"):
        (hosted.folder / folder).mkdir(exist_ok=True)
        (hosted.folder / folder / "zone.png").write_bytes((hosted.folder / "share.png").read_bytes())
        assert tab.evaluate(shown, f"{url}/{folder}/zone.png") == 1, folder


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """The address of another site; it is on loopback too, for Chromium lets no site from outside reach in there."""
    (tmp_path / "empty.html").write_text("<!doctype html><title>Elsewhere</title>")
    handler = partial(QuietHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/empty.html"
        server.shutdown()


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        pass


def framed(tab: Page, elsewhere: str, url: str) -> Frame:
    """Show an address in a frame of another site's page."""
    tab.goto(elsewhere)
    tab.evaluate(
        "url => new Promise(end => {const frame = document.createElement('iframe');"
        "frame.onload = end; frame.src = url; document.body.append(frame)})",
        url,
    )
    for _ in range(1500):
        if tab.frames[-1].url not in ("", "about:blank"):
            break
        tab.wait_for_timeout(20)
    return tab.frames[-1]
