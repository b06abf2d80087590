"""One figure's life, by the editors' own commands: published, updated, corrected, pinned, and looked back upon."""

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from tools.built import LANGUAGES, PREFIXES, Page, Site, aimaq, copy_project, words
from tools.programs import once

SOURCE = {"title": "Source", "url": "https://example.org/a"}
UNIT = {
    "ru": {"nominative": {"one": "место", "few": "места", "many": "мест", "other": "места"}},
    "kk": {"nominative": {"other": "орын"}},
    "en": {"nominative": {"one": "job", "other": "jobs"}},
}
JOBS = {
    "label": {"ru": "Рабочие места", "kk": "Жұмыс орындары", "en": "Jobs"},
    "unit": UNIT,
    "decimals": 0,
    "observations": [
        {"period": "2021", "value": 80, "status": "actual", "released": "2022-01-10", "source": SOURCE},
        {"period": "2022", "value": 100, "status": "actual", "released": "2023-01-10", "source": SOURCE},
    ],
}
NOTES = {"ru": "Одно место сосчитали дважды.", "kk": "Бір орын екі рет саналған.", "en": "One place was counted twice."}
#: Two articles of one day; only "story" is pinned in the end.
ARTICLES = ("story", "steady")
TEXT = """---
title: "T {{ jobs | number }}"
date: 2023-01-20
kind: news
summary: "S"
---

live: {{ jobs | number }}

pin: {{ jobs @ published | number }}

period: {{ jobs @ 2022 | number }}
"""


@dataclass(frozen=True)
class Stage:
    """What every edition shows at one moment; ``live`` and ``period`` are the numbers in the text of "steady"."""

    name: str
    live: str
    period: str
    corrected: bool
    as_of: str = ""

    @property
    def folder(self) -> str:
        return f"as-of-{self.as_of}" if self.as_of else self.name

    @property
    def pinned(self) -> bool:
        """Whether "story" is pinned: a past day is shown from the texts of the end."""
        return bool(self.as_of) or self.name == "pinned"

    def said(self, slug: str) -> dict[str, str]:
        """What the text of an article prints, line by line."""
        own = self.pinned and slug == "story"
        return {"live": "100" if own else self.live, "pin": "100", "period": "100" if own else self.period}


PUBLISHED = Stage("published", "100", "100", corrected=False)
UPDATED = Stage("updated", "110", "100", corrected=False)
CORRECTED = Stage("corrected", "110", "99", corrected=True)
PINNED = Stage("pinned", "110", "99", corrected=True)
#: The day before each of the next stage, and the stage that the site has to be as it was.
PAST = {
    Stage("published", "100", "100", corrected=False, as_of="2023-02-28"): PUBLISHED,
    Stage("updated", "110", "100", corrected=False, as_of="2023-04-19"): UPDATED,
    Stage("corrected", "110", "99", corrected=True, as_of="2023-04-20"): CORRECTED,
}
STAGES = (PUBLISHED, UPDATED, CORRECTED, PINNED, *PAST)
#: What has been released by then: value and kind, the newest first.
RELEASED = {
    "published": [("100", ""), ("80", "")],
    "updated": [("110", ""), ("100", ""), ("80", "")],
    "corrected": [("99", "correction"), ("110", ""), ("100", ""), ("80", "")],
}
RELEASED["pinned"] = RELEASED["corrected"]
CASES = [pytest.param(stage, lang, id=f"{stage.folder}-{lang}") for stage in STAGES for lang in LANGUAGES]


@pytest.fixture(scope="module")
def life(shared_folder: Path) -> Callable[[Stage], Site]:
    folder = once(shared_folder, "story", live_it)
    return {stage: Site(folder / stage.folder) for stage in STAGES}.__getitem__


