"""What ``aimaq forms --lang en`` proposes is the plural that a newspaper prints."""

import json

import pytest

from aimaq.figures.grammar.english_nouns import propose
from tools.built import ROOT

LEDGER = json.loads((ROOT / "tests/indicators/zone.json").read_text(encoding="utf-8"))["indicators"]
UNITS = {each["unit"]["en"]["nominative"]["one"]: each["unit"]["en"] for each in LEDGER.values()}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("job", "jobs"),
        ("square metre", "square metres"),
        ("business", "businesses"),
        ("tax", "taxes"),
        ("branch", "branches"),
        ("facility", "facilities"),
        ("day", "days"),
        ("person", "people"),
        ("woman", "women"),
        ("tonne of steel", "tonnes of steel"),
        ("kilometre per hour", "kilometres per hour"),
        ("billion tenge", "billion tenge"),
        ("by-product", "by-products"),
        ("passer-by", "passers-by"),
        ("half", "halves"),
        ("life", "lives"),
        ("roof", "roofs"),
        ("fireman", "firemen"),
        ("human", "humans"),
        ("schoolchild", "schoolchildren"),
        ("square foot", "square feet"),
        ("crisis", "crises"),
        ("hero", "heroes"),
        ("photo", "photos"),
        ("gas", "gases"),
        ("sheep", "sheep"),
        ("degree Celsius", "degrees Celsius"),
        ("per cent", "per cent"),
    ],
)
def test_plural(one: str, other: str) -> None:
    """Regular and irregular nouns, and the head of a phrase with a preposition."""
    assert propose(one) == {"nominative": {"one": one, "other": other}}


@pytest.mark.parametrize("unit", UNITS)
def test_units_of_the_ledger(unit: str) -> None:
    """What editors have stored in the ledger equals the proposal, except for phrases with "or"."""
    assert propose(unit) == UNITS[unit] or " or " in unit


@pytest.mark.parametrize("phrase", ["", "жоба", "28 jobs"])
def test_what_is_no_noun_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match="write it in the singular"):
        propose(phrase)
