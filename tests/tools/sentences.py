"""The sentences of docs/sentences.md, filled from six ledgers; run as a program, it writes what their markers print.

    python tests/tools/sentences.py

Each ledger has other values, of another kind of period, so that every construction meets singular and plural, fractions
and large numbers, and a day, a month, a quarter, a half-year, months and a year.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from aimaq.figures.fill.printing import Printer
from aimaq.figures.grammar.proposals import propose
from aimaq.figures.grammar.russian_nouns import agreement
from aimaq.figures.ledger import Indicator, Ledger, Observation, Period, Status, parse_formula
from aimaq.figures.text.markers import Figure, MarkerError, parse_marker

PAGE = Path(__file__).resolve().parents[2] / "docs/sentences.md"
LANGUAGES = ("ru", "kk", "en")
PERIODS = ("2022-12-31", "2022-12", "2022-Q2", "2022-S1", "2022-01--09", "2022")
#: The current values, and those of the year before.
VALUES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "jobs": (("2", "5", "21", "48", "2522", "10379"), ("1", "4", "20", "40", "2210", "4152")),
    "enterprises": (("2", "3", "1", "8", "21", "54"), ("1", "2", "4", "7", "18", "43")),
    "students": (("2", "3", "1", "22", "104", "1000"), ("1", "2", "4", "20", "90", "999")),
    "residents": (("2", "3", "1", "22", "104", "2337023"), ("1", "2", "4", "20", "90", "2275541")),
    "investment": (("1.5", "2", "9.5", "71.5", "124", "378.2"), ("1", "1.6", "9", "40", "99.2", "211.7")),
    "share": (("5.5", "12", "14.1", "21", "64.2", "98.9"), ("4.5", "10", "12.9", "20", "60", "98.8")),
    "debt": (("1", "4", "20", "40", "2210", "4152"), ("2", "5", "21", "48", "2522", "10379")),
}
_DECIMALS = {"investment": 1, "share": 1}
_NOUNS = {
    "jobs": ("рабочее место", "жұмыс орны", "job"),
    "enterprises": ("предприятие", "кәсіпорын", "enterprise"),
    "students": ("студент", "студент", "student"),
    "residents": ("житель", "тұрғын", "resident"),
}


def _units(key: str) -> dict[str, Mapping[str, Mapping[str, str]]]:
    nouns = dict(zip(LANGUAGES, _NOUNS[key], strict=True))
    return {
        lang: propose(noun, lang, possessive=True if noun == "жұмыс орны" else None) for lang, noun in nouns.items()
    }


def _scaled(magnitudes: tuple[str, str, str]) -> dict[str, Mapping[str, Mapping[str, str]]]:
    """The unit of a sum of money, with a magnitude in each language."""
    ru, kk, en = magnitudes
    cases = ("nominative", "genitive", "dative", "accusative", "instrumental", "prepositional")
    kazakh = propose("теңге", "kk")
    return {
        "ru": {case: dict.fromkeys(("one", "few", "many", "other"), f"{ru} тенге") for case in cases},
        "kk": {case: {"other": f"{kk} {forms['other']}"} for case, forms in kazakh.items()},
        "en": {"nominative": {"one": en, "other": en}},
    }


UNITS: dict[str, dict[str, Mapping[str, Mapping[str, str]]]] = {
    **{key: _units(key) for key in ("jobs", "enterprises", "students", "residents")},
    "investment": _scaled(("млрд", "млрд", "KZT … billion")),
    "debt": _scaled(("млн", "млн", "… million tenge")),
    "share": {lang: {"nominative": {"one": "%", "few": "%", "many": "%", "other": "%"}} for lang in LANGUAGES},
}


def printer(column: int) -> Printer:
    """Return the printer of one of the six ledgers."""
    now = Period.parse(PERIODS[column])
    before = Period.parse(now.year_before())
    released = date(2023, 2, 1)
    figures = []
    for key, (current, previous) in VALUES.items():
        values = ((before, previous[column]), (now, current[column]))
        observations = tuple(Observation(period, Decimal(text), Status.ACTUAL, released) for period, text in values)
        genders = {"ru": agreement(_NOUNS[key][0])} if key in _NOUNS else {}
        figures.append(
            Indicator(
                key,
                dict.fromkeys(LANGUAGES, key),
                UNITS[key],
                _DECIMALS.get(key, 0),
                observations=observations,
                genders={lang: gender for lang, (gender, _) in genders.items() if gender},
                animate=frozenset(lang for lang, (_, animate) in genders.items() if animate),
            )
        )
    per = Indicator(
        "per-enterprise", dict.fromkeys(LANGUAGES, "per"), UNITS["jobs"], 1, formula=parse_formula("jobs / enterprises")
    )
    return Printer(Ledger([*figures, per]))


@dataclass(frozen=True)
class Row:
    """A sentence of the page in a language, and what its markers print in each column."""

    lang: str
    sentence: str
    cells: tuple[str, ...]

    @property
    def markers(self) -> list[str]:
        """The insides of its markers."""
        return re.findall(r"\{\{ (.*?) \}\}", self.sentence)


_ROW = re.compile(r"^\| `(?P<sentence>[^`]+)` \|(?P<cells>.*)\|$")
_HEADING = re.compile(r"^## (?P<title>.+)$")
_TITLES = {"Russian": "ru", "Kazakh": "kk", "English": "en"}


def rows(text: str) -> Iterator[tuple[int, Row]]:
    """Yield each row of the page with the number of its line, counted from 0."""
    lang = ""
    for number, line in enumerate(text.splitlines()):
        if heading := _HEADING.match(line):
            lang = _TITLES.get(heading["title"], "")
        elif lang and (row := _ROW.match(line)):
            cells = tuple(cell.strip() for cell in row["cells"].split("|"))
            yield number, Row(lang, row["sentence"].replace(r"\|", "|"), cells)


def filled(row: Row) -> tuple[str, ...]:
    """Return what the markers of a row print from each ledger; several are joined by "…"."""
    return tuple(
        " … ".join(_printed(PRINTERS[column], each, row.lang) for each in row.markers) for column in range(len(PERIODS))
    )


def _printed(own: Printer, marker: str, lang: str) -> str:
    figure = parse_marker(marker)
    assert isinstance(figure, Figure)
    return own.print(figure, lang).text.replace("\u00a0", " ")


PRINTERS = [printer(column) for column in range(len(PERIODS))]


def main() -> None:
    """Write the cells of the page anew, and say which markers cannot be printed."""
    lines = PAGE.read_text("utf-8").splitlines()
    wrong = []
    for number, row in rows("\n".join(lines)):
        try:
            cells = filled(row)
        except MarkerError as error:
            wrong.append(f"{PAGE.name}:{number + 1}: {error}")
            continue
        sentence = row.sentence.replace("|", r"\|")
        lines[number] = f"| `{sentence}` | {' | '.join(cells)} |"
    PAGE.write_text("\n".join(lines) + "\n", "utf-8")
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
