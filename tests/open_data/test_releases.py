"""Every release has a permanent name: unique, unaffected by later releases, and never removed."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from aimaq.figures.ledger import Indicator, Ledger, Observation, Period, Status, parse_formula
from aimaq.figures.ledger.releases import releases, standing

TEXTS = {"en": "x"}
UNIT = {"en": {"nominative": {"other": "x"}}}
DAYS = st.integers(0, 5).map(lambda days: date(2030, 1, 1) + timedelta(days))
PERIODS = st.sampled_from(["2020", "2021", "2021-Q4", "2021-12", "2021-12-31"]).map(Period.parse)
OBSERVATIONS = st.lists(
    st.builds(Observation, PERIODS, st.integers(1, 99).map(Decimal), st.sampled_from(Status), DAYS), max_size=12
)


def indicator(key: str, observations: list[Observation]) -> Indicator:
    """As the ledger has it: sorted by period and day, then in the order of the file."""
    ordered = tuple(sorted(observations, key=lambda seen: (seen.period, seen.released)))
    return Indicator(key, TEXTS, UNIT, observations=ordered)


def ledger_of(first: list[Observation], second: list[Observation]) -> Ledger:
    ratio = replace(indicator("ratio", []), formula=parse_formula("first / second"), decimals=2)
    return Ledger([indicator("first", first), indicator("second", second), ratio])


@given(OBSERVATIONS, OBSERVATIONS)
def test_names_are_unique_and_what_stands_is_the_history(first: list[Observation], second: list[Observation]) -> None:
    """Two releases never share a name, and the valid ones are those that the ledger returns."""
    ledger = ledger_of(first, second)
    for key in ledger.indicators:
        found = releases(ledger, key)
        anchors = [each.anchor for each in found]
        assert len(set(anchors)) == len(anchors)
        assert tuple(each.observation for each in standing(found)) == ledger.history(key)
        assert {each.replaced_by for each in found} <= {"", *anchors}


@given(OBSERVATIONS, OBSERVATIONS, st.integers(0, 5))
def test_what_was_known_on_a_day_keeps_its_names(
    first: list[Observation], second: list[Observation], days: int
) -> None:
    """A later ledger has every release that it had before, under the same name and with the same value."""
    ledger = ledger_of(first, second)
    before = ledger.known(date(2030, 1, 1) + timedelta(days))
    for key in ledger.indicators:
        now = {each.anchor: each.observation for each in releases(ledger, key)}
        for each in releases(before, key):
            assert now[each.anchor] == each.observation


@given(OBSERVATIONS, st.integers(1, 99))
def test_a_release_added_on_the_same_day_takes_no_name(observations: list[Observation], value: int) -> None:
    """`aimaq set` appends: what is recorded later on a day comes after what was recorded earlier."""
    for seen in observations:
        later = [*observations, replace(seen, value=Decimal(value), correction=True)]
        names = {each.anchor: each.observation for each in releases(ledger_of(later, []), "first")}
        for each in releases(ledger_of(observations, []), "first"):
            assert names[each.anchor] == each.observation


def test_a_figure_does_not_replace_its_plan() -> None:
    """A plan that has been overtaken by a newer plan is replaced; one that has come to pass is not."""
    plan = Observation(Period.parse("2021"), Decimal(5), Status.PLAN, date(2020, 1, 1))
    newer = replace(plan, value=Decimal(6), released=date(2020, 6, 1))
    figure = replace(plan, status=Status.ACTUAL, released=date(2022, 1, 1))
    found = releases(ledger_of([plan, newer, figure], []), "first")
    assert [each.replaced_by for each in found] == ["r-2021-2020-06-01", "", ""]
    assert [each.observation for each in standing(found)] == [figure]


def test_a_derived_figure_keeps_the_values_that_it_had() -> None:
    """Where a part has been corrected, the value computed from the wrong one stays under its name."""
    wrong = Observation(Period.parse("2021"), Decimal(10), Status.ACTUAL, date(2022, 1, 1))
    right = replace(wrong, value=Decimal(12), released=date(2022, 5, 1), correction=True)
    other = replace(wrong, value=Decimal(4))
    found = releases(ledger_of([wrong, right], [other]), "ratio")
    assert [(each.anchor, str(each.observation.value), each.replaced_by) for each in found] == [
        ("r-2021-2022-01-01", "2.50", "r-2021-2022-05-01"),
        ("r-2021-2022-05-01", "3.00", ""),
    ]
