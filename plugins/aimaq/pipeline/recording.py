"""Recording new observations in the ledger, typed by an editor or pulled from a source, and their impact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from aimaq.base.languages.messages import tr, tr_number
from aimaq.base.problems import Problem, ProblemsFound, raise_any, suggest
from aimaq.figures.impact.report import as_text
from aimaq.figures.ledger import read_ledger
from aimaq.figures.ledger.from_cli import approval_from, observation_from
from aimaq.figures.ledger.record import Recording, prepare_recording
from aimaq.figures.ledger.releases import correction_faults
from aimaq.figures.pull.all_sources import gather
from aimaq.figures.pull.copies import Copies
from aimaq.figures.pull.new_observations import relocated
from aimaq.figures.pull.sources import read_sources, wanted_sources
from aimaq.figures.value_range import in_digits
from aimaq.pipeline.figure_log import append_recorded, log_of
from aimaq.pipeline.impact import impact_between
from aimaq.pipeline.project import Project, languages_of, today
from aimaq.pipeline.undo import note_recording
from aimaq.settings.schema import Settings

if TYPE_CHECKING:
    from aimaq.figures.impact.compare import Impact
    from aimaq.figures.pull.new_observations import Proposal

#: Observations whose impact is shown before they are recorded.
MOST_SHOWN: Final = 500

__all__ = ["Pulled", "Recorded", "correct", "pull", "record"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording that has been prepared, and written if that was asked for."""

    project: Project
    settings: Settings
    recording: Recording
    summary: str = ""
    why: str = ""
    remark: str = ""

    def write(self) -> Recorded:
        """Write the ledger, and then append to the log what of it is public; raise ``ProblemsFound``.

        Returns the same with a ``remark`` if the log could not be written: the next publication appends to it.
        """
        log = log_of(self.settings, self.recording.before, self.recording.old)
        self.recording.write()
        logged = grown = len(log.log.lines) if log else 0
        try:
            if log is not None:
                grown = len(append_recorded(self.settings, log, self.recording, self.why).lines)
        except ProblemsFound as found:
            what = "; ".join(each.message for each in found.problems)
            return replace(
                self, remark=tr("Not in the log yet, since %(reason)s: `aimaq publish` appends it.", reason=what) + "\n"
            )
        finally:
            note_recording(self.project, self.recording, self.summary, (logged, grown))
        return self

    def impact(self) -> Impact | str:
        """Return what the recording changes on the site, or why that is not known."""
        count = self.recording.count
        if count > MOST_SHOWN:  # pages with thousands of values take minutes to write
            return tr_number(
                "What %(number)s observation changes on the site is not shown here; `aimaq impact` shows it "
                "afterwards.",
                "What %(number)s observations change on the site is not shown here; `aimaq impact` shows it "
                "afterwards.",
                count,
            )
        try:
            return impact_between(self.project, self.recording.before, self.recording.after, self.settings)
        except ProblemsFound as found:
            return tr_number(
                "What it changes on the site is not known: %(number)s problem to mend, which `aimaq build` names.",
                "What it changes on the site is not known: %(number)s problems to mend, which `aimaq build` names.",
                len(found.problems),
            )

    def report(self) -> str:
        """Return, for the terminal, the remark and the impact."""
        impact = self.impact()
        return self.remark + (impact if isinstance(impact, str) else as_text(impact, tr("the ledger without it")))


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
        raise_any(_faulty_corrections(recording))
        summary = tr(
            "%(key)s = %(value)s for %(period)s (%(status)s)",
            key=key,
            value=in_digits(observation.value, observation.range),
            period=observation.period,
            status=observation.status.word,
        )
        recorded = Recorded(project, settings, recording, summary)
        return recorded.write() if write else recorded


