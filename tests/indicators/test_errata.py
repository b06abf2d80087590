"""Which quotations had printed a wrong value: the rule, compared with a clerk who checks every single day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from aimaq.figures.ledger import Indicator, Ledger, Observation, Period, Status, parse_formula
from aimaq.figures.text.markers import Figure, parse_marker
from aimaq.newsroom.corrections.errata import Errata

FIRST = date(2024, 1, 1)
DAYS = 14
PERIODS = ("2021", "2022", "2023")
LABEL, UNIT = {"en": "L"}, {"en": {"nominative": {"other": "u"}}}


#: period, whether of a plan, day, the value that was, the value that is
Correction = tuple[str, bool, int, Fraction, Fraction]


@dataclass(frozen=True)
class Event:
    """One line of the ledger, days counted from the first."""

    key: str
    period: str
    value: int
    day: int
    correction: bool = False
    plan: bool = False


def ledger_of(events: list[Event]) -> Ledger:
    """The ledger of these events, and of d = a / b with one decimal place."""

    def observations(key: str) -> tuple[Observation, ...]:
        lines = sorted((each for each in events if each.key == key), key=lambda each: (each.period, each.day))
        return tuple(
            Observation(
                Period.parse(each.period),
                Decimal(each.value),
                Status.PLAN if each.plan else Status.ACTUAL,
                FIRST + timedelta(each.day),
                each.correction,
            )
            for each in lines
        )

    parts = [Indicator(key, LABEL, UNIT, observations=observations(key)) for key in ("a", "b")]
    return Ledger([*parts, Indicator("d", LABEL, UNIT, decimals=1, formula=parse_formula("a / b"))])


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Releases and corrections as the ledger allows them: one release a day and period, corrections after it."""
    events: list[Event] = []
    for key in ("a", "b"):
        for period in PERIODS:
            for plan in (False, True):
                days = sorted(draw(st.lists(st.integers(0, DAYS - 1), max_size=3 if plan else 5)))
                for index, day in enumerate(days):
                    repeated = index > 0 and days[index - 1] == day
                    correction = index > 0 and (repeated or draw(st.booleans()))
                    events.append(Event(key, period, draw(st.integers(1, 4)), day, correction, plan))
    return events


MARKERS = (
    "a", "a @ 2022", "a @ 2023 @ published", "a | change", "a | plan", "a @ published", "a | change @ published", "d",
    "d @ 2022", "d @ published", "d | change",
)  # fmt: skip


