"""A release as a file states it, compared with those of the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Final

from aimaq.verify.comparisons import Comparison, agreeing, disagreeing
from aimaq.verify.log.entry_forms import canonical_json
from aimaq.verify.log.logged_figures import Logged, LoggedRelease
from aimaq.verify.values.printed_numbers import is_printed_first, number_of

__all__ = ["Stated", "digest_of", "missing_releases", "range_stated", "release_compared"]

_MEMBERS: Final = ("status", "kind", "range", "source", "note")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a file says of one release: a value that is no number is None, a member that it does not have is left out.

    ``members`` are those of the log's entries, ``texts`` the value as it is printed, and ``days`` the first and last
    day of its period.
    """

    value: Decimal | None
    period: str
    released: str
    members: Mapping[str, str] = field(default_factory=dict)
    texts: Sequence[str] = ()
    days: tuple[str, str] | None = None

    def __str__(self) -> str:
        value = "no number" if self.value is None else f"{self.value:f}"
        return f"{value} for {self.period}, released {self.released}"


def digest_of(value: object) -> str:
    """Return the digest that the log has of a source, a note or a label; "" if it is empty."""
    return sha256(canonical_json(value)).hexdigest() if value else ""


def release_compared(kind: str, file: str, place: str, key: str, stated: Stated, logged: Logged) -> Comparison:
    """Return the comparison of a release with that of the log which is the most like it."""
    of_period = [each for each in logged.known(key) if each.period == stated.period]
    same = [each for each in of_period if each.released == stated.released]
    best = max(same, key=lambda each: _likeness(stated, each), default=None)
    if best is None:
        others = "; ".join(map(str, of_period[-3:])) or "no release for that period"
        return disagreeing(kind, file, place, str(stated), f'the log has of "{key}" {others}')
    if stated.value != best.value:
        return disagreeing(kind, file, place, str(stated), f'the log has of "{key}" {best}')
    for name, text in stated.members.items():
        if text != getattr(best, name):
            shown = f'"{name}" is {_named(text)}'
            return disagreeing(kind, file, place, shown, f"entry {best.index} has {_named(getattr(best, name))}")
    last, first = best.span
    if stated.days not in (None, (first, last)):
        return disagreeing(kind, file, place, f"its days are {stated.days}", f"{stated.period} is {first} to {last}")
    for text in stated.texts:
        if not is_printed_first(best.value, text, logged.decimals(key)):
            return disagreeing(kind, file, place, f'it is printed as "{text}"', f'the log has of "{key}" {best}')
    return agreeing(kind, file)


def missing_releases(kind: str, file: str, key: str, found: Iterable[Stated], logged: Logged) -> Iterator[Comparison]:
    """Yield each release of the log that a history does not have, and each that it has more often."""
    left = Counter((each.period, each.released, each.value) for each in found)
    for each in logged.known(key):
        name = each.period, each.released, each.value
        left[name] -= 1
        if left[name] < 0:
            yield disagreeing(kind, file, "", "a release is missing", f'the log has of "{key}" {each}')
    for (period, released, value), count in left.items():
        if count > 0 and any(
            (each.period, each.released, each.value) == (period, released, value) for each in logged.known(key)
        ):
            shown = f"{value} for {period}, released {released}, stands there {count + 1} times"
            yield disagreeing(kind, file, "", shown, "the log has it once")


def number_stated(value: object) -> Decimal | None:
    """Return a number of JSON; a text, even of digits, is none."""
    return None if isinstance(value, str) else number_of(value)


def range_stated(low: object, high: object) -> str:
    """Return a range as the log has it, "" without one; bounds that are no numbers stand there as they are."""
    bounds = (low, high)
    if all(each in (None, "") for each in bounds):
        return ""
    numbers = [number_of(each) for each in bounds]
    return " ".join(str(each) if found is None else f"{found:f}" for each, found in zip(bounds, numbers, strict=True))


def _likeness(stated: Stated, release: LoggedRelease) -> int:
    equal = [getattr(release, name) == stated.members.get(name) for name in _MEMBERS]
    return equal.count(True) + 10 * (release.value == stated.value)


def _named(text: str) -> str:
    return f'"{text}"' if text else "none"
