"""`aimaq build --as-of` gives the site as it stood on that day: stories, figures, corrections, feeds, open data."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import feedparser
import pytest
import yaml
from playwright.sync_api import Browser

from tools import built
from tools.browser import DESKTOP, PHONE, axe, visitor
from tools.built import LANGUAGES, PREFIXES, Page, Site, aimaq, words

LEDGER = "content/data/indicators.json"
DAYS = ("2015-01-01", "2022-01-01", "2023-07-31")
"""Before the first story; before anything had been counted; the day of the portfolio itself."""
UNKNOWN = {"ru": "[на этот день неизвестно]", "kk": "[ол күні әлі белгісіз болған]", "en": "[not known on that day]"}
LATER = "project-portfolio"
"""A story of 31 July 2023; the tests let an older one link to it."""
CORRECTED = "2023-07-20"
ERRATUM = "One word was wrong."


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real project with examples that its own content lacks: links to a later story, a correction, a change."""
    project = built.copy_project(tmp_path_factory.mktemp("past") / "project")
    story = project / "content/news/plans-2020.en.md"
    text = story.read_text(encoding="utf-8")
    links = (
        f"\n\nLater: [one]({{filename}}{LATER}.en.md), [two](/en/news/{LATER}/), "
        f"[*three*](https://press.aimaq.example/en/news/{LATER}/#top), [four](/en/about/), [five](../{LATER}/).\n"
    )
    corrections = f'corrections: [{{date: 2023-02-01, text: "{ERRATUM}"}}]'
    text = text.replace("\nkind:", f"\nmodified: 2023-02-10\n{corrections}\nkind:", 1) + links
    story.write_text(text, encoding="utf-8")
    ledger = json.loads((project / LEDGER).read_text(encoding="utf-8"))
    parks = ledger["indicators"]["enterprises-launching"]["observations"]
    parks.append({**parks[0], "value": 8, "released": CORRECTED, "kind": "correction"})
    parks[-1]["note"] = {"ru": "Н.", "kk": "Н.", "en": "N."}
    (project / LEDGER).write_text(json.dumps(ledger, ensure_ascii=False, indent=1), encoding="utf-8")
    return project


@pytest.fixture(scope="module")
def sites(project: Path) -> dict[str, Site]:
    """The site of each day, built by the command."""
    for day in DAYS:
        done = aimaq("build", "--as-of", day, project=project)
        assert done.returncode == 0, done.stdout + done.stderr
    return {day: Site(project / f"output-as-of-{day}") for day in DAYS}


