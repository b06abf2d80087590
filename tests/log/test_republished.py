"""A text that was away is compared with what readers had: under its name, at its address, or where that leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from log.conftest import STORY, write_story

from aimaq.figures.log import log_file
from aimaq.figures.log.entries import Begin, Entry, changed
from aimaq.figures.log.history import history
from aimaq.figures.log.log_file import Log, LogFiles
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.media.files import Files
from aimaq.newsroom.media.library import Library
from aimaq.newsroom.versions.compare import ComparedTexts, Comparison, compare_texts, compare_words
from aimaq.newsroom.versions.statements import Statements
from tools.built import aimaq

LOGGED = "2026-11-28T07:00:00Z"
PREFIXES = {"ru": "", "kk": "kk/", "en": "en/"}
REDIRECTS, LEDGER = "content/data/redirects.txt", "content/data/indicators.json"
GONE = "the last one before the text was removed"


def says(number: str, *notices: str) -> Statements:
    return Statements("a", f"words {number}", (number,), (), (), notices)


@pytest.fixture
def files(tmp_path: Path) -> LogFiles:
    return LogFiles.beside(tmp_path / "indicators.json", tmp_path)


class Site:
    """A site's log, with 12 published at /en/news/park/; what is published next is appended to it."""

    def __init__(self, files: LogFiles, before: tuple[Entry, ...] = ()) -> None:
        self.files, self.root = files, files.entries.parent
        self.park = self.text("park", "12")
        self.log = log_file.begin(files, [Begin(logged=LOGGED, origin="example.org/log"), *before])
        self.publish(self.park)

    def text(self, slug: str, number: str, *notices: str, page: bool = False, address: str = "") -> Text:
        source = self.root / f"{slug}.en.md"
        source.write_text(f"---\ntitle: The park\n---\n{number} workshops\n", "utf-8")
        return Text(
            source_path=str(source), is_article=not page, lang="en", slug=slug, address=address or f"/en/news/{slug}/",
            status="published", hold=None, title="The park", summary="", body="", html=lambda: "", source_lines={},
            date=None if page else datetime(2023, 5, 6), says=says(number, *notices),
        )  # fmt: skip

    def compared(self, *texts: Text, moved: dict[str, str] | None = None) -> ComparedTexts:
        library = Files(Library(self.root), ("media",))
        return compare_texts(Comparison(self.log, lambda text: {}, moved or {}, library, self.root, LOGGED), texts)

    def publish(self, *texts: Text, moved: dict[str, str] | None = None) -> list[tuple[str, str, int]]:
        found = self.compared(*texts, moved=moved)
        assert not found.problems, found.problems
        self.log = log_file.append(self.files, self.log, list(found.unlogged))
        return [(each.text, each.change, each.version) for each in found.unlogged]

    def remove(self, *others: Text) -> None:
        """Lead the address of the park to the list of news, and publish without it."""
        assert ("article/park", "removed", 2) in self.publish(*others, moved={"/en/news/park/": "/en/news/"})


def test_a_text_that_comes_back_states_what_was_published(files: LogFiles) -> None:
    site = Site(files)
    site.remove()
    (problem,) = site.compared(site.text("park", "13")).problems
    assert f"13 is new and 12 was published and is gone (entry 1 of the log, {GONE})" in problem.message
    assert problem.path == "park.en.md" and problem.line == 4
    assert "`corrections:`" in problem.hint and "give its file another name" in problem.hint
    told = site.text("park", "13", "corrected:1")
    assert site.publish(told) == [("article/park", "published", 3)]
    (change,) = [each for each in history(site.log, "park") if each.entry.logged and each.index == 3]
    assert "numbers: +13, −12" in change.changes  # of the version that readers had
    assert site.publish(told) == []


def test_one_that_comes_back_as_it_was_is_published_again(files: LogFiles) -> None:
    site = Site(files)
    site.remove()
    assert site.publish(site.park) == [("article/park", "published", 3)]


def test_its_notices_and_its_id_come_back_with_it(files: LogFiles) -> None:
    site = Site(files)
    site.publish(site.text("park", "13", "corrected:1"))
    site.publish(moved={"/en/news/park/": "/en/news/"})
    (problem,) = site.compared(site.text("park", "13")).problems
    assert f"a notice to readers was changed or is gone: corrected (entry 2 of the log, {GONE})" in problem.message
    dated = replace(site.text("park", "13", "corrected:1"), date=datetime(2023, 5, 7))
    (problem,) = site.compared(dated).problems
    assert "`id: 2023-05-06:park`" in problem.hint and "give its file another name" in problem.hint
    assert site.publish(replace(dated, id="2023-05-06:park")) == [("article/park", "published", 4)]


