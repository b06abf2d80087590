"""The geometry of charts: nothing leaves the box, nothing touches, nothing is drawn that is not there."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from aimaq.figures.views.chart_labels import RIGHT_ROOM, WIDTHS, width_of
from aimaq.figures.views.chart_scale import nice_ticks
from aimaq.figures.views.charts import DOTS_UP_TO, FIELD, LABEL_SIZE, STEMS_UP_TO, Chart, Plotted, chart
from aimaq.figures.views.sparkline import sparkline

from .drawn import STYLES, document, point

STATUSES = ("actual", "provisional", "estimate", "plan")
values = st.decimals(min_value=-(10**13), max_value=10**13, places=2)
years = st.integers(1990, 2030)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(date.isoformat)
steps = st.one_of(
    st.builds("{}".format, years),
    st.builds("{}-Q{}".format, years, st.integers(1, 4)),
    st.builds("{}-{:02}".format, years, st.integers(1, 12)),
)


def courses_of(periods: st.SearchStrategy[str]) -> st.SearchStrategy[list[Plotted]]:
    one = st.builds(
        lambda period, value, status, plan: point(period, value, status, None if status == "plan" else plan),
        periods,
        values,
        st.sampled_from(STATUSES),
        st.none() | st.integers(1, 10**9),
    )
    return st.lists(one, min_size=1, max_size=40, unique_by=lambda each: each.period.text)


courses = st.one_of(courses_of(days), courses_of(steps), courses_of(days | steps))
together = st.lists(courses, min_size=2, max_size=6).map(
    lambda found: [replace(each, series=number) for number, course in enumerate(found, start=1) for each in course]
)


def numbers(path: str) -> list[tuple[float, float]]:
    """The points of path data that is made of M, L, V and Z."""
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)]


def several(count: int, status: str = "actual") -> list[Plotted]:
    return [point(f"{1900 + n}-12-31", n, status) for n in range(count)]


def labels_at(drawn: Chart, width: float) -> list[tuple[float, float, float, float]]:
    """The boxes of all labels that a drawing of a width in em shows: left, right, top and bottom."""
    boxes = []
    known = [(m.x, m.label, m.align, m.label_y * LABEL_SIZE, m.step, LABEL_SIZE) for m in drawn.marks if m.label]
    known += [(tick.position, tick.label, tick.align, drawn.floor + 1.4, tick.step, 1) for tick in drawn.dates]
    for x, label, align, baseline, step, size in known:
        if WIDTHS[step] <= width:
            wide = width_of(label, size, bold=size > 1)
            left = x * width / 100 - {"start": 0.0, "middle": 0.5, "end": 1.0}[align] * wide
            boxes.append((left, left + wide, baseline - 0.8 * size, baseline + 0.2 * size))
    return boxes


def apart(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]


@given(courses | together, st.floats(WIDTHS[0], 90))
def test_no_label_touches_another_at_any_width(points: list[Plotted], width: float) -> None:
    boxes = labels_at(chart(points), width)
    assert all(apart(one, other) for one, other in combinations(boxes, 2))


@given(courses, st.floats(WIDTHS[0], 90))
def test_no_label_leaves_the_drawing_or_hangs_into_the_dates(points: list[Plotted], width: float) -> None:
    drawn = chart(points)
    for _, right, top, _ in labels_at(drawn, width):
        assert right <= width + RIGHT_ROOM + 0.01
        assert top >= 0
    # A name of a year may reach into the column of the values' labels, which ends above it.
    assert all(0 < mark.label_y * LABEL_SIZE < drawn.floor + 0.5 for mark in drawn.marks if mark.label)


@given(together, st.floats(WIDTHS[0], 90))
def test_several_indicators_are_lines_with_numbers_that_nothing_touches(points: list[Plotted], width: float) -> None:
    """A label of one line does not stand on a value of another either."""
    drawn = chart(points)
    assert not drawn.bars and not drawn.stems
    assert [end.series for end in drawn.ends] == sorted({each.series for each in points})
    assert {stroke.series for stroke in drawn.strokes} <= {end.series for end in drawn.ends}
    heights = sorted(end.label_y for end in drawn.ends)
    assert all(upper + 1 <= lower for upper, lower in pairwise(heights))
    assert heights[0] >= 0.5 and heights[-1] <= drawn.floor - 0.5
    values = labels_at(replace(drawn, dates=()), width)
    assert all(right <= width + 0.01 for _, right, _, _ in values)
    dots = [(mark.x * width / 100, mark.shape.y) for mark in drawn.marks if drawn.dots]
    boxes = [(x - 0.4, x + 0.4, y - 0.4, y + 0.4) for x, y in dots]
    assert all(apart(label, box) for label in values for box in boxes)


@given(courses)
def test_the_current_value_has_its_label_at_every_width_that_has_room(points: list[Plotted]) -> None:
    ordered = sorted(points, key=lambda each: each.period)
    current = [each for each in ordered if each.status != "plan"] or ordered
    [mark] = [mark for mark in chart(points).marks if mark.title == current[-1].title]
    room = width_of(mark.label, LABEL_SIZE, bold=True)
    assert mark.label == current[-1].label
    assert mark.step <= next(step for step, width in enumerate(WIDTHS) if room <= (width + RIGHT_ROOM) / 2)


@given(courses)
def test_every_mark_stands_inside_the_drawing(points: list[Plotted]) -> None:
    drawn = chart(points)
    assert len(drawn.marks) == len(points)
    for mark in drawn.marks:
        for shape in (mark.shape, *([mark.plan] if mark.plan else [])):
            assert 0 <= shape.x <= 100 and 0 <= shape.left <= shape.left + shape.width <= 100
            assert 0 <= shape.y <= drawn.floor < drawn.height
            assert 0 <= shape.top <= shape.top + shape.height <= drawn.floor + 0.01
    for stroke in drawn.strokes:
        for x, y in numbers(stroke.path):
            assert 0 <= x <= FIELD
            assert 0 <= y <= drawn.floor


@given(courses)
def test_marks_keep_the_order_of_their_values(points: list[Plotted]) -> None:
    ordered = sorted(points, key=lambda each: each.period)
    marks = chart(points).marks
    assert [mark.title for mark in marks] == [each.title for each in ordered]
    assert [mark.shape.status for mark in marks] == [each.status for each in ordered]
    by_value = sorted(zip(ordered, marks, strict=True), key=lambda pair: pair[0].value)
    heights = [mark.shape.y for _, mark in by_value]
    assert heights == sorted(heights, reverse=True)


@given(courses, st.randoms())
def test_the_order_in_which_points_are_given_does_not_matter(points: list[Plotted], random: Random) -> None:
    assert chart(random.sample(points, len(points))) == chart(points)


@given(courses)
def test_zero_is_always_on_the_axis_and_is_the_ground(points: list[Plotted]) -> None:
    drawn = chart(points)
    zeros = [tick for tick in drawn.values if tick.is_zero]
    assert [tick.position for tick in zeros] == [drawn.ground]
    assert len(drawn.values) >= 2


@given(days)
def test_a_day_stands_over_the_name_of_its_own_year(text: str) -> None:
    """31 December too: years are whole, and are named in their middle."""
    day = date.fromisoformat(text)
    drawn = chart([point(text, 1), point((day - timedelta(800)).isoformat(), 2)])
    mark = drawn.marks[-1]
    nearest = min(drawn.dates, key=lambda tick: abs(tick.position - mark.x))
    assert nearest.label == str(day.year)
    assert max(notch for notch in drawn.notches if notch <= mark.x) <= nearest.position


def test_the_last_year_is_always_named() -> None:
    for count in range(2, 120):
        drawn = chart(several(count))
        assert drawn.dates[-1].label == str(1900 + count - 1) and drawn.dates[-1].step == 0


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


def test_a_single_observation_stands_in_the_middle_and_is_joined_to_nothing() -> None:
    only = [point("2023-07-31", 88)]
    drawn, small = chart(only), sparkline(only)
    assert [mark.x for mark in drawn.marks] == [50] and drawn.strokes == ()
    assert [tick.label for tick in drawn.dates] == ["2023-07-31"]
    assert len(small.marks) == 1 and small.strokes == () and small.area == ""
    assert drawn.height < chart(several(2)).height


@pytest.mark.parametrize(("count", "strokes"), [(1, 0), (2, 1), (3, 1), (200, 1)])
def test_levels_are_points_that_one_stroke_joins(count: int, strokes: int) -> None:
    drawn = chart(several(count))
    assert len(drawn.strokes) == strokes and not drawn.bars
    assert drawn.stems == (count <= STEMS_UP_TO)
    assert drawn.dots == (count <= DOTS_UP_TO)
    assert len(sparkline(several(count)).strokes) == strokes


def test_what_comes_in_steps_is_drawn_as_bars_as_wide_as_their_periods() -> None:
    drawn = chart([point("2024", 10), *(point(f"2025-Q{n}", n) for n in (1, 2, 3, 4))])
    assert drawn.bars and drawn.strokes == ()
    year, *quarters = [mark.shape for mark in drawn.marks]
    assert all(year.width / quarter.width == pytest.approx(4, abs=0.1) for quarter in quarters)
    assert all(before.left + before.width < after.left for before, after in pairwise(quarters))


def test_many_steps_are_a_line() -> None:
    drawn = chart([point(f"{2010 + n // 12}-{n % 12 + 1:02}", n) for n in range(120)])
    assert not drawn.bars and len(drawn.strokes) == 1


def test_an_annual_value_is_not_joined_to_quarters_nor_to_days() -> None:
    """Joined, they would zigzag: a year's plan is four times that of a quarter."""
    points = [point("2024-12-31", 9), point("2025-12-31", 10), point("2025", 40, "plan"), point("2026", 50, "plan")]
    assert [len(numbers(stroke.path)) for stroke in chart(points).strokes] == [2, 2]
    bars = chart([point("2025", 300, "plan"), *(point(f"2025-Q{n}", 60) for n in (1, 2, 3))])
    assert [mark.shape.is_wide for mark in bars.marks] == [False, False, False, True]


