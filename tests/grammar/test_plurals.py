"""Plural categories are those of CLDR's own samples, from its npm package, at a version that package.json pins."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimaq.figures.grammar.plural_forms import needed_categories, plural_categories, plural_category

LANGUAGES = ("ru", "kk", "en")


def numbers(samples: str) -> Iterator[str]:
    """Yield every number of a line such as "@integer 0, 2~16, … @decimal 0.0~1.5" (UTS 35, Samples)."""
    for first, last in re.findall(r"([\d.]+)(?:~([\d.]+))?", samples):
        number, end = Decimal(first), Decimal(last or first)
        step = Decimal(1).scaleb(int(number.as_tuple().exponent))
        while number <= end:
            yield str(number)
            number += step


@pytest.fixture(scope="module")
def cases(node_tools: Path) -> list[tuple[str, str, str]]:
    """Each sample number of each language with its category: whole numbers and decimals."""
    file = node_tools / "cldr-core/supplemental/plurals.json"
    rules = json.loads(file.read_text(encoding="utf-8"))["supplemental"]["plurals-type-cardinal"]
    return [
        (lang, name.removeprefix("pluralRule-count-"), number)
        for lang in LANGUAGES
        for name, rule in rules[lang].items()
        for number in numbers(rule.partition("@")[2])
    ]


def test_samples_are_read_whole(cases: list[tuple[str, str, str]]) -> None:
    """The samples hold integers and decimals of each language: the test below is not empty."""
    assert {(lang, "." in number) for lang, _, number in cases} == {(a, b) for a in LANGUAGES for b in (True, False)}
    assert len(cases) > 150
    assert ("ru", "few", "23") in cases
    assert ("kk", "other", "1.3") in cases
    assert {category for lang, category, _ in cases if lang == "ru"} == set(plural_categories("ru"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_categories_of_cldr_samples(lang: str, cases: list[tuple[str, str, str]]) -> None:
    """Each of CLDR's sample numbers, printed with its visible decimals, has CLDR's category."""
    found = {
        number: plural_category(Decimal(number), lang, len(number.partition(".")[2]))
        for cased, _, number in cases
        if cased == lang
    }
    assert found == {number: category for cased, category, number in cases if cased == lang}


@pytest.mark.parametrize(
    ("lang", "known", "whole", "fraction"),
    [
        ("ru", ("one", "few", "many", "other"), ("one", "few", "many"), ("other",)),
        ("kk", ("one", "other"), ("other",), ("other",)),
        ("en", ("one", "other"), ("one", "other"), ("other",)),
    ],
)
def test_needed_categories(
    lang: str, known: tuple[str, ...], whole: tuple[str, ...], fraction: tuple[str, ...]
) -> None:
    """A unit needs only the forms that its printed numbers can ask for."""
    assert plural_categories(lang) == known
    assert needed_categories(lang, 0) == whole
    assert [needed_categories(lang, places) for places in (1, 2, 3)] == [fraction] * 3


@given(
    st.decimals(min_value=-(10**15), max_value=10**15, places=3, allow_nan=False, allow_infinity=False),
    st.sampled_from(["ru", "en"]),
    st.integers(0, 3),
)
def test_no_number_needs_more(value: Decimal, lang: str, places: int) -> None:
    """No number at all has a category that needed_categories does not list."""
    assert plural_category(value, lang, places) in needed_categories(lang, places)


def test_category_is_that_of_the_printed_number() -> None:
    """Rounding and visible zeros count: 1.4 is printed "1"; 1 with one decimal is "1,0"."""
    assert plural_category(Decimal("1.4"), "ru", 0) == "one"
    assert plural_category(Decimal(1), "ru", 1) == "other"
    assert plural_category(Decimal(1), "ru", 0) == "one"
    assert plural_category(Decimal(-21), "ru", 0) == "one"
