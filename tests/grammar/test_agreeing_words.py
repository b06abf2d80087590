"""A word that an editor writes beside a figure agrees with it, in every place, in three languages, for every value."""

import copy
import json
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement

from aimaq.figures.fill.printing import Printer
from aimaq.figures.grammar.plural_forms import agreeing_forms, plural_categories, plural_category
from aimaq.figures.ledger import Indicator, Ledger, Observation, Period, Source, Status
from aimaq.figures.ledger.record import NewObservation, prepare_recording
from aimaq.figures.text.markers import Figure, MarkerError, parse_marker, pin
from aimaq.pipeline.build import build
from tools.built import LANGUAGES, PREFIXES, ROOT, Page, Site, copy_project
from tools.programs import once

UNIT = {
    "ru": {
        "nominative": {"one": "завод", "few": "завода", "many": "заводов", "other": "завода"},
        "dative": {"one": "заводу", "few": "заводам", "many": "заводам", "other": "завода"},
        "prepositional": {"one": "заводе", "few": "заводах", "many": "заводах", "other": "завода"},
    },
    "kk": {"nominative": {"other": "зауыт"}, "dative": {"other": "зауытқа"}},
    "en": {"nominative": {"one": "plant", "other": "plants"}},
}


def printer(*values: str, decimals: int = 0) -> Printer:
    """A ledger with one indicator, ``plants``, and a value for each year from 2020 on."""
    seen = [
        Observation(Period.parse(str(year)), Decimal(value), Status.ACTUAL, date(year + 1, 2, 1))
        for year, value in enumerate(values, 2020)
    ]
    texts = dict.fromkeys(LANGUAGES, "Plants")
    return Printer(Ledger([Indicator("plants", texts, UNIT, decimals, observations=tuple(seen))]))


def said(marker: str, lang: str, *values: str, decimals: int = 0) -> str:
    figure = parse_marker(marker)
    assert isinstance(figure, Figure)
    return printer(*values, decimals=decimals).print(figure, lang).text.replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("marker", "lang", "texts"),
    [
        (
            "plants | with: новый/новых",
            "ru",
            {"21": "21_новый завод", "22": "22_новых завода", "25": "25_новых заводов"},
        ),
        ("plants | dative | with: новому/новым", "ru", {"1": "1_новому заводу", "28": "28_новым заводам"}),
        ("plants | prepositional | with: новом/новых", "ru", {"21": "21_новом заводе", "22": "22_новых заводах"}),
        (
            "plants | with: новая/новые/новых",
            "ru",
            {"1": "1_новая завод", "3": "3_новые завода", "12": "12_новых заводов"},
        ),
        ("plants | with: большой, новый/больших, новых", "ru", {"101": "101_большой, новый завод"}),
        ("plants | agree: создан/создано", "ru", {"21": "создан", "22": "создано", "11": "создано", "0": "создано"}),
        ("plants | agree: а/б/в/г", "ru", {"1": "а", "2": "б", "5": "в"}),
        ("plants | with: new", "en", {"1": "1_new plant", "2": "2_new plants", "0": "0_new plants"}),
        ("plants | with: this/these", "en", {"1": "1_this plant", "2": "2_these plants"}),
        ("plants | agree: is/are", "en", {"1": "is", "2": "are", "21": "are", "0": "are"}),
        ("plants | with: жаңа", "kk", {"1": "1_жаңа зауыт", "22": "22_жаңа зауыт"}),
        ("plants | dative | with: жаңа", "kk", {"22": "22_жаңа зауытқа"}),
    ],
)
def test_printed(marker: str, lang: str, texts: dict[str, str]) -> None:
    """Two forms are for one and for all others; one for each category of whole numbers may be given, or for each."""
    assert {value: said(marker, lang, value) for value in texts} == texts


@pytest.mark.parametrize(
    ("marker", "lang", "text"),
    [
        ("plants | with: нового", "ru", "2,5_нового завода"),
        ("plants | with: новый/новых/новых/нового", "ru", "2,5_нового завода"),
        ("plants | agree: создан/создано", "ru", "создано"),
        ("plants | agree: is/are", "en", "are"),
        ("plants | with: жаңа", "kk", "2,5_жаңа зауыт"),
    ],
)
def test_beside_a_fraction(marker: str, lang: str, text: str) -> None:
    """A figure with decimals asks for the form of fractions alone: 1,0 is not one."""
    assert said(marker, lang, "2.5", decimals=1) == text
    assert said(marker, lang, "1", decimals=1) == text.replace("2,5", "1,0").replace("2.5", "1.0")


