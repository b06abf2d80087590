"""A printed number is its value, as each language writes it, and nothing that only has its digits."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimaq.base.languages.known_languages import LANGUAGES
from aimaq.figures.grammar.numbers import format_change, format_number
from aimaq.verify.values.printed_numbers import is_printed_first

pytestmark = pytest.mark.unit


@given(
    st.sampled_from(sorted(LANGUAGES)), st.integers(-(10**12), 10**12), st.integers(0, 4), st.sampled_from([0, 1, 3])
)
def test_what_the_grammar_prints_is_read(lang: str, digits: int, places: int, decimals: int) -> None:
    value = Decimal(digits).scaleb(-places)
    for text in (format_number(value, lang, decimals), format_change(value, lang, decimals)):
        assert is_printed_first(value, f"{text}\u00a0jobs in 2025", decimals, lang)
        assert is_printed_first(value, text, decimals)
        other = value + Decimal(1).scaleb(-decimals)
        assert not is_printed_first(other, text, decimals, lang)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("3.320", "en"),
        ("33,20", "en"),
        ("3320,", "xx"),
        ("3,320", "ru"),
        ("3,320", "de"),
        ("3 320", "tr"),
        ("−3,320", "en"),
        ("3,3,20", "en"),
        ("", "en"),
        ("jobs", "en"),
    ],
)
def test_other_spellings_are_other_numbers(text: str, lang: str) -> None:
    assert is_printed_first(Decimal(3320), text, 0, lang) == (lang == "xx")


def test_a_unit_may_begin_with_a_digit() -> None:
    assert is_printed_first(Decimal(5), "5\u00a03D printers", 0, "en")
    assert is_printed_first(Decimal(2522), "2\u00a0522\u00a03D-принтера", 0, "ru")


def test_the_decimal_sign_is_the_language_s() -> None:
    assert is_printed_first(Decimal("37.4"), "37.4 million", 1, "en") and is_printed_first(
        Decimal("37.4"), "37,4", 1, "ru"
    )
    assert not is_printed_first(Decimal("37.4"), "37,4 million", 1, "en")
    assert not is_printed_first(Decimal("0.5"), ".5", 1, "en") and not is_printed_first(Decimal("37.4"), "374", 1, "en")