def test_it_may_come_back_at_another_address(files: LogFiles) -> None:
    site = Site(files)
    site.remove()
    back = site.text("park", "13", address="/en/2023/park/")
    (problem,) = site.compared(back, moved={"/en/news/park/": back.address}).problems
    assert GONE in problem.message


def test_words_that_change_before_it_is_logged_again_are_compared_with_the_same(files: LogFiles) -> None:
    """Such a build reads no other text."""
    site = Site(files)
    site.remove()
    library = Files(Library(site.root), ("media",))

    def compared(text: Text, moved: dict[str, str]) -> ComparedTexts:
        return compare_words(Comparison(site.log, lambda text: {}, moved, library, site.root, LOGGED), [text])

    assert GONE in compared(site.text("park", "13"), {}).problems[0].message
    renamed = replace(site.text("garden", "13"), id="2023-05-06:park")
    assert not compared(renamed, {}).problems
    (problem,) = compared(renamed, {"/en/news/park/": "/en/news/garden/"}).problems
    assert "article/park, which was published at /en/news/park/ and is redirected here" in problem.message


def test_it_is_found_in_what_the_cache_knows_of_a_long_log(files: LogFiles) -> None:
    others = Site(LogFiles.beside(files.entries.with_name("others.json"), files.entries.parent))
    entry = others.compared(others.text("other", "1")).unlogged[0]
    files.entries.unlink()
    site = Site(files, tuple(changed(entry, text=f"article/a-{at}", address="", lang="kk") for at in range(300)))
    site.remove(*())
    read: Log | None = None
    for _ in range(2):  # the second time from the index
        read = log_file.read_log(files)
    assert read is not None
    site.log = read
    page = site.text("park", "13", page=True, address="/en/news/park/")
    (problem,) = [each for each in site.compared(page).problems if each.path == "park.en.md"]
    assert "entry 301 of the log: article/park, which was published at this address" in problem.message


def test_another_text_at_its_address_is_compared_with_it(files: LogFiles) -> None:
    """Whether it has just gone, or was removed before: readers have the address."""
    site = Site(files)
    page = site.text("park", "13", page=True, address="/en/news/park/")
    where = "(entry 1 of the log: article/park, which was published at this address)"
    (problem,) = site.compared(page).problems
    assert f"13 is new and 12 was published and is gone {where}" in problem.message
    assert "give its file another name: then it has an address of its own" in problem.hint
    site.remove()
    assert where in site.compared(page).problems[0].message
    told = site.text("park", "13", "updated:1", page=True, address="/en/news/park/")
    assert site.publish(told) == [("page/park", "published", 1)]


def test_a_text_of_another_kind_at_the_same_address_needs_no_redirect(files: LogFiles) -> None:
    site = Site(files)
    page = site.text("park", "12", page=True, address="/en/news/park/")
    assert site.publish(page) == [("page/park", "published", 1), ("article/park", "removed", 2)]
    back = site.text("park", "13")
    messages = [each.message for each in site.compared(back).problems]
    assert len(messages) == 2 and all("13 is new and 12 was published" in each for each in messages)
    assert site.publish(site.park) == [("article/park", "published", 3), ("page/park", "removed", 2)]


def test_a_text_that_moves_to_the_address_of_another_is_compared_with_both(files: LogFiles) -> None:
    site = Site(files)
    garden = site.text("garden", "5")
    site.publish(site.park, garden)
    site.remove(garden)
    moved = {garden.address: "/en/news/park/"}
    (problem,) = site.compared(replace(garden, address="/en/news/park/"), moved=moved).problems
    assert "5 is new and 12 was published and is gone (entry 1 of the log: article/park, which was" in problem.message
    told = site.text("garden", "5", "updated:1", address="/en/news/park/")
    assert site.publish(told, moved=moved) == [("article/garden", "updated", 2)]
    assert site.publish(told, moved=moved) == []


