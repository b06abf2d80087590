"""What a chart of a text states: the values of its indicators, as the log has them, and as its words say them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from hashlib import blake2b
from typing import Final, Self

from aimaq.verify.log.logged_figures import FOR_EVER, Logged, LoggedRelease, LoggedText, days_of
from aimaq.verify.values.printed_numbers import digits_in, is_printed_first

__all__ = [
    "ChartMarker",
    "Row",
    "Said",
    "TextChart",
    "TimeScale",
    "by_key",
    "described_wrongly",
    "in_one_line",
    "is_period",
    "points_wrongly",
    "row_of",
    "rows_of",
]

_MARKER: Final = re.compile(
    r"chart (?P<keys>[^|]+?)(?: \| since (?P<since>[^ |]+))?(?: \| until (?P<until>[^ |]+))?(?P<live> \| live)?"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A value of a chart, its range as the log has it, and the plan that there was for its period."""

    key: str
    period: str
    value: Decimal
    status: str = "actual"
    plan: Decimal | None = None
    released: str = ""
    range: str = ""

    @property
    def bounds(self) -> list[Decimal]:
        """The lowest and the highest value of its range; none where it has none."""
        return [Decimal(each) for each in self.range.split()]

    @property
    def is_plan(self) -> bool:
        """Whether the value itself is a plan."""
        return self.status == "plan"

    def __str__(self) -> str:
        plan = "" if self.plan is None else f", planned {self.plan:f}"
        bounds = f" ({self.range.replace(' ', '–')})" if self.range else ""
        return f'of "{self.key}" {self.value:f}{bounds} for {self.period}, {self.status}{plan}'


@dataclass(frozen=True, slots=True)
class ChartMarker:
    """A chart as the log names it; ``stated`` are its values on the day of its text, in one line."""

    text: str
    keys: tuple[str, ...]
    since: str
    until: str
    is_live: bool
    day: str
    stated: str

    @classmethod
    def all_of(cls, text: LoggedText) -> Iterator[Self]:
        """Yield the charts of a text."""
        for marker, stated in text.pins.items():
            if found := _MARKER.fullmatch(marker):
                keys = tuple(key.strip() for key in found["keys"].split(","))
                limits = found["since"] or "", found["until"] or ""
                yield cls(marker, keys, *limits, bool(found["live"]), text.published, stated)

    @property
    def name(self) -> str:
        """What its files are called, by its marker and, unless it is live, its day."""
        known = blake2b(f"{self.text} {'' if self.is_live else self.day}".encode(), digest_size=5).hexdigest()
        return f"{self.keys[0]}-{known}"

    @property
    def known_until(self) -> str:
        """The last day of what it shows."""
        return FOR_EVER if self.is_live else self.day

    def shows(self, span: tuple[str, str]) -> bool:
        """Return whether it shows what describes the days from the second of two to the first."""
        last, first = span
        return (not self.since or last >= days_of(self.since)[1]) and (
            not self.until or first <= days_of(self.until)[0]
        )


def rows_of(
    logged: Logged, key: str, day: str = FOR_EVER, shows: Callable[[tuple[str, str]], bool] = lambda _: True
) -> list[Row]:
    """Return what was valid of a figure on a day; of two releases of one day and period, the later in the log."""
    valid = {each.period: each for each in logged.standing(key, day) if shows(each.span)}
    return [
        row_of(each) if each.is_plan else replace(row_of(each), plan=logged.planned(key, period, day))
        for period, each in valid.items()
    ]


def row_of(release: LoggedRelease) -> Row:
    """Return a release as a row, without a plan for its period."""
    return Row(
        release.key, release.period, release.value, release.status, released=release.released, range=release.range
    )


