"""The geometry of charts: nothing leaves the box, nothing changes order, nothing is drawn that is not there."""

import re
from datetime import date
from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimaq.figures.views.charts import (
    DOTS_UP_TO,
    FIELD,
    LABEL_GAP,
    LEFT,
    RIGHT,
    STEMS_UP_TO,
    Plotted,
    chart,
    nice_ticks,
    sparkline,
)

STATUSES = ("actual", "provisional", "estimate", "plan")
values = st.decimals(min_value=-(10**13), max_value=10**13, places=2)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
observations = st.builds(Plotted, days, values, st.sampled_from(STATUSES), st.just("1"))
courses = st.lists(observations, min_size=1, max_size=40)


def numbers(path: str) -> list[tuple[float, float]]:
    """The points of path data that is made of M, L, V and Z."""
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)]


def several(count: int, status: str = "actual") -> list[Plotted]:
    return [Plotted(date(1900 + n, 12, 31), Decimal(n), status, str(n)) for n in range(count)]


@given(courses)
def test_every_mark_stands_inside_the_drawing(points: list[Plotted]) -> None:
    drawn = chart(points)
    assert len(drawn.marks) == len(points)
    for mark in drawn.marks:
        assert LEFT <= mark.x <= RIGHT
        assert 0 <= mark.y <= drawn.floor < drawn.height
    for stroke in drawn.strokes:
        for x, y in numbers(stroke.path):
            assert 0 <= x <= FIELD
            assert 0 <= y <= drawn.floor


@given(courses)
def test_marks_keep_the_order_of_their_dates_and_values(points: list[Plotted]) -> None:
    ordered = sorted(points, key=lambda point: point.day)
    marks = chart(points).marks
    assert [mark.status for mark in marks] == [point.status for point in ordered]
    assert [mark.x for mark in marks] == sorted(mark.x for mark in marks)
    by_value = sorted(zip(ordered, marks, strict=True), key=lambda pair: pair[0].value)
    heights = [mark.y for _, mark in by_value]
    assert heights == sorted(heights, reverse=True)


@given(courses, st.randoms())
def test_the_order_in_which_points_are_given_does_not_matter(points: list[Plotted], random: Random) -> None:
    shuffled = random.sample(points, len(points))
    places = [sorted((mark.x, mark.y) for mark in chart(course).marks) for course in (points, shuffled)]
    assert places[0] == places[1]


@given(courses)
def test_zero_is_always_on_the_axis_and_is_the_ground(points: list[Plotted]) -> None:
    drawn = chart(points)
    zeros = [tick for tick in drawn.values if tick.is_zero]
    assert [tick.position for tick in zeros] == [drawn.ground]
    assert len(drawn.values) >= 2


@given(courses)
def test_labels_leave_each_other_room(points: list[Plotted]) -> None:
    places = [mark.x for mark in chart(points).marks if mark.label]
    assert places, "the latest observation always carries its value"
    assert all(later - earlier >= LABEL_GAP for earlier, later in pairwise(places))


@given(courses)
def test_years_are_named_in_order_and_seven_at_most(points: list[Plotted]) -> None:
    ticks = chart(points).dates
    assert 1 <= len(ticks) <= 8
    assert [tick.position for tick in ticks] == sorted(tick.position for tick in ticks)
    assert all(0 <= tick.position <= 100 for tick in ticks)


