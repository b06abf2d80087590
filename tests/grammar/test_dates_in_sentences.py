"""Periods in the cases and phrases of a sentence, compared with dictionaries that share nothing with the program."""

from __future__ import annotations

import re
from functools import cache

import pymorphy3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimaq.figures.grammar.dates import format_period
from aimaq.figures.grammar.dates_in_sentences import ADJECTIVE, BY_END, IN, date_forms, period_in_sentence
from aimaq.figures.periods import Period

#: Of each kind of period: in the phrases, as newspapers write them.
PHRASES = [
    ("2022", "ru", ("в 2022 году", "к концу 2022 года")),
    ("2022-12", "ru", ("в декабре 2022 года", "к концу декабря 2022 года")),
    ("2022-Q1", "ru", ("в I квартале 2022 года", "к концу I квартала 2022 года")),
    ("2022-Q2", "ru", ("во II квартале 2022 года", "к концу II квартала 2022 года")),
    ("2022-S2", "ru", ("во II полугодии 2022 года", "к концу II полугодия 2022 года")),
    ("2022-01--09", "ru", ("в январе–сентябре 2022 года", "к концу сентября 2022 года")),
    ("2022-12-31", "ru", ("31 декабря 2022 года", "к 31 декабря 2022 года")),
    ("2022", "kk", ("2022 жылы", "2022 жылдың соңына қарай", "2022 жылғы")),
    ("2022-12", "kk", ("2022 жылғы желтоқсанда", "2022 жылғы желтоқсанның соңына қарай", "2022 жылғы желтоқсандағы")),
    ("2022-Q4", "kk", ("2022 жылғы IV тоқсанда", "2022 жылғы IV тоқсанның соңына қарай", "2022 жылғы IV тоқсандағы")),
    (
        "2022-S1",
        "kk",
        ("2022 жылғы I жартыжылдықта", "2022 жылғы I жартыжылдықтың соңына қарай", "2022 жылғы I жартыжылдықтағы"),
    ),
    (
        "2022-01--09",
        "kk",
        ("2022 жылғы қаңтар–қыркүйекте", "2022 жылғы қыркүйектің соңына қарай", "2022 жылғы қаңтар–қыркүйектегі"),
    ),
    (
        "2022-12-31",
        "kk",
        ("2022 жылғы 31 желтоқсанда", "2022 жылғы 31 желтоқсанға қарай", "2022 жылғы 31 желтоқсандағы"),
    ),
    ("2022", "en", ("in 2022", "by the end of 2022")),
    ("2022-12", "en", ("in December 2022", "by the end of December 2022")),
    ("2022-Q4", "en", ("in the fourth quarter of 2022", "by the end of the fourth quarter of 2022")),
    ("2022-S1", "en", ("in the first half of 2022", "by the end of the first half of 2022")),
    ("2022-01--09", "en", ("in January–September 2022", "by the end of September 2022")),
    ("2022-12-31", "en", ("on 31 December 2022", "by 31 December 2022")),
]
#: Every Kazakh month in the locative and the dative, and its row of vowels with it.
KAZAKH_MONTHS = (
    "қаңтарда қаңтарға", "ақпанда ақпанға", "наурызда наурызға", "сәуірде сәуірге",
    "мамырда мамырға", "маусымда маусымға", "шілдеде шілдеге", "тамызда тамызға",
    "қыркүйекте қыркүйекке", "қазанда қазанға", "қарашада қарашаға", "желтоқсанда желтоқсанға",
)  # fmt: skip
PYMORPHY = {
    "genitive": "gent",
    "dative": "datv",
    "accusative": "accs",
    "instrumental": "ablt",
    "prepositional": "loct",
}
periods = st.one_of(
    st.dates(min_value=Period.parse("1900").first).map(lambda day: day.isoformat() if day.year < 2999 else "2022"),
    st.builds("{:04}-{:02}".format, st.integers(1900, 2999), st.integers(1, 12)),
    st.builds("{:04}-Q{}".format, st.integers(1900, 2999), st.integers(1, 4)),
    st.builds("{:04}-S{}".format, st.integers(1900, 2999), st.integers(1, 2)),
    st.integers(1900, 2999).map(str),
)


@pytest.mark.parametrize(("period", "lang", "phrases"), PHRASES)
def test_phrases(period: str, lang: str, phrases: tuple[str, ...]) -> None:
    forms = (IN, BY_END, ADJECTIVE)[: len(phrases)]
    assert tuple(period_in_sentence(period, lang, form) for form in forms) == phrases


@pytest.mark.parametrize("month", range(1, 13))
def test_kazakh_months(month: int) -> None:
    forms = [period_in_sentence(f"2022-{month:02}", "kk", case) for case in ("locative", "dative")]
    assert forms == [f"2022 жылғы {word}" for word in KAZAKH_MONTHS[month - 1].split()]


@cache
def _analyzer() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang="ru")


@pytest.mark.parametrize("case", PYMORPHY)
@pytest.mark.parametrize("text", [*(f"2022-{month:02}" for month in range(1, 13)), "2022-Q3", "2022-S1", "2022"])
def test_russian_words_as_the_dictionary_declines_them(text: str, case: str) -> None:
    """The word for the period alone changes; the year behind it stays in the genitive."""
    nominative, declined = format_period(text, "ru"), period_in_sentence(text, "ru", case)
    changed = next(word for word in nominative.split() if re.fullmatch("[а-я]+", word))
    noun = next(each for each in _analyzer().parse(changed) if {"NOUN", "nomn"} <= set(each.tag.grammemes))
    # "В 2022 году": the dictionary has the form behind "в" as a case of its own.
    behind_in = noun.inflect({"loc2", "sing"}) if case == "prepositional" else None
    inflected = behind_in or noun.inflect({PYMORPHY[case], "sing"})
    assert inflected is not None
    assert declined == nominative.replace(changed, inflected.word, 1)


@given(periods, st.sampled_from(["ru", "kk", "en", "pl"]))
def test_every_form_names_the_year_and_nothing_else_in_figures(text: str, lang: str) -> None:
    period = Period.parse(text)
    days = [str(period.last.day)] if period.kind == "day" else []
    for form in date_forms(lang):
        figures = re.findall(r"\d+", period_in_sentence(text, lang, form))
        assert sorted(each.lstrip("H") for each in figures if len(each) > 2 or each in days) == sorted(
            [f"{period.last.year}", *days]
        )


def test_a_language_without_cases_of_dates_refuses_them() -> None:
    assert date_forms("pl") == ("nominative",)
    with pytest.raises(KeyError):
        period_in_sentence("2022", "pl", IN)


@given(periods)
def test_a_year_before_has_the_same_name_with_another_year(text: str) -> None:
    period = Period.parse(text)
    before = Period.parse(period.year_before())
    assert (before.kind, before.first.year) == (period.kind, period.first.year - 1)
    assert before.text[4:] == period.text[4:] or text.endswith("-02-29")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2022-01--06", "is named 2022-S1"),
        ("2022-10--12", "is named 2022-Q4"),
        ("2022-01--12", "is named 2022"),
        ("2022-09--01", "the months are not in order"),
        ("2022-03--03", "the months are not in order"),
        ("2022-01--13", "there is no month 13"),
        ("2022-S3", "is not a period"),
        ("2022-H1", "a half-year (2022-S2)"),
    ],
)
def test_a_period_has_one_name(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        Period.parse(text)
