"""Every release of an indicator, each under a name that it keeps for ever."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from aimaq.figures.ledger.model import Ledger, Observation

__all__ = ["Release", "releases", "standing"]


@dataclass(frozen=True, slots=True)
class Release:
    """One observation as it was made public.

    ``anchor`` names it among those of its indicator: ``r-<period>-<released>``, with ``-2`` and so on where one period
    was released more than once on a day. ``replaced_by`` is the anchor of the next release of the same period, ""
    while this one stands; a plan is replaced by a plan only, and never by the figure that it was a plan of.
    """

    observation: Observation
    anchor: str
    replaced_by: str = ""

    @property
    def stands(self) -> bool:
        """Whether no later release of its period has taken its place."""
        return not self.replaced_by


def releases(ledger: Ledger, key: str) -> tuple[Release, ...]:
    """Return every release, sorted by period, then day of release, then order in the file.

    The ledger is only ever added to, so neither the day nor the rank among those of a day changes. A derived
    indicator has a release for each day on which a release of its parts gave a period a value.
    """
    formula = ledger.indicators[key].formula
    observations = _derived(ledger, key) if formula else ledger.indicators[key].observations
    ranks: Counter[str] = Counter()
    named: list[tuple[Observation, str]] = []
    for seen in observations:
        anchor = f"r-{seen.period.text}-{seen.released.isoformat()}"
        ranks[anchor] += 1
        named.append((seen, anchor if ranks[anchor] == 1 else f"{anchor}-{ranks[anchor]}"))
    found: list[Release] = []
    next_of: dict[tuple[str, bool], str] = {}
    for seen, anchor in reversed(named):
        column = (seen.period.text, seen.is_plan)
        found.append(Release(seen, anchor, next_of.get(column, "")))
        next_of[column] = anchor
    return tuple(reversed(found))


def standing(found: Iterable[Release]) -> tuple[Release, ...]:
    """Return the one that stands for each period, oldest period first: the figure, or the plan where there is none.

    Their observations are those of ``Ledger.history``.
    """
    chosen: dict[str, Release] = {}
    for each in found:
        known = chosen.get(each.observation.period.text)
        if each.stands and (known is None or known.observation.is_plan):
            chosen[each.observation.period.text] = each
    return tuple(chosen.values())


def _derived(ledger: Ledger, key: str) -> tuple[Observation, ...]:
    """Work the indicator out as it stood on each day on which one of its parts was released."""
    # A ledger of the parts alone: what was known on a day is asked for many days.
    small = Ledger(each for name, each in ledger.indicators.items() if name in ledger.parts(key))
    days = sorted({seen.released for each in small.indicators.values() for seen in each.observations})
    found = [seen for day in days for seen in small.known(day).history(key) if seen.released == day]
    return tuple(sorted(found, key=lambda seen: (seen.period, seen.released)))
