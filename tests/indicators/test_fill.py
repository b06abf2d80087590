"""Slots become values: right in number, case, language, date and escaping."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import lxml.html as html_parser
import pytest

from aimaq.base.languages.translations import read_catalogs
from aimaq.base.problems import ProblemsFound
from aimaq.base.slots import COMMAND, Slot, encode, has_slots
from aimaq.figures.addresses import Publication
from aimaq.figures.fill.commands import EVERY
from aimaq.figures.fill.filler import DATA, VIEW, Filler
from aimaq.figures.fill.printing import Printer
from aimaq.figures.fill.staleness import Staleness
from aimaq.figures.ledger import Ledger, read_ledger
from aimaq.figures.open_data.registry import written_files
from aimaq.figures.published_ledger import PublishedLedger
from aimaq.figures.text.escaping import situate
from aimaq.figures.text.markers import Figure, MarkerError
from aimaq.figures.views.rendering import FigureTemplates
from aimaq.figures.views.views import ThemeViews

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PREFIXES = {"ru": "", "kk": "kk/", "en": "en/"}
THEME = ROOT / "theme"


@pytest.fixture(scope="module")
def filler() -> Filler:
    ledger = read_ledger(HERE / "small.json", languages=tuple(PREFIXES), root=ROOT)
    catalogs = read_catalogs(THEME / "translations", PREFIXES, root=ROOT)
    publication = Publication("https://site.example", PREFIXES, dict.fromkeys(PREFIXES, "Zone"))
    templates = FigureTemplates([THEME / "templates"], catalogs)
    lasting = Ledger(replace(each, max_age_days=None) for each in ledger.indicators.values())
    staleness = Staleness(lasting, datetime(2023, 6, 1), UTC)
    return Filler(ThemeViews(PublishedLedger(Printer(ledger), publication, templates, staleness)))


def said(filler: Filler, body: str, lang: str = "ru", date: str = "") -> str:
    return filler.write(Slot(body, lang, date)).replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("body", "lang", "text"),
    [
        ("jobs", "ru", "2_522_рабочих места"),
        ("jobs", "kk", "2_522_жұмыс орны"),
        ("jobs", "en", "2,522_jobs"),
        ("jobs | number", "ru", "2_522"),
        ("jobs | genitive", "ru", "2_522_рабочих мест"),
        ("jobs | dative", "kk", "2_522_жұмыс орнына"),
        ("jobs | number | dative", "kk", "2_522-ге"),
        ("jobs @ 2020", "ru", "2_210_рабочих мест"),
        ("jobs @ 2020-12-31 | number", "en", "2,210"),
        ("jobs | plan", "ru", "5_000_рабочих мест"),
        ("jobs | change", "ru", "+312"),
        ("jobs | change", "en", "+312"),
        ("jobs | as-of", "ru", "31 декабря 2021 года"),
        ("jobs | as-of", "kk", "2021 жылғы 31 желтоқсан"),
        ("jobs | as-of", "en", "31 December 2021"),
        ("jobs | label", "en", "Jobs & posts"),
        ("enterprises", "ru", "21_предприятие"),
        ("jobs-per-enterprise", "ru", "120,1_рабочего места"),
        ("assert jobs > 2500", "ru", ""),
        ("assert jobs @ 2021 - jobs @ 2020 = 312", "ru", ""),
    ],
)
def test_every_row_of_the_table_prints_what_it_says(filler: Filler, body: str, lang: str, text: str) -> None:
    """Each marker of the documentation, in the language of its edition (an underscore is a no-break space)."""
    assert said(filler, body, lang).replace("рабочих_мест", "рабочих мест") == text


@pytest.mark.parametrize(
    ("body", "is_live", "has_note"),
    [
        ("jobs", True, False),
        ("jobs | number", True, False),
        ("jobs | change", True, False),
        ("jobs | as-of | in", True, False),
        ("jobs | year", True, False),
        ("jobs | up percent since 2020", False, True),
        ("jobs | percent", False, True),
        ("jobs | percent | direction: up …/down …", False, True),
        ("jobs @ previous", False, True),
        ("jobs @ 2021 | up percent since 2020", False, False),
        ("jobs @ published | up percent since 2020", False, False),
        ("jobs | over 100", False, True),
        ("jobs @ 2021 | short", False, False),
        ("jobs @ published | about", False, False),
    ],
)
def test_an_open_page_prints_the_newest_value_or_says_that_there_is_one(
    filler: Filler, body: str, is_live: bool, has_note: bool
) -> None:
    """The page's script prints the forms that the data have, under the name in ``data-form``; other forms stay.

    Beside a change that would move, a note is shown when the data have another version than the page.
    """
    figures = json.loads(filler.write(Slot(f"{DATA}live.en.json", place="pw")))["indicators"]["jobs"]
    fragment = html_parser.fragment_fromstring(filler.write(Slot(body, "en", "2023-01-01", place="lh")), "p")
    data = fragment.find(".//data")
    assert data is not None
    at, form = data.get("data-at", "current"), data.get("data-form", "")
    printed = figures.get(at, {}).get("forms", {}).get(form)
    assert printed == (data.text if is_live else None)
    notes = [note for note in fragment.iter("small") if note.get("data-newer") is not None]
    assert [note.get("data-version") for note in notes] == [figures["current"]["version"]] * has_note
    assert [note.text for note in notes if note.get("hidden") is None] == []


def test_a_worded_plan_says_when_there_is_another_plan(filler: Filler) -> None:
    plan = json.loads(filler.write(Slot(f"{DATA}live.en.json", place="pw")))["indicators"]["jobs"]["plan"]
    fragment = html_parser.fragment_fromstring(filler.write(Slot("jobs | plan | short", "en", place="lh")), "p")
    [note] = [note for note in fragment.iter("small") if note.get("data-newer") is not None]
    assert (note.get("data-at"), note.get("data-version")) == ("plan", plan["version"])


def test_a_pinned_value_is_what_was_known_on_the_day(filler: Filler) -> None:
    """A pinned marker ignores releases after the article."""
    assert said(filler, "jobs @ published | number", "ru", "2021-06-01") == "2_210"
    assert said(filler, "jobs @ published | number", "ru", "2022-06-01") == "2_522"


@pytest.mark.parametrize(
    ("body", "lang", "date", "message"),
    [
        ("job", "ru", "", 'unknown indicator "job"; did you mean "jobs"?'),
        ("jobs | dative", "ru", "", 'the unit of "jobs" has no "dative" in "ru"'),
        ("jobs | number | genitive", "ru", "", "puts a Kazakh ending on the number"),
        ("jobs @ 2019", "ru", "", '"jobs" has no observation for 2019; recorded periods: 2020-12-31, 2021-12-31, 2025'),
        ("enterprises | plan", "ru", "", '"enterprises" has no plan'),
        ("enterprises | change", "ru", "", "no earlier period of the same length to compare with"),
        ("jobs @ published", "ru", "", "stands on a page without a date"),
        ("enterprises @ published", "ru", "2021-01-01", "its first value was released on 2022-02-01"),
        ("assert jobs > 2522", "ru", "", 'no longer true: "jobs > 2522"'),
        ("assert jbs > 1", "ru", "", 'unknown indicator "jbs"'),
        ("jobs", "de", "", 'has no texts in "de"'),
        (VIEW + "nothing jobs", "ru", "", "plain text"),
    ],
)
def test_what_cannot_be_said_is_an_error(filler: Filler, body: str, lang: str, date: str, message: str) -> None:
    """Nothing raw, empty or guessed is ever published."""
    with pytest.raises(MarkerError) as caught:
        filler.write(Slot(body, lang, date))
    assert message in str(caught.value)


def test_all_problems_of_a_page_are_named_at_once_with_their_places(filler: Filler) -> None:
    """One run reports every problem, with file, line and column."""
    slots = [
        Slot("jbs", "ru", origin="a.md:3:7"),
        Slot("jobs", "ru", origin="a.md:4:1"),
        Slot("jobs @ 1999", "ru", origin="a.md:9:2"),
    ]
    with pytest.raises(ProblemsFound) as caught:
        filler.fill("".join(encode(slot) for slot in slots))
    assert [(problem.path, problem.line, problem.column) for problem in caught.value.problems] == [
        ("a.md", 3, 7),
        ("a.md", 9, 2),
    ]


def test_a_figure_in_prose_is_a_link_with_a_machine_readable_value(filler: Filler) -> None:
    """Readers get a link to the figure's page, whose description names the figure, machines the plain number."""
    page = filler.fill(situate("a.html", f"<p>{encode(Slot('jobs', 'kk'))}</p>"))
    assert page == (
        '<p><a class="figure" href="/kk/indicators/jobs/" title="Жұмыс орындары">'
        '<data class="indicator" value="2522" data-indicator="jobs"'
        ' data-form="nominative">2\u00a0522\u00a0жұмыс орны</data></a></p>'
    )


