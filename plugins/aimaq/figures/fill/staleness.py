"""When a current value becomes stale, and the moments at which the site has to be built again.

A value describes a period. Its age is the number of days since the period's last day. An indicator's ``max_age_days``
is the highest age that it allows; from the next day on, the value is stale. Days begin at midnight in the site's zone.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from aimaq.figures.ledger import Ledger

__all__ = ["CHANGES", "Staleness", "next_change"]

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
        return self.midnight(since).isoformat() if since else ""

    def releases(self, ledger: Ledger) -> list[datetime]:
        """Return the future moments, with the zone, at which something in the whole ledger becomes public."""
        moments = {seen.public_from for each in ledger.indicators.values() for seen in each.observations}
        ahead = (moment.replace(tzinfo=self.zone) for moment in sorted(moments))
        return [moment for moment in ahead if moment > self.moment_now]

    def midnight(self, day: date) -> datetime:
        """Return the moment at which a day begins."""
        return datetime.combine(day, time(), self.zone)


def next_change(staleness: Staleness, whole: Ledger, moments: str = "") -> str:
    """Return ``next-change.json``: the future moments at which the site has to be built, for a scheduler.

    ``whole`` is the ledger with what is not public yet; ``moments`` are further moments, "<moment>=<reason>", between
    spaces. A release is listed by its moment only, which gives away neither the figure or text nor how many there are.
    """
    changes = {(moment, "release", "") for moment in staleness.releases(whole)}
    for key in staleness.ledger.indicators:
        since = staleness.since(key)
        if since is not None and since > staleness.today:
            changes.add((staleness.midnight(since), "stale", key))
    for argument in moments.split():
        at, _, reason = argument.partition("=")
        moment = datetime.fromisoformat(at)
        if moment > staleness.moment_now:
            changes.add((moment.astimezone(staleness.zone), reason, ""))
    listed = []
    for moment, reason, key in sorted(changes):
        entry = {"date": moment.date().isoformat(), "at": moment.isoformat(), "reason": reason}
        listed.append(entry | {"indicator": key} if key else entry)
    first = listed[0] if listed else {"date": None, "at": None}
    return json.dumps({"next": first["date"], "at": first["at"], "changes": listed}, indent=2) + "\n"
