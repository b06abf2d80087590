"""When a current value becomes stale, and the moments at which the site has to be built again.

A value describes a period. Its age is the number of days since the period's last day. An indicator's ``max_age_days``
is the highest age that it allows; from the next day on, the value is stale. Days begin at midnight in the site's zone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from aimaq.base.slots import Slot
from aimaq.figures.ledger import Ledger

__all__ = ["CHANGES", "NextChange", "Staleness"]

#: The key that ``next-change.json`` depends on; no indicator can have this name.
CHANGES = "*changes"


@dataclass(frozen=True)
class Staleness:
    """Which values of a ledger are stale on the day of ``now``, a moment in ``zone`` without ``tzinfo``.

    ``ledger`` holds what is public at that moment.
    """

    ledger: Ledger
    now: datetime
    zone: tzinfo

    @property
    def today(self) -> date:
        """The day, which begins at midnight in ``zone``."""
        return self.now.date()

    @property
    def moment_now(self) -> datetime:
        """The moment at which the ledger is public, with the zone."""
        return self.now.replace(tzinfo=self.zone)

    def limit(self, key: str) -> int | None:
        """Return the highest allowed age in days, or None without a limit.

        A derived figure without a limit of its own has the lowest limit of its parts.
        """
        own = self.ledger.indicators[key].max_age_days
        if own is not None:
            return own
        parts = self.ledger.parts(key) - {key}
        return min((limit for part in parts if (limit := self.limit(part)) is not None), default=None)

    def since(self, key: str) -> date | None:
        """Return the first day on which the current value is stale; None without a value or a limit."""
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
        return self._midnight(since).isoformat() if since else ""

    def releases(self, ledger: Ledger) -> list[datetime]:
        """Return the future moments, with the zone, at which something in the whole ledger becomes public."""
        moments = {seen.public_from for each in ledger.indicators.values() for seen in each.observations}
        ahead = (moment.replace(tzinfo=self.zone) for moment in sorted(moments))
        return [moment for moment in ahead if moment > self.moment_now]

    def next_change(self, ledger: Ledger, others: Iterable[tuple[datetime, str]] = ()) -> dict[str, object]:
        """Return the future moments at which the site has to be built, for a scheduler.

        ``ledger`` is the whole one, with what is not public yet; ``others`` are further moments, each with its reason.
        A release is listed by its moment only, which gives away neither the figure or text nor how many there are.
        """
        stale = {
            (self._midnight(since), "stale", key)
            for key in self.ledger.indicators
            if (since := self.since(key)) is not None and since > self.today
        }
        releases = {(moment, "release", "") for moment in self.releases(ledger)}
        texts = {(moment.astimezone(self.zone), reason, "") for moment, reason in others if moment > self.moment_now}
        changes = sorted(stale | releases | texts)
        first = changes[0][0] if changes else None
        return {
            "next": first.date().isoformat() if first else None,
            "at": first.isoformat() if first else None,
            "changes": [
                {
                    "date": moment.date().isoformat(),
                    "at": moment.isoformat(),
                    "reason": reason,
                    **({"indicator": key} if key else {}),
                }
                for moment, reason, key in changes
            ],
        }

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone)


class NextChange:
    """The command that writes ``next-change.json``; its arguments are further moments, "<moment>=<reason>".

    ``text`` is the document for figures alone.
    """

    kind: Final = "document"

    def __init__(self, staleness: Staleness, ledger: Ledger) -> None:
        self.staleness, self.ledger = staleness, ledger
        self.text = self._text("")

    def write(self, slot: Slot, arguments: str, fill: Callable[[str], str]) -> str:
        """Return the document."""
        return self._text(arguments)

    def _text(self, arguments: str) -> str:
        pairs = (argument.partition("=") for argument in arguments.split())
        others = ((datetime.fromisoformat(moment), reason) for moment, _, reason in pairs)
        return json.dumps(self.staleness.next_change(self.ledger, others), indent=2) + "\n"

    def keys(self, arguments: str) -> frozenset[str]:
        """Return the key of the document itself, which changes with the day as well as with figures."""
        return frozenset({CHANGES})
