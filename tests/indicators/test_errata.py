"""Which quotations had printed a wrong value: the rule, compared with a clerk who checks every single day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
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
    """The ledger of these events, of d = a / b and of e = a / a @ previous, each with one decimal place."""

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
    formulas = {"d": "a / b", "e": "a / a @ previous"}
    computed = (Indicator(key, LABEL, UNIT, decimals=1, formula=parse_formula(text)) for key, text in formulas.items())
    return Ledger([*parts, *computed])


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
    "d @ 2022", "d @ published", "d | change", "e", "e @ 2022", "e @ published", "a @ previous", "a @ year-before",
    "a | percent since 2021", "a @ 2023 | change since year-before", "a | up percent @ published",
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
        if figure.key in ("d", "e"):
            shown = {p: lines for p in PERIODS if (lines := self.computed(figure.key, p, day))}
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
        wanted = self.wanted(figure.at, figures, list(shown), (figures or list(shown))[-1:])
        if figure.show:
            of = wanted[0] if wanted and wanted[0] in figures else ""
            before = self.wanted(figure.since or "previous", figures, list(shown), [of]) if of else []
            wanted = [of, *before] if before and before[0] in figures and before[0] < of else []
        return [(p, any(e.plan for e in shown[p]), shown[p]) for p in wanted]

    @staticmethod
    def wanted(at: str, figures: list[str], shown: list[str], current: list[str]) -> list[str]:
        """The period that stands behind the @ of a marker."""
        if at == "previous":
            return [p for p in figures if current and p < current[0]][-1:]
        if at == "year-before":
            at = f"{int(current[0]) - 1}" if current else "none"
            return [p for p in shown if p == at and current and p < current[0] and p in figures]
        return [p for p in shown if p == at] if at else current

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
            cells = {*self.seen(figure, since, wrong, right), *self.repeated(figure.key, found, wrong, right)}
            for period, plan in cells:
                was, now = value((wrong,)), value((right,))
                if figure.key in ("d", "e"):
                    before, after = (self.computed(figure.key, period, day) for day in (right.day - 1, right.day))
                    was, now = (value(before), value(after)) if before and after else (was, was)
                if was != now:
                    found.add((period, plan, right.day, was, now))
        return found

    def seen(self, figure: Figure, since: int, wrong: Event, right: Event) -> Iterator[tuple[str, bool]]:
        for day in range(since, since + 1 if figure.pinned else right.day):
            if day < right.day:
                for period, plan, lines in self.printed(figure, day):
                    if differs(lines, wrong, right):
                        yield period, plan

    def repeated(self, key: str, found: set[Correction], wrong: Event, right: Event) -> Iterator[tuple[str, bool]]:
        """A notice that printed a value that was wrong as well."""
        for period, plan, day, *_ in found:
            if day < right.day:
                is_computed = key in ("d", "e")
                lines = self.computed(key, period, day) if is_computed else (self.latest(key, day, plan)[period],)
                if differs(lines, wrong, right):
                    yield period, plan

    def computed(self, key: str, period: str, day: int) -> tuple[Event, ...]:
        """The lines from which d or e is computed for a period."""
        a, b = self.column("a", day), self.column("b", day)
        if key == "d":
            return (a[period], b[period]) if period in a and period in b else ()
        earlier = [p for p in PERIODS if p in a and p < period]
        return (a[period], a[earlier[-1]]) if period in a and earlier else ()


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
    return replace(found, pinned=pinned)
