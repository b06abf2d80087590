"""What a page claims of a value in words is read independently, and another value does not pass for it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimaq.figures.grammar import kazakh_nouns, russian_nouns
from aimaq.figures.grammar.quantities import Unit, Wording, quantity
from aimaq.figures.text.figure import Figure
from aimaq.verify.values.worded_values import stated_wording

UNITS = {
    "ru": Unit(russian_nouns.propose("рабочее место"), "neuter"),
    "kk": Unit(kazakh_nouns.propose("жұмыс орны")),
    "en": Unit({"nominative": {"one": "job", "other": "jobs"}}),
}
WORDINGS = st.builds(
    Wording,
    rounding=st.sampled_from(["over", "nearly", "about"]),
    step=st.one_of(st.none(), st.sampled_from([1, 10, 100, 250]).map(Decimal)),
    short=st.booleans(),
    opening=st.booleans(),
)


def agrees(value: Decimal, text: str, wording: Wording, lang: str, case: str = "") -> bool:
    form = Figure("jobs", wording=wording, case=case).form
    stated = stated_wording(form)
    assert stated, form
    return stated.agrees(value, text, 0, lang)


@given(st.integers(0, 10**12).map(Decimal), WORDINGS | st.just(Wording(short=True)), st.sampled_from(sorted(UNITS)))
def test_a_true_claim_agrees_and_a_doubled_value_does_not(value: Decimal, wording: Wording, lang: str) -> None:
    text = quantity(value, UNITS[lang], lang, 0, "nominative", wording)
    assert agrees(value, text, wording, lang)
    assert value < 1000 or not agrees(value * 2, text, wording, lang)


@given(st.integers(0, 999_999_999), st.sampled_from(sorted(UNITS)), st.booleans(), st.data())
def test_numbers_in_words(number: int, lang: str, opening: bool, data: st.DataObject) -> None:
    value, wording = Decimal(number), Wording(words=True, opening=opening)
    case = data.draw(st.sampled_from(sorted({*UNITS[lang].forms})))
    text = quantity(value, UNITS[lang], lang, 0, case, wording)
    assert agrees(value, text, wording, lang, case)
    assert not agrees(value * 2 + 1, text, wording, lang, case)


@pytest.mark.parametrize(
    ("form", "text", "value"),
    [
        ("over", "more than 2,600 jobs", 2522),
        ("over", "more than 2,500 jobs", 2500),
        ("over", "more than 1,000 jobs", 2522),
        ("over-100", "2,500 jobs", 2522),
        ("nearly", "nearly 2,600 jobs", 2522),
        ("nearly", "more than 2,500 jobs", 2522),
        ("short", "3.5 million jobs", 2_522_000),
        ("short", "2.5 billion jobs", 2_522_000),
        ("short", "jobs", 2_522_000),
        ("words", "twenty-two jobs", 21),
        ("words", "many jobs", 21),
    ],
)
def test_a_false_claim_is_found(form: str, text: str, value: int) -> None:
    stated = stated_wording(form)
    assert stated and not stated.agrees(Decimal(value), text, 0, "en")


@pytest.mark.parametrize(
    "form", ["number", "nominative", "number-dative", "up-percent", "as-of", "possessive", "ordinal"]
)
def test_other_forms_word_nothing(form: str) -> None:
    assert stated_wording(form) is None


def test_in_another_language_a_magnitude_may_be_any_word() -> None:
    stated = stated_wording("short")
    assert stated and stated.agrees(Decimal(2_522_000), "2,5\u00a0Mio. Stellen", 0, "de")
    assert not stated.agrees(Decimal(2_822_000), "2,5\u00a0Mio. Stellen", 0, "de")