@pytest.mark.parametrize("lang", ["ru", "kk", "en"])
def test_the_nominative_that_is_written_is_the_one_that_is_not(filler: Filler, lang: str) -> None:
    """A browser finds the form of each figure in the open data, and there it has one name."""
    for body in ("jobs", "jobs | number", "jobs | number | plan"):
        page, written = (
            filler.fill(situate("a.html", f"<p>{encode(Slot(each, lang))}</p>"))
            for each in (body, f"{body} | nominative")
        )
        assert page == written and "number-nominative" not in written


def test_a_live_value_that_has_moved_says_what_it_was(filler: Filler) -> None:
    """No old page is silently rewritten; a pinned value needs no note."""
    live, pinned = Slot("jobs | number", "en", "2021-06-01"), Slot("jobs @ published | number", "en", "2021-06-01")
    page = filler.fill(situate("a.html", f"<p>{encode(live)}; {encode(pinned)}</p>"))
    note = '<small class="figure-note" data-then="2210"> (at publication: 2,210)</small>'
    assert f"2,522</data></a>{note}; " in page
    assert page.count("figure-note") == 1


def test_the_note_is_there_and_hidden_as_long_as_the_value_has_not_moved(filler: Filler) -> None:
    """A page that stays open may have to show it; a figure that no new value can change needs none."""
    live, fixed = Slot("jobs", "en", "2023-06-01"), Slot("jobs @ 2021", "en", "2023-06-01")
    page = filler.fill(situate("a.html", f"<p>{encode(live)}; {encode(fixed)}</p>"))
    note = '<small class="figure-note" data-then="2522" hidden> (at publication: 2,522)</small>'
    assert f"2,522\u00a0jobs</data></a>{note}; " in page
    assert page.count("figure-note") == 1
    feed = filler.fill(situate("a.json", f'{{"content_html": "<p>{encode(live)}</p>"}}'))
    assert feed == '{"content_html": "<p>2,522\u00a0jobs</p>"}'