def test_an_address_that_a_text_has_left_is_remembered(files: LogFiles) -> None:
    site = Site(files)
    moved = replace(site.park, address="/en/2023/park/")
    assert site.publish(moved, moved={"/en/news/park/": moved.address}) == [("article/park", "moved", 2)]
    (problem,) = site.compared(moved, site.text("garden", "13", address="/en/news/park/")).problems
    assert "article/park, which was published at this address" in problem.message
    back = {moved.address: "/en/news/park/"}
    (problem,) = site.compared(site.text("park", "13"), moved=back).problems
    assert "13 is new and 12 was published and is gone (entry 2 of the log)" in problem.message
    assert site.publish(site.park, moved=back) == [("article/park", "moved", 3)]


def test_two_texts_may_exchange_their_addresses_if_readers_of_both_are_told(files: LogFiles) -> None:
    site = Site(files)
    garden = site.text("garden", "5")
    site.publish(site.park, garden)
    here, there = replace(site.park, address=garden.address), replace(garden, address=site.park.address)
    assert {each.path for each in site.compared(here, there).problems} == {"park.en.md", "garden.en.md"}
    here = site.text("park", "12", "updated:1", address=garden.address)
    there = site.text("garden", "5", "updated:2", address=site.park.address)
    assert len(site.publish(here, there)) == 2


def test_a_redirect_that_is_given_a_new_text_later_leads_to_the_same_text(files: LogFiles) -> None:
    site = Site(files)
    site.remove()
    moved = {"/en/news/park/": "/en/news/garden/"}
    garden = replace(site.text("garden", "13"), id="2023-05-06:park")
    (problem,) = site.compared(garden, moved=moved).problems
    assert "and is redirected here" in problem.message and "lead /en/news/park/ elsewhere" in problem.hint
    assert not site.compared(garden, moved={"/en/news/park/": "/en/news/"}).problems
    told = replace(site.text("garden", "13", "updated:1"), id="2023-05-06:park")
    assert site.publish(told, moved=moved) == [("article/garden", "published", 1)]


def test_an_address_that_a_text_had_before_it_was_removed_is_one_that_readers_have(files: LogFiles) -> None:
    site = Site(files)
    moved = replace(site.park, address="/en/2023/park/")
    site.publish(moved, moved={"/en/news/park/": moved.address})
    away = {"/en/news/park/": "/en/news/", moved.address: "/en/news/"}
    assert site.publish(moved=away) == [("article/park", "removed", 3)]
    garden = replace(site.text("garden", "13"), id="2023-05-06:park")
    (problem,) = site.compared(garden, moved={**away, "/en/news/park/": garden.address}).problems
    assert "13 is new and 12 was published and is gone (entry 1 of the log: article/park, which was" in problem.message


def test_an_old_redirect_to_a_text_that_comes_back_leads_to_another_text(files: LogFiles) -> None:
    """Readers had both, each at its address."""
    site = Site(files)
    garden = site.text("garden", "5")
    site.publish(site.park, garden)
    site.remove(garden)
    away = {"/en/news/park/": "/en/news/", garden.address: "/en/news/"}
    assert site.publish(moved=away) == [("article/garden", "removed", 2)]
    assert site.publish(garden, moved={"/en/news/park/": garden.address}) == [("article/garden", "published", 3)]


def test_a_text_that_is_renamed_back_keeps_what_was_corrected_meanwhile(files: LogFiles) -> None:
    site = Site(files)
    there, back = {"/en/news/park/": "/en/news/garden/"}, {"/en/news/garden/": "/en/news/park/"}
    garden = replace(site.text("garden", "12"), id="2023-05-06:park")
    site.publish(garden, moved=there)
    site.publish(replace(garden, says=says("13", "corrected:1")), moved=there)
    assert [each.message[:40] for each in site.compared(site.park, moved=back).problems] == [
        "a notice to readers was changed or is go"
    ]
    corrected = site.text("park", "13", "corrected:1")
    assert site.publish(corrected, moved=back) == [("article/park", "published", 3), ("article/garden", "removed", 3)]


def test_a_page_whose_address_leads_to_an_article_has_no_id(files: LogFiles) -> None:
    """Feeds have never known it."""
    site = Site(files)
    page = site.text("about", "3", page=True)
    site.publish(site.park, page)
    article = site.text("zone", "3")
    assert ("article/zone", "published", 1) in site.publish(site.park, article, moved={page.address: article.address})


def test_closing_words_that_come_back_are_entered(files: LogFiles) -> None:
    site = Site(files)

    def part(number: str) -> Text:
        return replace(site.text("closing", number, page=True), part=True, slug="parts/closing", date=None)

    site.publish(site.park, part("12"))
    assert site.publish(site.park) == [("parts/closing", "removed", 2)]
    assert site.publish(site.park, part("13")) == [("parts/closing", "published", 3)]
    changes = history(site.log, "closing")[-1].changes
    assert "numbers: +13, −12" in changes


