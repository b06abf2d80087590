"""What a chart of a text states: the observations of each of its indicators, as known on the text's day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from aimaq.base.languages.messages import tr
from aimaq.figures.fill.printing import Printer
from aimaq.figures.grammar.numbers import machine
from aimaq.figures.ledger import Indicator, Ledger, Observation
from aimaq.figures.ledger.definition_changes import DefinitionChange
from aimaq.figures.text.chart_marker import ChartMarker
from aimaq.figures.text.markers import Figure, MarkerError

__all__ = ["Charted", "charted", "figures_of", "stated"]


@dataclass(frozen=True, slots=True)
class Charted:
    """An indicator's observations, oldest period first, and by period the plans of those whose values have come.

    ``changes`` are those of what is counted, each with the indicator: a computed one has those of its parts.
    """

    indicator: Indicator
    observations: tuple[Observation, ...]
    plans: Mapping[str, Observation] = field(hash=False)
    changes: tuple[tuple[Indicator, DefinitionChange], ...] = ()

    @classmethod
    def of(cls, ledger: Ledger, key: str, marker: ChartMarker | None = None) -> Self:
        """Return what a ledger has of an indicator, of the periods that a chart shows; without a marker of all."""
        seen = tuple(each for each in ledger.history(key) if marker is None or marker.shows(each.period))
        planned = {
            each.period.text: plan
            for each in seen
            if not each.is_plan and (plan := ledger.exactly(key, each.period.text, plan=True)) and plan.is_plan
        }
        shown = {each.period for each in seen}
        changes = (
            (ledger.indicators[part], change)
            for part in sorted(ledger.parts(key))
            for change in ledger.indicators[part].definition_changes
            # What is drawn lies on both sides of it.
            if len({period.first < change.since.first for period in shown}) > 1
        )
        return cls(ledger.indicators[key], seen, planned, tuple(sorted(changes, key=lambda each: each[1].since.first)))


def charted(printer: Printer, marker: ChartMarker, published: str = "") -> tuple[Charted, ...]:
    """Return what a chart shows in a text of an ISO date, "" for a page without one, whose charts follow the ledger.

    Raises :class:`MarkerError` for an unknown indicator, and for one of which there is nothing to draw.
    """
    ledger = printer.ledger if marker.live or not published else printer.ledger.known(date.fromisoformat(published))
    found = tuple(Charted.of(ledger, printer.indicator(key).key, marker) for key in marker.keys)
    for each in found:
        if not each.observations:
            raise MarkerError(_missing(printer.ledger, ledger, each.indicator.key, marker, published))
    return found


def figures_of(marker: ChartMarker, ledger: Ledger) -> tuple[Figure, ...]:
    """Return each figure that a chart may have stated on some day: the values of its periods, and their plans."""
    return tuple(
        Figure(key, at=seen.period.text, plan=plan, pinned=marker.pinned)
        for key in marker.keys
        for seen in ledger.history(key)
        if marker.shows(seen.period)
        for plan in (False, True)
    )


def stated(found: Iterable[Charted]) -> str:
    """Return the values that a chart states, for the log: ``jobs 2022=900 (plan 1000), 2023=1100 (estimate)``."""
    return "; ".join(
        f"{each.indicator.key} {', '.join(_stated(seen, each.plans) for seen in each.observations)}" for each in found
    )


def _stated(seen: Observation, plans: Mapping[str, Observation]) -> str:
    plan = plans.get(seen.period.text)
    status = [seen.status.value] if seen.status.is_said else []
    bounds = [f"range {seen.range}"] if seen.range else []
    planned = [f"plan {machine(plan.value)}"] if plan else []
    beside = "; ".join([*status, *bounds, *planned])
    return f"{seen.period}={machine(seen.value)}{f' ({beside})' if beside else ''}"


def _missing(whole: Ledger, known: Ledger, key: str, marker: ChartMarker, published: str) -> str:
    """Return why there is nothing to draw of an indicator."""
    if not known.history(key) and (first := min((each.released for each in whole.history(key)), default=None)):
        return tr(
            'nothing was known of "%(key)s" on %(published)s, the date of this article%(since)s',
            key=key,
            published=published,
            since=tr("; its first value was released on %(first)s", first=first),
        )
    if not known.history(key):
        return tr('"%(key)s" has no observation yet: record one with `aimaq set %(key)s …`', key=key)
    return tr(
        '"%(marker)s" shows no value of "%(key)s"; recorded periods: %(periods)s',
        marker=marker,
        key=key,
        periods=", ".join(each.period.text for each in known.history(key)),
    )