def test_the_latest_plan_says_that_it_is_one(filler: Filler) -> None:
    """So that a script does not take it for the current value."""
    page = filler.fill(situate("a.html", f"<p>{encode(Slot('jobs | plan', 'en'))}</p>"))
    assert ' data-form="nominative" data-at="plan">5,000\u00a0jobs</data>' in page


PLACES = {
    "a.html": '<html><head><title>T {0}</title><meta content="C {0}"></head><body><a href="/">L {0}</a> P {0}'
    '<script type="application/ld+json">{{"headline": "J {0}"}}</script></body></html>',
    "a.xml": '<rss><title>T {0}</title><description>&lt;p title="C {0}"&gt;P {0}&lt;/p&gt;</description></rss>',
    "a.json": '{{"title": "T {0}", "content_html": "<p>P {0}</p>"}}',
}


@pytest.mark.parametrize("body", ["enterprises | label", "enterprises"])
def test_quotes_and_ampersands_arrive_as_they_were_in_every_format(filler: Filler, body: str) -> None:
    """A unit such as R&D "firms" is escaped once for each format around it, and never twice."""
    plain = filler.write(Slot(body, "en"))
    assert '"' in plain and "&" in plain
    files = {path: filler.fill(situate(path, text.format(encode(Slot(body, "en"))))) for path, text in PLACES.items()}
    assert not any(has_slots(text) for text in files.values())

    page = files["a.html"]
    assert html.unescape(page.split("<title>")[1].split("<")[0]) == f"T {plain}"
    assert html.unescape(page.split('content="')[1].split('"')[0]) == f"C {plain}"
    assert json.loads(page.split('json">')[1].split("</script>")[0])["headline"] == f"J {plain}"
    feed = ElementTree.fromstring(files["a.xml"])
    assert feed.findtext("title") == f"T {plain}"
    content = feed.findtext("description") or ""
    assert html.unescape(content) == f'<p title="C {plain}">P {plain}</p>'
    assert "&amp;" in content
    document = json.loads(files["a.json"])
    assert document["title"] == f"T {plain}"
    assert html.unescape(document["content_html"]) == f"<p>P {plain}</p>"


def test_open_data_agrees_with_the_ledger(filler: Filler) -> None:
    """Every file of the API is whole, and holds the values of the ledger as numbers."""
    ledger = json.loads((HERE / "small.json").read_text(encoding="utf-8"))["indicators"]
    publication = Publication("https://site.example", PREFIXES, dict.fromkeys(PREFIXES, "Zone"))
    names = [name for _, name in written_files(tuple(ledger), publication)]
    texts = {name: filler.write(Slot(DATA + name, place="pw")) for name in names}
    overview = json.loads(texts["indicators.json"])["indicators"]
    assert overview["jobs"]["current"]["value"] == 2522
    assert overview["jobs-per-enterprise"]["current"]["value"] == 120.1
    assert overview["jobs"]["current"]["text"]["kk"] == "2\u00a0522\u00a0жұмыс орны"
    jobs = json.loads(texts["indicators/jobs.json"])
    assert [each["value"] for each in jobs["releases"]] == [each["value"] for each in ledger["jobs"]["observations"]]
    rows = texts["indicators/jobs.csv"].split("\r\n")
    assert rows[1] == (
        "r-2020-12-31-2021-02-01,2020-12-31,2020-12-31,2020-12-31,2210,actual,2021-02-01,,,Source,https://example.org/a,"
        ",,,https://site.example/indicators/jobs/#r-2020-12-31-2021-02-01,,,"
    )