@cache
def front_matter(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
    return loaded


def stories(project: Path, lang: str) -> dict[str, date]:
    """Each story's slug and day, read without our own code."""
    files = (project / "content/news").glob(f"*.{lang}.md")
    days = {path.name.split(".")[0]: front_matter(path)["date"] for path in files}
    return {slug: day.date() if isinstance(day, datetime) else day for slug, day in days.items()}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("day", DAYS)
def test_the_stories_are_those_of_the_day(project: Path, sites: dict[str, Site], day: str, lang: str) -> None:
    """Pages, feeds and the sitemap have each story that had been published, and none that had not."""
    site, prefix = sites[day], PREFIXES[lang]
    there = {slug for slug, published in stories(project, lang).items() if published.isoformat() <= day}
    assert there != set(stories(project, lang))
    pages = {page.address for page in site.pages}
    assert {address for address in pages if re.fullmatch(rf"/{prefix}news/(?!page/)[^/]+/", address)} == {
        f"/{prefix}news/{slug}/" for slug in there
    }
    feed = feedparser.parse(site.texts[f"{prefix}feeds/all.atom.xml"])
    assert not feed.bozo and {entry.link.rstrip("/").rpartition("/")[2] for entry in feed.entries} == there
    listed = set(site.mapped)
    assert {url.removeprefix(site.url) for url in listed} <= pages
    assert {f"{site.url}/{prefix}news/{slug}/" for slug in there} <= listed


@pytest.mark.parametrize("day", DAYS)
def test_the_figures_are_those_known_on_the_day(project: Path, sites: dict[str, Site], day: str) -> None:
    """The open data hold exactly the releases that had been made; a later correction is not among them."""
    ledger = json.loads((project / LEDGER).read_text(encoding="utf-8"))["indicators"]
    for key, indicator in ledger.items():
        if "observations" in indicator:
            expected = [
                (each["period"], each["value"]) for each in indicator["observations"] if each["released"] <= day
            ]
            releases = json.loads(sites[day].texts[f"api/indicators/{key}.json"])["releases"]
            assert sorted((each["period"], each["value"]) for each in releases) == sorted(expected), key


def test_a_correction_is_not_known_before_its_day(sites: dict[str, Site]) -> None:
    """The story of 2021 said nine until July 2023."""
    before, after = (sites[day].page("/indicators/enterprises-launching/") for day in DAYS[1:])
    assert before.root.xpath("//data/@value")[0] == "9"
    assert after.root.xpath("//data/@value")[0] == "8"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_figure_that_was_not_known_says_so(sites: dict[str, Site], lang: str) -> None:
    """Pages have no date and are as they read today; on 1 January 2022 nobody had counted the enterprises."""
    about = sites["2022-01-01"].page(f"/{PREFIXES[lang]}about/")
    assert UNKNOWN[lang] in words(str(about.root.text_content()))
    assert UNKNOWN[lang] not in words(str(sites["2023-07-31"].page(f"/{PREFIXES[lang]}about/").root.text_content()))
    assert not any("{{" in text for name, text in sites["2022-01-01"].texts.items() if name.endswith(".json"))


def test_a_link_to_a_later_story_leaves_its_words(sites: dict[str, Site]) -> None:
    """By whatever way it was written; other links stay, and once the story is there, so do these."""
    early, late = (sites[day].page("/en/news/plans-2020/").root for day in DAYS[1:])
    for root, linked in ((early, ["four"]), (late, ["one", "two", "three", "four", "five"])):
        (paragraph,) = (each for each in root.xpath("//p") if (each.text or "").startswith("Later: "))
        assert words(paragraph.text_content()) == "Later: one, two, three, four, five."
        assert [link.text_content() for link in paragraph.xpath(".//a")] == linked


def test_a_change_after_the_day_has_not_happened(sites: dict[str, Site]) -> None:
    """`modified: 2023-02-10` is on the page of July 2023, and not on that of January 2022."""
    early, late = (sites[day].texts["en/news/plans-2020/index.html"] for day in DAYS[1:])
    assert "2023-02-10" not in early and "2023-02-10" in late


@pytest.mark.parametrize(
    "path", ["en/news/plans-2020/index.html", "en/corrections/index.html", "en/feeds/corrections.atom.xml"]
)
def test_a_correction_of_the_text_after_the_day_has_not_been_made(sites: dict[str, Site], path: str) -> None:
    """That of 1 February 2023, on the story's page, among all corrections and in their feed."""
    early, late = (sites[day].texts[path] for day in DAYS[1:])
    assert ERRATUM not in early and ERRATUM in late


@pytest.mark.parametrize("day", DAYS)
def test_every_link_inside_the_site_leads_somewhere(sites: dict[str, Site], day: str) -> None:
    site = sites[day]
    for page in site.pages:
        for address in page.root.xpath("//a/@href"):
            if address.startswith("/"):
                assert site.file(address).is_file(), f"{page.address}: {address}"


def scripts(page: Page) -> list[str]:
    """Those that know of figures or of the hour; not the reader's settings, this site's search, a copied text."""
    harmless = re.compile(r"/js/(comfort|search|copy)\.")
    return [source for source in page.root.xpath("//script/@src") if not harmless.search(source)]


@pytest.mark.parametrize("day", DAYS)
def test_every_page_says_what_it_is_and_asks_not_to_be_found(sites: dict[str, Site], day: str) -> None:
    """A banner with the day, `noindex`, today's canonical address, and no script to bring in today's values."""
    for page in sites[day].pages:
        banner = page.root.xpath('//aside[@class="past"]')
        assert len(banner) == 1 and day[:4] in banner[0].text_content(), page.address
        assert page.one('head/meta[@name="robots"]/@content') == "noindex"
        assert not scripts(page)
        assert page.is_error_page or page.canonical.startswith("https://")


def test_a_past_site_stays_what_it_was(sites: dict[str, Site]) -> None:
    """No script renews its figures, or judges their age by the reader's clock."""
    for site in sites.values():
        assert not any(scripts(page) for page in site.pages)


def test_the_banner_can_be_read_by_everybody(sites: dict[str, Site], browser: Browser, node_tools: Path) -> None:
    """axe-core finds nothing on a phone and a desktop, light and dark, in any edition; nothing is asked of a server."""
    found: list[str] = []
    site = sites["2022-01-01"]
    with visitor(browser, site) as guest:
        for address in ("/", "/kk/about/", "/en/news/plans-2020/", "/indicators/enterprises/"):
            tab = guest.go(address)
            assert tab.locator("aside.past").is_visible()
            for size in (PHONE, DESKTOP):
                tab.set_viewport_size(size)
                assert tab.evaluate("document.scrollingElement.scrollWidth") <= size["width"]
                for scheme in ("light", "dark"):
                    tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                    found += [f"{address}: {line}" for line in axe(tab, node_tools / "axe-core/axe.min.js")]
    assert not found, "\n".join(found)
    assert not guest.complaints and not guest.foreign
    assert not [url for url in guest.requests if "/api/live/" in url]


def test_a_day_before_the_first_story_has_empty_states(sites: dict[str, Site]) -> None:
    for lang in LANGUAGES:
        home = sites[DAYS[0]].page(f"/{PREFIXES[lang]}")
        assert home.root.xpath('//*[contains(@class, "empty-state")]')


def test_todays_site_is_left_alone_and_has_no_banner(project: Path, sites: dict[str, Site]) -> None:
    assert not (project / "output").exists()
    assert aimaq("build", project=project).returncode == 0
    before = {path: path.stat().st_mtime_ns for path in (project / "output").rglob("*")}
    home = (project / "output/index.html").read_text(encoding="utf-8")
    assert 'class="past"' not in home and "noindex" not in home
    assert aimaq("build", "--as-of", DAYS[1], project=project).returncode == 0
    assert {path: path.stat().st_mtime_ns for path in (project / "output").rglob("*")} == before


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--as-of", "2999-01-01"), "2999-01-01 lies in the future"),
        (("--as-of", "2022-13-01"), "there is no month 13"),
        (("--as-of", "yesterday"), "is not a date"),
        (("--as-of", "2022-01-01", "--output", "output"), "today's site is in this folder"),
    ],
)
def test_a_day_that_cannot_be_shown_is_refused(project: Path, options: tuple[str, ...], message: str) -> None:
    before = {path.name for path in project.iterdir()}
    done = aimaq("build", *options, project=project)
    assert done.returncode == 1 and message in done.stderr and "Traceback" not in done.stderr
    assert {path.name for path in project.iterdir()} == before


def test_the_same_day_gives_the_same_bytes(project: Path, sites: dict[str, Site], tmp_path: Path) -> None:
    """Built anew elsewhere: nothing depends on the day of the build."""
    done = aimaq("build", "--as-of", DAYS[1], "--fresh", "--output", str(tmp_path / "again"), project=project)
    assert done.returncode == 0, done.stderr
    one, other = sites[DAYS[1]].output, tmp_path / "again"
    files = {path.relative_to(one) for path in one.rglob("*") if path.is_file()}
    assert files == {path.relative_to(other) for path in other.rglob("*") if path.is_file()}
    assert not [path for path in files if (one / path).read_bytes() != (other / path).read_bytes()]
