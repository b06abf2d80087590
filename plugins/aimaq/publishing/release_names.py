"""Names of releases, which are moments in UTC and sort by time; and which releases may be deleted."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound

__all__ = ["current_name", "expired", "is_name", "moment_of", "name_at", "next_name", "previous", "rollback_name"]

_FORMAT = "%Y%m%dT%H%M%SZ"


def name_at(moment: datetime) -> str:
    """Return the name of a release of this moment: ``20261124T061500Z``."""
    return moment.astimezone(UTC).strftime(_FORMAT)


def current_name() -> str:
    """Return the name of a release of the current second."""
    return name_at(datetime.now(UTC))


def moment_of(name: str) -> datetime:
    """Return the moment of a release; raise ``ValueError`` if this is not the name of one."""
    return datetime.strptime(name, _FORMAT).replace(tzinfo=UTC)


def is_name(text: str) -> bool:
    """Return whether this is the name of a release."""
    try:
        return name_at(moment_of(text)) == text
    except ValueError:
        return False


def next_name(now: str, names: Iterable[str]) -> str:
    """Return the name of a new release: ``now``, or the second after the newest of ``names`` if that is later.

    HTTP distinguishes versions by the second (RFC 9110, Last-Modified), so no two releases have the same one.
    """
    newest = max(names, default="")
    return now if now > newest else name_at(moment_of(newest) + timedelta(seconds=1))


def expired(names: Sequence[str], keep: int, grace: timedelta, current: str = "") -> list[str]:
    """Return the releases to delete: not the newest ``keep``, nor ``current``, nor those replaced within ``grace``.

    The newest of ``names`` is being published now; its moment is the end of ``grace``.
    """
    ordered = sorted(names)
    now = moment_of(ordered[-1])
    replaced = [name for name, next_ in pairwise(ordered) if now - moment_of(next_) >= grace and name != current]
    return [name for name in replaced if name in ordered[:-keep]]


def previous(names: Iterable[str], current: str) -> str:
    """Return the release before ``current``, or "" if there is none."""
    return max((name for name in names if name < current), default="")


def rollback_name(to: str, complete: Collection[str], names: Collection[str], current: str, target: str) -> str:
    """Return the release to roll back to, ``to`` or the one before; raise ``ProblemsFound`` if it is not complete."""
    chosen = to or previous(names, current)
    if chosen in complete:
        return chosen
    message = tr('there is no release "%(to)s"', to=to) if to else tr("there is no release before the current one")
    listed = ", ".join(tr("%(name)s (current)", name=name) if name == current else name for name in names)
    raise ProblemsFound([Problem(target, message, hint=tr("there are: %(releases)s", releases=listed or tr("none")))])
