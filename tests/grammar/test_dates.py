"""Dates and periods read as in a newspaper, with CLDR's names."""

from datetime import date

import pytest
from babel import dates
from hypothesis import given
from hypothesis import strategies as st

from aimaq.figures.grammar.dates import format_date, format_period

MONTHS = {
    "ru": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "en": "January February March April May June July August September October November December",
}
four_digit_years = st.dates(date(1000, 1, 1), date(2999, 12, 31))


@pytest.mark.parametrize(
    ("period", "ru", "kk", "en"),
    [
        ("2022-12-31", "31 декабря 2022 года", "2022 жылғы 31 желтоқсан", "31 December 2022"),
        ("2021-07-01", "1 июля 2021 года", "2021 жылғы 1 шілде", "1 July 2021"),
        ("2022-12", "декабрь 2022 года", "2022 жылғы желтоқсан", "December 2022"),
        ("2022-Q1", "I квартал 2022 года", "2022 жылғы I тоқсан", "Q1 2022"),
        ("2022-Q4", "IV квартал 2022 года", "2022 жылғы IV тоқсан", "Q4 2022"),
        ("2022", "2022 год", "2022 жыл", "2022"),
    ],
)
def test_period(period: str, ru: str, kk: str, en: str) -> None:
    """A day, a month, a quarter and a year each have their form in three languages."""
    assert [format_period(period, lang) for lang in ("ru", "kk", "en")] == [ru, kk, en]


@pytest.mark.parametrize("lang", sorted(MONTHS))
def test_months(lang: str) -> None:
    """Every month has its name, standing alone."""
    printed = [format_period(f"2022-{month:02}", lang) for month in range(1, 13)]
    assert all(name in text for name, text in zip(MONTHS[lang].split(), printed, strict=True))


@given(four_digit_years)
def test_differs_from_cldr_in_the_word_for_year_only(day: date) -> None:
    """Beside CLDR's long date ours has the year spelled out, and nothing else is changed."""
    assert format_date(day, "ru") == dates.format_date(day, "long", "ru").replace("\u202fг.", " года")
    assert format_date(day, "kk") == dates.format_date(day, "long", "kk").replace("\u202fж.", " жылғы")
    assert format_date(day, "en") == dates.format_date(day, "long", "en_GB")


@given(four_digit_years, st.sampled_from(["ru", "kk", "en"]))
def test_a_day_is_a_period(day: date, lang: str) -> None:
    """A day prints the same as a date and as a period."""
    assert format_period(day.isoformat(), lang) == format_date(day, lang)


def test_a_language_without_patterns_of_its_own_has_cldr_s() -> None:
    """A fourth language needs no change here."""
    printed = [format_period(text, "es") for text in ("2022-12-31", "2022-12", "2022-Q4", "2022")]
    assert printed == ["31 de diciembre de 2022", "diciembre de 2022", "T4 2022", "2022"]


@pytest.mark.parametrize(
    ("lang", "printed"),
    [
        ("uk", "31 грудня 2022 року; грудень 2022 року; IV квартал 2022 року; 2022 рік"),
        ("pl", "31 grudnia 2022; grudzień 2022; IV kwartał 2022; 2022"),
        ("de", "31. Dezember 2022; Dezember 2022; 4. Quartal 2022; 2022"),
        ("tr", "31 Aralık 2022; Aralık 2022; 2022 4. çeyrek; 2022"),
        ("uz", "2022-yil 31-dekabr; 2022-yil dekabr; 2022-yil IV chorak; 2022-yil"),
        ("ky", "2022-жыл, 31-декабрь; 2022-жыл, декабрь; 2022-жыл, IV чейрек; 2022-жыл"),
    ],
)
def test_other_languages_spell_out_what_cldr_abbreviates(lang: str, printed: str) -> None:
    """A day, a month, a quarter and a year in each language that the program knows."""
    assert "; ".join(format_period(text, lang) for text in ("2022-12-31", "2022-12", "2022-Q4", "2022")) == printed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "22",
        "2022-13",
        "2022-00",
        "2022-Q5",
        "2022-Q0",
        "2022-02-30",
        "2022-12-00",
        "2022-1",
        "٢٠٢٢",
        "2022 ",
    ],
)
def test_what_is_not_a_period_is_refused(text: str) -> None:
    """A text that is no period, or a day that no calendar has, raises ValueError."""
    with pytest.raises(ValueError, match=r".+"):
        format_period(text, "ru")
