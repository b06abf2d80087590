"""The log in public: its pages, feeds and description, and what an append changes of them."""

from __future__ import annotations

import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from log.conftest import write_story
from lxml import html

from aimaq.figures.fill.today import load
from aimaq.figures.log.entries import Release, Text, read_entry
from aimaq.figures.log.log_file import LogFiles, append, read_log
from aimaq.figures.log.merkle import leaf_hash
from aimaq.figures.log_pages.commands import composing_parts, log_state
from aimaq.figures.log_pages.entries_in_words import NEWEST, LogInWords
from aimaq.pipeline.kinds import build_today
from aimaq.pipeline.project import Project
from tools.built import LANGUAGES, PREFIXES, Site, aimaq, small_project, words
from tools.headers_file import read_headers_file
from tools.validators import html_messages

pytestmark = pytest.mark.build
MOMENT = "2026-11-28T12:00:00Z"


def lines(project: Path) -> list[bytes]:
    return (project / "content/data/figures.log.jsonl").read_bytes().splitlines()


def files_of(project: Path) -> LogFiles:
    return LogFiles.beside(project / "content/data/indicators.json", project)


def entry(page: html.HtmlElement, index: int) -> str:
    [found] = page.xpath(f'//li[@id="e{index}"]')
    return words(found.text_content())


def run(project: Path, *command: str) -> str:
    done = aimaq(*command, project=project)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_entry_is_on_its_page_with_its_hash(begun: Path, lang: str) -> None:
    """Newest first, each under its index; the page of a full bundle has the address of its entries and hashes."""
    site = Site(begun / "output")
    page = site.page(f"/{PREFIXES[lang]}log/1/").root
    found = [each.get("id") for each in page.xpath('//li[contains(@class, "log-entry")]')]
    known = lines(begun)
    assert found == [f"e{index}" for index in reversed(range(len(known)))]
    for index, line in enumerate(known):
        assert leaf_hash(line).hex() in entry(page, index)
    for address in page.xpath('//p[@class="log-files"]/a/@href'):
        assert site.file(address).is_file(), address
    newest = site.page(f"/{PREFIXES[lang]}log/").root
    assert len(newest.xpath('//li[contains(@class, "log-entry")]')) == min(NEWEST, len(known))
    checkpoint = (site.output / "api/log/checkpoint").read_text("utf-8").split("\n")
    assert checkpoint[1] == str(len(known)) == words(newest.xpath('//dl[@class="log-head"]//dd[1]')[1].text)


def test_entries_say_what_was_published(begun: Path) -> None:
    site = Site(begun / "output")
    page = {lang: site.page(f"/{PREFIXES[lang]}log/1/").root for lang in LANGUAGES}
    for index, line in enumerate(lines(begun)):
        match read_entry(line):
            case Release(key="jobs", kind="correction"):
                assert "Correction Jobs: 3,314 jobs → 3,320 jobs" in entry(page["en"], index)
                assert "Исправление Рабочие места: 3 314 рабочих мест → 3 320 рабочих мест" in entry(page["ru"], index)
                assert "Түзету Жұмыс орындары: 3 314 жұмыс орны → 3 320 жұмыс орны" in entry(page["kk"], index)
                [address] = page["kk"].xpath(f'//li[@id="e{index}"]//p[@class="log-name"]/a/@href')
                fragment = address.partition("#")[2]
                assert site.page("/kk/indicators/jobs/").root.xpath(f'//tr[@id="{fragment}"]'), address
            case Release(key="jobs-per-enterprise"):
                assert "Computed from other figures." in entry(page["en"], index)
            case Text(text="article/park", lang="kk", address=address):
                assert "Published Парк ашылды: 12 цех Dated 6 May 2023. Public before the log began." in entry(
                    page["en"], index
                )
                [link] = page["en"].xpath(f'//li[@id="e{index}"]//p[@class="log-name"]/a')
                assert (link.get("href"), link.get("lang")) == (address, "kk")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_figures_and_stories_name_their_entries(begun: Path, lang: str) -> None:
    """So a reader without scripts has all entries of one figure, and of one story."""
    site, known = Site(begun / "output"), [read_entry(line) for line in lines(begun)]
    prefix = PREFIXES[lang]
    log = site.page(f"/{prefix}log/").root
    assert f"/{prefix}indicators/jobs/#log" in log.xpath("//main//a/@href")
    for address, own in (
        ("indicators/jobs/", [index for index, each in enumerate(known) if getattr(each, "key", "") == "jobs"]),
        (
            "news/park/",
            [index for index, each in enumerate(known) if isinstance(each, Text) and each.text == "article/park"],
        ),
    ):
        page = site.page(f"/{prefix}{address}").root
        assert page.xpath('//*[@id="log"]')
        links = page.xpath('//ol[@class="log-of"]//a/@href')
        expected = [f"/{prefix}log/1/#e{index}" for index in reversed(own)]
        assert links and set(links) <= set(expected)
        assert links == [each for each in expected if each in links]
        assert address.startswith("news") or links == expected


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_feeds_have_the_newest_entries(begun: Path, lang: str) -> None:
    site, count = Site(begun / "output"), len(lines(begun))
    prefix = PREFIXES[lang]
    head = site.page(f"/{prefix}log/").root.xpath('head/link[@rel="alternate"][@type]/@href')
    for ending in ("rss.xml", "atom.xml"):
        assert f"/{prefix}feeds/log.{ending}" in head
        feed = feedparser.parse(site.texts[f"{prefix}feeds/log.{ending}"])
        assert not feed.bozo and len(feed.entries) == min(count, NEWEST)
        links = [each.link for each in feed.entries]
        assert links == [f"{site.url}/{prefix}log/1/#e{index}" for index in reversed(range(count))][:NEWEST]
        assert all(each.title and each.summary and each.id for each in feed.entries)
    items = json.loads(site.texts[f"{prefix}feeds/log.json"])["items"]
    assert len({each["id"] for each in items}) == min(count, NEWEST)


