"""A number of an old site is no other number here: in fields without markup, and where a script showed it."""

import re

import pytest

from aimaq.importing.report import Outcome

from .conftest import Planned, page, text_of
from .test_export_items import export, item


def field(file: object, name: str) -> str:
    assert isinstance(file, bytes)
    found = re.search(rf'^{name}: "(.*)"$', file.decode(), re.MULTILINE)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("html", "summary"),
    [
        ("Площадь 1200 м<sup>2</sup>, объём 10<sup>6</sup> тонн.", "Площадь 1200 м², объём 10⁶ тонн."),
        ("Доля 10<sup>-6</sup> и CO<sub>2</sub>.", "Доля 10⁻⁶ и CO₂."),
        ("Создано 527<sup>1</sup> мест.", "Создано 527¹ мест."),
        ("Сила 10<sup>2,5</sup>.", "Сила 10^2,5."),
        ("Создано <del>5</del> 7 мест.", "Создано ~~5~~ 7 мест."),
        ("Создано <s></s>7 мест.", "Создано 7 мест."),
    ],
)
def test_a_summary_made_of_the_text_has_its_numbers(planned: Planned, html: str, summary: str) -> None:
    plan = planned({"page.html": page(f"<p>{html}</p><p>Слово.</p>")})
    assert field(plan.files["news/proba.ru.md"], "summary") == summary


def test_titles_and_excerpts_have_them_too(planned: Planned) -> None:
    body = "<content:encoded><![CDATA[<h2>Парк: 300 м<sup>2</sup></h2><p>Слово.</p>]]></content:encoded>"
    excerpt = "<excerpt:encoded><![CDATA[Рост 10<sup>3</sup>]]></excerpt:encoded>"
    title = "<![CDATA[Парк: 300 м<sup>2</sup>]]>"
    plan = planned({"e.xml": export(item(body + excerpt, title=title))})
    file = plan.files["news/proba.ru.md"]
    assert (field(file, "title"), field(file, "summary")) == ("Парк: 300 м²", "Рост 10³")
    # The heading is the title, and does not stand twice.
    assert text_of(plan) == "Слово.\n"


@pytest.mark.parametrize(
    "html",
    [
        '<span class="elementor-counter-number" data-duration="2000" data-to-value="5270" data-from-value="0">0</span>',
        '<b class="timer" data-from="0" data-to="5270" data-speed="2000"></b>',
        '<span data-count="5 270">1</span>',
    ],
)
def test_a_number_that_a_script_showed_is_a_loss(planned: Planned, html: str) -> None:
    plan = planned({"page.html": page(f"<p>Создано {html} мест.</p>")})
    (lost,) = (each for each in plan.entries if each.outcome is Outcome.LOST)
    assert lost.kind == "number"
    assert re.search("5 ?270", lost.name)
    assert text_of(plan) == "Создано мест.\n"


@pytest.mark.parametrize(
    "html",
    [
        '<p>Создано <span data-from-value="0" data-to-value="5270">5 270</span> мест.</p>',
        '<p data-count="3">Создано 5 270 мест.</p>',
        '<p>Создано <span data-id="7" data-duration="2000">5 270</span> мест.</p>',
        '<table><tr><th>а</th><th>б</th></tr><tr><td>в</td><td data-value="5269.7">5 270</td></tr></table>',
    ],
)
def test_other_numbers_stay(planned: Planned, html: str) -> None:
    plan = planned({"page.html": page(html)})
    assert not [each for each in plan.entries if each.outcome is Outcome.LOST]
    assert "5 270" in text_of(plan)


def test_numbers_of_a_drawing_are_a_loss_and_an_icon_is_none(planned: Planned) -> None:
    icon, chart = "<svg><title>Меню</title><path/></svg>", "<svg><text>5270</text></svg>"
    plan = planned({"page.html": page(f"<p>Слово {icon} два.</p>{chart}")})
    (lost,) = (each for each in plan.entries if each.outcome is Outcome.LOST)
    assert lost.kind == "embed"
    assert "5270" in lost.name


def test_what_stood_above_a_number_or_for_browsers_without_scripts_is_no_part_of_it(planned: Planned) -> None:
    html = "<p>Год <ruby>20<rt>21</rt></ruby>, 5<noscript>7</noscript> мест.</p>"
    plan = planned({"page.html": page(html)})
    assert text_of(plan) == "Год 20 (21), 5 мест.\n"
    assert [each.name for each in plan.entries if each.kind == "hidden"] == ["<noscript> “7”"]