def by_key(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Return the rows of each indicator, in their order."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.key, []).append(row)
    return found


def in_one_line(rows: Sequence[Row]) -> str:
    """Return rows as the log has them: ``jobs 2022=900 (plan 1000), 2023=1100 (estimate)``."""
    return "; ".join(f"{key} {', '.join(map(_stated, own))}" for key, own in by_key(rows).items())


def _stated(row: Row) -> str:
    beside = [] if row.status == "actual" else [row.status]
    beside += [f"range {row.range.replace(' ', '–')}"] if row.range else []
    beside += [] if row.plan is None else [f"plan {row.plan:f}"]
    return f"{row.period}={row.value:f}" + (f" ({'; '.join(beside)})" if beside else "")


def is_period(period: str, text: str, *, is_cut: bool = False) -> bool:
    """Return whether the digits in a text are those of a period: its year, and otherwise its month, quarter or day.

    Of a text that ``is_cut`` at its end, the year may be missing.
    """
    if not period:
        return False
    year, *parts = map(int, digits_in(period))
    found = list(map(int, digits_in(text)))
    return (found.count(year) == 1 or is_cut) and set(found) <= {year, *parts}


@dataclass(frozen=True, slots=True)
class Said:
    """How a page or a picture says values: its language, the labels and decimal places of indicators by their keys.

    ``names`` are those that may stand beside a chart: of the publisher, and of its site.
    """

    lang: str
    labels: Mapping[str, str]
    decimals: Mapping[str, int]
    names: tuple[str, ...] = ("",)

    def is_value(self, row: Row, text: str) -> bool:
        """Return whether a text begins with the value of a row."""
        return is_printed_first(row.value, text, self.decimals[row.key], self.lang)

    def has_range(self, row: Row, text: str) -> bool:
        """Return whether a text ends with the bounds of a row's range, if it has one."""
        unit = Decimal(1).scaleb(-self.decimals[row.key])
        bounds = "".join("".join(digits_in(f"{abs(bound.quantize(unit)):f}")) for bound in row.bounds)
        return "".join(digits_in(text)).endswith(bounds)

    def is_point(self, row: Row, text: str, *, is_named: bool = False) -> bool:
        """Return whether a text says a row in words: period, value, and what had been planned."""
        name = f"{self.labels[row.key]}, " if is_named else ""
        at, _, rest = text.removeprefix(name).partition(": ")
        value, _, plan = rest.partition("; ")
        if not (text.startswith(name) and is_period(row.period, at) and self.is_value(row, value)):
            return False
        if not self.has_range(row, value):
            return False
        return not plan if row.plan is None else self._is_plan(row, row.plan, plan)

    def _is_plan(self, row: Row, planned: Decimal, text: str) -> bool:
        amount = text.partition(": ")[2]
        has_share = planned > 0 and row.value >= 0
        return self.is_value(replace(row, value=planned), amount) and (
            not has_share or self.is_share(row, amount.rpartition(", ")[2])
        )

    def is_share(self, row: Row, text: str) -> bool:
        """Return whether a text begins with the value in per cent of what had been planned."""
        share = row.value / row.plan * 100 if row.plan else Decimal(0)
        return any(is_printed_first(share, text, places, self.lang) for places in range(4))


@dataclass(frozen=True, slots=True)
class TextChart:
    """What the chart of a text has to show: the rows of its table, and of each of its drawings.

    ``days`` are the ISO dates as of which it may be; one that ``is_dated`` has to say one of them.
    """

    rows: Sequence[Row]
    panels: Sequence[Sequence[Row]]
    days: Collection[str] = ()
    is_dated: bool = False

    def day_wrongly(self, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield that none of the texts beside the drawings says as of which day they are, if one has to."""
        if self.is_dated and not any(is_period(day, text) for day in self.days for text in texts):
            yield "; ".join(texts)[:200], f"it has to say that it is as known on {', '.join(self.days)}"


def described_wrongly(text: str, rows: Mapping[str, Sequence[Row]], said: Said) -> Iterator[tuple[str, str]]:
    """Yield what a chart's description says wrongly, and what is right: its first, newest and extreme values."""
    rest = text
    keys = list(rows)
    for key, following in zip(keys, [*keys[1:], ""], strict=True):
        begin = f"{said.labels[key]}: "
        own, end, after = rest.partition(f". {said.labels[following]}: ") if following else (rest, "", "")
        rest = f"{said.labels[following]}: {after}" if end else ""
        parts = own.removeprefix(begin).removesuffix(".").split("; ")
        wanted = _described(rows[key])
        if not own.startswith(begin) or len(parts) != len(wanted):
            yield own[:200], f"it has to say {len(wanted)} values of {said.labels[key]}"
            continue
        for part, candidates in zip(parts, wanted, strict=True):
            value, _, at = part.partition(": ")[2].rpartition(" (")
            period = at.partition(", ")[0]  # behind it stand the status and the range
            if not any(
                said.is_value(row, value) and is_period(row.period, period) and said.has_range(row, at)
                for row in candidates
            ):
                yield part, f"the log has {candidates[0]}"


def points_wrongly(text: str, rows: Sequence[Row], said: Said) -> Iterator[tuple[str, str]]:
    """Yield what a list of points in words says wrongly, and what is right."""
    left = [part for part in text.removesuffix(".").split("; ") if part]
    for row in rows:
        size = 1 if row.plan is None else 2
        point, left = "; ".join(left[:size]), left[size:]
        if not said.is_point(row, point):
            yield point or "nothing", f"the log has {row}"
    if left:
        yield "; ".join(left), "the log has no such value"


def _described(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the values that a description names; of several that are the highest, it may name each."""
    known = [row for row in rows if not row.is_plan] or list(rows)
    named = [[known[0]]] if len(known) > 1 else []
    named.append([known[-1]])
    if len(known) > 2:
        values = [row.value for row in known]
        named += ([row for row in known if row.value == limit] for limit in (max(values), min(values)))
    if rows[-1].is_plan and rows[-1] is not known[-1]:
        named.append([rows[-1]])
    return named


@dataclass(frozen=True, slots=True)
class TimeScale:
    """Where a drawing has its days, in per cent of its width; of several years, it has whole ones."""

    first: int
    last: int
    years: range

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Self:
        """Return the scale of what describes these periods; one alone stands in the middle."""
        spans = {days_of(row.period) for row in rows}
        first, last = min(first for _, first in spans), max(last for last, _ in spans)
        if first[:4] != last[:4]:
            years = range(int(first[:4]), int(last[:4]) + 1)
            return cls(_day(f"{first[:4]}-01-01"), _day(f"{last[:4]}-12-31"), years)
        room = _day(last) - _day(first) + 1 if len(spans) == 1 else 0
        return cls(_day(first) - room, _day(last) + room, range(0))

    def middle(self, period: str) -> float:
        """Return where the middle of a period is."""
        last, first = days_of(period)
        return 100 * ((_day(first) + _day(last) + 1) / 2 - self.first) / (self.last - self.first + 1)


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()