def live_it(folder: Path) -> None:
    """Every stage, in one project and one output folder, each kept as a copy."""
    project = copy_project(folder / "project")
    for part in ("news", "media"):
        shutil.rmtree(project / "content" / part)
        (project / "content" / part).mkdir()
    for path in (project / "content/pages").glob("*.md"):
        path.write_text('---\ntitle: "P"\n---\n\nText.\n', encoding="utf-8")
    for lang in LANGUAGES:
        for slug in ARTICLES:
            (project / f"content/news/{slug}.{lang}.md").write_text(TEXT, encoding="utf-8")
    ledger = {"indicators": {"enterprises": {**JOBS, "label": dict.fromkeys(LANGUAGES, "E")}, "jobs": JOBS}}
    (project / "content/data/indicators.json").write_text(json.dumps(ledger, ensure_ascii=False), encoding="utf-8")

    def command(*arguments: str) -> str:
        done = aimaq(*arguments, project=project)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def build(stage: Stage) -> str:
        said = command("build", "--output", str(folder / "output"))
        shutil.copytree(folder / "output", folder / stage.folder)
        return said

    build(PUBLISHED)
    command("set", "jobs", "110", "--period", "2023-Q1", "--released", "2023-03-01", "--source", SOURCE["url"])
    assert "refilled" in build(UPDATED)
    why = [part for lang, note in NOTES.items() for part in (f"--note-{lang}", note)]
    command("set", "jobs", "99", "--period", "2022", "--released", "2023-04-20", "--correction", *why)
    assert "refilled" in build(CORRECTED)
    for lang in LANGUAGES:
        path = project / f"content/news/story.{lang}.md"
        path.write_text(TEXT.replace("kind: news\n", "kind: news\nindicators: published\n"), encoding="utf-8")
    assert "composed" in build(PINNED)
    for stage in PAST:
        command("build", "--as-of", stage.as_of, "--output", str(folder / stage.folder))


def article(site: Site, slug: str, lang: str) -> Page:
    return site.page(f"/{PREFIXES[lang]}news/{slug}/")


def lines(page: Page) -> dict[str, str]:
    """The numbers in the text, by the word before the colon; without the note beside one."""
    paragraphs = (words("".join(each.xpath(".//data/text()"))) for each in page.root.xpath('//*[@class="prose"]//p'))
    names = (words(each.text_content()).partition(":")[0] for each in page.root.xpath('//*[@class="prose"]//p'))
    return dict(zip(names, paragraphs, strict=True))


def item(feed: str, slug: str) -> tuple[str, str, str]:
    """The title, the markup and the day of the last change of one article's item, in a feed of any format."""
    if feed.startswith("{"):
        (found,) = (each for each in json.loads(feed)["items"] if f"/{slug}/" in each["url"])
        return words(found["title"]), found["content_html"], found.get("date_modified", found["date_published"])
    parsed = feedparser.parse(feed)
    (entry,) = (each for each in parsed.entries if f"/{slug}/" in each.link)
    assert not parsed.bozo
    day = entry.get("updated", "")  # by RFC 3339; an item of RSS that was never changed has a publication alone
    day = day if day[:1].isdigit() else parsedate_to_datetime(entry.published).date().isoformat()
    return words(entry.title), entry.content[0].value, day


def items(site: Site, lang: str, feed: str = "all") -> dict[str, dict[str, str]]:
    """The items of an edition's JSON feed, by address."""
    document = json.loads(site.texts[f"{PREFIXES[lang]}feeds/{feed}.json"])
    return {item["url"].removeprefix(site.url): item for item in document["items"]}


@pytest.mark.parametrize(("stage", "lang"), CASES)
def test_the_article_prints_what_was_known(life: Callable[[Stage], Site], stage: Stage, lang: str) -> None:
    """A live figure follows the ledger, a pinned one never moves, that of a period moves with its correction."""
    for slug in ARTICLES:
        assert lines(article(life(stage), slug, lang)) == stage.said(slug)


