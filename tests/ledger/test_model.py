"""What the ledger answers: current values, values as known, plans, changes and derived figures."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger.samples import days, indicator, ledgers, seen, small

from aimaq.figures.ledger import (
    DerivationError,
    Indicator,
    Ledger,
    Observation,
    Period,
    Status,
    parse_formula,
)
from aimaq.figures.ledger.releases import releases

PLAN, ESTIMATE, PROVISIONAL = Status.PLAN, Status.ESTIMATE, Status.PROVISIONAL


def _change(ledger: Ledger, key: str) -> Decimal:
    now, before = ledger.compared(key) or pytest.fail("nothing to compare")
    return now.value - before.value


def one(*observations: Observation) -> Ledger:
    return Ledger([indicator("jobs", *observations)])


def derived(key: str, formula: str, decimals: int = 0) -> Indicator:
    return Indicator(key, {}, {}, decimals, formula=parse_formula(formula))


def test_every_status_but_actual_is_said_beside_a_value() -> None:
    assert [each for each in Status if not each.is_said] == [Status.ACTUAL]


@given(ledgers, days)
def test_known_is_what_had_been_released(ledger: Ledger, on: date) -> None:
    """Against a filter by hand: the same indicators, and of each what was released on that day or before."""
    known = ledger.known(on)
    assert list(known.indicators) == list(ledger.indicators)
    for key, each in ledger.indicators.items():
        by_hand = [o for o in each.observations if o.released <= on]
        assert list(known.indicators[key].observations) == by_hand
        assert known.history(key) == Ledger([replace(each, observations=tuple(by_hand))]).history(key)


@given(ledgers)
def test_history_has_each_period_once(ledger: Ledger) -> None:
    """Oldest first, the latest release of each; a plan only for a period that has no figure."""
    for key, each in ledger.indicators.items():
        history = ledger.history(key)
        periods = [o.period for o in history]
        assert periods == sorted({o.period for o in each.observations})
        for observation in history:
            rivals = [o for o in each.observations if o.period == observation.period]
            figures = [o for o in rivals if o.status is not PLAN] or rivals
            assert observation.released == max(o.released for o in figures)
            assert observation in figures


@given(ledgers)
def test_what_lies_ahead_is_current_only_where_nothing_else_is_known(ledger: Ledger) -> None:
    """A plan, and before it an estimate of a period that had not begun; the current value is the latest."""
    for key, each in ledger.indicators.items():
        current = ledger.current(key)
        last = {o.period: o for o in each.observations if o.status is not PLAN}
        known = list(last.values())
        begun = [o for o in known if not (o.status is Status.ESTIMATE and o.released < o.period.first)]
        figures = begun or known or list(each.observations)
        assert (current is None) == (not figures)
        if current:
            assert current in figures
            assert current.period == max(o.period for o in figures)


@given(ledgers, days)
def test_asking_twice_gives_the_same(ledger: Ledger, on: date) -> None:
    """Answers are remembered, not changed by the asking."""
    for key in ledger.indicators:
        assert ledger.known(on).current(key) == ledger.known(on).current(key)
        assert ledger.known(on).at(key, "2021") == ledger.known(on).at(key, "2021")


def test_the_small_ledger_answers() -> None:
    """Current, corrected, pinned, planned and changed values of the sample."""
    ledger = small()
    current = ledger.current("jobs")
    assert current is not None
    assert (current.value, current.correction, current.note["en"]) == (Decimal(3320), True, "A misprint.")
    earlier = ledger.known(date(2023, 8, 14)).current("jobs")
    assert earlier is not None and earlier.value == 3314
    assert ledger.known(date(2022, 1, 31)).current("jobs") is None
    assert _change(ledger, "jobs") == 798
    assert ledger.known(date(2022, 12, 31)).compared("jobs") is None
    plan = ledger.plan("enterprises")
    assert plan is not None and plan.value == 28 and ledger.plan("jobs") is None
    ratio = ledger.current("jobs-per-enterprise")
    assert ratio is not None
    assert (ratio.value, ratio.status, ratio.released) == (Decimal("123.0"), PROVISIONAL, date(2023, 8, 15))
    assert (ratio.correction, ratio.source) == (True, None)
    assert ledger.parts("jobs-per-enterprise") == {"jobs-per-enterprise", "jobs", "enterprises"}


def test_at_finds_the_period_or_the_latest_inside_it() -> None:
    """ "2022" is the year's own figure if there is one, else the last that lies in the year."""
    ledger = one(
        seen("2021-06-30", "1", "2021-07-01"),
        seen("2021-12-31", "2", "2022-02-01"),
        seen("2022-Q1", "3", "2022-04-01"),
        seen("2022", "4", "2023-01-01"),
        seen("2022-12-31", "5", "2023-01-01"),
        seen("2023", "6", "2020-01-01", PLAN),
        seen("2023-06-30", "7", "2023-07-01"),
        seen("2024", "8", "2020-01-01", PLAN),
    )

    def at(text: str) -> Decimal | None:
        found = ledger.at("jobs", text)
        return found.value if found else None

    assert [at(text) for text in ("2021", "2021-12", "2021-Q2", "2022", "2022-Q4")] == [2, 2, 1, 4, 5]
    assert [at(text) for text in ("2022-Q1", "2022-01", "2020", "2023", "2024")] == [3, None, None, 7, 8]
    with pytest.raises(ValueError, match="is not a period"):
        at("last year")