def test_a_command_that_the_transform_lacks_is_reported(filler: Filler) -> None:
    """A newsroom's page cannot lose its corrections in silence because the settings name another transform."""
    slot = Slot(f"{COMMAND}correction-notice x", "en", origin="theme/templates/components")
    assert filler.keys(slot) == {EVERY}
    message = 'the transform that INCREMENTAL_TRANSFORM names has no command "correction-notice"'
    with pytest.raises(MarkerError, match=message):
        filler.write(slot)


def test_a_view_is_rendered_once_for_all_days_on_which_the_same_was_known(
    filler: Filler, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[str] = []
    render = FigureTemplates.render

    def counted(self: FigureTemplates, name: str, lang: str, **context: object) -> str:
        rendered.append(name)
        return render(self, name, lang, **context)

    monkeypatch.setattr(FigureTemplates, "render", counted)
    views = ThemeViews(filler.data)
    figure = Figure("jobs")
    days = ("2021-03-01", "2021-12-31", "2022-01-31", "2022-02-01", "2023-05-01")
    texts = [views.render("story-figures.html", [figure], "en", day) for day in days]
    assert len(rendered) == 2, "the value of 1 February 2022 is another one"
    assert texts[0] == texts[1] == texts[2] != texts[3] == texts[4]
    fresh = [ThemeViews(filler.data).render("story-figures.html", [figure], "en", day) for day in days]
    assert texts == fresh


def test_a_figure_that_a_text_quotes_in_two_ways_is_listed_once(filler: Filler) -> None:
    """By its period, and as the current one, such as in a chart: two rows of a year would seem to differ."""

    def listed(day: str, *figures: Figure) -> list[tuple[str, ...]]:
        table = html_parser.fromstring(filler.views.render("story-figures.html", figures, "en", day))
        rows = (row.xpath("./td[2]//data") for row in table.iterdescendants("tr"))
        return [(data[0].get("value", ""), data[0].get("data-at", "")) for data in rows if data]

    current, same, earlier = Figure("jobs"), Figure("jobs", at="2021-12-31"), Figure("jobs", at="2020")
    assert listed("2023-05-01", earlier, same, current) == [("2522", ""), ("2210", "2020")], "the newest first"
    assert listed("2023-05-01", same, Figure("jobs", plan=True)) == [("5000", "plan"), ("2522", "2021-12-31")]
    assert listed("2021-03-01", current, same)[0] == ("2522", ""), "what was current then was another one"
    assert len(listed("2021-03-01", current, same)) == 2
    never = [Figure("jobs", at="2031"), Figure("jobs", at="2032")]
    text = filler.views.render("story.txt", [same, current, earlier, *never], "en")
    assert [each.splitlines()[0] for each in text.split("\n\n")] == [
        "Jobs & posts, 2032", "Jobs & posts, 2031", "Jobs & posts", "Jobs & posts, 2020",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "shown"),
    (
        ("{short}.", "2,5_тыс."),
        ("Мест <strong>{short}</strong>.", "Мест <strong>2,5_тыс.</strong>"),
        ("{short}. {short}, {short}", "2,5_тыс. 2,5_тыс., 2,5_тыс."),
        ("{short}... {short}.csv", "2,5_тыс.... 2,5_тыс..csv"),
        ("{number}.", "2_522."),
        ("<em>{number}</em>. {number}", "<em>2_522</em>. 2_522"),
    ),
)
@pytest.mark.parametrize("place", ["p", "lh", "nh", "th"])
def test_the_stop_of_an_abbreviation_ends_a_sentence_too(filler: Filler, text: str, shown: str, place: str) -> None:
    """What follows a thousand in short is its author's stop, which the same marker needs behind 900."""
    bodies = {"short": "jobs | number | short", "number": "jobs | number"}
    slots = {name: encode(Slot(body, "ru", "2023-05-01", "a.md", place)) for name, body in bodies.items()}
    filled = filler.fill(text.format(**slots)).replace("\u00a0", "_")
    visible = re.sub(r"<small[^>]* hidden>[^<]*</small>|</?(?:a|data)\b[^>]*>", "", filled)
    assert visible == shown
