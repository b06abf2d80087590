"""All sources together: what is new in them, or everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from aimaq.base.problems import Problem, ProblemsFound
from aimaq.figures.ledger import Ledger
from aimaq.figures.ledger.record import Approval
from aimaq.figures.pull.copies import Copies
from aimaq.figures.pull.proposals import Proposal, proposals
from aimaq.figures.pull.source_or_copy import take
from aimaq.figures.pull.sources import Source

__all__ = ["Gathered", "gather"]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is proposed, and why some of it does not come from a fresh answer."""

    proposals: tuple[Proposal, ...]
    warnings: tuple[str, ...]


def gather(
    sources: Iterable[Source],
    ledger: Ledger,
    copies: Copies,
    *,
    languages: Sequence[str],
    today: date,
    approval: Approval | None = None,
) -> Gathered:
    """Ask each source; raise ``ProblemsFound`` with the problems of all that say nothing sound and never have."""
    found: list[Proposal] = []
    warnings: list[str] = []
    problems: list[Problem] = []
    for source in sources:
        indicator = ledger.indicators[source.key]
        try:
            taken = take(source, indicator, copies, languages=languages, today=today)
        except ProblemsFound as error:
            problems.extend(error.problems)
            continue
        found.extend(proposals(indicator, taken.rows, today, approval))
        warnings += [taken.warning] if taken.warning else []
    if problems:
        raise ProblemsFound(problems)
    return Gathered(tuple(found), tuple(warnings))