def test_open_data_describe_the_log(begun: Path) -> None:
    """The API's page in each language, openapi.json with an operation for each file, the sitemap, and the headers."""
    site = Site(begun / "output")
    document = json.loads(site.texts["api/openapi.json"])
    paths = {path for path in document["paths"] if "log" in path}
    assert {"/api/log/checkpoint", "/api/log/tile/{level}/{index}", "/api/log/tile/entries/{index}"} < paths
    names = [each["get"]["operationId"] for each in document["paths"].values()]
    assert len(set(names)) == len(names)
    index = document["components"]["parameters"]["index"]["schema"]
    count = len(lines(begun))
    assert all(re.search(index["pattern"], good) for good in ("000", "x001/234", f"000.p/{count}"))
    for lang in LANGUAGES:
        page = site.page(f"/{PREFIXES[lang]}api/")
        assert "/api/log/checkpoint" in page.root.xpath("//main//a/@href")
        for path in ("log/", "log/1/"):
            assert f"{site.url}/{PREFIXES[lang]}{path}" in site.mapped
    headers = read_headers_file(site.output / "_headers")
    head = headers.netlify("/api/log/checkpoint")
    assert head["content-type"] == "text/plain; charset=utf-8" and head["cache-control"] == "no-cache"
    for path in (f"tile/0/000.p/{count}", f"tile/entries/000.p/{count}"):
        tile = headers.netlify(f"/api/log/{path}")
        assert tile["content-type"] == "application/octet-stream" and "immutable" in tile["cache-control"]
        assert tile["access-control-allow-origin"] == "*"


def test_the_pages_are_valid(begun: Path, node_tools: Path) -> None:
    messages = html_messages(Site(begun / "output"), node_tools)
    assert not [each for each in messages if "log" in each or "park" in each or "indicators/jobs" in each], messages


def test_a_site_without_a_log_has_nothing_of_it(tmp_path: Path) -> None:
    project = small_project(tmp_path / "site")
    run(project, "build")
    site = Site(project / "output")
    assert not [name for name in site.texts if "log" in name.split("/") or "feeds/log" in name]
    assert "/api/log" not in site.texts["api/openapi.json"]
    for page in site.pages:
        assert not page.root.xpath('//a[contains(@href, "/log/")] | //*[contains(@class, "log-")]'), page.address


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def is_of_the_log(name: str) -> bool:
    parts = name.removeprefix("kk/").removeprefix("en/").split("/")
    return parts[0] == "log" or name.startswith("api/log/") or parts[:2] in ([*parts[:1], f"log.{e}"] for e in ENDINGS)


ENDINGS = ("rss.xml", "atom.xml", "json")


