"""One figure's life, by the editors' own commands: published, updated, corrected, pinned, and looked back upon."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import feedparser
import pytest

from tools.built import LANGUAGES, PREFIXES, Page, Site, copy_project, invoke, words
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
CASES = [pytest.param(stage, lang, id=f"{stage.folder}-{lang}") for stage in STAGES for lang in LANGUAGES]


@pytest.fixture(scope="module")
def life(shared_folder: Path) -> Callable[[Stage], Site]:
    folder = once(shared_folder, "story", live_it)
    return lambda stage: Site(folder / stage.folder)


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
        done = invoke(*arguments, project=project)
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


def items(site: Site, lang: str, feed: str = "all") -> dict[str, dict[str, str]]:
    """The items of an edition's JSON feed, by address."""
    document = json.loads(site.texts[f"{PREFIXES[lang]}feeds/{feed}.json"])
    return {item["url"].removeprefix(site.url): item for item in document["items"]}


@pytest.mark.parametrize(("stage", "lang"), CASES)
def test_the_article_prints_what_was_known(life: Callable[[Stage], Site], stage: Stage, lang: str) -> None:
    """A live figure follows the ledger, a pinned one never moves, that of a period moves with its correction."""
    site = life(stage)
    assert lines(article(site, "steady", lang)) == {"live": stage.live, "pin": "100", "period": stage.period}
    pinned = stage is PINNED or stage in PAST
    moved = {"live": stage.live, "pin": "100", "period": stage.period}
    assert lines(article(site, "story", lang)) == (dict.fromkeys(moved, "100") if pinned else moved)


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
    (table,) = page.root.find_class("story-figures-table")
    cells = [[cell.xpath("string((.//data)[1]/@value)") for cell in row[1:3]] for row in table.xpath("tbody/tr")]
    assert cells == [["100", stage.live], ["100", stage.period]]
    data = json.loads(site.texts["api/indicators/jobs.json"])
    assert data["current"]["value"] == int(stage.live)
    assert {each["period"]: each["value"] for each in data["observations"]}["2022"] == int(stage.period)
    corrections = [each for each in data["releases"] if each.get("kind") == "correction"]
    assert len(corrections) == stage.corrected
    assert json.loads(site.texts["api/indicators.json"])["indicators"]["jobs"]["current"]["value"] == int(stage.live)


@pytest.mark.parametrize(("past", "then"), PAST.items(), ids=[stage.as_of for stage in PAST])
def test_the_time_machine_gives_back_the_data_of_the_day(
    life: Callable[[Stage], Site], past: Stage, then: Stage
) -> None:
    """The open data and the corrections of a past day are, byte for byte, those that were published then."""
    names = [name for name in life(then).texts if name.startswith("api/indicators")]
    names += [name for name in life(then).texts if "feeds/indicators/" in name or "feeds/corrections." in name]
    assert len(names) > 20
    changed = [name for name in names if life(then).texts[name] != life(past).texts.get(name)]
    # The list of corrections names the titles of the articles, and that of one has been pinned since.
    assert [name for name in changed if "corrections" not in name] == []
