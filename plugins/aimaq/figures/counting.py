"""What is counted in a period: whether two values of an indicator are counted alike."""

from aimaq.figures.ledger.model import Ledger, Observation
from aimaq.figures.periods import Period

__all__ = ["counted_since", "is_counted_alike"]


def counted_since(ledger: Ledger, key: str, period: Period) -> str:
    """Return since which period that is counted which is counted in this one; "" if nothing had changed before.

    What is computed is counted otherwise since a part of it is.
    """
    changes = [
        change.since
        for part in ledger.parts(key)
        for change in ledger.indicators[part].definition_changes
        if change.since.first <= period.first
    ]
    return max(changes, key=lambda since: (since.first, since.text)).text if changes else ""


def is_counted_alike(ledger: Ledger, key: str, *seen: Observation) -> bool:
    """Return whether no change of definition lies between observations of an indicator."""
    return len({counted_since(ledger, key, each.period) for each in seen}) == 1
