"""Every number on a page agrees with the ledger, read here without any of the plugins."""

import csv
import io
import json
import re
from fractions import Fraction

import pytest

from tools.built import LANGUAGES, PREFIXES, ROOT, Site, words
from tools.figures import Figures, fixed


@pytest.fixture(scope="module")
def figures() -> Figures:
    return Figures(ROOT / "content/data/indicators.json")


def digits(text: str) -> str:
    """The number at the start of ``text``, as a machine writes it ("2 522 jobs" → "2522")."""
    match = re.match(r"[+\u2212-]?\d[\d\u00a0\u202f ,.]*", text)
    assert match, f"no number at the start of {text!r}"
    return match[0].replace("\u2212", "-").strip("\u00a0\u202f ,.+")


def change_since(figures: Figures, key: str, kind: str, at: str, since: str, *, down: bool) -> Fraction:
    """What a change from one period to another is: a difference, a percentage or a ratio."""
    after = figures.within(key, at)
    before = figures.within(key, f"{int(at[:4]) - 1}{at[4:]}" if since == "year-before" else since)
    if kind == "times":
        return before / after if down else after / before
    return (after - before) * 100 / before if kind == "percent" else after - before


def as_printed(value: str, lang: str) -> str:
    """A machine's number with the separators of the language: groups of three, no-break space or comma."""
    whole, point, part = value.lstrip("-").partition(".")
    grouped = f"{int(whole):,}"
    if lang == "en":
        return ("-" if value.startswith("-") else "") + grouped + point + part
    return ("-" if value.startswith("-") else "") + grouped.replace(",", "\u00a0") + ("," if part else "") + part


def test_every_data_element_says_what_the_ledger_says(site: Site, figures: Figures) -> None:
    """``value`` is one that the ledger holds for that indicator, and the words show just that number."""
    count = 0
    for page in site.pages:
        for element in page.root.xpath("//data[@data-indicator]"):
            count += 1
            key, value, text = element.get("data-indicator"), element.get("value"), element.text_content()
            where = f"{page.address}: {key}: {text!r}"
            form = element.get("data-form") or ""
            lang = next(iter(element.xpath("ancestor-or-self::*[@lang][1]/@lang")))
            if form.startswith("as-of") or form == "year":
                assert any(period[: len(value)] == value for period in figures.history(key)), where
                continue
            if since := element.get("data-since"):
                (kind,) = re.findall("difference|percent|times|change", form)
                down = form.startswith("down")
                exact = change_since(figures, key, kind, element.get("data-at"), since, down=down)
                shown = figures.rounded(key, exact) if kind in ("difference", "change") else fixed(exact, 1)
                assert Fraction(value) == Fraction(shown), where
                assert digits(text) == as_printed(value.lstrip("-"), lang), where
                continue
            known = {figures.rounded(key, v) for v in figures.releases(key)} | {
                figures.rounded(key, v) for v, _ in figures.history(key).values()
            }
            changes = {figures.rounded(key, a - b) for a in figures.releases(key) for b in figures.releases(key)}
            rounded = figures.rounded(key, Fraction(value))
            assert rounded in (changes if form == "change" else known), where
            if re.match(r"[+\u2212-]?\d", text) and "short" not in form:
                assert digits(text) == as_printed(rounded, lang), where
    assert count > 100, "hardly any figure on the site is marked up"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_figures_page_shows_the_current_value(site: Site, figures: Figures, lang: str) -> None:
    """The dashboard shows the value of the latest period, the indicator's page that of every period."""
    dashboard = words(site.by_address[f"/{PREFIXES[lang]}indicators/"].main.text_content())
    for key in figures.indicators:
        current = figures.current(key)
        if current is None:
            continue
        number = words(as_printed(figures.rounded(key, current[0]), lang))
        page = site.by_address[f"/{PREFIXES[lang]}indicators/{key}/"]
        text = words(page.main.text_content())
        assert number in text, f"{page.address}: {number}"
        assert number in dashboard, f"dashboard {lang}: {key}: {number}"
        for value, _ in figures.history(key).values():
            assert words(as_printed(figures.rounded(key, value), lang)) in text, f"{page.address}: {value}"