def ran(project: Path, *arguments: str) -> str:
    done = aimaq(*arguments, project=project)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def refused(project: Path) -> str:
    done = aimaq("build", project=project)
    assert done.returncode == 1 and "unexpected" not in done.stderr, done.stdout + done.stderr
    return done.stderr


def test_the_line_of_a_new_number_is_not_one_that_has_its_digits_in_another(published: Path) -> None:
    story = write_story(published, "en", body=f"{STORY['en'][1]}\nIt has 3 gates.\n")
    line = story.read_text("utf-8").split("\n").index("It has 3 gates.") + 1
    told = refused(published)
    assert f"content/news/park.en.md:{line}: its numbers are not those that were published: 3 is new" in told


def redirect(project: Path, *languages: str) -> None:
    lines = (f"/{PREFIXES[lang]}news/park/ /{PREFIXES[lang]}news/\n" for lang in languages)
    (project / REDIRECTS).write_text("".join(lines), "utf-8")


def write_other(project: Path, lang: str, fields: str = "") -> None:
    write_story(project, lang, body=STORY[lang][1].replace("340", "350"), fields=fields)


NOTICE = 'corrections:\n  - {date: 2023-06-01, text: "Zona."}\n'


def test_a_version_in_one_language_is_removed_and_brought_back(published: Path) -> None:
    (published / "content/news/park.en.md").unlink()
    redirect(published, "en")
    assert "article/park (en), version 2: removed" in ran(published, "log", "append")
    (published / REDIRECTS).unlink()
    write_story(published, "en")
    assert "Not in the log yet: 1 entry." in ran(published, "build")
    write_other(published, "en")  # other words of one text, after a build that knew them
    told = refused(published)
    assert "content/news/park.en.md:10: its numbers are not those that were published: 350 is new and 340" in told
    assert GONE in told
    write_other(published, "en", NOTICE)
    ran(published, "build")
    assert "article/park (en), version 3: published" in ran(published, "log", "append")
    ran(published, "build")
    assert "Zona." in (published / "output/en/news/park/index.html").read_text("utf-8")
    ran(published, "verify", "output")


def _draft(project: Path) -> None:
    for lang in PREFIXES:
        write_other(project, lang, "status: draft\n")


def _embargo(project: Path) -> None:
    for lang in PREFIXES:
        write_other(project, lang, "embargo: 2099-01-01 10:00\n")


@pytest.mark.parametrize("hold", [_draft, _embargo], ids=["draft", "embargo"])
def test_a_text_may_wait_at_its_address_after_it_was_public(published: Path, hold: Callable[[Path], None]) -> None:
    """The log has its address, so that is no secret; its new numbers are."""
    hold(published)
    told = refused(published)
    assert "article/park (en) was published at /en/news/park/, and content/news/park.en.md is " in told
    assert told.count(".md is a draft now" if hold is _draft else ".md is under embargo until 2099-") == 3
    redirect(published, *PREFIXES)
    assert ran(published, "log", "append").count("version 2: removed") == 3
    ran(published, "build")
    (published / REDIRECTS).unlink()
    for lang in PREFIXES:
        write_other(published, lang)
    assert refused(published).count(GONE) == 3
    for lang in PREFIXES:
        write_other(published, lang, NOTICE)
    assert "Not in the log yet: 3 entries." in ran(published, "build")


def test_figures_of_a_text_that_comes_back_are_those_of_its_day(published: Path) -> None:
    """While it was away nothing compared them with the ledger."""
    for lang in PREFIXES:
        (published / f"content/news/park.{lang}.md").unlink()
    redirect(published, *PREFIXES)
    ran(published, "log", "append")
    (published / REDIRECTS).unlink()
    ledger = (published / LEDGER).read_text("utf-8")
    first = '{"period": "2022-12-31", "value": 3320'
    dated_back = (
        '{"period": "2023-04-30", "value": 3333, "status": "actual", "released": "2023-05-01", '
        f'"source": {{"title": "Kazinform", "url": "https://inform.kz/c"}}}},\n        {first}'
    )
    (published / LEDGER).write_text(ledger.replace(first, dated_back), "utf-8")
    for lang in PREFIXES:
        write_story(published, lang)
    assert (
        refused(published).count("other values than those that were published: {{ jobs @ published }} 3320 → 3333") == 3
    )
