"""Published texts against the log: what is new of one, and what is no version of it at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest

from aimaq import defaults
from aimaq.figures.log import log_file
from aimaq.figures.log.entries import Begin, Entry
from aimaq.figures.log.log_file import Log, LogFiles
from aimaq.newsroom.content.fields import Attachment, Photo, Source
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.markdown.converter import Converter
from aimaq.newsroom.media.files import Files
from aimaq.newsroom.media.library import Library
from aimaq.newsroom.versions.amounts import amounts_in
from aimaq.newsroom.versions.compare import ComparedTexts, Comparison, compare_texts
from aimaq.newsroom.versions.statements import Statements, statements_of
from aimaq.settings.schema import MarkdownSetting

CONVERTER = Converter(cast(MarkdownSetting, defaults.MARKDOWN), trusts_html=False)
LOGGED, ROOT = "2026-11-28T07:00:00Z", Path("/site")
STORY = Text(
    source_path="/site/content/news/park.en.md", is_article=True, lang="en", slug="park", address="/en/news/park/",
    status="published", hold=None, title="The park", summary="", body="", html=lambda: "", source_lines={},
    date=datetime(2023, 5, 6), says=Statements("a", "b", ("12",), (), (), ()),
)  # fmt: skip


@pytest.fixture
def files(tmp_path: Path) -> LogFiles:
    return LogFiles.beside(tmp_path / "indicators.json", tmp_path)


def compared(
    log: Log, *texts: Text, faulty: str = "", redirected: str = "", to: str = "/", others: tuple[str, ...] = ()
) -> ComparedTexts:
    files = Files(Library(ROOT), ("media",))
    by = Comparison(log, lambda text: {}, {redirected: to}, files, ROOT, LOGGED)
    return compare_texts(by, texts, {faulty}, others=others)


def begun(files: LogFiles) -> Log:
    log = log_file.begin(files, [Begin(logged=LOGGED, origin="example.org/log")])
    return log_file.append(files, log, compared(log, STORY).unlogged)


def told(found: ComparedTexts) -> list[tuple[str, int]]:
    assert not found.problems
    return [(each.change, each.version) for each in found.unlogged]


def test_a_text_that_moved_is_one_version_and_stays_guarded(files: LogFiles) -> None:
    log = begun(files)
    moved = replace(STORY, address="/en/news/green-park/")
    (problem,) = compared(log, moved).problems
    assert "/en/news/park/" in problem.message and "/en/news/park/ /en/news/green-park/" in problem.hint
    found = compared(log, moved, redirected="/en/news/park/")
    assert told(found) == [("moved", 2)]
    entries: list[Entry] = list(found.unlogged)
    log = log_file.append(files, log, entries)
    assert told(compared(log, moved, redirected="/en/news/park/")) == []
    (problem,) = compared(log, moved).problems
    assert "at /en/news/park/, left it (entry 2 of the log), and nothing is there" in problem.message
    assert problem.line == 3 and "/en/news/park/ /en/news/green-park/" in problem.hint
    assert told(compared(log, moved, others=("/en/news/park/",))) == []
    (gone,) = compared(log, redirected="/en/news/park/").problems
    assert "article/park (en) was published at /en/news/green-park/ and is gone" in gone.message


def test_of_a_text_with_another_mistake_nothing_is_concluded(files: LogFiles) -> None:
    """An unknown key is one mistake, not a second one about the figures that the text quotes."""
    log = begun(files)
    source = files.entries.with_name("park.en.md")
    source.write_text("---\ntitle: The park\n---\n13 workshops\n", "utf-8")
    other = replace(STORY, source_path=str(source), says=Statements("a", "b", ("13",), (), (), ()))
    (problem,) = compared(log, other).problems
    assert problem.line == 4 and "13 is new and 12 was published and is gone" in problem.message
    assert told(compared(log, other, faulty=source.as_posix())) == []


def test_a_text_keeps_the_id_that_feeds_know_it_by(files: LogFiles) -> None:
    """Its date is corrected, its file is renamed, and readers see nothing twice."""
    log = begun(files)
    dated = replace(STORY, date=datetime(2023, 5, 7), says=Statements("a", "b", ("12",), (), (), ("corrected:1",)))
    (problem,) = compared(log, dated).problems
    assert '"2023-05-06:park"' in problem.message and '"2023-05-07:park"' in problem.message
    assert "`id: 2023-05-06:park`" in problem.hint
    with_id = replace(dated, id="2023-05-06:park")
    assert told(compared(log, with_id)) == [("corrected", 2)]
    log = log_file.append(files, log, list(compared(log, with_id).unlogged))
    (problem,) = compared(log, replace(with_id, id="")).problems
    assert "`id: 2023-05-06:park`" in problem.hint

    name = "/en/news/green-park/"
    renamed = replace(with_id, slug="green-park", address=name)
    assert told(compared(log, renamed, redirected=STORY.address, to=name)) == [("published", 1), ("removed", 3)]
    (problem,) = compared(log, replace(renamed, id=""), redirected=STORY.address, to=name).problems
    assert "`id: 2023-05-06:park`" in problem.hint
    # The address may also lead to a text that readers know already, or to a new one that is not the old one.
    other = replace(STORY, slug="other", address="/en/news/other/")
    assert told(compared(log, with_id, other)) == [("published", 1)]
    log = log_file.append(files, log, list(compared(log, with_id, other).unlogged))
    assert told(compared(log, other, redirected=STORY.address, to=other.address)) == [("removed", 3)]


@pytest.mark.parametrize(
    ("lang", "before", "now"),
    [
        ("ru", "вложено 5 млн тенге", "вложено 5 млрд тенге"),
        ("ru", "вложено 5 млн тенге", "вложено 5 млн долларов"),
        ("ru", "доля 5 %", "доля 5 процентных пунктов"),
        ("ru", "убыток −3", "убыток 3"),
        ("ru", "двадцать восемь цехов", "двадцать девять цехов"),
        ("ru", "полтора года", "два с половиной года"),
        ("ru", "за II квартал", "за III квартал"),
        ("ru", "½ доли", "¼ доли"),
        ("ru", "цехов 10, парков 20", "цехов 20, парков 10"),
        ("ru", "было {{ jobs }}, стало {{ enterprises }}", "было {{ enterprises }}, стало {{ jobs }}"),
        ("kk", "5 млн теңге", "5 млрд теңге"),
        ("kk", "жиырма сегіз цех", "жиырма тоғыз цех"),
        ("en", "$5 million", "€5 million"),
        ("en", "twenty-eight shops", "twenty-nine shops"),
        ("ru", "собрано 5 кг", "собрано 5 т"),
        ("ru", "12 МВт мощности", "12 ГВт мощности"),
        ("ru", "за 3 года", "за 3 месяца"),
        ("ru", "25 км дороги", "25 км² застройки"),
        ("ru", "5 руб.", "5 долл."),
        ("ru", "во втором квартале", "в третьем квартале"),
        ("ru", "треть выпуска", "четверть выпуска"),
        ("ru", "вдвое больше", "втрое больше"),
        ("ru", "рост более 5 %", "рост менее 5 %"),
        ("ru", "не менее 5 цехов", "не более 5 цехов"),
        ("ru", "≥ 5", "≤ 5"),
        ("ru", "при (−5 °C)", "при (5 °C)"),
        ("ru", "разница − 5", "разница 5"),
        ("kk", "5-тен астам", "5-тен кем"),
        ("kk", "екінші тоқсан", "үшінші тоқсан"),
        ("kk", "5 ай", "5 апта"),
        ("en", "the second quarter", "the third quarter"),
        ("en", "output doubled", "output tripled"),
        ("en", "more than $5", "less than $5"),
        ("en", "over {{ jobs | number }}", "under {{ jobs | number }}"),
        ("en", "5 square metres", "5 square kilometres"),
    ],
)
def test_an_amount_is_more_than_its_digits(lang: str, before: str, now: str) -> None:
    assert amounts_in(before, lang) != amounts_in(now, lang)


@pytest.mark.parametrize(
    ("lang", "before", "now"),
    [
        ("ru", "двадцать восемь больших цехов", "более двадцати восьми цехов"),
        ("ru", "5 миллионов тенге", "5 млн тенге"),
        ("ru", "3 314 мест, 2016–2022", "3\u00a0314 рабочих мест — 2016-2022"),
        ("ru", "один из парков, {{ jobs | genitive }}", "парк, {{ jobs }}"),
        ("kk", "5 млн теңгеге, бір парк", "5 миллион теңге, парк"),
        ("en", "I said 5 percent{{ assert jobs > 3 }}", "We said 5%"),
        ("ru", "в 2023 г. открыт, 5 км дорог", "открыт в 2023 году, 5 километров дороги"),
        ("ru", "12 кв. м за 5 лет, более того", "12 квадратных метров за 5 года"),
        ("ru", "первый цех, во вторник", "цех"),
        ("kk", "5-тен астам, 12 шаршы метр", "5-тен астам, 12 шаршы метрге"),
        ("en", "the first 12 sq m, and more jobs", "12 square metres"),
    ],
)
def test_other_words_beside_an_amount_leave_it_as_it_was(lang: str, before: str, now: str) -> None:
    assert amounts_in(before, lang) == amounts_in(now, lang)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("2016. Opened.\n2017. Built.", "2015. Opened.\n2016. Built."),
        ("1. Opened.\n2. Built.", "3. Opened.\n4. Built."),
        ("<del>25</del> 27", "25 27"),
        ("10<sup>6</sup>", "106"),
    ],
)
def test_a_number_that_is_no_word_of_a_line_is_one_of_the_text(before: str, now: str) -> None:
    """Python-Markdown has the numbers of a list in attributes."""

    def says(body: str) -> Statements:
        converted = CONVERTER.convert(body, "x.md", 1, str)
        assert not converted.problems
        return statements_of(converted.html, "T", "S", {}, "en")

    assert says(before).fields != says(now).fields and says(before).field_amounts != says(now).field_amounts


LIST = "<ol{}>\n<li>Opened.</li>\n<li>Built.</li>\n</ol>"
LISTS = f"{LIST}\n\nThen:\n\n{LIST}"
ITEMS = LIST.replace("<li>", "<li{}>")


@pytest.mark.parametrize(
    ("before", "now"),
    [
        *((LIST.format(before), LIST.format(now)) for before, now in [
            (" reversed", ""), ("", " reversed"), (' type="a"', ""), (' type="a"', ' type="A"'),
            (' type="i"', ' type="a"'),
        ]),
        # What numbers one list numbers the other one now.
        *((LISTS.format(sign, ""), LISTS.format("", sign)) for sign in (" reversed", ' type="a"', ' start="5"')),
        (LISTS.format(' start="5" type="a"', ' type="i"'), LISTS.format(' start="5" type="i"', ' type="a"')),
        ("5. Opened.\n\nThen:\n\n1. Built.", "1. Opened.\n\nThen:\n\n5. Built."),
        (ITEMS.format("", ' value="7"', ""), ITEMS.format("", "", ' value="7"')),
    ],
)  # fmt: skip
def test_a_list_that_shows_other_numbers_is_not_what_was_published(files: LogFiles, before: str, now: str) -> None:
    """Of an entry that knows no lists nothing is asked."""
    source = files.entries.with_name("park.en.md")
    source.write_text("---\ntitle: The park\n---\n", "utf-8")

    def story(body: str, *, is_older: bool = False) -> Text:
        converted = CONVERTER.convert(body, "x.md", 1, str)
        assert not converted.problems
        says = statements_of(converted.html, "T", "S", {}, "en")
        return replace(STORY, source_path=str(source), says=replace(says, lists="") if is_older else says)

    log = log_file.begin(files, [Begin(logged=LOGGED, origin="example.org/log")])
    log = log_file.append(files, log, compared(log, story(before)).unlogged)
    assert told(compared(log, story(before))) == []
    (problem,) = compared(log, story(now)).problems
    assert "the numbers of its lists, in its captions" in problem.message
    files.entries.unlink()
    log = log_file.begin(files, [Begin(logged=LOGGED, origin="example.org/log")])
    log = log_file.append(files, log, compared(log, story(before, is_older=True)).unlogged)
    assert told(compared(log, story(now))) == []


def test_a_text_under_another_name_states_what_was_published(files: LogFiles) -> None:
    """The old address leads to it: for readers it is the same text, with the notices that it had."""
    source = files.entries.with_name("green-park.en.md")
    source.write_text("---\ntitle: The park\n---\n13 workshops\n", "utf-8")
    name = "/en/news/green-park/"
    log = begun(files)
    renamed = replace(STORY, source_path=str(source), slug="green-park", address=name, id="2023-05-06:park")
    assert told(compared(log, renamed, redirected=STORY.address, to=name)) == [("published", 1), ("removed", 2)]
    other = replace(renamed, says=Statements("a", "c", ("13",), (), (), ()))
    (problem,) = compared(log, other, redirected=STORY.address, to=name).problems
    assert "13 is new and 12 was published and is gone (entry 1 of the log: article/park, which was" in problem.message
    assert problem.line == 4 and "If this is another text, lead /en/news/park/ elsewhere." in problem.hint
    corrected = replace(renamed, says=Statements("a", "c", ("13",), (), (), ("corrected:1",)))
    found = compared(log, corrected, redirected=STORY.address, to=name)
    assert told(found) == [("published", 1), ("removed", 2)]
    log = log_file.append(files, log, list(found.unlogged))
    again = replace(other, slug="park-2", address="/en/news/park-2/")
    (problem,) = compared(log, again, redirected=name, to=again.address, others=(STORY.address,)).problems
    assert "a notice to readers was changed or is gone: corrected" in problem.message


def test_what_is_at_the_new_address_in_another_language_is_another_text(files: LogFiles) -> None:
    russian = replace(STORY, lang="ru", address="/news/park-2/", says=Statements("a", "c", ("13",), (), (), ()))
    found = compared(begun(files), russian, redirected=STORY.address, to=russian.address)
    assert told(found) == [("published", 1), ("removed", 2)]


def test_an_amount_that_was_published_stays(files: LogFiles) -> None:
    """Of an entry that does not know the amounts, and of a text that nobody has touched, nothing is asked."""
    source = files.entries.with_name("park.en.md")
    source.write_text("---\ntitle: The park\n---\n12 million\n", "utf-8")

    def says(words: str, amounts: str) -> Text:
        says = Statements("a", words, ("12",), (), (), (), amounts)
        return replace(STORY, source_path=str(source), says=says)

    log = begun(files)
    first = compared(log, says("c", "1"))
    assert told(first) == [("edited", 2)]
    log = log_file.append(files, log, list(first.unlogged))
    (problem,) = compared(log, says("d", "2")).problems
    assert "its numbers have other signs" in problem.message
    assert told(compared(log, says("d", "1"))) == [("edited", 3)]
    assert told(compared(log, says("c", "2"))) == []


PHOTO = Photo(file="media/a.jpg", alt="Shop 2", credit="A", caption="12 people")
SOURCE = Source(title="Order 47", url="https://example.org/")
BESIDE: dict[str, tuple[object, object]] = {
    "number": ("12-П", "21-П"),
    "place": ("Room 5", "Room 7"),
    "attachments": ([Attachment("media/a.pdf", "Report 2023")], [Attachment("media/a.pdf", "Report 2024")]),
    "photo": (PHOTO, Photo(file="media/a.jpg", alt="Shop 3", credit="A", caption="12 people")),
    "portrait": (PHOTO, Photo(file="media/a.jpg", alt="Shop 2", credit="A", caption="13 people")),
    "photos": ([PHOTO], [PHOTO, PHOTO]),
}


@pytest.mark.parametrize("field", BESIDE)
def test_a_number_beside_the_text_is_stated(field: str) -> None:
    before, now = (statements_of("<p>A.</p>", "T", "S", {field: value}, "en") for value in BESIDE[field])
    assert before.field_amounts != now.field_amounts and before.fields != now.fields
    assert (before.words, before.amounts) == (now.words, now.amounts)


@pytest.mark.parametrize("fields", [{"sources": [SOURCE]}, {"issuer": "Office"}, {"photo": Photo("a.jpg", "A", "B")}])
def test_words_beside_the_text_are_no_numbers(fields: dict[str, object]) -> None:
    """A source may be added and a photographer named: no number of the text is another one."""
    before, now = (statements_of("<p>A.</p>", "T", "S", each, "en") for each in ({}, fields))
    assert before.field_amounts == now.field_amounts and before.fields != now.fields


@pytest.mark.parametrize("attribute", ["alt", "title"])
def test_the_other_words_of_a_picture_in_the_text_are_read(attribute: str) -> None:
    before, now = (
        statements_of(f'<p>A <img src="a.jpg" {attribute}="A chart: {number} &amp; more"></p>', "T", "S", {}, "en")
        for number in (5, 7)
    )
    assert before.field_amounts != now.field_amounts and before.numbers == now.numbers


def test_closing_words_are_entered_and_nothing_is_asked(files: LogFiles) -> None:
    """Many pages print them, and none of these is where a notice of it belongs."""
    part = replace(STORY, is_article=False, part=True, slug="parts/closing", address="/parts/closing/", date=None)
    log = begun(files)
    (first,) = compared(log, STORY, part).unlogged
    assert (first.text, first.address, first.change) == ("parts/closing", "", "published")
    log = log_file.append(files, log, [first])
    assert told(compared(log, STORY, part)) == []
    assert told(compared(log, STORY, replace(part, says=Statements("a", "c", ("12",), (), (), ())))) == [("edited", 2)]
    assert told(compared(log, STORY, replace(part, says=Statements("a", "c", ("13",), (), (), ())))) == [("updated", 2)]
    assert told(compared(log, STORY)) == [("removed", 2)]
