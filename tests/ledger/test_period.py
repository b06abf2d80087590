"""Periods and dates."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimaq.figures.ledger import Period, parse_date

#: Years before and after are refused: near the calendar's ends not every day has a day before and after it.
DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))


def names(day: date) -> list[str]:
    """The periods that a day is in, the widest first."""
    quarter = (day.month + 2) // 3
    return [f"{day.year:04}", f"{day.year:04}-Q{quarter}", day.isoformat()[:7], day.isoformat()]


@given(DAYS, DAYS)
def test_a_period_is_its_days(day: date, other: date) -> None:
    """A day is within first and last exactly if the calendar puts it in the period of that name."""
    for index, text in enumerate(names(day)):
        period = Period.parse(text)
        assert period.text == text
        assert (period.first <= other <= period.last) == (names(other)[index] == text)


@given(DAYS)
def test_wider_periods_contain_narrower_ones(day: date) -> None:
    """A year contains its quarters, they their months, and those their days; never the other way."""
    periods = [Period.parse(text) for text in names(day)]
    for index, period in enumerate(periods):
        assert all(period.contains(narrower) for narrower in periods[index:])
        assert not any(narrower.contains(period) for narrower in periods[index + 1 :])


def test_periods_stand_in_order_of_their_last_days() -> None:
    """The year comes before what ends with it, and after all else of that year."""
    texts = ["2022-11-30", "2022-11", "2022-Q3", "2022", "2022-Q4", "2022-12", "2022-12-31", "2023-01-01"]
    ordered = ["2022-Q3", "2022-11", "2022-11-30", "2022", "2022-Q4", "2022-12", "2022-12-31", "2023-01-01"]
    assert [period.text for period in sorted(map(Period.parse, texts))] == ordered


@given(st.integers(0, 9999), st.integers(0, 14), st.integers(0, 33))
def test_exactly_the_calendars_dates_are_dates(year: int, month: int, day: int) -> None:
    """There is no 30 February, and 29 February only in leap years."""
    text = f"{year:04}-{month:02}-{day:02}"
    exists = 1000 <= year <= 2999 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    if exists:
        assert parse_date(text) == date(year, 1, 1) + timedelta(date(year, month, day).timetuple().tm_yday - 1)
    else:
        with pytest.raises(ValueError, match=r"there is no|years are 1000 to 2999"):
            parse_date(text)


@pytest.mark.parametrize(
    "text", ["", "22", "2022-1", "2022-q4", "2022-Q0", "2022-12-31T00", "2022 ", "٢٠٢٢", "2022/12"]
)
def test_other_forms_are_refused_with_the_right_ones(text: str) -> None:
    """The message shows all four forms."""
    with pytest.raises(ValueError, match=r"2022-12-31.*2022-12.*2022-Q4.*2022"):
        Period.parse(text)