def test_the_way_to_a_plan_is_a_stroke_of_its_own() -> None:
    points = [*several(3), point("1930-12-31", 9, "plan")]
    drawn = chart(points)
    assert [stroke.plan for stroke in drawn.strokes] == [False, True]
    assert numbers(drawn.strokes[0].path)[-1] == numbers(drawn.strokes[1].path)[0]
    assert drawn.statuses == ("actual", "plan")
    # The shaded part of the sparkline is what has happened.
    assert max(x for x, _ in numbers(sparkline(points).area)) < sparkline(points).marks[-1].x


@pytest.mark.parametrize("periods", [("2024", "2025"), ("2024-12-31", "2025-12-31")])
def test_a_plan_stands_beside_its_actual(periods: tuple[str, str]) -> None:
    drawn = chart([point(periods[0], 90, plan=80), point(periods[1], 88, plan=100)])
    first, last = drawn.marks
    assert first.plan and last.plan and last.plan.x == last.shape.x
    assert first.plan.y > first.shape.y and last.plan.y < last.shape.y
    assert drawn.statuses == ("actual", "plan")
    assert (drawn.share_of, drawn.share) == (periods[1], "88\u00a0%")


def test_equal_values_lie_on_one_level_above_the_ground() -> None:
    drawn = chart([point(f"{2020 + n}-01-01", 5) for n in range(4)])
    assert len({mark.shape.y for mark in drawn.marks}) == 1
    assert drawn.marks[0].shape.y < drawn.ground