def test_the_latest_plan_is_the_one_announced_last() -> None:
    """A correction of an older plan does not bring it back, and its value is the corrected one."""
    first = seen("2025", "28", "2021-07-01", PLAN)
    second = seen("2024", "24", "2022-07-01", PLAN)
    corrected = seen("2025", "29", "2023-01-01", PLAN, correction=True)
    assert one(first).plan("jobs") == first
    assert one(first, second).plan("jobs") == second
    assert one(first, second, corrected).plan("jobs") == second
    assert one(first, corrected).plan("jobs") == corrected
    assert one(second, seen("2026", "40", "2022-07-01", PLAN)).plan("jobs") == seen("2026", "40", "2022-07-01", PLAN)


def test_change_skips_plans() -> None:
    """The change is between the last two figures."""
    ledger = one(
        seen("2021", "100", "2022-01-01"),
        seen("2022", "500", "2020-01-01", PLAN),
        seen("2023", "90.5", "2023-06-01", ESTIMATE),
        seen("2024", "900", "2020-01-01", PLAN),
    )
    assert _change(ledger, "jobs") == Decimal("-9.5")
    assert ledger.at("jobs", "previous") == seen("2021", "100", "2022-01-01")


def test_derived_figures_take_the_weakest_status_and_the_latest_release() -> None:
    """One for each period in which every part has one; plans among plans."""
    ledger = Ledger(
        [
            derived("ratio", "jobs / enterprises", 1),
            indicator(
                "jobs",
                seen("2021", "10", "2022-01-01"),
                seen("2022", "20", "2023-01-01"),
                seen("2023", "30", "2024-01-01"),
                seen("2025", "100", "2021-01-01", PLAN),
            ),
            indicator(
                "enterprises",
                seen("2021", "3", "2022-02-01", ESTIMATE),
                seen("2023", "7", "2022-06-01", PLAN),
                seen("2025", "8", "2021-05-01", PLAN),
            ),
        ]
    )
    assert [(str(o.period), str(o.value), o.status, str(o.released)) for o in ledger.history("ratio")] == [
        ("2021", "3.3", ESTIMATE, "2022-02-01"),
        ("2023", "4.3", PLAN, "2024-01-01"),
        ("2025", "12.5", PLAN, "2021-05-01"),
    ]
    current, plan = ledger.current("ratio"), ledger.plan("ratio")
    assert current is not None and str(current.period) == "2021"
    assert plan is not None and str(plan.period) == "2023"
    assert ledger.known(date(2022, 1, 31)).current("ratio") == ledger.history("ratio")[2]


def test_a_figure_derived_from_a_derived_one_is_rounded_once() -> None:
    """10 / 3 × 3 is 10, though 10 / 3 is printed as 3; and halves are rounded away from zero."""
    ledger = Ledger(
        [
            derived("whole", "third * 3"),
            derived("third", "jobs / 3"),
            derived("half", "jobs / 4"),
            derived("less", "-half"),
            indicator("jobs", seen("2022", "10", "2023-01-01")),
        ]
    )
    values = {key: current.value for key in ledger.indicators if (current := ledger.current(key))}
    assert values == {"whole": 10, "third": 3, "half": 3, "less": -3, "jobs": 10}
    assert ledger.parts("whole") == {"whole", "third", "jobs"}


