"""What a reader waits for: the bytes of a first view, and Lighthouse on its phone, over a real server."""

import json
import re
import subprocess
import time
from collections.abc import Iterator, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Route

from aimaq.hosting.caddy import caddy
from aimaq.publishing.built_site import read_site
from aimaq.publishing.targets.compressed_copies import CompressedCopies
from tools.browser import FAR, far_moved, watch_moves
from tools.built import LANGUAGES, Site, build, small_project
from tools.hosted import describe
from tools.programs import TOOLS, chromium, require
from tools.servers import Server, make_certificate, running
from tools.templates import TEMPLATES, example

WIRE = 50_000
#: A busy machine only ever takes points away: a page that has 100 once is worth 100.
TRIES = 20
CATEGORIES = {"performance", "accessibility", "best-practices", "seo"}
#: Lighthouse waits most of the time for a page to have nothing to do any more.
LANES = 3
#: Before the tests that run beside it, where the machine lets us: Lighthouse takes a wait for work.
FIRST = ("nice", "-n", "-15")
LONG = 1_000


@contextmanager
def served(site: Site, base: Path) -> Iterator[Server]:
    """The site as ``aimaq publish`` brings it to a server of one's own: with compressed files, behind Caddy."""
    published = read_site(site.output)
    base.mkdir(exist_ok=True)
    CompressedCopies(base / "siblings").lay_out(published, base / "tree", ["br", "gz"], lambda made, of: None)
    certificate, key = make_certificate(base)
    place = {"root": str(base / "tree"), "certificate": str(certificate), "key": str(key)}
    description = describe(HOSTING_SERVER=place)
    with running(
        "caddy",
        base / "caddy",
        lambda port: caddy(replace(description, site_url=f"https://localhost:{port}")),
        certificate,
    ) as server:
        yield server


@pytest.fixture(scope="module")
def server(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(site, tmp_path_factory.mktemp("first-view")) as found:
        yield found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_first_view_is_small(site: Site, server: Server, browser: Browser, lang: str) -> None:
    """An article without photos, an empty cache: every byte over the wire, headers and figures included."""
    context = browser.new_context(ignore_https_errors=True)
    tab = context.new_page()
    session = context.new_cdp_session(tab)
    session.send("Network.enable")
    names: dict[str, str] = {}
    sizes: dict[str, int] = {}
    session.on("Network.requestWillBeSent", lambda event: names.update({event["requestId"]: event["request"]["url"]}))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    tab.goto(server.url + example(site, "article", lang).address, wait_until="networkidle")
    context.close()
    by_name = {names[request]: int(size) for request, size in sizes.items()}
    kinds = {url.partition("?")[0].rpartition(".")[2] for url in by_name}
    assert {"css", "js", "json", "woff2"} <= kinds, "the view is not whole"
    assert sum(by_name.values()) <= WIRE, by_name


def lighthouse(urls: list[str], unlisted: Set[str] = frozenset()) -> list[dict[str, Any]]:
    """Each page's scores and what kept them from 100: of each category the best of some tries.

    Pages that are ``unlisted`` ask search engines to leave them alone, which Lighthouse takes for a fault of SEO.
    """
    wanted = {url: CATEGORIES - ({"seo"} if url in unlisted else set()) for url in urls}
    best: dict[str, dict[str, Any]] = {url: {"scores": {}, "wrong": []} for url in urls}
    for turn in range(TRIES):
        short = {url: {name for name in wanted[url] if best[url]["scores"].get(name, 0) < 100} for url in urls}
        if not (left := [url for url in urls if short[url]]):
            break
        again = ",".join(sorted(set().union(*short.values())))
        call = [*FIRST, require("Node.js", "node"), str(TOOLS / "lighthouse.mjs"), chromium(), again]
        at_once = 1 if turn else LANES  # what is short of 100 may be so because of the other pages
        with ThreadPoolExecutor(at_once) as lanes:
            results = lanes.map(partial(_run, call), filter(None, (left[lane::at_once] for lane in range(at_once))))
        for found in chain.from_iterable(results):
            if found["error"]:  # Chromium gave no trace; Lighthouse itself says to try again
                continue
            known, scores = best[found["url"]], found["scores"]
            if found["url"] in unlisted and "seo" in scores:
                assert scores.pop("seo") < 100
            known["scores"] |= {name: max(score, known["scores"].get(name, 0)) for name, score in scores.items()}
            known["wrong"] = found["wrong"]
    assert {url: each["scores"].keys() for url, each in best.items()} == wanted, "Lighthouse got no trace of some pages"
    return [{"url": url, **found} for url, found in best.items()]


def _run(call: list[str], urls: list[str]) -> list[dict[str, Any]]:
    done = subprocess.run([*call, *urls], capture_output=True, encoding="utf-8", timeout=120 * len(urls))
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def short_of_100(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for each in found if min(each["scores"].values()) < 100]


def test_nothing_moves_when_scripts_come_late(site: Site, server: Server, browser: Browser) -> None:
    """On a slow phone a page is read before its deferred scripts run."""
    context = browser.new_context(ignore_https_errors=True, viewport={"width": 412, "height": 823})
    tab = context.new_page()
    watch_moves(tab)

    def late(route: Route) -> None:
        time.sleep(0.2)
        route.continue_()

    tab.route(re.compile(r"/js/(?!comfort)"), late)
    moved = {}
    for place, name in enumerate(TEMPLATES):
        tab.goto(server.url + example(site, name, LANGUAGES[place % 3]).address)  # until all of them have run
        tab.wait_for_timeout(100)
        moved[name] = far_moved(tab)
    context.close()
    assert {name: far for name, far in moved.items() if far > FAR} == {}


@pytest.mark.usefixtures("node_tools")
def test_lighthouse_gives_every_template_100(site: Site, server: Server) -> None:
    """Performance, accessibility, best practices, SEO, on its slow phone; every template in one of the editions."""
    templates = [name for name in TEMPLATES if name != "not-found"]  # which answers 404, and Lighthouse refuses it
    pages = [example(site, name, LANGUAGES[place % 3]) for place, name in enumerate(templates)]
    unlisted = {server.url + page.address for page in pages if page.root.xpath("//meta[@content='noindex']")}
    assert short_of_100(lighthouse([server.url + page.address for page in pages], unlisted)) == []


@pytest.mark.usefixtures("node_tools")
def test_lighthouse_gives_a_long_archive_100(tmp_path: Path) -> None:
    """A thousand stories in one edition."""
    project = small_project(tmp_path / "project")
    for number in range(LONG):
        text = f"---\ntitle: История {number}\ndate: {2010 + number % 15}-03-{1 + number % 28:02}\n"
        text += f"kind: news\nsummary: О событии {number}\n---\n\nСобытие {number}.\n"
        (project / f"content/news/story-{number}.ru.md").write_text(text, encoding="utf-8")
    build(project, tmp_path / "output")
    site = Site(tmp_path / "output")
    with served(site, tmp_path / "served") as server:
        found = lighthouse([server.url + address for address in ("/archive/", "/news/")])
    assert short_of_100(found) == []