@given(values, values)
def test_ticks_are_round_even_and_enclose_the_values(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    ticks = nice_ticks(low, high)
    assert ticks[0] <= low and high <= ticks[-1] and 0 in ticks
    steps = {after - before for before, after in pairwise(ticks)}
    assert len(steps) == 1
    assert steps.pop().normalize().as_tuple().digits in {(1,), (2,), (5,)}
    assert 2 <= len(ticks) <= 8
    assert all("E" not in str(tick) for tick in ticks)


def test_no_observation_makes_an_empty_chart() -> None:
    assert chart([]).marks == () and chart([]).strokes == ()
    assert sparkline([]).marks == () and sparkline([]).strokes == ()


def test_a_single_observation_is_joined_to_nothing() -> None:
    only = [Plotted(date(2023, 7, 31), Decimal(88), "actual", "88")]
    drawn, small = chart(only), sparkline(only)
    assert len(drawn.marks) == 1 and drawn.strokes == ()
    assert len(small.marks) == 1 and small.strokes == () and small.area == ""
    assert drawn.height < chart(several(2)).height


@pytest.mark.parametrize(("count", "strokes"), [(1, 0), (2, 1), (3, 1), (200, 1)])
def test_neighbours_are_joined_by_one_stroke(count: int, strokes: int) -> None:
    drawn = chart(several(count))
    assert len(drawn.strokes) == strokes
    assert drawn.stems == (count <= STEMS_UP_TO)
    assert drawn.dots == (count <= DOTS_UP_TO)
    assert len(sparkline(several(count)).strokes) == strokes


def test_the_way_to_a_plan_is_a_stroke_of_its_own() -> None:
    points = [*several(3), Plotted(date(2030, 12, 31), Decimal(9), "plan", "9")]
    drawn = chart(points)
    assert [stroke.plan for stroke in drawn.strokes] == [False, True]
    assert numbers(drawn.strokes[0].path)[-1] == numbers(drawn.strokes[1].path)[0]
    assert drawn.statuses == ("actual", "plan")
    # The shaded part of the sparkline is what has happened.
    assert max(x for x, _ in numbers(sparkline(points).area)) < sparkline(points).marks[-1].x


def test_equal_values_lie_on_one_level_above_the_ground() -> None:
    drawn = chart([Plotted(date(2020 + n, 1, 1), Decimal(5), "actual", "5") for n in range(4)])
    assert len({mark.y for mark in drawn.marks}) == 1
    assert drawn.marks[0].y < drawn.ground


def test_nothing_but_zeros_lies_on_the_ground() -> None:
    drawn = chart([Plotted(date(2020 + n, 1, 1), Decimal(0), "actual", "0") for n in range(3)])
    assert {mark.y for mark in drawn.marks} == {drawn.ground}


def test_negative_values_hang_under_the_ground_and_their_labels_under_them() -> None:
    drawn = chart(
        [Plotted(date(2020, 1, 1), Decimal(-4), "actual", "−4"), Plotted(date(2024, 1, 1), Decimal(4), "actual", "4")]
    )
    below, above = drawn.marks
    assert below.y > drawn.ground > above.y
    assert below.label_y > below.y and above.label_y < above.y
    assert drawn.floor >= below.y


def test_distances_in_time_are_real() -> None:
    first, middle, last = chart(
        [
            Plotted(date(2015, 1, 1), Decimal(1)),
            Plotted(date(2023, 1, 1), Decimal(2)),
            Plotted(date(2025, 1, 1), Decimal(3)),
        ]
    ).marks
    assert (middle.x - first.x) / (last.x - first.x) == pytest.approx(0.8, abs=0.001)


def test_periods_are_named_where_years_would_say_too_little() -> None:
    """By the name of the period, never by the day in its middle, at which its mark stands."""
    pair = [Plotted(date(2023, 3, 1), Decimal(1), when="A"), Plotted(date(2023, 9, 1), Decimal(2), when="B")]
    assert [tick.label for tick in chart(pair).dates] == ["A", "B"]
    assert [tick.label for tick in chart(pair[:1]).dates] == ["A"]
    far = chart([Plotted(date(2015, 8, 26), Decimal(1)), Plotted(date(2025, 12, 31), Decimal(2))])
    assert [tick.label for tick in far.dates] == ["2016", "2018", "2020", "2022", "2024"]


@given(courses)
def test_a_sparkline_stays_in_its_box(points: list[Plotted]) -> None:
    small = sparkline(points)
    assert 0 < small.ground < small.height
    for mark in small.marks:
        assert 0 <= mark.x <= small.width and 0 <= mark.y <= small.height
    for stroke in small.strokes:
        assert all(0 <= x <= small.width and 0 <= y <= small.height for x, y in numbers(stroke.path))
