"""Charts in texts: what is drawn is what was known on the text's day, in every form in which a text is published."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markdown import Markdown

from aimaq.base.languages.translations import read_catalogs
from aimaq.base.slots import Slot, encode, slots_in
from aimaq.figures.addresses import Publication
from aimaq.figures.fill.charted import charted, figures_of, stated
from aimaq.figures.fill.filler import CHART_PICTURE, Filler
from aimaq.figures.fill.pins import Pins
from aimaq.figures.fill.printing import Printer
from aimaq.figures.fill.staleness import Staleness
from aimaq.figures.ledger import Indicator, Ledger, Observation, Period, Status, parse_formula
from aimaq.figures.ledger.definition_changes import DefinitionChange
from aimaq.figures.open_data.commands import chart_files, commands
from aimaq.figures.open_data.csv_files import write_table
from aimaq.figures.open_data.json_files import write_indicator
from aimaq.figures.published_ledger import PublishedLedger
from aimaq.figures.text.chart_marker import ChartMarker, is_chart, parse_chart
from aimaq.figures.text.escaping import situate
from aimaq.figures.text.markdown_extension import MarkerExtension
from aimaq.figures.text.markers import MarkerError, parse_marker, pin, substitute
from aimaq.figures.text.misplaced import NOWHERE, misplaced, places_in
from aimaq.figures.text.quotations import quotations_in
from aimaq.figures.views.rendering import FigureTemplates
from aimaq.figures.views.views import ThemeViews
from aimaq.newsroom.corrections.errata import Errata

ROOT = Path(__file__).resolve().parents[2]
LANGS = {"ru": "", "kk": "kk/", "en": "en/"}
FORMS = ("one", "few", "many", "other")
UNIT, OTHER_UNIT = ({lang: {"nominative": dict.fromkeys(FORMS, unit)} for lang in LANGS} for unit in ("u", "v"))
DAY = "2023-06-01"


def seen(period: str, value: int, released: str, status: str = "actual", *, correction: bool = False) -> Observation:
    return Observation(Period.parse(period), Decimal(value), Status(status), date.fromisoformat(released), correction)


JOBS = (
    seen("2020", 100, "2021-01-10"),
    seen("2021", 120, "2022-01-10"),
    seen("2022", 200, "2022-02-01", "plan"),
    seen("2022", 150, "2023-01-10", "estimate"),
    seen("2022", 155, "2024-03-01", correction=True),
    seen("2023", 180, "2024-01-10"),
)
LEDGER = Ledger(
    [
        Indicator("jobs", {lang: f"Jobs {lang}" for lang in LANGS}, UNIT, observations=JOBS, max_age_days=400),
        Indicator("men", {lang: f"Men {lang}" for lang in LANGS}, UNIT, observations=JOBS[:2]),
        Indicator("halls", {lang: f"Halls {lang}" for lang in LANGS}, OTHER_UNIT, observations=JOBS[1:2]),
        Indicator("none", {lang: f"None {lang}" for lang in LANGS}, UNIT),
    ]
)


@pytest.fixture(scope="module")
def data() -> PublishedLedger:
    catalogs = read_catalogs(ROOT / "theme/translations", LANGS, root=ROOT)
    publication = Publication("https://site.example/press", LANGS, dict.fromkeys(LANGS, "Zone"))
    templates = FigureTemplates([ROOT / "theme/templates"], catalogs)
    return PublishedLedger(Printer(LEDGER), publication, templates, Staleness(LEDGER, datetime(2026, 1, 1), UTC))


@pytest.fixture(scope="module")
def filler(data: PublishedLedger) -> Filler:
    return Filler(ThemeViews(data), commands(data))


def html_of(text: str) -> str:
    return str(Markdown(extensions=[MarkerExtension(), "tables", "fenced_code"]).convert(text))


def on_page(filler: Filler, marker: str, lang: str = "en", day: str = DAY) -> lxml.html.HtmlElement:
    slot = encode(Slot(marker, lang, day))
    return lxml.html.fromstring(filler.fill(situate("news/x/index.html", f'<div class="text-chart">{slot}</div>')))


@given(
    st.lists(st.sampled_from(["a", "b-c", "d1", "e"]), min_size=1, max_size=4, unique=True),
    st.sampled_from(["", "2019", "2019-Q4", "2018-12-31"]),
    st.sampled_from(["", "2020", "2020-12"]),
    st.booleans(),
)
def test_a_chart_is_read_as_it_is_spelled(keys: list[str], since: str, until: str, live: bool) -> None:
    marker = ChartMarker(tuple(keys), since, until, live)
    assert parse_marker(str(marker)) == marker
    assert parse_marker(pin(str(marker))) == replace(marker, live=False)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("chart", "a chart is written {{ chart jobs }}"),
        ("chart jobs enterprises", '"jobs enterprises" in "chart jobs enterprises" is not a key'),
        ("chart jobs,", '"" in "chart jobs," is not a key'),
        ("chart jobs, jobs", '"jobs" stands twice'),
        ("chart a, b, c, d, e, f, g", "names 7 indicators, and a chart shows at most 6"),
        ("chart jobs | since last year", '"last year" after since is not a period'),
        ("chart jobs | number", 'a chart has no option "number"'),
        ("chart jobs | since 2019 | since 2020", 'a chart has no option "since 2020", or has it already'),
        ("chart jobs | since 2021 | until 2020", '"since 2021" is later than "until 2020"'),
    ],
)
def test_a_chart_that_cannot_be_read_says_what_was_expected(body: str, message: str) -> None:
    with pytest.raises(MarkerError) as caught:
        parse_marker(body)
    assert message in str(caught.value)


def test_an_indicator_may_be_called_chart() -> None:
    assert not is_chart("chart @ 2022") and not is_chart("chart | number") and not is_chart("charts")


@pytest.mark.parametrize(
    "text",
    [
        "Now {{ chart jobs }} this.",
        "{{ chart jobs }}.",
        "- {{ chart jobs }}\n- b",
        "> {{ chart jobs }}",
        "## {{ chart jobs }}",
        "| a |\n| --- |\n| {{ chart jobs }} |",
        "{{ chart jobs }} {{ chart halls }}",
        "**{{ chart jobs }}**",
        '[a](/b "{{ chart jobs }}")',
    ],
)
def test_a_chart_among_words_is_refused_with_advice(text: str) -> None:
    html = html_of(text)
    places = places_in(html)
    for slot in slots_in(html):
        assert "a paragraph of its own" in (
            misplaced(parse_marker(slot.body), slot.body, places.get(slot.origin, NOWHERE), "en") or ""
        )


def test_a_chart_in_a_headline_is_refused() -> None:
    title = substitute("{{ chart jobs }}")
    (slot,) = slots_in(title)
    assert misplaced(parse_marker(slot.body), slot.body, places_in(title)[slot.origin], "en")


def test_a_chart_alone_in_its_paragraph_is_no_paragraph() -> None:
    """A paragraph may not hold a drawing with a table."""
    html = html_of("A.\n\n{{ chart jobs |\nsince 2020 }}\n\nB.")
    assert html.count("<p>") == 2 and '<div class="text-chart">' in html
    assert not places_in(html)


def test_a_text_quotes_what_its_chart_shows() -> None:
    found = quotations_in(html_of("{{ chart jobs, men | since 2020 }}\n\nOf {{ jobs @ 2020 }}."), "", "")
    assert found.figures == ("jobs", "men")
    assert found.quotes == ("chart jobs, men | since 2020", "jobs @ 2020")
    assert found.charts == ("chart jobs, men | since 2020",)
    assert found.story_figures == ("jobs", "men", "jobs @ 2020")
    assert found.headline_figure == "jobs @ 2020"


def test_a_chart_states_what_was_known_on_the_day_of_its_text() -> None:
    printer, marker = Printer(LEDGER), parse_chart("chart jobs, men | since 2021")
    assert stated(charted(printer, marker, DAY)) == "jobs 2021=120, 2022=150 (estimate; plan 200); men 2021=120"
    assert stated(charted(printer, replace(marker, live=True), DAY)) == (
        "jobs 2021=120, 2022=155 (plan 200), 2023=180; men 2021=120"
    )
    assert stated(charted(printer, marker)) == stated(charted(printer, replace(marker, live=True)))


def test_the_log_knows_what_the_chart_of_a_text_states() -> None:
    """A release that is dated back would move it, which stops the build as for any pinned figure."""
    chart = "chart jobs | until 2021"
    assert Pins(Printer(LEDGER)).of([chart], DAY) == {chart: "jobs 2020=100, 2021=120"}
    back = Ledger(
        replace(each, observations=(seen("2019", 90, "2020-01-10"), *each.observations))
        for each in LEDGER.indicators.values()
    )
    assert Pins(Printer(back)).of([chart], DAY) == {chart: "jobs 2019=90, 2020=100, 2021=120"}


@pytest.mark.parametrize(
    ("marker", "day", "message"),
    [
        ("chart job", DAY, 'unknown indicator "job"; did you mean "jobs"?'),
        ("chart none", DAY, '"none" has no observation yet'),
        ("chart jobs | since 2024", DAY, '"chart jobs | since 2024" shows no value of "jobs"; recorded periods: 2020'),
        ("chart jobs", "2020-01-01", "its first value was released on 2021-01-10"),
    ],
)
def test_a_chart_of_nothing_is_a_problem(filler: Filler, marker: str, day: str, message: str) -> None:
    with pytest.raises(MarkerError) as caught:
        filler.write(Slot(marker, "en", day, place="lh"))
    assert message in str(caught.value)


def test_a_correction_concerns_each_text_whose_chart_had_stated_the_wrong_value() -> None:
    errata = Errata(LEDGER)
    pinned, live = parse_chart("chart jobs"), parse_chart("chart jobs | live")

    def corrected(marker: ChartMarker, day: str) -> set[str]:
        known = date.fromisoformat(day)
        return {change.period for each in figures_of(marker, LEDGER) for change in errata.changes(each, known)}

    assert corrected(pinned, DAY) == {"2022"}
    assert corrected(parse_chart("chart jobs | until 2021"), DAY) == set()
    assert corrected(pinned, "2022-06-01") == set()  # when the text was written, it was a plan, which stays
    assert corrected(live, "2022-06-01") == {"2022"}
    assert corrected(pinned, "2024-06-01") == set()


def test_a_corrected_plan_beside_its_value_concerns_a_chart_too() -> None:
    plans = (seen("2022", 200, "2022-02-01", "plan"), seen("2022", 210, "2024-01-01", "plan", correction=True))
    ledger = Ledger([replace(LEDGER.indicators["jobs"], observations=(*plans, JOBS[3]))])
    changes = [
        (change.period, change.plan, change.was, change.now)
        for each in figures_of(parse_chart("chart jobs"), ledger)
        for change in Errata(ledger).changes(each, date.fromisoformat(DAY))
    ]
    assert changes == [("2022", True, Decimal(200), Decimal(210))]


def test_a_page_shows_the_drawing_its_values_and_its_files(filler: Filler) -> None:
    page = on_page(filler, "chart jobs")
    values = [(each.get("data-at"), each.get("value")) for each in page.iter("data")]
    assert values == [
        ("2020 published", "100"),
        ("2021 published", "120"),
        ("2022 published", "150"),
        ("2022 plan published", "200"),
    ]
    assert "As known on 1 June 2023" in page.text_content()
    assert "There are other values now: Jobs en" in page.text_content()
    name = parse_chart("chart jobs").name(DAY)
    assert [each.get("href") for each in page.iter("a")] == [
        "/en/indicators/jobs/",
        "/en/indicators/jobs/",
        f"/api/charts/{name}.csv",
        f"/api/charts/{name}.en.svg",
    ]
    assert len(page.xpath('//*[@class="chart-drawing"]//rect')) == 4  # three bars, and the plan of the third


def test_a_live_chart_follows_the_ledger_and_says_when_it_is_stale(filler: Filler) -> None:
    page = on_page(filler, "chart jobs | live")
    assert [each.get("value") for each in page.iter("data")] == ["100", "120", "155", "200", "180"]
    assert "As known on" not in page.text_content()
    (stale,) = page.xpath('//p[@class="stale"]')
    assert stale.get("hidden") is None
    assert not on_page(filler, "chart jobs").xpath('//p[@class="stale"]')


@pytest.mark.parametrize("lang", LANGS)
def test_indicators_of_one_unit_are_lines_of_one_drawing(filler: Filler, lang: str) -> None:
    page = on_page(filler, "chart jobs, men, halls", lang)
    drawings = page.xpath('//*[@class="chart-drawing"]')
    assert len(drawings) == 2
    assert [each.text for each in drawings[0].xpath('.//*[@class="chart-number"]')] == ["1", "2"]
    assert [each.text for each in page.xpath('//*[@class="chart-sign"]')] == ["1", "2"]
    axes = {each.get("width") for each in page.xpath('//*[@class="chart-axis"]')}
    assert len(axes) == 1  # the same time is at the same place
    shared = [{text.text for text in each.xpath('.//*[@class="chart-date"]')} for each in drawings]
    assert shared[0] == shared[1] == {"2020", "2021", "2022"}


@pytest.mark.parametrize("lang", LANGS)
def test_a_feed_has_a_picture_with_an_absolute_address_and_words(filler: Filler, lang: str) -> None:
    slot = encode(Slot("chart jobs", lang, DAY))
    address = f"https://site.example/press/api/charts/{parse_chart('chart jobs').name(DAY)}.{lang}.svg"
    atom = f'<feed><content type="html">&lt;div&gt;{slot}&lt;/div&gt;</content></feed>'
    content = etree.fromstring(filler.fill(situate("feeds/all.atom.xml", atom)).encode()).findtext("content")
    item = json.loads(
        filler.fill(situate("feeds/all.json", json.dumps({"content_html": f"<div>{slot}</div>"}, ensure_ascii=False)))
    )
    for html in (content, item["content_html"]):
        (picture,) = lxml.html.fromstring(html or "").iter("img")
        assert picture.get("src") == address
        alt = (picture.get("alt") or "").replace("\u00a0", " ")
        assert f"Jobs {lang}" in alt and "150 u" in alt and "100 u" in alt
    on_paper = filler.fill(situate("x.html", f"<main>{encode(Slot(f'{CHART_PICTURE}chart jobs', lang, DAY))}</main>"))
    assert [each.get("src") for each in lxml.html.fromstring(on_paper).iter("img")] == [address]


def test_a_plain_text_has_a_line_for_each_period(filler: Filler) -> None:
    text = filler.fill(situate("x.txt", f"A\n\n{encode(Slot('chart jobs, men', 'en', DAY))}\n\nB"))
    assert text.replace("\u00a0", " ") == (
        "A\n\nJobs en; Men en. As known on 1 June 2023\n"
        "- 2020: Jobs en: 100 u; Men en: 100 u\n"
        "- 2021: Jobs en: 120 u; Men en: 120 u\n"
        "- 2022: Jobs en: 150 u (estimate) (plan: 200 u)\n\nB"
    )


def test_its_files_have_what_the_drawing_has(filler: Filler, data: PublishedLedger) -> None:
    files = {
        path: filler.fill(situate(path, slot)) for path, slot in chart_files("chart jobs", "en", DAY, data.publication)
    }
    table, picture = files.values()
    rows = list(csv.DictReader(StringIO(table, newline="")))
    assert [(row["indicator"], row["period"], row["value"], row["status"], row["plan"]) for row in rows] == [
        ("jobs", "2020", "100", "actual", ""),
        ("jobs", "2021", "120", "actual", ""),
        ("jobs", "2022", "150", "estimate", "200"),
    ]
    root = etree.fromstring(picture.encode())
    assert "150" in (root.findtext("{*}desc") or "") and "As known on 1 June 2023" in "".join(map(str, root.itertext()))
    # Programs that make PDFs and mail know neither nested drawings nor shares of a width.
    assert not root.findall(".//{*}svg") and "%" not in "".join(str(v) for e in root.iter() for v in e.attrib.values())


def test_a_change_of_definition_is_drawn_and_told_where_values_lie_on_both_sides(data: PublishedLedger) -> None:
    change = DefinitionChange(Period.parse("2022"), {lang: f"other people, {lang}" for lang in LANGS})
    jobs = replace(LEDGER.indicators["jobs"], definition_changes=(change,))
    computed = Indicator("share", {lang: f"Share {lang}" for lang in LANGS}, UNIT, formula=parse_formula("jobs * 2"))
    ledger = Ledger([jobs, computed])
    own = replace(data, printer=Printer(ledger), staleness=Staleness(ledger, datetime(2026, 1, 1), UTC))
    filler = Filler(ThemeViews(own), commands(own))
    page = on_page(filler, "chart jobs")
    assert len(page.xpath('//*[@class="chart-break"]')) == 1
    assert "What is counted has changed. 2022: other people, en" in page.text_content()
    # A computed figure changes with its parts.
    assert "2022, Jobs en: other people, en" in on_page(filler, "chart share").text_content()
    assert "other people" not in on_page(filler, "chart jobs | until 2021").text_content()
    assert "other people" not in on_page(filler, "chart jobs | since 2022").text_content()
    root = etree.fromstring(filler.write(Slot("!chart-svg chart jobs", "en", DAY, place="pw")).encode())
    assert [each.text for each in root.findall(".//{*}line/{*}title")] == ["2022: other people, en"]
    written = json.loads(write_indicator(own, jobs))["definition_changes"]
    assert written == [{"since": "2022", "start": "2022-01-01", "note": dict(change.note)}]
    for indicator in (jobs, computed):
        releases = json.loads(write_indicator(own, indicator))["releases"]
        rows = list(csv.DictReader(StringIO(write_table(own, indicator), newline="")))
        expected = ["" if each["start"] < "2022-01-01" else "2022" for each in releases]
        assert {"", "2022"} == set(expected)
        assert [each.get("counted_since", "") for each in releases] == expected
        assert [each["counted_since"] for each in rows] == expected


def test_charts_of_one_day_share_their_files_and_those_of_two_do_not() -> None:
    marker = parse_chart("chart jobs")
    assert marker.name(DAY) == marker.name(DAY) != marker.name("2023-06-02")
    live = replace(marker, live=True)
    assert live.name(DAY) == live.name("2023-06-02") != marker.name(DAY)
