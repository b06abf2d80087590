"""The forms that record a value, a plan or a correction: shown with what they change, then written, as commands do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from aimaq.base.problems import Problem, ProblemsFound
from aimaq.desk.figures import printed_forms
from aimaq.figures.fill.today import moment_of
from aimaq.figures.impact.compare import Impact, SentenceChange
from aimaq.figures.text.figure import Figure
from aimaq.pipeline.project import Project, languages_of
from aimaq.pipeline.recording import Recorded, correct, record
from aimaq.settings.schema import Settings

__all__ = ["CORRECTION", "FIELDS", "Proposal", "propose"]

#: Stands for the status in the form: what is recorded is a correction of what was published.
CORRECTION = "correction"
#: The fields of the form besides the notes, ``note_<lang>``; a form may leave out any.
FIELDS = ("kind", "value", "period", "source", "source_title", "released", "embargo", "why", "approved_by")
#: The fields of the bounds of a range.
_BOUNDS = ("range_low", "range_high")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A form that can be recorded: what it says, how it is printed, what it changes; or its ``problems``.

    ``seal`` is the digest of the ledger that it would write: a form that is confirmed with another one is shown again.
    """

    summary: str = ""
    forms: tuple[tuple[str, str], ...] = ()
    impact: Impact | None = None
    unknown: str = ""
    seal: str = ""
    problems: tuple[Problem, ...] = ()
    is_recorded: bool = False
    remark: str = ""

    @property
    def sentences(self) -> Mapping[str, Sequence[SentenceChange]]:
        """The sentences that change, besides headlines, by the edition, in the order of the editions."""
        found: dict[str, list[SentenceChange]] = {}
        for change in self.impact.changes if self.impact else ():
            if not change.headline:
                found.setdefault(change.lang, []).append(change)
        return found


def propose(project: Project, settings: Settings, key: str, fields: Mapping[str, str], confirmed: str) -> Proposal:
    """Prepare to record a form; record it if ``confirmed`` is the seal of the same proposal."""
    try:
        prepared = _recorded(project, settings, key, fields, write=False)
        seal = sha256(prepared.recording.new.encode()).hexdigest()
        if seal == confirmed:
            return Proposal(is_recorded=True, summary=prepared.summary, remark=prepared.write().remark)
    except ProblemsFound as found:
        return Proposal(problems=found.problems)
    impact = prepared.impact()
    return Proposal(
        prepared.summary,
        _forms(prepared, settings, key, fields),
        None if isinstance(impact, str) else impact,
        impact if isinstance(impact, str) else "",
        seal,
    )


def _recorded(project: Project, settings: Settings, key: str, fields: Mapping[str, str], *, write: bool) -> Recorded:
    given = {name: fields.get(name, "") for name in FIELDS}
    kind, value, why = given.pop("kind"), given.pop("value"), given.pop("why")
    bounds = tuple(fields.get(name, "") for name in _BOUNDS)
    options = {**given, "bounds": bounds if any(bounds) else None}
    names = ((lang, fields.get(f"note_{lang}", "")) for lang in languages_of(settings))
    notes = [(lang, text) for lang, text in names if text]
    if kind == CORRECTION:
        period = given["period"]
        del options["period"]
        return correct(project, key, value, period, why, notes, write=write, status="", **options)
    return record(project, key, value, notes, write=write, status=kind, correction=False, why=why, **options)


def _forms(prepared: Recorded, settings: Settings, key: str, fields: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return how the value is printed on the day on which it is public."""
    ledger = prepared.recording.after
    figure = Figure(key, at=fields.get("period", ""), plan=fields.get("kind") == "plan")
    public = printed_forms(ledger.public(moment_of(settings, datetime.now(UTC))), figure)
    return public or printed_forms(ledger, figure)
