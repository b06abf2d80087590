"""Refuse a change that is larger than is plausible until somebody approves it: it may be a typing error."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from aimaq.base.json_text.document import DocumentProblems
from aimaq.base.languages.messages import tr
from aimaq.figures.grammar.numbers import rounded
from aimaq.figures.ledger.model import Observation
from aimaq.figures.periods import Period

__all__ = ["PlacedObservation", "check_changes", "parse_percentage"]


@dataclass(frozen=True, slots=True)
class PlacedObservation:
    """An observation, the JSON pointer to it, and whether somebody has approved it."""

    pointer: str
    observation: Observation
    approved: bool = False


def parse_percentage(text: str) -> Decimal:
    """Return a percentage as a share of 1: "12.5%" is 0.125; the schema has checked its form."""
    return Decimal(text.removesuffix("%")) / 100


def check_changes(problems: DocumentProblems, placed: Sequence[PlacedObservation], limit: Decimal) -> None:
    """Report each observation that differs from the one before by more than the share ``limit`` and is not approved.

    The one before is the last earlier release of the same period or, for a new period, of the latest period of its
    length before it. Plans are compared with plans, figures with figures; a correction counts like any other release.
    A change from zero is always too large.
    """
    known: dict[bool, dict[Period, Observation]] = {False: {}, True: {}}
    periods: dict[bool, list[Period]] = {False: [], True: []}
    for each in sorted(placed, key=lambda each: each.observation.released):
        seen = each.observation
        others, ordered = known[seen.is_plan], periods[seen.is_plan]
        place = bisect_right(ordered, seen.period)
        earlier = (each for each in reversed(ordered[:place]) if each == seen.period or each.precedes(seen.period))
        before = next((others[each] for each in earlier), None)
        if seen.period not in others:
            ordered.insert(place, seen.period)
        others[seen.period] = seen
        if before is None or each.approved or abs(seen.value - before.value) <= limit * abs(before.value):
            continue
        values = {
            "before": _plain(before.value),
            "earlier": before.period,
            "now": _plain(seen.value),
            "later": seen.period,
            "limit": _percent(limit),
        }
        message = tr(
            'the value goes from %(before)s (%(earlier)s) to %(now)s (%(later)s); "max_change" allows %(limit)s',
            **values,
        )
        if before.value:
            message = tr(
                "the value goes from %(before)s (%(earlier)s) to %(now)s (%(later)s), by %(share)s; "
                '"max_change" allows %(limit)s',
                share=_percent((seen.value - before.value) / abs(before.value)),
                **values,
            )
        problems.add(
            f"{each.pointer}/value",
            message,
            tr(
                'Correct it; or, if it is right, say who checked it: "approved": {"by": "…", "why": "…"}, as '
                "`aimaq set` writes it with --approved-by and --why."
            ),
        )


def _percent(share: Decimal) -> str:
    return f"{_plain(rounded(share * 100, 2))}%"


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")