@pytest.mark.parametrize(("stage", "lang"), CASES)
def test_every_page_shows_the_values_of_the_moment(life: Callable[[Stage], Site], stage: Stage, lang: str) -> None:
    """Each mention on each page of the edition: home, lists, archive, dashboard, the figure's own page, articles."""
    shown: dict[str, set[str]] = {}
    live = set()
    for page in life(stage).pages:
        if page.lang != lang:
            continue
        for data in page.root.xpath('//data[@data-indicator="jobs"][not(starts-with(@data-form, "as-of"))]'):
            assert words(data.text_content()).split()[0] == data.get("value"), page.address
            shown.setdefault(data.get("data-at", ""), set()).add(data.get("value"))
            live |= set() if "data-at" in data.attrib else {page.address.removeprefix(f"/{PREFIXES[lang]}")}
    expected = {"": {stage.live}, "published": {"100"}, "2022": {stage.period}}
    assert shown == ({**expected, "2022 published": {"100"}} if stage.pinned else expected)
    lists = {"", "archive/2023/", "archive/2023/01/", "news/", "press-kit/"}
    assert live == lists | {"indicators/", "indicators/jobs/", "news/steady/", "news/story/"}
    own = life(stage).page(f"/{PREFIXES[lang]}indicators/jobs/").root
    releases = own.xpath('//tr[starts-with(@id, "r-")]')
    assert sorted(row.xpath("string((.//data | .//s)[1])") for row in releases) == sorted(
        value for value, _ in RELEASED[stage.name]
    )
    assert [row.xpath("string(.//s)") for row in releases if row.xpath(".//s")] == ["100"] * stage.corrected


@pytest.mark.parametrize(("stage", "lang"), CASES)
def test_only_a_correction_leaves_a_trace(life: Callable[[Stage], Site], stage: Stage, lang: str) -> None:
    """Notice, JSON-LD, feed items, list and feed of corrections: from the correction on, in every edition."""
    site = life(stage)
    for slug in ARTICLES:
        page = article(site, slug, lang)
        notices = page.root.find_class("correction-note")
        assert len(notices) == stage.corrected
        graph = json.loads(page.structured[0])["@graph"]
        (news,) = (each for each in graph if each["@type"] == "NewsArticle")
        assert len(news.get("correction") or []) == stage.corrected
        item = items(site, lang)[page.address]
        changed = item.get("date_modified", item["date_published"])[:10]
        assert changed == ("2023-04-20" if stage.corrected else "2023-01-20")
        if stage.corrected:
            told = words(notices[0].text_content())
            assert "100" in told and "99" in told and NOTES[lang] in told
            assert news["correction"][0]["datePublished"].startswith("2023-04-20")
            assert news["dateModified"].startswith("2023-04-20")
    listed = site.page(f"/{PREFIXES[lang]}corrections/").root.find_class("correction-note")
    assert len(listed) == stage.corrected
    feed = feedparser.parse(site.texts[f"{PREFIXES[lang]}feeds/corrections.atom.xml"])
    assert (feed.bozo, len(feed.entries)) == (False, int(stage.corrected))


@pytest.mark.parametrize(("stage", "lang"), CASES)
def test_titles_feeds_and_data_agree(life: Callable[[Stage], Site], stage: Stage, lang: str) -> None:
    """The headline in each list and feed, the table below the article and the open data have the same values."""
    site = life(stage)
    page = article(site, "steady", lang)
    assert page.root.xpath("//h1//data/@value") == [stage.live]
    for ending in ("rss.xml", "atom.xml"):
        feed = feedparser.parse(site.texts[f"{PREFIXES[lang]}feeds/all.{ending}"])
        titles = {words(entry.title) for entry in feed.entries if "/steady/" in entry.link}
        assert (feed.bozo, titles) == (False, {f"T {stage.live}"})
    section = page.root.find_class("story-figures")[0]
    moved = section.xpath(".//table[not(ancestor::details)]/tbody/tr")
    cells = [[cell.xpath("string((.//data)[1]/@value)") for cell in row[1:3]] for row in moved]
    unmoved = section.xpath(".//details//td//data[not(@data-form='as-of')]/@value")
    expected = {now: ["100", now] for now in (stage.live, stage.period)}
    assert cells == [pair for now, pair in expected.items() if now != "100"]
    assert unmoved == [now for now in expected if now == "100"], "the same of the same period is one row"
    data = json.loads(site.texts["api/indicators/jobs.json"])
    assert data["current"]["value"] == int(stage.live)
    assert {each["period"]: each["value"] for each in data["observations"]}["2022"] == int(stage.period)
    corrections = [each for each in data["releases"] if each.get("kind") == "correction"]
    assert len(corrections) == stage.corrected
    assert json.loads(site.texts["api/indicators.json"])["indicators"]["jobs"]["current"]["value"] == int(stage.live)