class Clerk:
    """Finds the same by brute force: for every day, what was printed and where it came from."""

    def __init__(self, events: list[Event]) -> None:
        self.events = sorted(events, key=lambda each: (each.period, each.day))

    def latest(self, key: str, day: int, plan: bool) -> dict[str, Event]:
        """Each period's last line on that day."""
        return {e.period: e for e in self.events if e.key == key and e.plan == plan and e.day <= day}

    def column(self, key: str, day: int) -> dict[str, Event]:
        """Figures, and plans for periods that have none."""
        return {**self.latest(key, day, True), **self.latest(key, day, False)}

    def printed(self, figure: Figure, day: int) -> list[tuple[str, bool, tuple[Event, ...]]]:
        """What the marker prints on a day: period, whether it is a plan, and the lines that it comes from."""
        if figure.key == "d":
            a, b = self.column("a", day), self.column("b", day)
            shown: dict[str, tuple[Event, ...]] = {p: (a[p], b[p]) for p in sorted(set(a) & set(b))}
        else:
            shown = {p: (e,) for p, e in sorted(self.column(figure.key, day).items())}
        figures = [p for p, lines in shown.items() if not any(e.plan for e in lines)]
        if figure.plan:
            plans = self.latest(figure.key, day, True)
            announced = {
                p: max(e.day for e in self.events
                       if (e.key, e.period, e.plan) == (figure.key, p, True) and e.day <= day and not e.correction)
                for p in plans
            }  # fmt: skip
            best = max(plans, key=lambda p: (announced[p], p), default="")
            return [(best, True, (plans[best],))] if best else []
        if figure.show == "change":
            wanted = figures[-2:] if len(figures) > 1 else []
        elif figure.at:
            wanted = [figure.at] if figure.at in shown else []
        else:
            wanted = (figures or list(shown))[-1:]
        return [(p, any(e.plan for e in shown[p]), shown[p]) for p in wanted]

    def corrections(self) -> Iterator[tuple[Event, Event]]:
        """Wrong values, and the last value of the day of their correction; days are the finest unit."""
        for index, line in enumerate(self.events):
            column = [e for e in self.events if (e.key, e.period, e.plan) == (line.key, line.period, line.plan)]
            of_day = [e for e in column if e.day == line.day and e.correction]
            if line.correction and of_day[0] is line and index:
                wrong = column[next(i for i, e in enumerate(column) if e is line) - 1]
                if wrong.value != of_day[-1].value:
                    yield wrong, of_day[-1]

    def corrections_for(self, figure: Figure, since: int) -> set[Correction]:
        """Each correction that concerns a text of that day."""
        found: set[Correction] = set()
        for wrong, right in sorted(self.corrections(), key=lambda pair: pair[1].day):
            for plan in {*self.seen(figure, since, wrong, right), *self.repeated(figure.key, found, wrong, right)}:
                was, now = value((wrong,)), value((right,))
                if figure.key == "d":
                    before, after = (self.computed(wrong.period, day) for day in (right.day - 1, right.day))
                    was, now = (value(before), value(after)) if before and after else (was, was)
                if was != now:
                    found.add((wrong.period, plan, right.day, was, now))
        return found

    def seen(self, figure: Figure, since: int, wrong: Event, right: Event) -> Iterator[bool]:
        for day in range(since, since + 1 if figure.pinned else right.day):
            if day < right.day:
                for _, plan, lines in self.printed(figure, day):
                    if differs(lines, wrong, right):
                        yield plan

    def repeated(self, key: str, found: set[Correction], wrong: Event, right: Event) -> Iterator[bool]:
        """A notice that printed a value that was wrong as well."""
        for period, plan, day, *_ in found:
            if period == wrong.period and day < right.day:
                lines = (self.computed(period, day) if key == "d" else (self.latest(key, day, plan)[period],)) or ()
                if differs(lines, wrong, right):
                    yield plan

    def computed(self, period: str, day: int) -> tuple[Event, ...]:
        a, b = self.column("a", day), self.column("b", day)
        return (a[period], b[period]) if period in a and period in b else ()


def differs(lines: tuple[Event, ...], wrong: Event, right: Event) -> bool:
    should = tuple(right if line is wrong else line for line in lines)
    return bool(lines) and value(should) != value(lines)


def value(lines: tuple[Event, ...]) -> Fraction:
    """As printed: d is rounded to one place, halves away from zero."""
    if len(lines) == 1:
        return Fraction(lines[0].value)
    return Fraction(int(Fraction(lines[0].value, lines[1].value) * 10 + Fraction(1, 2)), 10)


@given(histories(), st.sampled_from(MARKERS), st.integers(-2, DAYS + 1))
def test_a_text_is_told_what_a_clerk_finds_by_looking_at_every_day(
    events: list[Event], marker: str, since: int
) -> None:
    figure = figure_of(marker)
    changes = Errata(ledger_of(events)).changes(figure, FIRST + timedelta(since))
    found = [(c.period, c.plan, (c.day - FIRST).days, Fraction(c.was), Fraction(c.now)) for c in changes]
    assert len(found) == len(set(found))
    assert set(found) == Clerk(events).corrections_for(figure, since)


def figure_of(marker: str) -> Figure:
    pinned = marker.count("@ published") > 0
    parts = marker.replace("@ published", "").split("|")
    found = parse_marker("|".join(parts).strip())
    assert isinstance(found, Figure)
    return Figure(found.key, found.at, found.show, plan=found.plan, pinned=pinned)