def test_nothing_but_zeros_lies_on_the_ground() -> None:
    drawn = chart([point(f"{2020 + n}-01-01", 0) for n in range(3)])
    assert {mark.shape.y for mark in drawn.marks} == {drawn.ground}


@pytest.mark.parametrize("periods", [("2020", "2024"), ("2020-01-01", "2024-01-01")])
def test_negative_values_hang_under_the_ground_and_their_labels_under_them(periods: tuple[str, str]) -> None:
    drawn = chart([point(periods[0], -4), point(periods[1], 4)])
    below, above = drawn.marks
    assert below.shape.y > drawn.ground > above.shape.y
    assert below.label_y * LABEL_SIZE > below.shape.y and above.label_y * LABEL_SIZE < above.shape.y
    assert drawn.floor >= below.shape.y


def test_distances_in_time_are_real() -> None:
    first, middle, last = chart([point("2015-01-01", 1), point("2023-01-01", 2), point("2025-01-01", 3)]).marks
    assert (middle.x - first.x) / (last.x - first.x) == pytest.approx(0.8, abs=0.001)


def test_periods_are_named_where_years_would_say_too_little() -> None:
    """By the name of the period, never by the day in its middle, at which its mark stands."""
    pair = [point("2023-03", 1), point("2023-09", 2)]
    assert sorted(tick.label for tick in chart(pair).dates) == ["2023-03", "2023-09"]
    far = chart([point("2015-08-26", 1), point("2025-12-31", 2)])
    assert [tick.label for tick in far.dates] == [str(year) for year in range(2015, 2026)]