def test_an_append_changes_the_pages_of_the_log_alone(published: Path) -> None:
    """And of the texts and figures that it is about; a refill gives what a build from nothing gives, title and all."""
    story = write_story(published, "en")
    story.write_text(story.read_text("utf-8").replace("it has 12", "there are 12"), encoding="utf-8")
    story.with_name("second.en.md").write_text(
        '---\ntitle: "The second story"\ndate: 2023-05-07\nkind: news\nsummary: "It is short."\n---\n\nIt has words.\n',
        encoding="utf-8",
    )
    run(published, "build")
    before = tree(published / "output")
    project = Project(published)
    report = build_today(project, published / "output")
    assert len(report.unlogged) == 2
    log = read_log(files_of(published))
    assert log is not None
    append(files_of(published), log, [read_entry(line.encode()) for line in report.unlogged])
    run(published, "build")
    after = tree(published / "output")
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    stories = {"en/news/park/index.html", "en/news/second/index.html"}
    assert {"en/log/index.html", "kk/log/1/index.html", "feeds/log.json", "api/log/checkpoint", *stories} <= changed
    others = {name for name in changed - stories if not is_of_the_log(name)}
    # The other editions show the English story where they have none of their own.
    assert not others, others
    assert "The second story" in after["log/1/index.html"].decode()
    run(published, "build", "--output", str(published.parent / "fresh"))
    assert tree(published.parent / "fresh") == after


def test_a_correction_is_told(published: Path) -> None:
    count = len(lines(published))
    run(published, "correct", "jobs", "3330", "--period", "2022-12-31", "--why", "Ten were counted as new")
    run(published, "build")
    site = Site(published / "output")
    page = site.page("/en/log/").root
    [index] = [
        at for at, each in enumerate(lines(published)) if at >= count and read_entry(each).__class__ is Release
        and b'"jobs"' in each
    ]  # fmt: skip
    said = entry(page, index)
    assert "Jobs: 3,320 jobs → 3,330 jobs" in said and "Reason: Ten were counted as new" in said


def test_full_pages_never_change(published: Path) -> None:
    """With 600 entries and one more, the keys of full pages stay, whatever their number; the newest page's does not."""
    from aimaq.newsroom.corrections.fill import load

    settings = Project(published).settings()
    data = load(settings, datetime(2026, 11, 28).astimezone()).filler.data
    log = read_log(files_of(published))
    assert log is not None
    last = next(each for each in reversed(log.entries) if isinstance(each, Text))
    texts = [
        Text(logged=MOMENT, text=f"article/t{number}", lang="ru", version=1, change="published")
        for number in range(600 - len(log.lines))
    ]
    many = log.with_entries(texts)
    more = many.with_entries([Text(logged=MOMENT, text=last.text, lang=last.lang, version=2, change="removed")])
    before, after = (log_state(LogInWords(each, data), "") for each in (many, more))
    assert [before[f"log:{page}"] == after[f"log:{page}"] for page in (1, 2, 3)] == [True, True, False]
    assert before["log:words"] == after["log:words"] and before["log:"] != after["log:"]
    assert list(composing_parts(many)) == list(composing_parts(more)) == ["pages 3"]


def test_a_value_of_the_day_that_moved_composes_again(published: Path) -> None:
    """Such an entry names a text that composing did not expect on the newest page."""
    log = read_log(files_of(published))
    assert log is not None
    last = next(each for each in reversed(log.entries) if isinstance(each, Text))
    moved = read_entry(
        json.dumps(json.loads(lines(published)[-1]) | {"version": 2, "change": "edited"}, separators=(",", ":"),
                   ensure_ascii=False, sort_keys=True).encode()
    )  # fmt: skip
    assert isinstance(moved, Text) and moved.text == last.text
    assert list(composing_parts(log)) != list(composing_parts(log.with_entries([moved])))


def test_a_preview_shows_the_log_and_a_past_day_has_none(published: Path) -> None:
    run(published, "build", "--as-of", "2023-06-01", "--output", str(published.parent / "past"))
    past = tree(published.parent / "past")
    assert not [name for name in past if is_of_the_log(name)]
    shutil.rmtree(published.parent / "past")


def test_a_build_with_nothing_changed_knows_it_at_once(published: Path) -> None:
    """A log without a timestamp has no file outside of the content folder that only the next build would look at."""
    settings, now = Project(published).settings(), datetime.now(UTC)
    inputs = load(settings, now).inputs
    assert [path.name for path in inputs] == ["indicators.json", "figures.log.jsonl", "figures.log.checkpoint"]
    (published / "content/data/figures.log.checkpoint.tsr").write_bytes(b"token")
    assert [path.name for path in load(settings, now).inputs][3:] == ["figures.log.checkpoint.tsr"]
