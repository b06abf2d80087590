"""A page checks its own figures in a real browser, under the policy that ships; what is forged is named."""

from __future__ import annotations

import base64
import gzip
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from aimaq.figures.log.entries import Figure, Key, changed, read_entry
from aimaq.figures.log.log_file import LogFiles, append, read_log, write_head
from aimaq.figures.log.signed_note import ED25519, Note, Signature, VerifierKey
from tools.browser import DESKTOP, PHONE, axe, visitor
from tools.built import LANGUAGES, PREFIXES, ROOT, Site, aimaq

pytestmark = pytest.mark.build
RIGHT = {
    "ru": ("Все они есть в журнале", "которая не подписана", "запись"),
    "kk": ("Бәрі журналда бар", "қол қойылмаған", "-жазбасы"),
    "en": ("All are in the log", "unsigned head of", "entry"),
}
PAGES = (
    "",
    "news/park/",
    "news/growth/",
    "news/sentences/",
    "indicators/",
    "indicators/jobs/",
    "indicators/jobs-per-enterprise/",
)


def check(tab: Page) -> tuple[str, str]:
    """Press the button; return what is told, and each number with its entry."""
    tab.locator(".log-check-button").click()
    expect(tab.locator(".log-check-told > p").first).to_be_visible()
    return tab.locator(".log-check-told").inner_text(), tab.locator(".log-check-each").text_content() or ""


SENTENCES = """---
title: "Changes: {{ jobs | percent }}"
date: 2023-05-06
kind: news
summary: "Changed by {{ jobs | up difference }}."
---

{{ jobs | up percent since 2021 }}, {{ jobs | change }}, {{ jobs | percent | direction: A …/B … }},
{{ jobs @ previous }}, {{ jobs | as-of | in }}, {{ jobs | year }}, {{ jobs @ published | up change }},
{{ jobs | number | Over 100 }}, {{ jobs | number | nearly | short }}, {{ jobs | number | about }}, {{ jobs | short }}.
"""


