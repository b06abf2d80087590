"""Names of releases: the moment of each in UTC, so that they sort as they came; which have had their day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

__all__ = ["clock", "expired", "moment", "name_at", "next_name", "previous"]

_FORM = "%Y%m%dT%H%M%SZ"


def name_at(when: datetime) -> str:
    """Return the name of a release of this moment: ``20261124T061500Z``."""
    return when.astimezone(UTC).strftime(_FORM)


def clock() -> str:
    """Return the name that a release of this second has."""
    return name_at(datetime.now(UTC))


def moment(name: str) -> datetime:
    """Return the moment that a name tells; raise ``ValueError`` for what is no name of a release."""
    return datetime.strptime(name, _FORM).replace(tzinfo=UTC)


def next_name(now: str, names: Iterable[str]) -> str:
    """Return the name of a new release: of ``now``, but later than all there are, whatever a clock does.

    HTTP tells versions apart by the second (RFC 9110, Last-Modified), so two releases are never of the same one.
    """
    newest = max(names, default="")
    return now if now > newest else name_at(moment(newest) + timedelta(seconds=1))


def expired(names: Sequence[str], keep: int, grace: timedelta, current: str = "") -> list[str]:
    """Return the releases that may go: neither of the newest ``keep``, nor ``current``, nor replaced within ``grace``.

    The newest of ``names`` is the one that is being published: the time is its.
    """
    order = sorted(names)
    now = moment(order[-1])
    old = [name for name, by in pairwise(order) if now - moment(by) >= grace and name != current]
    return [name for name in old if name in order[:-keep]]


def previous(names: Iterable[str], current: str) -> str:
    """Return the release before ``current``, or "" if there is none."""
    return max((name for name in names if name < current), default="")
