"""A figure that jumps is more often a slip of the keyboard than news: an unlikely change waits for an approval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from aimaq.figures.grammar.numbers import rounded
from aimaq.figures.ledger.model import Observation
from aimaq.figures.ledger.report import Report

__all__ = ["Placed", "check_changes", "read_share"]


@dataclass(frozen=True, slots=True)
class Placed:
    """An observation, the JSON pointer to it, and whether somebody has approved it."""

    pointer: str
    observation: Observation
    approved: bool = False


def read_share(text: str) -> Decimal:
    """Return a percentage of the schema's form as a share of 1: "12.5%" is 0.125."""
    return Decimal(text.removesuffix("%")) / 100


def check_changes(report: Report, placed: Sequence[Placed], limit: Decimal) -> None:
    """Note each observation that differs by more than the share ``limit`` from the one before, and is not approved.

    The one before is, among what had been released by then, the last release of the same period or, for a period that
    is new, that of the period before it; the first has none. Plans are compared with plans, figures with figures; a
    correction counts like any other release. Every change from zero is larger than any share of it.
    """
    known: dict[bool, dict[str, Observation]] = {False: {}, True: {}}
    for each in sorted(placed, key=lambda each: each.observation.released):
        seen = each.observation
        others = known[seen.is_plan]
        earlier = (other for other in others.values() if other.period <= seen.period)
        before = max(earlier, key=lambda other: other.period, default=None)
        others[seen.period.text] = seen
        if before is None or each.approved or abs(seen.value - before.value) <= limit * abs(before.value):
            continue
        share = f", by {_percent((seen.value - before.value) / abs(before.value))}" if before.value else ""
        report.add(
            f"{each.pointer}/value",
            f"the value goes from {_plain(before.value)} ({before.period}) to {_plain(seen.value)} ({seen.period})"
            f'{share}; "max_change" allows {_percent(limit)}',
            'Correct it; or, if it is right, say who checked it: "approved": {"by": "…", "why": "…"}, as `aimaq set` '
            "writes it with --approved-by and --why.",
        )


def _percent(share: Decimal) -> str:
    return f"{_plain(rounded(share * 100, 2))}%"


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")