@pytest.fixture(scope="module")
def public(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site with a story that quotes changes and dates."""
    project = tmp_path_factory.mktemp("sentences") / "site"
    shutil.copytree(begun, project, symlinks=True)
    for lang in LANGUAGES:
        (project / f"content/news/sentences.{lang}.md").write_text(SENTENCES, "utf-8")
    done = aimaq("build", project=project)
    assert done.returncode == 0, done.stdout + done.stderr
    return Site(project / "output")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_an_honest_page_is_right(public: Site, browser: Browser, lang: str, path: str) -> None:
    """Every number of it has an entry whose proof leads to the head; nothing is fetched before it is asked for."""
    right, head, entry = RIGHT[lang]
    with visitor(browser, public) as guest:
        tab = guest.go(f"/{PREFIXES[lang]}{path}")
        assert not [url for url in guest.requests if "/log" in url.removeprefix(public.url)]
        told, each = check(tab)
        assert right in told and head in told and entry in each
        numbers = tab.locator("main data[data-indicator], main [data-figure] data").count()
        assert re.search(rf"\b{numbers}\b", told)
        for link in tab.locator(".log-check-each a").evaluate_all("all => all.map(e => e.getAttribute('href'))"):
            address, _, fragment = link.partition("#")
            assert public.page(address).root.xpath(f'//li[@id="{fragment}"]')
        assert not guest.complaints and not guest.foreign and not guest.absent


Forgery = Callable[[Page], None]


def in_page(script: str) -> Forgery:
    return lambda tab: tab.evaluate(script)


def in_file(pattern: str, change: Callable[[bytes], bytes]) -> Forgery:
    def forge(tab: Page) -> None:
        def answer(route: Route) -> None:
            path = FILES[0] / route.request.url.split("/", 3)[3]
            route.fulfill(body=change(path.read_bytes()))

        tab.route(pattern, answer)

    return forge


FILES: list[Path] = []
ROOT_LINE = re.compile(rb"\n[A-Za-z0-9+/]{43}=\n")
OTHER_ROOT = b"\n" + base64.b64encode(bytes(range(32))) + b"\n"
CHANGE = "document.querySelector('main data[data-since]')"
FORGERIES: dict[str, tuple[Forgery, str]] = {
    "value and text": (
        in_page("(e => { e.value = '3321'; e.textContent = '3,321 jobs'; })(document.querySelector('main data'))"),
        "this number is not in the log",
    ),
    "text": (
        in_page("document.querySelector('main data').textContent = '3,321 jobs'"),
        "another number is printed than the page states",
    ),
    "value": (in_page("document.querySelector('main data').value = '1'"), "another number is printed"),
    "a change": (in_page(f"{CHANGE}.value = '99.9'"), "another number is printed"),
    "a change and its text": (
        in_page(f"(e => {{ e.value = '99.9'; e.textContent = '99.9%'; }})({CHANGE})"),
        "this number is not in the log",
    ),
    "key": (in_page("document.querySelector('main data').dataset.indicator = 'enterprises'"), "is not in the log"),
    "an old value as the current one": (
        in_page(
            "(e => { e.value = '3314'; e.textContent = '3,314'; e.dataset.form = 'number'; delete e.dataset.at; })"
            "(document.querySelector('main data[data-indicator=jobs]'))"
        ),
        "has replaced",
    ),
    "entry": (in_file("**/tile/entries/*/*", lambda data: data.replace(b'"3320"', b'"3321"')), "not in the log"),
    "other member of an entry": (
        in_file("**/tile/entries/*/*", lambda data: data.replace(b'"kind":"correction"', b'"kind":"corrxxtion"')),
        "its proof does not lead to the head",
    ),
    "tile": (in_file("**/tile/0/*/*", lambda data: bytes([data[0] ^ 1]) + data[1:]), "does not lead to the head"),
    "root": (
        in_file("**/api/log/checkpoint", lambda data: ROOT_LINE.sub(OTHER_ROOT, data)),
        "does not lead to the head",
    ),
    "hint": (
        in_file("**/log/check.json", lambda data: data.replace(b'"3320"', b'"3321"')),
        "not in the log",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGERIES)
def test_what_is_forged_is_named(public: Site, browser: Browser, name: str) -> None:
    forge, message = FORGERIES[name]
    FILES[:] = [public.output]
    with visitor(browser, public) as guest:
        tab = guest.go(
            {"key": "/en/news/park/"}.get(name, "/en/news/sentences/" if "change" in name else "/en/indicators/jobs/")
        )
        tab.wait_for_load_state("networkidle")  # the page has got its live values
        forge(tab)
        told, _ = check(tab)
        assert "do not agree with the log" in told and message in told, told
        assert not guest.complaints


def test_a_log_that_cannot_be_read_is_told_and_can_be_tried_again(public: Site, browser: Browser) -> None:
    with visitor(browser, public) as guest:
        tab = guest.go("/en/news/park/")
        tab.route("**/api/log/checkpoint", lambda route: route.abort())
        tab.locator(".log-check-button").click()
        expect(tab.get_by_role("status").last).to_contain_text("could not be read")
        tab.unroute("**/api/log/checkpoint")
        told, _ = check(tab)
        assert "All are in the log" in told


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_it_is_accessible(
    public: Site, browser: Browser, node_tools: Path, lang: str, scheme: str, size: object
) -> None:
    """By keyboard, announced, without a violation; nothing is wider than a phone."""
    script = node_tools / "axe-core/axe.min.js"
    with visitor(browser, public, viewport=size, color_scheme=scheme) as guest:  # type: ignore[arg-type]
        tab = guest.go(f"/{PREFIXES[lang]}news/park/")
        tab.locator(".log-check-button").focus()
        tab.keyboard.press("Enter")
        expect(tab.locator(".log-check [role=status]")).to_contain_text(RIGHT[lang][0])
        tab.locator(".log-check-each summary").click()
        assert not axe(tab, script)
        assert tab.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
        for path in ("log/", "log/1/"):
            tab = guest.go(f"/{PREFIXES[lang]}{path}")
            tab.locator(".log-proof summary").first.focus()
            tab.keyboard.press("Enter")
            tab.locator(".log-proof li").first.wait_for()
            assert not axe(tab, script)
            assert tab.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
        assert not guest.complaints


def test_entries_are_filtered_by_figure_and_story(public: Site, browser: Browser) -> None:
    with visitor(browser, public) as guest:
        tab = guest.go("/en/log/")
        shown = tab.locator(".log-entry:not([hidden])")
        whole = shown.count()
        tab.get_by_label("Figure", exact=True).select_option("jobs")
        expect(tab.locator(".log-filter-told")).to_contain_text("Entries found:")
        assert set(shown.evaluate_all("all => all.map(e => e.dataset.figure)")) == {"jobs"}
        tab.get_by_label("Figure", exact=True).select_option("")
        tab.get_by_label("Story", exact=True).fill("park opened")
        expect(tab.locator(".log-filter-told")).to_contain_text("Entries found: 1.")
        expect(shown.first).to_contain_text("Park opened")  # which is rendered when it comes into view
        tab.get_by_label("Story", exact=True).fill("")
        expect(tab.locator(".log-filter-told")).to_have_text("")
        assert shown.count() == whole
        assert not guest.complaints


def test_older_pages_are_looked_through_and_prove_their_entries(published: Path, browser: Browser) -> None:
    """A log of two bundles: proofs go over tiles of two levels, and the filter finds what another page has."""
    files = LogFiles.beside(published / "content/data/indicators.json", published)
    log = read_log(files)
    assert log is not None
    index, figure = next((at, each) for at, each in enumerate(log.entries) if isinstance(each, Figure))
    append(files, log, [changed(figure, amends=index, why="Again")] * 400)
    assert aimaq("build", project=published).returncode == 0
    site = Site(published / "output")
    assert len(site.page("/en/log/1/").root.xpath('//li[contains(@class, "log-entry")]')) == 256
    with visitor(browser, site) as guest:
        tab = guest.go("/en/log/")
        whole = tab.locator(".log-entry").count()
        tab.get_by_label("Story", exact=True).fill("park opened")
        expect(tab.locator(".log-filter-told")).to_contain_text("Entries found: 1.")
        tab.get_by_label("Story", exact=True).fill("")
        assert tab.locator(".log-entry:not([hidden])").count() == whole
        told, _ = check(guest.go("/en/indicators/jobs/"))
        assert "All are in the log" in told
        assert [url for url in guest.requests if "/tile/1/000.p/1" in url]
        tab = guest.go("/en/log/1/#e3")
        tab.locator("#e3 summary").click()
        tab.locator("#e3 .log-proof li").first.wait_for()
        assert tab.locator("#e3 .log-proof code").last.inner_text() == log_root(files)
        assert not guest.complaints and not guest.absent


def log_root(files: LogFiles) -> str:
    log = read_log(files)
    assert log is not None
    return log.checkpoint.root.hex()


def test_without_scripts_pages_have_everything_and_no_button(public: Site, browser: Browser) -> None:
    with visitor(browser, public, java_script_enabled=False) as guest:
        guest.tab.goto(f"{public.url}/en/news/park/")
        assert not guest.tab.locator(".log-check").is_visible()
        guest.tab.goto(f"{public.url}/en/log/")
        assert not guest.tab.locator(".log-filter").is_visible()
        assert guest.tab.locator(".log-entry").first.is_visible()


def test_the_script_is_small(public: Site) -> None:
    [script] = (public.output / "theme/js").glob("log.*.js")
    assert len(gzip.compress(script.read_bytes(), 9)) <= 5120


def test_a_signature_is_checked_where_the_browser_can(published: Path, browser: Browser) -> None:
    """With the key that the log names: a valid one, and one of another text."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    key = VerifierKey("press.aimaq.example/api/log", ED25519, private.public_key().public_bytes_raw())
    files = LogFiles.beside(published / "content/data/indicators.json", published)
    log = read_log(files)
    assert log is not None
    logged = read_entry(log.lines[-1]).logged
    log = append(files, log, [Key(logged=logged, verifier=str(key))])
    note = Note(str(log.checkpoint))
    write_head(files, note.with_signature(Signature(key.name, key.id, private.sign(note.text.encode()))))
    assert aimaq("build", project=published).returncode == 0
    site = Site(published / "output")
    assert json.loads((site.output / "en/log/check.json").read_bytes())["keys"] == [str(key)]
    with visitor(browser, site) as guest:
        told, _ = check(guest.go("/en/news/park/"))
        assert "signed head of" in told and "unsigned" not in told, told
        head = (site.output / "api/log/checkpoint").read_text("utf-8")
        other = private.sign(b"another text")
        forged = str(Note.parse(head).with_signature(Signature(key.name, key.id, other)))
        guest.tab.route("**/api/log/checkpoint", lambda route: route.fulfill(body=forged))
        told, _ = check(guest.go("/en/news/park/"))
        assert "The signature of the head is not valid." in told, told


def write_romansh_site(folder: Path) -> Path:
    """Lay out a newsroom of one edition in Romansh, with the words of English and one figure."""
    english = (ROOT / "theme/translations/en.po").read_text("utf-8")
    release = {"period": "2023", "value": 12345.5, "status": "actual", "released": "2024-01-20"}
    source = {"source": {"title": "Register", "url": "https://figures.example/"}}
    unit = {"nominative": {"one": "km", "other": "km"}}
    roads = {"label": {"rm": "Vias"}, "unit": {"rm": unit}, "decimals": 1, "observations": [release | source]}
    settings = {
        "SITEURL": "https://press.office.org",
        "SITENAME": "Uffizi",
        "DEFAULT_LANG": "rm",
        "TIMEZONE": "Europe/Zurich",
        "EDITIONS": [{"lang": "rm", "locale": "rm", "name": "Rumantsch", "site_name": "Uffizi", "tagline": "Cifras"}],
        "NEWSROOM_KINDS": [{"kind": "news", "slug": "news", "label": "News"}],
        "INDICATORS_PATH": "content/data/indicators.json",
        "INDICATORS_PREFIXES": {"rm": ""},
        "INDICATORS_PUBLISHER": {"rm": "Uffizi"},
    }
    head = "title: Il parc\nkind: news\ndate: 2024-05-06\nsummary: Il parc."
    files = {
        "pelicanconf.py": "".join(f"{name} = {each!r}\n" for name, each in settings.items()),
        "overrides/translations/rm.po": english.replace("Language: en", "Language: rm"),
        "content/data/indicators.json": json.dumps({"indicators": {"roads": roads}}),
        "content/news/parc.rm.md": f"---\n{head}\n---\n\n{{{{ roads @ published }}}} e {{{{ roads }}}}.\n",
    }
    files["pelicanconf.py"] = f"from aimaq.defaults import *\n{files['pelicanconf.py']}"
    for name in ("pages", "people", "parts", "media"):
        (folder / "content" / name).mkdir(parents=True)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def test_numbers_are_read_with_the_signs_of_the_edition(tmp_path: Path, browser: Browser) -> None:
    """Romansh groups digits by apostrophes, and has a point before fraction digits, as CLDR says."""
    project = write_romansh_site(tmp_path / "site")
    for command in (["log", "begin"], ["build"]):
        done = aimaq(*command, project=project)
        assert done.returncode == 0, done.stdout + done.stderr
    with visitor(browser, Site(project / "output")) as guest:
        tab = guest.go("/news/parc/")
        printed = tab.locator("main data[data-indicator]")
        assert printed.first.inner_text() == "12’345.5\N{NO-BREAK SPACE}km"
        told, _ = check(tab)
        assert f"Figures checked: {printed.count()}. All are in the log." in told
        printed = guest.go("/news/parc/").locator("main data[data-indicator]")
        printed.first.evaluate("each => each.textContent = '12’346.5 km'")
        told, _ = check(tab)
        assert "another number is printed" in told