def test_the_figure_beside_it_decides() -> None:
    """A word obeys the period, the plan's absence, the change and the pin that its marker has, as the figure does."""
    assert said("plants | agree: стоит/стоят", "ru", "21", "22") == "стоят"
    assert said("plants @ 2020 | agree: стоит/стоят", "ru", "21", "22") == "стоит"
    assert said("plants | change | agree: стал/стали", "ru", "21", "22") == "стал"
    figure = parse_marker("plants @ published | agree: стоит/стоят")
    assert isinstance(figure, Figure)
    assert printer("21", "22").print(figure, "ru", "2021-06-01").text == "стоит"
    with pytest.raises(MarkerError, match="has no plan"):
        said("plants | plan | agree: стоит/стоят", "ru", "21")


@given(st.integers(-(10**9), 10**9), st.sampled_from(["ru", "en"]), st.integers(0, 3))
def test_each_form_stands_beside_its_category(number: int, lang: str, decimals: int) -> None:
    """With a form for each of CLDR's categories, the one that is printed is that of the number beside it."""
    categories = plural_categories(lang)
    value = str(Decimal(number).scaleb(-decimals))
    assert said(f"plants | agree: {'/'.join(categories)}", lang, value, decimals=decimals) == plural_category(
        Decimal(value), lang, decimals
    )


@pytest.mark.parametrize(
    ("count", "lang", "decimals", "adjective", "message"),
    [
        (1, "ru", 0, False, '1 form in "ru", expected 2 (one; every other number) or 3 (one: 1, 21; few: 2–4, 22–24; '
         "many: 0, 5–20)"),
        (5, "ru", 0, True, '5 forms in "ru", expected 2 (one; every other number) or 3 (one: 1, 21; few: 2–4, 22–24; '
         "many: 0, 5–20)"),
        (3, "ru", 1, False, '3 forms in "ru", expected 1 (other: 1,5) or 2 (one; every other number)'),
        (2, "ru", 1, True, '2 forms in "ru", expected 1 (other: 1,5)'),
        (1, "en", 0, False, '1 form in "en", expected 2 (one: 1; other: 0, 2–24)'),
        (3, "en", 0, True, '3 forms in "en", expected 1 (every number) or 2 (one: 1; other: 0, 2–24)'),
        (3, "en", 2, True, '3 forms in "en", expected 1 (every number)'),
        (2, "kk", 0, False, 'in "kk" a word does not change with the number beside it: write the word itself, '
         "without a marker"),
        (2, "kk", 0, True, 'in "kk" a word does not change with the number beside it: give one form'),
        (1, "fr", 0, False, '1 form in "fr", expected 2 (one; every other number) or 3 (one: 0–1; many: 1000000; '
         "other: 2–24)"),
    ],
)  # fmt: skip
def test_another_count_is_refused(count: int, lang: str, decimals: int, adjective: bool, message: str) -> None:
    """The message says how many forms are right and which numbers each of them is for."""
    with pytest.raises(ValueError) as caught:
        agreeing_forms(["слово"] * count, lang, decimals, adjective=adjective)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("plants | agree", '"agree" needs the forms of a word, as in "agree: is/are"'),
        ("plants | with:", '"with" needs the forms of a word, as in "with: новое/новых"'),
        ("plants | agree: a//b", 'an empty form in "agree: a//b"'),
        ("plants | agree: is/are/", 'an empty form in "agree: is/are/"'),
        ("plants | with: 28 новых/новых", '"28 новых" in "with: 28 новых/новых" is not a form of a word'),
        ("plants | with: *new*", "is not a form of a word"),
        ("plants | with: <b>new</b>", "is not a form of a word"),
        ("plants | agree: is/are | with: new", '"agree" prints the word alone: remove it, or "with"'),
        ("plants | number | with: new", '"with" puts a word before the unit, and "number" prints none'),
        ("plants | agree: is/are | dative", 'remove "| dative"'),
        ("plants | as-of | agree: is/are", 'remove "| as-of"'),
        ("plants | aggree: is/are", 'unknown option "aggree: is/are"; did you mean "agree"?'),
    ],
)
def test_what_cannot_be_read_is_refused(body: str, message: str) -> None:
    """Empty forms, digits (a figure typed by hand), markup, and options that contradict each other."""
    with pytest.raises(MarkerError) as caught:
        parse_marker(body)
    assert message in str(caught.value)


@pytest.mark.parametrize("body", ["plants | dative | with: новому/новым", "plants @ 2020 | agree: is/are"])
def test_one_spelling(body: str) -> None:
    """A figure is written back as it is read, and pinned with its words."""
    figure = parse_marker(body)
    assert isinstance(figure, Figure)
    assert str(figure) == body
    assert parse_marker(pin(body)) == replace(figure, pinned=True)


