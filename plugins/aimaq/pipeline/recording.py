"""Recording new observations in the ledger, typed by an editor or pulled from a source, and their impact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from aimaq.base.problems import Problem, ProblemsFound, suggest
from aimaq.figures.impact import as_text
from aimaq.figures.ledger import read_ledger
from aimaq.figures.ledger.from_cli import approval_from, observation_from
from aimaq.figures.ledger.record import Recording, prepare_recording
from aimaq.figures.pull import Copies, gather, read_sources, relocated, wanted_sources
from aimaq.pipeline.impact import impact_between
from aimaq.pipeline.project import Project, languages_of, today
from aimaq.settings.schema import Settings

if TYPE_CHECKING:
    from aimaq.figures.pull import Proposal

__all__ = ["Pulled", "Recorded", "pull", "record"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording that has been prepared, and written if that was asked for."""

    project: Project
    settings: Settings
    recording: Recording
    summary: str = ""

    def impact(self) -> str:
        """Return, for the terminal, what the recording changes on the site, or why that is not known."""
        before, after = self.recording.before, self.recording.after
        try:
            return as_text(impact_between(self.project, before, after, self.settings), "the ledger without it")
        except ProblemsFound as found:
            wrong = "1 problem" if len(found.problems) == 1 else f"{len(found.problems)} problems"
            return f"What it changes on the site cannot be told: {wrong} to mend, which `aimaq build` names."


@dataclass(frozen=True, slots=True)
class Pulled:
    """What the sources have and the ledger does not; ``recorded`` is None if nothing is new."""

    warnings: Sequence[str]
    proposals: Sequence[Proposal]
    recorded: Recorded | None


def record(
    project: Project, key: str, value: str, notes: Sequence[tuple[str, str]], *, write: bool, **options: Any
) -> Recorded:
    """Record a value of the indicator ``key``, if ``write`` is true; ``options`` are those of ``observation_from``.

    ``notes`` are pairs of a language and a text. Raises ``ProblemsFound``, and then nothing has been recorded.
    """
    settings = project.settings()
    languages = languages_of(settings)
    note = _note(notes, languages)
    observation = observation_from(value, note=note, zone=settings.timezone, **options)
    path = project.root / settings.indicators_path
    with project.ledger_lock():
        recording = prepare_recording(path, [(key, observation)], languages=languages, root=project.root)
        if write:
            recording.write()
    summary = f"{key} = {value} for {observation.period} ({observation.status})"
    return Recorded(project, settings, recording, summary)


def _note(notes: Sequence[tuple[str, str]], languages: Sequence[str]) -> Mapping[str, str]:
    unknown = [lang for lang, _ in notes if lang not in languages]
    if unknown:
        raise ProblemsFound(
            Problem("--note", f'unknown language "{lang}"{suggest(lang, languages)}') for lang in unknown
        )
    return dict(notes)


def pull(project: Project, keys: Sequence[str], place: str, *, approved_by: str = "", why: str = "") -> Pulled:
    """Fetch the sources of ``keys`` (none: of all indicators), and prepare to record what is new.

    ``place`` is a file or an address instead of the declared one, or "". Raises ``ProblemsFound``.
    """
    settings = project.settings()
    path, languages = project.root / settings.indicators_path, languages_of(settings)
    declared = settings.indicators_sources
    ledger = read_ledger(path, languages=languages, root=project.root)
    observed = [name for name, each in ledger.indicators.items() if each.formula is None]
    sources = read_sources(project.root / declared, observed, root=project.root)
    proposals, warnings = gather(
        wanted_sources(sources, keys, place, observed, shown=declared),
        ledger,
        Copies(project.cache / "pull", lambda: datetime.now(ZoneInfo(settings.timezone))),
        languages=languages,
        today=today(settings),
        approval=approval_from(approved_by, why),
    )
    if not proposals:
        return Pulled(warnings, (), None)
    observations = [(each.key, each.observation) for each in proposals]
    try:
        recording = prepare_recording(path, observations, languages=languages, root=project.root)
    except ProblemsFound as wrong:
        raise ProblemsFound(relocated(wrong.problems, proposals, ledger)) from None
    return Pulled(warnings, proposals, Recorded(project, settings, recording))
