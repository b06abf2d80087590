"""How a figure has changed, as markers print it: never a direction or a size that the values do not have."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from aimaq.figures.fill.printing import Printer
from aimaq.figures.ledger import Assertion, Indicator, Ledger, Observation, Status
from aimaq.figures.periods import Period
from aimaq.figures.text.figure import Figure
from aimaq.figures.text.markers import MarkerError, parse_marker

UNIT = {
    "ru": {
        "nominative": {"one": "место", "few": "места", "many": "мест", "other": "места"},
        "accusative": {"one": "место", "few": "места", "many": "мест", "other": "места"},
    },
    "kk": {"nominative": {"other": "орын"}, "dative": {"other": "орынға"}},
    "en": {"nominative": {"one": "job", "other": "jobs"}},
}
SHARE = {lang: {"nominative": {"other": "%"}} for lang in UNIT}
LABEL = dict.fromkeys(UNIT, "Jobs")


def printer(values: dict[str, str], unit: dict[str, dict[str, dict[str, str]]] = UNIT, decimals: int = 0) -> Printer:
    """Return a printer of one figure with these values by period; the year of a period is that of its release."""
    observations = tuple(
        Observation(
            period=(period := Period.parse(text)),
            value=Decimal(value),
            status=Status.ACTUAL,
            released=date(period.last.year + 1, 1, 15),
        )
        for text, value in values.items()
    )
    return Printer(Ledger([Indicator("jobs", LABEL, unit, decimals, observations=observations)]))


def printed(own: Printer, marker: str, lang: str = "en", published: str = "") -> str:
    figure = parse_marker(f"jobs {marker}".strip())
    assert isinstance(figure, Figure)
    return own.print(figure, lang, published).text.replace("\u00a0", " ")


YEARS = {"2019": "1000", "2020": "2000", "2021": "2210", "2022": "2522"}


@pytest.mark.parametrize(
    ("marker", "ru", "kk", "en"),
    [
        ("| up percent", "14,1 %", "14,1 %", "14.1%"),
        ("| percent since 2021", "+14,1 %", "+14,1 %", "+14.1%"),
        ("@ 2020 | up percent since 2019", "100 %", "100 %", "100%"),
        ("| up change since 2020", "522", "522", "522"),
        ("| up difference since year-before", "312 мест", "312 орын", "312 jobs"),
        ("| difference since 2021", "+312 мест", "+312 орын", "+312 jobs"),
        ("| up times since 2019", "2,5 раза", "2,5 есе", "2.5 times"),
        ("@ 2020 | up times since 2019", "2 раза", "2 есе", "2 times"),
        ("@ previous", "2 210 мест", "2 210 орын", "2,210 jobs"),
        ("@ year-before | up change", "210", "210", "210"),
        ("| change | direction: A …/B …", "A 312", "A 312", "A 312"),
        ("| change | direction: rose/fell", "rose", "rose", "rose"),
    ],
)
def test_a_rise(marker: str, ru: str, kk: str, en: str) -> None:
    own = printer(YEARS)
    assert [printed(own, marker, lang) for lang in UNIT] == [ru, kk, en]


def test_kazakh_endings_stand_on_what_is_read_last() -> None:
    own = printer(YEARS)
    markers = (
        "| up change | dative",
        "| up percent | dative",
        "| up difference | dative",
        "| up times since 2019 | dative",
    )
    assert [printed(own, marker, "kk") for marker in markers] == ["312-ге", "14,1 %-ға", "312 орынға", "2,5 есеге"]


def test_a_fall() -> None:
    own = printer(YEARS | {"2023": "1008"})
    assert printed(own, "| down percent") == "60%"
    assert printed(own, "| down times") == "2.5 times"
    assert printed(own, "| change") == "−1,514"
    assert printed(own, "| percent | direction: up …/down …") == "down 60%"
    assert printed(own, "| down difference", "ru") == "1 514 мест"


def test_a_share_changes_by_points() -> None:
    own = printer({"2021": "10.4", "2022": "12.6"}, SHARE, decimals=1)
    assert [printed(own, "| up points", lang) for lang in UNIT] == [
        "2,2 процентного пункта",
        "2,2 пайыздық тармақ",
        "2.2 percentage points",
    ]
    with pytest.raises(MarkerError, match='"points" is the change of a percentage'):
        printed(printer(YEARS), "| up points")


@pytest.mark.parametrize(
    ("values", "marker", "message"),
    [
        (YEARS, "| down percent", "no longer true: .* rose from 2210 in 2021 to 2522 in 2022"),
        (YEARS | {"2023": "2000"}, "| up change", "fell from 2522 in 2022 to 2000 in 2023"),
        (YEARS | {"2023": "2522"}, "| up difference", "did not change"),
        (YEARS | {"2023": "2523"}, "| up percent", "did not change, as it is printed"),
        (YEARS | {"2023": "2522"}, "| percent | direction: a …/b …", "has no words for that"),
        (YEARS, "| up percent since 2018", 'no earlier period "2018" of the same length to compare with 2022'),
        (YEARS, "@ 2021 | up percent since 2022", 'no earlier period "2022" of the same length to compare with 2021'),
        ({"2022": "5"}, "| percent", "no earlier period of the same length to compare with 2022"),
        ({"2022": "40", "2023-Q1": "12"}, "| percent", "no earlier period of the same length to compare with 2023-Q1"),
        ({"2022": "40", "2023-Q1": "12"}, "| change since 2022", 'no earlier period "2022" of the same length'),
        ({"2022-Q4": "11", "2023": "50"}, "| change since 2022", 'no earlier period "2022" of the same length'),
        ({"2022-01--09": "30", "2023-S1": "21"}, "| change", "of the same length to compare with 2023-S1"),
        ({"2021": "0", "2022": "5"}, "| percent", "no percentage and no ratio"),
        ({"2021": "-3", "2022": "5"}, "| up times", "no percentage and no ratio"),
        ({"2021": "3", "2022": "0"}, "| down times", "no percentage and no ratio"),
    ],
)
def test_what_would_be_false_is_refused(values: dict[str, str], marker: str, message: str) -> None:
    with pytest.raises(MarkerError, match=message):
        printed(printer(values), marker)


def test_a_change_compares_periods_of_one_length() -> None:
    """A quarter is compared with the quarter before, and a year with a year, whatever was recorded between them."""
    own = printer({"2021": "30", "2022-Q3": "9", "2022": "40", "2022-Q4": "11", "2023-Q1": "12"})
    assert printed(own, "| change") == "+1"
    assert printed(own, "@ 2022-Q4 | change") == "+2"
    assert printed(own, "@ 2022 | up change") == "10"
    assert printed(own, "@ previous") == "11 jobs"
    level = printer({"2021": "30", "2022-12-31": "40"})
    assert printed(level, "| change") == "+10", "a day has a level, as a year may have one"


def test_a_record_is_one_among_periods_of_its_length() -> None:
    own = printer({"2021": "50", "2022-Q4": "11", "2022": "40"})
    claim = parse_marker("assert record jobs @ 2022")
    assert isinstance(claim, Assertion)
    assert not own.holds(claim), "it is less than that of 2021, and more than a quarter of its own year"
    with pytest.raises(MarkerError, match="no period of the same length before 2022-Q4"):
        own.holds(parse_marker("assert record low jobs"))  # type: ignore[arg-type]


def test_a_year_is_not_what_a_part_of_it_adds_up() -> None:
    own = printer({"2022-Q3": "9", "2022-Q4": "11"})
    with pytest.raises(MarkerError, match=r"no observation for 2022; recorded periods: 2022-Q3, 2022-Q4"):
        printed(own, "@ 2022")


def test_no_change_has_words_of_its_own() -> None:
    assert printed(printer(YEARS | {"2023": "2522"}), "| percent | direction: up …/down …/unchanged") == "unchanged"


def test_a_pinned_change_is_that_of_its_day() -> None:
    own = printer(YEARS)
    assert printed(own, "@ published | up percent", published="2022-06-01") == "10.5%"
    then = own.print(Figure("jobs", show="percent"), "en", "2022-06-01")
    assert (then.text, then.then, then.then_value) == ("+14.1%", "+10.5%", "10.5")


numbers = st.decimals(min_value=1, max_value=10**9, places=1)


def read(text: str) -> Decimal:
    """Read a printed English number back."""
    found = re.search(r"[0-9][0-9,]*(?:\.[0-9]+)?", text)
    assert found is not None, text
    return Decimal(found[0].replace(",", ""))


@given(numbers, numbers, st.sampled_from(["change", "difference", "percent", "times"]))
def test_what_is_printed_is_true(before: Decimal, after: Decimal, show: str) -> None:
    """The words name the way that the values went, and the size is theirs to the last digit that is printed."""
    own = printer({"2021": str(before), "2022": str(after)}, decimals=1)
    text = printed(own, f"| {show} | direction: up …/down …/same")
    exact = {
        "change": abs(after - before),
        "difference": abs(after - before),
        "percent": abs(after - before) / before * 100,
        "times": max(after, before) / min(after, before),
    }[show]
    if text == "same":
        assert exact < (Decimal("1.05") if show == "times" else Decimal("0.05"))
        return
    assert text.startswith("up " if after > before else "down ")
    assert abs(read(text) - exact) <= Decimal("0.05")
    way = "up" if after > before else "down"
    assert printed(own, f"| {way} {show}") == text.removeprefix(f"{way} ")
    with pytest.raises(MarkerError, match="no longer true"):
        printed(own, f"| {'down' if way == 'up' else 'up'} {show}")


@given(numbers, numbers)
def test_assertions_compare_with_the_period_before(before: Decimal, after: Decimal) -> None:
    assume(before != after)
    own = printer({"2021": str(before), "2022": str(after)}, decimals=1)
    for at in ("previous", "year-before", "2021"):
        claim = parse_marker(f"assert jobs > jobs @ {at}")
        assert isinstance(claim, Assertion)
        assert own.holds(claim) == (after > before)
