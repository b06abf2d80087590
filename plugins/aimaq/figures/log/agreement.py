"""Compare the ledger with the log: what was public must be as it was, and what is public now belongs into the log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

import msgspec

from aimaq.figures.ledger.model import Ledger
from aimaq.figures.ledger.releases import releases
from aimaq.figures.log.entries import Figure, Release, figure_entry, release_entry
from aimaq.figures.log.log_file import Log

__all__ = ["Agreement", "Disagreement", "compare", "public_entries"]

#: What readers quote of a release, and what stands beside it and may be amended.
_FIGURE: Final = ("value", "range", "status", "kind", "period", "released", "embargo")
_BESIDE: Final = ("source", "note", "pulled", "approved")
_MEANING: Final = ("label", "unit", "decimals", "formula", "definition")
#: Members by which a changed release is recognised, and how many of them have to be equal.
_MARKS: Final = ("period", "released", "value", "status", "source")
_ALIKE: Final = 3

_Placed: TypeAlias = "tuple[int, Release]"
"""An entry with its index in the log, or a release with its position in the ledger's list."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An entry of the log, by its index, and what the ledger holds instead.

    ``new`` is None where the ledger holds nothing, and ``position`` that of an observation in the ledger's list. With
    ``after``, nothing differs but the order: the ledger has the release behind that of another, later entry.
    """

    index: int
    old: Figure | Release
    new: Figure | Release | None = None
    position: int | None = None
    after: int | None = None

    @property
    def members(self) -> tuple[str, ...]:
        """The names of the members that differ."""
        names: Sequence[str] = _MEANING if isinstance(self.old, Figure) else (*_FIGURE, *_BESIDE)
        if isinstance(self.old, Figure) and not self.old.definition:
            names = tuple(each for each in names if each != "definition")  # an older entry does not know it
        return tuple(each for each in names if self.new and getattr(self.old, each) != getattr(self.new, each))

    @property
    def can_be_amended(self) -> bool:
        """Whether what readers quote of a release is as it was."""
        return bool(self.members) and not set(self.members) & set(_FIGURE)


@dataclass(frozen=True, slots=True)
class Agreement:
    """What differs between ledger and log, and the entries of what is public and not in the log yet."""

    disagreements: tuple[Disagreement, ...] = ()
    unlogged: tuple[Figure | Release, ...] = ()


def public_entries(public: Ledger, logged: str) -> Iterator[Figure | Release]:
    """Yield the entries of everything that a ledger of public releases holds, in its order."""
    for key, indicator in public.indicators.items():
        if found := _by_position(public, key, logged):
            yield figure_entry(indicator, logged)
            yield from (entry for _, entry in found)


def compare(log: Log, whole: Ledger, public: Ledger, today: date, logged: str) -> Agreement:
    """Compare a ledger with its log; entries that the log lacks are dated ``logged``.

    ``whole`` has also what is not public yet, ``public`` is what is, on the day ``today`` in the site's zone. A derived
    figure may be computed again on the day of its release, since another part of it may be released on that day.
    """
    figures: dict[str, tuple[int, Figure]] = {}
    known: dict[str, list[_Placed]] = defaultdict(list)
    for key, entries in log.current().items():
        for index, entry in entries.items():
            if isinstance(entry, Figure):
                figures[key] = index, entry
            else:
                known[key].append((index, entry))
    found: list[Disagreement] = []
    computed: list[Disagreement] = []
    unlogged: list[Figure | Release] = []
    for key, (index, before) in figures.items():
        now = figure_entry(whole.indicators[key], logged) if key in whole.indicators else None
        difference = Disagreement(index, before, now)
        found += [difference] if now is None or difference.members else []
    for key, indicator in whole.indicators.items():
        is_public = _by_position(public, key, logged)
        if indicator.formula:
            wrong, new = _compare_computed(known[key], is_public, today)
            computed += wrong
        else:
            every = [(seen.position, release_entry(key, seen, logged)) for seen in indicator.observations]
            wrong, new = _compare_observed(known[key], sorted(every, key=lambda each: each[0]), is_public)
            found += wrong
        unlogged += [figure_entry(indicator, logged)] if new and key not in figures else []
        unlogged += new
    # Where a part disagrees, what is computed from it does too, which helps nobody.
    named = {each.old.key for each in found}
    found += (each for each in computed if not named & whole.parts(each.old.key))
    return Agreement(tuple(found), tuple(unlogged))


def _by_position(public: Ledger, key: str, logged: str) -> list[_Placed]:
    """Return the entries of an indicator's releases in the order of the ledger's list; computed ones by their day."""
    indicator = public.indicators[key]
    if indicator.formula:
        computed = [release_entry(key, each.observation, logged, computed=True) for each in releases(public, key)]
        return list(enumerate(sorted(computed, key=lambda entry: entry.released)))
    observed = sorted(indicator.observations, key=lambda seen: seen.position)
    return [(seen.position, release_entry(key, seen, logged)) for seen in observed]


def _compare_computed(
    known: Iterable[_Placed], is_public: Iterable[_Placed], today: date
) -> tuple[list[Disagreement], list[Release]]:
    now = {(entry.period, entry.released): entry for _, entry in is_public}
    found: list[Disagreement] = []
    new: list[Release] = []
    for index, old in known:
        entry = now.pop((old.period, old.released), None)
        if old.released > today.isoformat() or (entry and _same(old, entry)):
            continue
        if entry and old.released == today.isoformat():
            new.append(msgspec.structs.replace(entry, amends=index, why="another part was released on that day"))
        else:
            found.append(Disagreement(index, old, entry))
    return found, [*new, *now.values()]


def _compare_observed(
    known: Sequence[_Placed], every: Sequence[_Placed], is_public: Iterable[_Placed]
) -> tuple[list[Disagreement], list[Release]]:
    left = dict(every)
    same: dict[Release, list[int]] = defaultdict(list)
    for position, entry in reversed(every):
        same[_bare(entry)].append(position)
    places: list[tuple[int, Release, int]] = []
    changed: list[_Placed] = []
    for index, old in known:
        if positions := same[_bare(old)]:
            places.append((index, old, positions.pop()))
            del left[places[-1][2]]
        else:
            changed.append((index, old))
    found: list[Disagreement] = []
    for index, old in changed:
        likest = max(left, key=lambda position: _likeness(old, left[position]), default=None)
        if likest is None or _likeness(old, left[likest]) < _ALIKE:
            found.append(Disagreement(index, old))
        else:
            found.append(Disagreement(index, old, left.pop(likest), likest))
    new = [entry for position, entry in is_public if position in left]
    return [*found, *_moved(places)], new


def _moved(places: Iterable[tuple[int, Release, int]]) -> Iterator[Disagreement]:
    """Yield the entries whose releases stand in the ledger behind that of a later entry.

    Of two releases with different embargoes the second in the ledger may be the first in the log.
    """
    last: dict[str, tuple[int, int]] = {}
    for index, entry, position in reversed(list(places)):
        after, lowest = last.get(entry.embargo, (index, position))
        if position > lowest:
            yield Disagreement(index, entry, position=position, after=after)
        else:
            last[entry.embargo] = index, position


def _bare(entry: Release) -> Release:
    return msgspec.structs.replace(entry, logged="", amends=None, why="")


def _same(old: Release, new: Release) -> bool:
    return _bare(old) == _bare(new)


def _likeness(old: Release, new: Release) -> int:
    return sum(getattr(old, name) == getattr(new, name) for name in _MARKS)
