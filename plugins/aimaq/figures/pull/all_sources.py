"""Ask all sources: return what is new in them, or everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from aimaq.base.problems import Problem, ProblemsFound
from aimaq.figures.ledger import Ledger
from aimaq.figures.ledger.record import Approval
from aimaq.figures.pull.copies import Copies
from aimaq.figures.pull.new_observations import Proposal, new_observations
from aimaq.figures.pull.source_or_copy import read_source
from aimaq.figures.pull.sources import DataSource

__all__ = ["Gathered", "gather"]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The proposals of all sources, and a warning for each source whose copy was used."""

    proposals: tuple[Proposal, ...]
    warnings: tuple[str, ...]


def gather(
    sources: Iterable[DataSource],
    ledger: Ledger,
    copies: Copies,
    *,
    languages: Sequence[str],
    today: date,
    approval: Approval | None = None,
) -> Gathered:
    """Ask each source; raise ``ProblemsFound`` for every source that has neither a sound answer nor a copy."""
    found: list[Proposal] = []
    warnings: list[str] = []
    problems: list[Problem] = []
    for source in sources:
        indicator = ledger.indicators[source.key]
        try:
            answer = read_source(source, indicator, copies, languages=languages, today=today)
        except ProblemsFound as error:
            problems.extend(error.problems)
            continue
        found.extend(new_observations(indicator, answer.rows, today, approval))
        warnings += [answer.warning] if answer.warning else []
    if problems:
        raise ProblemsFound(problems)
    return Gathered(tuple(found), tuple(warnings))