def test_each_figure_in_an_article_leads_to_its_own_page(site: Site) -> None:
    """Title, summary and text: a figure is inside a link to the indicator's page in the same edition.

    In a table of figures the heading of the row, or of a group of rows, is that link. In the table of a chart the
    heading of the column names the indicator, whose link is over the drawing. The title of another story is a link to
    that story.
    """
    count = 0
    for page in site.pages:
        if not re.fullmatch(r"(/kk|/en)?/news/(?!page/)[^/]+/", page.address):
            continue
        for element in page.root.xpath("//article//data[@data-indicator]"):
            count += 1
            if element.xpath("ancestor::*[contains(@class, 'related')]"):
                continue
            heading = "ancestor::tr/th[@scope='row' and .//a] | ancestor::tbody//th[@scope='rowgroup']"
            links = element.xpath(f"(ancestor::a | ({heading})//a)[1]/@href")
            for chart in element.xpath("ancestor::figure[@class='chart']"):
                column = int(element.xpath("count(ancestor::td/preceding-sibling::*)"))
                name = chart.xpath("string(.//thead//th[$place])", place=column + 1)
                links = chart.xpath(".//a[. = $name]/@href", name=name)
            (link,) = links
            key = element.get("data-indicator")
            assert link == f"/{PREFIXES[page.lang]}indicators/{key}/", f"{page.address}: {key}"
    assert count > 50


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_indicators_page_names_every_article_that_quotes_it_and_no_other(
    site: Site, figures: Figures, lang: str
) -> None:
    """The list agrees with the markers in the Markdown files of that language."""
    quoting: dict[str, set[str]] = {key: set() for key in figures.indicators}
    for source in (ROOT / "content/news").glob(f"*.{lang}.md"):
        for key, options in re.findall(r"(?<!\\)\{\{\s*([a-z0-9-]+)\b([^}]*)\}\}", source.read_text(encoding="utf-8")):
            if key == "assert" or "label" in options:
                continue
            for each in options.partition("|")[0].split(",") if key == "chart" else [key]:
                quoting[each.strip()].add(f"/{PREFIXES[lang]}news/{source.name.split('.')[0]}/")
    for key, articles in quoting.items():
        page = site.by_address[f"/{PREFIXES[lang]}indicators/{key}/"]
        named = {link for link in page.root.xpath("//main//a/@href") if "/news/" in link and "://" not in link}
        assert named == articles, page.address


def test_units_agree_with_numbers(site: Site, figures: Figures) -> None:
    """The words after a number are a form that the ledger lists for that unit, case and language."""
    for page in site.pages:
        for element in page.root.xpath("//data[@data-indicator]"):
            key, form = element.get("data-indicator"), element.get("data-form")
            lang = next(iter(element.xpath("ancestor-or-self::*[@lang][1]/@lang")))
            forms = figures.indicators[key]["unit"][lang].get(form)
            if forms is None:
                continue
            text = element.text_content()
            unit = re.sub(r"^[+\u2212-]?[\d\u00a0\u202f,.]*\d(\u00a0|(?=%))", "", text)
            assert words(unit) in {words(f) for f in forms.values()}, f"{page.address}: {text!r}"
            assert "\u00a0" in text or " " not in text, f"{page.address}: a plain space may break {text!r}"


def test_open_data_agrees_with_the_ledger(site: Site, figures: Figures) -> None:
    """JSON and CSV of every indicator: all the periods, with the values as exact numbers."""
    listed = json.loads(site.texts["api/indicators.json"])
    keys = (
        [item["key"] for item in listed["indicators"]]
        if isinstance(listed["indicators"], list)
        else list(listed["indicators"])
    )
    assert keys == list(figures.indicators)
    for key in figures.indicators:
        data = json.loads(site.texts[f"api/indicators/{key}.json"])
        current = figures.current(key)
        values = {item["period"]: item["value"] for item in data["observations"]}
        rows = list(csv.DictReader(io.StringIO(site.texts[f"api/indicators/{key}.csv"])))
        for period, (value, status) in figures.history(key).items():
            shown = figures.rounded(key, value)
            assert period in values, f"{key}: {period}"
            in_csv = [
                (figures.rounded(key, Fraction(row["value"])), row["status"]) for row in rows if row["period"] == period
            ]
            assert (shown, status) in in_csv, f"{key}.csv: {period}"
        if current is not None:
            assert data["current"]["period"] == current[2]
            assert figures.rounded(key, Fraction(str(data["current"]["value"]))) == figures.rounded(key, current[0])
