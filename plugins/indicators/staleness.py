"""How long a current value may stand: the day from which it may be out of date, and the days that change the site.

A value describes a period. Its age is counted in days from the period's last day, and ``max_age_days`` is the oldest
that the indicator allows: from the day after that, the figure is stale. Days begin at midnight in the site's zone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from .ledger import Ledger
from .slots import Slot

__all__ = ["CHANGES", "NextChange", "Staleness"]

#: The key that ``next-change.json`` depends on; no indicator can be called so.
CHANGES = "*changes"


@dataclass(frozen=True)
class Staleness:
    """The answers on one day: ``ledger`` is what is known on it, ``zone`` says when the day begins."""

    ledger: Ledger
    today: date
    zone: ZoneInfo

    def limit(self, key: str) -> int | None:
        """Return how many days old the figure may be; None if nothing says so.

        A derived figure without a limit of its own is as perishable as the most perishable of its parts.
        """
        own = self.ledger.indicators[key].max_age_days
        if own is not None:
            return own
        parts = self.ledger.parts(key) - {key}
        return min((limit for part in parts if (limit := self.limit(part)) is not None), default=None)

    def since(self, key: str) -> date | None:
        """Return the first day on which the current value is stale; None if there is no value or no limit."""
        limit, current = self.limit(key), self.ledger.current(key)
        if limit is None or current is None or date.max - current.period.last <= timedelta(limit):
            return None
        return current.period.last + timedelta(limit + 1)

    def stale(self, key: str) -> bool:
        """Tell whether the current value is stale today."""
        since = self.since(key)
        return since is not None and since <= self.today

    def moment(self, key: str) -> str:
        """Return the moment at which the current value becomes stale, by RFC 3339; "" if it never does."""
        since = self.since(key)
        return self._midnight(since) if since else ""

    def next_change(self, ledger: Ledger) -> dict[str, Any]:
        """Return the days after today on which the site has to be built, for a scheduler.

        ``ledger`` is the whole one, with what has not been made public yet. Of a future release only the day is told:
        neither which figure it is of, nor how many there are.
        """
        stale = {
            (since, "stale", key)
            for key in self.ledger.indicators
            if (since := self.since(key)) is not None and since > self.today
        }
        releases = {
            (seen.released, "release", "")
            for each in ledger.indicators.values()
            for seen in each.observations
            if seen.released > self.today
        }
        changes = sorted(stale | releases)
        first = changes[0][0] if changes else None
        return {
            "next": first.isoformat() if first else None,
            "at": self._midnight(first) if first else None,
            "changes": [
                {"date": day.isoformat(), "reason": reason, **({"indicator": key} if key else {})}
                for day, reason, key in changes
            ],
        }

    def _midnight(self, day: date) -> str:
        return datetime.combine(day, time(), self.zone).isoformat()


class NextChange:
    """The command that writes ``next-change.json``; its text is worked out once, when the ledger is read."""

    kind: Final = "document"

    def __init__(self, staleness: Staleness, ledger: Ledger) -> None:
        self.text = json.dumps(staleness.next_change(ledger), indent=2) + "\n"

    def write(self, slot: Slot, arguments: str) -> str:
        """Return the document."""
        return self.text

    def keys(self, arguments: str) -> frozenset[str]:
        """Return the key of the document itself: it changes with days as well as with figures."""
        return frozenset({CHANGES})
