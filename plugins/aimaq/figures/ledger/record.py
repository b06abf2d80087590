"""Record observations: append releases to the ledger's text and leave every other byte as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from aimaq.base.files.atomic_files import write_atomically
from aimaq.base.json_text.document import Document, Json, parse, pointer_step, value_at
from aimaq.base.json_text.layout import Item, append_items
from aimaq.base.languages.messages import Message, system_reason, tr
from aimaq.base.problems import Problem, ProblemsFound, suggest
from aimaq.figures.ledger.model import Ledger, Source
from aimaq.figures.ledger.provenance import Provenance
from aimaq.figures.ledger.read import parse_ledger, read_file, shown_path
from aimaq.figures.status import Status
from aimaq.figures.value_range import ValueRange

__all__ = ["Approval", "NewObservation", "Recording", "parse_value", "prepare_recording", "record", "record_all"]


@dataclass(frozen=True, slots=True)
class Approval:
    """Who has checked a value that changed more than is plausible, and why it is right."""

    by: str
    why: str


@dataclass(frozen=True, slots=True)
class NewObservation:
    """An observation to record, not yet checked; ``period`` and ``embargo`` are as in the file."""

    period: str
    value: Decimal
    status: Status
    released: date
    source: Source | None = None
    correction: bool = False
    note: Mapping[str, str] = field(default_factory=dict, hash=False)
    approval: Approval | None = None
    embargo: str = ""
    provenance: Provenance | None = None
    range: ValueRange | None = None

    @property
    def said(self) -> tuple[Decimal, Status, ValueRange | None]:
        """What it says of its period."""
        return self.value, self.status, self.range

    def members(self) -> dict[str, str | Decimal | Sequence[Decimal] | Item]:
        """Return the members of the JSON object, in the ledger's order."""
        return {
            "period": self.period,
            "value": self.value,
            **({"range": [self.range.low, self.range.high]} if self.range else {}),
            "status": self.status.value,
            "released": self.released.isoformat(),
            **({"embargo": self.embargo} if self.embargo else {}),
            **({"kind": "correction"} if self.correction else {}),
            **({"note": dict(self.note)} if self.note else {}),
            **({"source": asdict(self.source)} if self.source else {}),
            **({"pulled": self.provenance.members()} if self.provenance else {}),
            **({"approved": asdict(self.approval)} if self.approval else {}),
        }


def parse_value(text: str) -> Decimal:
    """Read a value as typed on a command line: 2522, 0.5, -3; raise ValueError that says what is wrong."""
    if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", text):
        return Decimal(text)
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        raise ValueError(
            tr("the number has more digits than a value can have: 15 before the decimal point, 15 after it")
        )
    raise ValueError(
        tr('"%(text)s" is not a number; write digits, ungrouped, and a decimal point: 2522, 0.5, -3', text=text)
    )


def record(text: str, key: str, observation: NewObservation, *, path: str = Message("the ledger")) -> str:
    """Return the ledger's text with the observation appended to its indicator; the rest does not change.

    The new lines are laid out as the last observation is, or as those of a neighbouring indicator where the list is
    still empty. ``path`` is for messages. Raise ProblemsFound if the text is not a ledger, or ``key`` is not the key
    of an observed indicator; the observation itself is not checked.
    """
    return record_all(text, [(key, observation)], path)


def record_all(text: str, observations: Iterable[tuple[str, NewObservation]], path: str) -> str:
    """Record pairs of a key and an observation in their order, as :func:`record` does, in linear time."""
    document = parse(text, path)
    indicators = value_at(document.value, "/indicators")
    if not isinstance(indicators, dict):
        raise ProblemsFound([document.problem("", tr('there are no "indicators" to record in'))])
    lists = {
        name: f"/indicators{pointer_step(name)}/observations"
        for name, indicator in indicators.items()
        if isinstance(indicator, dict) and isinstance(indicator.get("observations"), list)
    }
    new: dict[str, list[Item]] = {}
    for key, observation in observations:
        _check_observed(document, indicators, key)
        new.setdefault(lists[key], []).append(observation.members())
    return append_items(document, new, list(lists.values()))


def _check_observed(document: Document, indicators: Mapping[str, Json], key: str) -> None:
    """Raise ProblemsFound if nothing can be recorded for ``key``."""
    if key not in indicators:
        raise ProblemsFound(
            [Problem(document.path, tr('unknown indicator "%(key)s"', key=key) + suggest(key, indicators))]
        )
    pointer, chosen = f"/indicators{pointer_step(key)}", indicators[key]
    if isinstance(chosen, dict) and "formula" in chosen:
        message = tr('"%(key)s" is computed by a formula and cannot be recorded', key=key)
        hint = tr("Record what it is computed from: %(formula)s.", formula=chosen["formula"])
        raise ProblemsFound([document.problem(f"{pointer}/formula", message, hint)])
    if not isinstance(chosen, dict) or not isinstance(chosen.get("observations"), list):
        raise ProblemsFound(
            [document.problem(f"{pointer}/observations", tr('"%(key)s" has no list of observations', key=key))]
        )


@dataclass(frozen=True, slots=True)
class Recording:
    """A ledger file and checked observations that can be written to it: the ledger and its text, before and after."""

    path: Path
    shown: str
    before: Ledger
    after: Ledger
    old: str
    new: str

    @property
    def count(self) -> int:
        """How many observations are new."""
        before, after = (
            sum(len(each.observations) for each in ledger.indicators.values()) for ledger in (self.before, self.after)
        )
        return after - before

    def write(self) -> None:
        """Write the new text in one step: all of it, or nothing, with ``ProblemsFound``. The file keeps its mode."""
        if read_file(self.path, self.shown) != self.old:
            message = tr("the file has been changed by somebody else in the meantime")
            raise ProblemsFound([Problem(self.shown, message, hint=tr("Nothing was recorded. Do it once more."))])
        try:
            write_atomically(self.path.resolve(), self.new.encode(), durable=True)
        except OSError as error:
            message = tr("the file cannot be written: %(reason)s", reason=system_reason(error))
            raise ProblemsFound([Problem(self.shown, message, hint=tr("Nothing was recorded."))]) from None


def prepare_recording(
    path: Path, observations: Iterable[tuple[str, NewObservation]], *, languages: Sequence[str], root: Path
) -> Recording:
    """Return the recording of pairs of a key and an observation, with the new text checked as a whole.

    Raise ``ProblemsFound``. Problems in the new text have a pointer but no line: the line would be that of a file
    that does not exist.
    """
    shown = shown_path(path, root)
    old = read_file(path, shown)
    before = parse_ledger(old, shown, languages=languages)
    new = record_all(old, observations, shown)
    try:
        after = parse_ledger(new, shown, languages=languages)
    except ProblemsFound as found:
        problems = [
            (problem, tr("%(hint)s Nothing was recorded.", hint=problem.hint).strip()) for problem in found.problems
        ]
        raise ProblemsFound(replace(each, line=None, column=None, hint=hint) for each, hint in problems) from None
    return Recording(path, shown, before, after, old, new)
