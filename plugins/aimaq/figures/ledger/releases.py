"""All releases of an indicator, each with an anchor that never changes."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from aimaq.base.json_text.document import pointer_step
from aimaq.base.languages.messages import tr
from aimaq.figures.ledger.model import Ledger, Observation
from aimaq.figures.value_range import in_digits

__all__ = ["CorrectionFault", "Release", "correction_faults", "known_by_period", "releases", "standing"]


@dataclass(frozen=True, slots=True)
class Release:
    """One observation as it was made public.

    ``anchor`` identifies it within its indicator: ``r-<period>-<released>``, with ``-2`` and so on where a period was
    released more than once on a day. ``replaced_by`` is the anchor of the next release of the same period, "" if
    there is none. A plan is replaced by plans only, never by the figure for its period.
    """

    observation: Observation
    anchor: str
    replaced_by: str = ""

    @property
    def stands(self) -> bool:
        """Whether no later release of its period has replaced it."""
        return not self.replaced_by


def known_by_period(ledger: Ledger) -> Iterator[tuple[date, Ledger]]:
    """Yield, for each period and each day with a release of it, what was known of the period at the end of the day.

    Most derived values depend on their own period only. To ask ``Ledger.known`` about each day, as has to be done where
    a formula joins periods, takes the square of the number of releases.
    """
    if any(each.formula and each.formula.crosses_periods for each in ledger.indicators.values()):
        yield from ((day, ledger.known(day)) for day in ledger.days)
        return
    by_period: dict[str, list[tuple[str, Observation]]] = {}
    for key, indicator in ledger.indicators.items():
        for seen in indicator.observations:
            by_period.setdefault(seen.period.text, []).append((key, seen))
    for releases in by_period.values():
        releases.sort(key=lambda release: release[1].released)
        known: dict[str, dict[bool, Observation]] = {}
        for day, released in groupby(releases, key=lambda release: release[1].released):
            for key, seen in released:
                known.setdefault(key, {})[seen.is_plan] = seen
            yield (
                day,
                Ledger(
                    replace(each, observations=tuple(known.get(key, {}).values()))
                    for key, each in ledger.indicators.items()
                ),
            )


def releases(ledger: Ledger, key: str) -> tuple[Release, ...]:
    """Return every release, sorted by period, then day of release, then order in the file.

    Releases are only added to the ledger, so the day and the rank within a day never change. A derived indicator has
    a release for each day on which a release of one of its parts gave a period a value.
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
    """Return the standing release of each period, oldest first: the figure's, or the plan's where there is none.

    Their observations are those of ``Ledger.history``.
    """
    chosen: dict[str, Release] = {}
    for each in found:
        known = chosen.get(each.observation.period.text)
        if each.stands and (known is None or known.observation.is_plan):
            chosen[each.observation.period.text] = each
    return tuple(chosen.values())


@dataclass(frozen=True, slots=True)
class CorrectionFault:
    """What is wrong with a correction, and where it stands in the ledger's file."""

    key: str
    observation: Observation
    message: str
    hint: str

    @property
    def pointer(self) -> str:
        """The JSON pointer of the observation."""
        return f"/indicators{pointer_step(self.key)}/observations/{self.observation.position}"


def correction_faults(ledger: Ledger, *, has_reason: bool = False) -> Iterator[CorrectionFault]:
    """Yield what is wrong with each correction that repeats the value that stands, or does not say why.

    A reason is a note, or that of an approval; with ``has_reason``, it is kept elsewhere.
    """
    for key, indicator in ledger.indicators.items():
        last: dict[tuple[str, bool], Observation] = {}
        for seen in () if indicator.formula else indicator.observations:
            series = (seen.period.text, seen.is_plan)
            before, last[series] = last.get(series), seen
            if not seen.correction:
                continue
            period = seen.period.text
            if before and before.said == seen.said:
                message = tr(
                    '"%(key)s" for %(period)s is %(value)s already, and a correction says that it was wrong',
                    key=key,
                    period=period,
                    value=in_digits(seen.value, seen.range),
                )
                yield CorrectionFault(key, seen, message, tr("Give the right value."))
            if not (has_reason or seen.note or seen.approved_by):
                message = tr(
                    'the correction of "%(key)s" for %(period)s to %(value)s gives no reason',
                    key=key,
                    period=period,
                    value=format(seen.value.normalize(), "f"),
                )
                hint = tr(
                    "Readers have to know what was wrong: say it in a note, in all languages, or approve it with a "
                    "reason (--approved-by and --why)."
                )
                yield CorrectionFault(key, seen, message, hint)


def _derived(ledger: Ledger, key: str) -> tuple[Observation, ...]:
    """Compute the indicator as known on each day on which one of its parts was released."""
    days = known_by_period(ledger.of_parts(key))
    found = [seen for day, known in days for seen in known.history(key) if seen.released == day]
    return tuple(sorted(found, key=lambda seen: (seen.period, seen.released)))