ARTICLE = {
    "ru": (
        "{{ jobs | agree: Создано/Созданы/Создано }} {{ jobs | with: новое/новых }}",
        "Ждали {{ jobs | genitive | with: нового/новых }}. "
        "{{ jobs @ published | agree: Пришёл/Пришли }} к ним.",
    ),
    "kk": ("{{ jobs | with: жаңа }} ашылды", "{{ jobs | with: жаңа }} бар."),
    "en": (
        "{{ jobs | with: new }} {{ jobs | agree: is/are }} here",
        "{{ jobs @ published | agree: It is/They are }} welcome.",
    ),
}  # fmt: skip
TITLES = {
    "before": {"ru": "Созданы 22 новых рабочих места", "kk": "22 жаңа жұмыс орны ашылды", "en": "22 new jobs are here"},
    "after": {"ru": "Создано 1 новое рабочее место", "kk": "1 жаңа жұмыс орны ашылды", "en": "1 new job is here"},
}
SUMMARIES = {
    "before": {"ru": "Ждали 22 новых рабочих мест. Пришли к ним.", "kk": "22 жаңа жұмыс орны бар.",
               "en": "They are welcome."},
    "after": {"ru": "Ждали 1 нового рабочего места. Пришли к ним.", "kk": "1 жаңа жұмыс орны бар.",
              "en": "They are welcome."},
}  # fmt: skip


@pytest.fixture(scope="module", params=["before", "after"])
def stage(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def built(shared_folder: Path, stage: str) -> Site:
    return Site(once(shared_folder, "words", build_both) / stage)


def build_both(folder: Path) -> None:
    """Build a small project with 22 jobs, and refill it with one."""
    project, output = copy_project(folder / "project"), folder / "output"
    shutil.rmtree(project / "content")
    shutil.copytree(ROOT / "tests/errors/content", project / "content", ignore=shutil.ignore_patterns("growth.*"))
    for lang, (title, summary) in ARTICLE.items():
        fields = f'title: "{title}"\ndate: 2025-04-10\nkind: news\nsummary: "{summary}"'
        text = f"---\n{fields}\n---\n\n{summary}\n\n| |\n| --- |\n| {title} |\n"
        (project / f"content/news/words.{lang}.md").write_text(text, encoding="utf-8")
    ledger, source = project / "content/data/indicators.json", Source("Report", "https://example.org/report")
    for stage, period, value in (("before", "2024-12-31", 22), ("after", "2025-03-31", 1)):
        day = date.fromisoformat("2025-04-09" if stage == "before" else "2025-05-01")
        seen = NewObservation(period, Decimal(value), Status.ACTUAL, day, source)
        prepare_recording(ledger, [("jobs", seen)], languages=LANGUAGES, root=project).write()
        report = build(project, output=output, cache=folder / "cache", overrides={"INDICATORS_TODAY": "2025-05-10"})
        assert report.refilled == (stage == "after")
        shutil.copytree(output, folder / stage)


def page(site: Site, lang: str) -> Page:
    return site.page(f"/{PREFIXES[lang]}news/words/")


def flat(text: str) -> str:
    return " ".join(text.split())


def read(element: HtmlElement) -> str:
    """An element's text without the notes on what was known at publication."""
    element = copy.deepcopy(element)
    for note in element.xpath('.//small[@class="figure-note"]'):
        note.drop_tree()
    return flat("".join(element.itertext()))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_place_has_the_words(built: Site, stage: str, lang: str) -> None:
    """Heading, browser title, description, table, JSON-LD and three feeds; a refill changes word and number at once."""
    title, summary = TITLES[stage][lang], SUMMARIES[stage][lang]
    article = page(built, lang)
    [heading] = article.root.xpath("//h1")
    assert read(heading) == title
    assert flat(article.one("head/title/text()")).startswith(f"{title} ")
    assert flat(article.one('head/meta[@name="description"]/@content')) == summary
    assert title in [read(cell) for cell in article.root.xpath("//article//td")]
    assert any(title in flat(block) for block in article.structured)
    feeds = built.output / PREFIXES[lang] / "feeds"
    for name in ("all.rss.xml", "all.atom.xml"):
        titles = [
            flat(each.text or "") for each in ElementTree.parse(feeds / name).iter() if each.tag.endswith("title")
        ]
        assert title in titles, name
    items = json.loads((feeds / "all.json").read_text(encoding="utf-8"))["items"]
    assert title in [flat(item["title"]) for item in items]


def test_an_open_page_can_keep_them_right(built: Site) -> None:
    """The text has, for the live script, the forms of each word by category; a pinned word is words alone."""
    paragraph = page(built, "ru").root.xpath("//article//p[contains(., 'Ждали')]")[-1]
    number, word, unit = paragraph.xpath(".//*[@data-form]")
    assert [each.get("data-form") for each in (number, word, unit)] == ["number", "category", "unit-genitive"]
    assert {name: value for name, value in word.items() if name not in ("data-form", "data-indicator")} == {
        "data-one": "нового", "data-few": "новых", "data-many": "новых", "data-other": "новых"
    }  # fmt: skip
    assert paragraph.text_content().rstrip().endswith("Пришли к\u00a0ним.")
