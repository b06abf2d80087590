"""Numbers are printed as CLDR says, and say what was meant."""

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimaq.figures.grammar.numbers import format_change, format_number, format_range, rounded

GROUP = {"ru": "\N{NO-BREAK SPACE}", "kk": "\N{NO-BREAK SPACE}", "en": ","}
POINT = {"ru": ",", "kk": ",", "en": "."}
MINUS = "\N{MINUS SIGN}"

languages = st.sampled_from(sorted(GROUP))
decimals = st.integers(0, 4)
values = st.decimals(min_value=-(10**18), max_value=10**18, places=6, allow_nan=False, allow_infinity=False)


def read(text: str, lang: str) -> Decimal:
    """Read a printed number as a person would."""
    return Decimal(text.replace(GROUP[lang], "").replace(POINT[lang], ".").replace(MINUS, "-"))


@pytest.mark.parametrize(
    ("value", "places", "ru", "kk", "en"),
    [
        ("0", 0, "0", "0", "0"),
        ("999", 0, "999", "999", "999"),
        ("1000", 0, "1\u00a0000", "1\u00a0000", "1,000"),
        ("2522", 0, "2\u00a0522", "2\u00a0522", "2,522"),
        ("1e6", 0, "1\u00a0000\u00a0000", "1\u00a0000\u00a0000", "1,000,000"),
        ("2.5", 1, "2,5", "2,5", "2.5"),
        ("2", 1, "2,0", "2,0", "2.0"),
        ("1234.5", 2, "1\u00a0234,50", "1\u00a0234,50", "1,234.50"),
        ("-2522", 0, "\u22122\u00a0522", "\u22122\u00a0522", "\u22122,522"),
        ("0.5", 0, "1", "1", "1"),
        ("2.5", 0, "3", "3", "3"),
        ("-2.5", 0, "\u22123", "\u22123", "\u22123"),
        ("-0.4", 0, "0", "0", "0"),
        ("999.95", 1, "1\u00a0000,0", "1\u00a0000,0", "1,000.0"),
        (
            "12345678901234567890123456789012.125",
            2,
            "12\u00a0345\u00a0678\u00a0901\u00a0234\u00a0567\u00a0890\u00a0123\u00a0456\u00a0789\u00a0012,13",
            "12\u00a0345\u00a0678\u00a0901\u00a0234\u00a0567\u00a0890\u00a0123\u00a0456\u00a0789\u00a0012,13",
            "12,345,678,901,234,567,890,123,456,789,012.13",
        ),
    ],
)
def test_printed_in_three_languages(value: str, places: int, ru: str, kk: str, en: str) -> None:
    """Separators are the language's, decimals are fixed, halves go away from zero, no digit is lost."""
    number = Decimal(value)
    assert [format_number(number, lang, places) for lang in ("ru", "kk", "en")] == [ru, kk, en]


@given(values, languages, decimals)
def test_reads_back(value: Decimal, lang: str, places: int) -> None:
    """A printed number reads back as the value rounded half up, and is grouped by threes."""
    text = format_number(value, lang, places)
    with localcontext() as context:
        context.prec = 60
        expected = value.quantize(Decimal(10) ** -places, rounding=ROUND_HALF_UP)
    assert read(text, lang) == expected
    fraction = re.escape(POINT[lang]) + rf"\d{{{places}}}" if places else ""
    assert re.fullmatch(rf"{MINUS}?\d{{1,3}}({GROUP[lang]}\d{{3}})*{fraction}", text)


@given(values, languages, decimals)
def test_change_shows_its_sign(value: Decimal, lang: str, places: int) -> None:
    """A change is a plus or a minus and the number; one that rounds to nothing has neither."""
    text = format_change(value, lang, places)
    printed = rounded(value, places)
    assert text[0] == ("+" if printed > 0 else MINUS if printed < 0 else "0")
    assert text.lstrip("+") == format_number(value, lang, places)


@pytest.mark.parametrize(("value", "text"), [("312", "+312"), ("-5", "\u22125"), ("0", "0"), ("0.4", "0")])
def test_change(value: str, text: str) -> None:
    """The sign is that of the number as printed."""
    assert format_change(Decimal(value), "ru", 0) == text


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e1001"])
def test_what_cannot_be_printed_is_refused(value: str) -> None:
    """NaN, infinities and absurd lengths raise ValueError, never a decimal signal."""
    with pytest.raises(ValueError, match=r"finite|digits"):
        format_number(Decimal(value), "ru", 0)


def test_unknown_language_is_refused() -> None:
    """A language that CLDR does not have is named."""
    with pytest.raises(ValueError, match='"xx"'):
        format_number(Decimal(1), "xx", 0)


@pytest.mark.parametrize(
    ("low", "high", "decimals", "lang", "text"),
    [
        ("980", "1040", 0, "ru", "980–1\u00a0040"),
        ("980", "1040", 0, "en", "980–1,040"),
        ("1.5", "2", 1, "kk", "1,5–2,0"),
        ("-5", "3", 0, "ru", "−5\u00a0–\u00a03"),
        ("-5", "-3", 0, "en", "−5\u00a0–\u00a0−3"),
    ],
)
def test_a_range_has_a_dash_and_beside_a_minus_spaces(low: str, high: str, decimals: int, lang: str, text: str) -> None:
    assert format_range(Decimal(low), Decimal(high), lang, decimals) == text
