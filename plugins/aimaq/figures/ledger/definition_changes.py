"""Changes of definition: since when an indicator counts something else, which statisticians call a break in series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aimaq.base.json_text.document import DocumentProblems
from aimaq.base.languages.messages import tr
from aimaq.figures.ledger.language_texts import read_texts
from aimaq.figures.periods import Period

__all__ = ["DefinitionChange", "read_definition_changes"]


@dataclass(frozen=True, slots=True)
class DefinitionChange:
    """``since`` is the first period that is counted in the new way, ``note`` says by language what is different."""

    since: Period
    note: Mapping[str, str] = field(hash=False)


def read_definition_changes(
    problems: DocumentProblems, pointer: str, listed: Sequence[Any], languages: Sequence[str]
) -> tuple[DefinitionChange, ...]:
    """Return the changes in the order of their periods; note what is wrong with them."""
    found: dict[Period, DefinitionChange] = {}
    for number, item in enumerate(listed):
        own = f"{pointer}/{number}"
        if not problems.none_at(own):
            continue
        note = read_texts(problems, f"{own}/note", item["note"], languages, "note")
        try:
            since = Period.parse(item["since"])
        except ValueError as error:
            problems.add(f"{own}/since", str(error))
            continue
        if since in found:
            message = tr("two changes of definition begin with %(period)s", period=since)
            problems.add(f"{own}/since", message, tr("Put both into one note."))
        found.setdefault(since, DefinitionChange(since, note))
    return tuple(found[since] for since in sorted(found, key=lambda period: (period.first, period.last)))