@pytest.mark.parametrize(("stage", "lang"), CASES)
def test_every_feed_says_the_same(life: Callable[[Stage], Site], stage: Stage, lang: str) -> None:
    """Titles, texts and days of change in each format; a figure's own feed has an entry a release; others stay."""
    texts = life(stage).texts
    day = "2023-04-20" if stage.corrected else "2023-01-20"
    for name in ("all", "news"):
        for ending in ("rss.xml", "atom.xml", "json"):
            text = texts[f"{PREFIXES[lang]}feeds/{name}.{ending}"]
            for slug in ARTICLES:
                title, html, changed = item(text, slug)
                assert title == f"T {stage.said(slug)['live']}", (name, ending)
                assert dict(re.findall(r"(live|pin|period): (\d+)", html)) == stage.said(slug), (name, ending)
                assert changed.startswith(day), (name, ending)
                assert (NOTES[lang] in html) == stage.corrected, (name, ending)
    for ending in ("rss.xml", "atom.xml"):
        own = feedparser.parse(texts[f"{PREFIXES[lang]}feeds/indicators/jobs.{ending}"])
        values = [next(iter(re.findall(r": (\d+)", entry.title))) for entry in own.entries]
        assert (own.bozo, values) == (False, [value for value, _ in RELEASED[stage.name]])
        corrections = feedparser.parse(texts[f"{PREFIXES[lang]}feeds/corrections.{ending}"])
        assert (corrections.bozo, len(corrections.entries)) == (False, int(stage.corrected))
    untouched = ("feeds/events.", "feeds/briefings.", "feeds/indicators/enterprises.")
    names = [name for name in texts if name.startswith(tuple(PREFIXES[lang] + each for each in untouched))]
    assert len(names) == 9
    assert [name for name in names if texts[name] != life(PUBLISHED).texts[name]] == []


@pytest.mark.parametrize(("stage", "lang"), CASES)
def test_every_file_of_open_data_says_the_same(life: Callable[[Stage], Site], stage: Stage, lang: str) -> None:
    """JSON, CSV and linked data have each release; pictures and the forms for open pages the value of the moment."""
    texts = life(stage).texts
    released = sorted(RELEASED[stage.name])
    rows = list(csv.DictReader(io.StringIO(texts["api/indicators/jobs.csv"], newline="")))
    assert sorted((row["value"], row["kind"]) for row in rows) == released
    assert all(row[f"note_{lang}"] == (NOTES[lang] if row["kind"] else "") for row in rows)
    told = json.loads(texts["api/indicators/jobs.json"])["releases"]
    assert sorted((str(each["value"]), each.get("kind") or "") for each in told) == released
    graph = json.loads(texts["api/indicators/jobs.jsonld"])["@graph"]
    observations = [str(each["value"]) for each in graph if each["@type"] == "Observation"]
    assert sorted(observations) == sorted(value for value, _ in released)
    badge, chart = (
        [words(text) for text in etree.fromstring(texts[f"api/indicators/jobs.{name}.svg"].encode()).itertext()]
        for name in (f"{lang}.badge", lang)
    )
    assert stage.live in badge
    assert {stage.live, stage.period, "80"} <= set(chart)
    shown = json.loads(texts[f"api/live/{lang}.json"])["indicators"]["jobs"]["current"]
    assert (shown["forms"]["number"], shown["values"]["number"]) == (stage.live, stage.live)
    others = [name for name in texts if name.startswith(("api/indicators/enterprises.", "api/openapi"))]
    assert len(others) == 10
    assert [name for name in others if texts[name] != life(PUBLISHED).texts[name]] == []


@pytest.mark.parametrize(("past", "then"), PAST.items(), ids=[stage.as_of for stage in PAST])
def test_the_time_machine_gives_back_the_data_of_the_day(
    life: Callable[[Stage], Site], past: Stage, then: Stage
) -> None:
    """The open data and the corrections of a past day are, byte for byte, those that were published then."""
    names = [name for name in life(then).texts if name.startswith(("api/indicators", "api/live"))]
    names += [name for name in life(then).texts if "feeds/indicators/" in name or "feeds/corrections." in name]
    assert len(names) > 20
    changed = [name for name in names if life(then).texts[name] != life(past).texts.get(name)]
    # The list of corrections names the titles of the articles, and that of one has been pinned since.
    assert [name for name in changed if "corrections" not in name] == []