@given(courses)
def test_a_sparkline_stays_in_its_box(points: list[Plotted]) -> None:
    small = sparkline(points)
    assert 0 < small.ground < small.height
    for mark in small.marks:
        assert 0 <= mark.x <= small.width and 0 <= mark.y <= small.height
    for stroke in small.strokes:
        assert all(0 <= x <= small.width and 0 <= y <= small.height for x, y in numbers(stroke.path))


def test_the_style_sheet_shows_labels_from_the_widths_that_they_were_placed_for() -> None:
    styles = (STYLES.parent / "static/css/chart.css").read_text("utf-8")
    found = re.findall(r"@container \(inline-size >= (\d+)em\) \{ \.chart-drawing \[data-from=\"(\d)", styles)
    assert {int(step): float(width) for width, step in found} == dict(enumerate(WIDTHS[1:], 1))
    assert f".chart-label {{ fill: var(--ink); font-size: {LABEL_SIZE}em" in styles
    assert f"margin-inline-end: {RIGHT_ROOM}em" in styles


def random_course(random: Random) -> list[Plotted]:
    """Up to 24 values of one size: of years, quarters or days, some with plans, some provisional."""
    form = random.choice(["{0}", "{0}-Q{1}", "{0}-12-31", "{0}-{2:02}-15"])
    found = {}
    for _ in range(random.randint(2, 24)):
        period = form.format(random.randint(2009, 2026), random.randint(1, 4), random.randint(1, 12))
        value = random.randint(-5, 100) * 10 ** random.choice([0, 3, 5])
        found[period] = point(period, value, random.choice(STATUSES[:3]), random.choice([None, 90_000]))
    return list(found.values())


@pytest.mark.parametrize(
    ("size", "widths"), [("100%", (320, 360, 414, 768, 1280)), ("150%", (414, 768)), ("200%", (480, 768, 1280))]
)
def test_no_text_touches_another_in_a_browser(browser: Browser, size: str, widths: tuple[int, ...]) -> None:
    """Over random series, on phones and wide screens, with larger text too."""
    random = Random(7)
    page = browser.new_page()
    page.set_content(document([random_course(random) for _ in range(40)]))
    page.add_style_tag(content=f"html {{ font-size: {size} }}")
    shown = 0
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        charts = page.evaluate(
            """() => [...document.querySelectorAll(".chart-field")].map((chart) =>
                [...chart.querySelectorAll("text")].filter((text) => text.getClientRects().length).map((text) => {
                    const box = text.getBoundingClientRect();
                    // A line box is higher than the letters in it.
                    const spare = box.height / 5;
                    return [box.left, box.right, box.top + spare, box.bottom - spare, text.textContent];
                }))"""
        )
        for texts in charts:
            shown += len(texts)
            assert all(right <= width for _, right, *_ in texts), (width, texts)
            for one, other in combinations(texts, 2):
                assert apart(one, other), (width, one, other)
    page.close()
    assert shown > 400 * len(widths)


def test_values_are_not_joined_across_a_change_of_definition() -> None:
    points = [point(f"{year}-12-31", year - 2000) for year in range(2016, 2020)]
    broken = [replace(each, part=int(each.period.first >= date(2018, 1, 1))) for each in points]
    drawn = chart(broken, changes={date(2018, 1, 1)})
    assert len(drawn.strokes) == 2 and all(len(numbers(stroke.path)) == 2 for stroke in drawn.strokes)
    (place,) = drawn.breaks
    assert drawn.marks[1].x < place < drawn.marks[2].x
    assert chart(points, changes={date(2030, 1, 1), date(2010, 1, 1)}).breaks == ()