def test_a_formula_may_join_periods() -> None:
    """With the period before, the year before, a fixed one, or two fixed ones, which have one value."""
    jobs = indicator(
        "jobs",
        seen("2020", "1000", "2021-01-15"),
        seen("2021", "1500", "2022-01-15"),
        seen("2022", "1800", "2023-01-15"),
        seen("2022", "2100", "2023-03-15"),
    )
    formulas = {
        "growth": "(jobs / jobs @ previous - 1) * 100",
        "added": "jobs - jobs @ year-before",
        "since": "jobs / jobs @ 2020",
        "fixed": "jobs @ 2022 / jobs @ 2021",
    }
    ledger = Ledger([jobs, *(derived(key, text, 1) for key, text in formulas.items())])
    values = {key: [(each.period.text, f"{each.value}") for each in ledger.history(key)] for key in formulas}
    assert values == {
        "growth": [("2021", "50.0"), ("2022", "40.0")],
        "added": [("2021", "500.0"), ("2022", "600.0")],
        "since": [("2020", "1.0"), ("2021", "1.5"), ("2022", "2.1")],
        "fixed": [("2022", "1.4")],
    }
    assert [str(each.value) for each in ledger.known(date(2023, 2, 1)).history("growth")] == ["50.0", "20.0"]
    released = [(each.observation.period.text, str(each.observation.released)) for each in releases(ledger, "growth")]
    assert released == [("2021", "2022-01-15"), ("2022", "2023-01-15"), ("2022", "2023-03-15")]


def test_a_formula_joins_periods_of_one_length() -> None:
    """What a quarter has is neither that of a year, nor its growth since one."""
    jobs = indicator(
        "jobs",
        *(seen(text, value, "2023-06-15") for text, value in (("2021", "30"), ("2022", "40"))),
        *(seen(text, value, "2023-06-15") for text, value in (("2022-Q4", "10"), ("2023-Q1", "15"))),
    )
    formulas = {"growth": "jobs / jobs @ previous", "since": "jobs / jobs @ 2021", "year": "jobs @ 2023 / jobs @ 2021"}
    ledger = Ledger([jobs, *(derived(key, text, 1) for key, text in formulas.items())])
    values = {key: [(each.period.text, f"{each.value}") for each in ledger.history(key)] for key in formulas}
    assert values == {
        "growth": [("2022", "1.3"), ("2023-Q1", "1.5")],
        "since": [("2021", "1.0"), ("2022", "1.3")],
        "year": [],
    }


def test_a_division_by_zero_names_indicator_and_period() -> None:
    """It cannot come from a ledger that was read, but a ledger made by hand may have one."""
    ledger = Ledger([derived("ratio", "5 / jobs"), indicator("jobs", seen("2022", "0", "2023-01-01"))])
    with pytest.raises(DerivationError, match="ratio, 2022: division by zero"):
        ledger.current("ratio")


@pytest.mark.parametrize(
    "change",
    [
        lambda ledger: ledger.indicators.__setitem__("x", None),
        lambda ledger: ledger.indicators["jobs"].label.__setitem__("ru", "x"),
        lambda ledger: ledger.indicators["jobs"].unit["ru"]["nominative"].__setitem__("one", "x"),
        lambda ledger: setattr(ledger.indicators["jobs"], "decimals", 3),
        lambda ledger: setattr(ledger.indicators["jobs"].observations[2], "value", Decimal(0)),
        lambda ledger: ledger.indicators["jobs"].observations[2].note.__setitem__("ru", "x"),
        lambda ledger: setattr(Period.parse("2022"), "text", "2023"),
    ],
)
def test_nothing_in_a_ledger_can_be_changed(change: Any) -> None:
    """From the mapping of indicators down to the forms of a unit."""
    with pytest.raises((TypeError, AttributeError, FrozenInstanceError)):
        change(small())


@given(st.sampled_from(["jobs", "job"]))
def test_an_unknown_key_is_a_key_error(key: str) -> None:
    """Callers check the key first."""
    ledger = small()
    if key in ledger.indicators:
        assert ledger.current(key)
    else:
        for ask in (ledger.current, ledger.history, ledger.plan, ledger.compared, ledger.parts):
            with pytest.raises(KeyError):
                ask(key)
