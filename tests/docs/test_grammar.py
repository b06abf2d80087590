"""The tables of docs/grammar.md print what they say, for each number at the head of a column."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from aimaq.figures.fill.printing import Printer
from aimaq.figures.ledger import Indicator, Ledger, Observation, Period, Status, read_ledger
from aimaq.figures.text.figure import AGREE, WITH
from aimaq.figures.text.markers import Figure, parse_marker

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/grammar.md").read_text(encoding="utf-8")
LANGUAGES = ("ru", "kk", "en")
TABLE = re.compile(r"^\| (?P<lang>ru|kk|en) \|(?P<head>.*)\|\n\| ---.*\n(?P<rows>(?:\|.*\n)+)", re.MULTILINE)


def examples() -> Iterator[tuple[str, str, str, str]]:
    for table in TABLE.finditer(TEXT):
        numbers = [cell.strip() for cell in table["head"].split("|")]
        for row in table["rows"].splitlines():
            marker, *cells = (cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip("|")))
            for number, cell in zip(numbers, cells, strict=True):
                yield table["lang"], marker.strip("`").replace(r"\|", "|"), number, cell


EXAMPLES = list(examples())


@pytest.fixture(scope="module")
def indicators() -> dict[str, Indicator]:
    return dict(read_ledger(ROOT / "docs/examples/indicators.json", languages=LANGUAGES, root=ROOT).indicators)


@pytest.mark.parametrize(("lang", "marker", "number", "cell"), EXAMPLES)
def test_a_row_prints_what_it_says(
    indicators: dict[str, Indicator], lang: str, marker: str, number: str, cell: str
) -> None:
    figure = parse_marker(marker.strip("{} "))
    assert isinstance(figure, Figure)
    seen = Observation(Period.parse("2022"), Decimal(number), Status.ACTUAL, date(2023, 2, 1))
    one = replace(indicators[figure.key], formula=None, observations=(seen,))
    assert Printer(Ledger([one])).print(figure, lang).text.replace("\u00a0", " ") == cell


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_language_has_its_table(lang: str) -> None:
    """Every option that takes the forms of a word is shown in each language that has it."""
    shown = " ".join(marker for each, marker, *_ in EXAMPLES if each == lang)
    assert f"{WITH}:" in shown
    assert (f"{AGREE}:" in shown) == (lang != "kk")