def correct(
    project: Project,
    key: str,
    value: str,
    period: str,
    why: str,
    notes: Sequence[tuple[str, str]],
    *,
    write: bool,
    **options: Any,
) -> Recorded:
    """Correct the value of a period in public, if ``write`` is true; raise ``ProblemsFound`` and record nothing.

    ``why`` is for the log, ``notes`` are for the pages, as in :func:`record`. A plan is corrected where ``status`` is
    "plan", else the figure, which keeps its status if none is given, and with it its range.
    """
    settings = project.settings()
    path = project.root / settings.indicators_path
    ledger = read_ledger(path, languages=languages_of(settings), root=project.root)
    if key not in ledger.indicators:
        raise ProblemsFound(
            [Problem("KEY", tr('unknown indicator "%(key)s"', key=key) + suggest(key, ledger.indicators))]
        )
    stands = ledger.exactly(key, period, plan=options["status"] == "plan")
    if stands is None:
        periods = [seen.period.text for seen in ledger.history(key)]
        message = tr('"%(key)s" has no figure for "%(period)s" to correct', key=key, period=period) + suggest(
            period, periods
        )
        raise ProblemsFound([Problem("--period", message, hint=tr("A new figure is recorded with `aimaq set`."))])
    status = options.pop("status") or stands.status.value
    if stands.range and status == stands.status.value:
        options["bounds"] = options.get("bounds") or stands.range.digits
    observation = observation_from(
        value,
        period=period,
        status=status,
        correction=True,
        note=_note(notes, languages_of(settings)),
        zone=settings.timezone,
        why=why if options.get("approved_by") else "",
        **options,
    )
    problems: list[Problem] = []
    if not why.strip():
        problems.append(Problem("--why", tr("missing: say what was wrong; it stands in the public log")))
    if observation.said == stands.said:
        message = tr(
            '"%(key)s" for %(period)s is %(value)s already, and a correction says that it was wrong',
            key=key,
            period=period,
            value=in_digits(observation.value, observation.range),
        )
        problems.append(Problem("VALUE", message, hint=tr("Give the right value.")))
    raise_any(problems)
    with project.ledger_lock():
        recording = prepare_recording(path, [(key, observation)], languages=languages_of(settings), root=project.root)
        # The log keeps the reason of what is public at once.
        is_kept = not observation.embargo and log_of(settings, recording.before, recording.old) is not None
        raise_any(_faulty_corrections(recording, has_reason=is_kept))
        recorded = Recorded(
            project,
            settings,
            recording,
            tr(
                "%(key)s = %(value)s for %(period)s, instead of %(was)s",
                key=key,
                value=in_digits(observation.value, observation.range),
                period=period,
                was=in_digits(stands.value, stands.range),
            ),
            why,
        )
        return recorded.write() if write else recorded


def _faulty_corrections(recording: Recording, *, has_reason: bool = False) -> Iterator[Problem]:
    """Yield a problem for each new correction that corrects nothing, or whose reason would be lost."""
    known = {key: len(each.observations) for key, each in recording.before.indicators.items()}
    for fault in correction_faults(recording.after, has_reason=has_reason):
        if fault.observation.position >= known[fault.key]:
            hint = tr("%(hint)s Nothing was recorded.", hint=fault.hint)
            yield Problem(recording.shown, fault.message, pointer=fault.pointer, hint=hint)


def _note(notes: Sequence[tuple[str, str]], languages: Sequence[str]) -> Mapping[str, str]:
    unknown = [lang for lang, _ in notes if lang not in languages]
    if unknown:
        raise ProblemsFound(
            Problem("--note", tr('unknown language "%(lang)s"', lang=lang) + suggest(lang, languages))
            for lang in unknown
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
        root=project.root,
    )
    if not proposals:
        return Pulled(warnings, (), None)
    observations = [(each.key, each.observation) for each in proposals]
    try:
        recording = prepare_recording(path, observations, languages=languages, root=project.root)
        raise_any(_faulty_corrections(recording))
    except ProblemsFound as wrong:
        raise ProblemsFound(relocated(wrong.problems, proposals, ledger)) from None
    summary = tr_number("%(number)s pulled observation", "%(number)s pulled observations", len(proposals))
    return Pulled(warnings, proposals, Recorded(project, settings, recording, summary))
