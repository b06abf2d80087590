"""The log of a site: begun, appended to by commands that record, and amended."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound, suggest
from aimaq.figures.fill.today import moment_of
from aimaq.figures.ledger import Ledger, parse_ledger
from aimaq.figures.ledger.read import ledger_text, shown_path
from aimaq.figures.ledger.record import Recording
from aimaq.figures.log import log_file
from aimaq.figures.log.agreement import Agreement, Disagreement, compare, public_entries
from aimaq.figures.log.check import PREFIX, CheckedLog, check_log
from aimaq.figures.log.disagreement_problems import disagreement_problems
from aimaq.figures.log.entries import Begin, Entry, Release, changed, read_entry, stamp
from aimaq.figures.log.history import LoggedChange, history
from aimaq.figures.log.log_file import Log, LogFiles, read_log
from aimaq.pipeline.kinds import build_today
from aimaq.pipeline.project import Project, languages_of
from aimaq.settings.schema import Settings

__all__ = [
    "amend",
    "append_recorded",
    "begin_log",
    "entries_of",
    "forget_index",
    "log_files_of",
    "log_of",
    "no_log",
    "origin_of",
    "unlogged_figures",
]


def no_log() -> Problem:
    """Return the problem of a site that has no log and needs one."""
    return Problem("content/data", tr("there is no log yet"), hint=tr("Begin it: `aimaq log begin`."))


def log_of(settings: Settings, ledger: Ledger, text: str) -> CheckedLog | None:
    """Return the log of a ledger, whose file has this text; raise ``ProblemsFound`` if they disagree."""
    now = moment_of(settings, datetime.now(UTC))
    path = settings.project / settings.indicators_path
    shown = shown_path(path, settings.project)
    logged = stamp(datetime.now(UTC))
    return check_log(_files(settings), ledger, ledger.public(now), now, logged, lambda: text, shown)


def begin_log(project: Project) -> Log:
    """Begin the log with every figure and text that is public now; raise ``ProblemsFound`` if there is one already.

    It is named after the address of the published site, and keeps that name wherever the site moves.
    """
    settings = project.settings()
    files = _files(settings)
    with project.ledger_lock():
        ledger, _ = _read_ledger(settings)
        moment = datetime.now(UTC)
        origin = _origin_of_site(project)
        public = ledger.public(moment_of(settings, moment))
        logged = stamp(moment)
        log = log_file.begin(files, [Begin(logged=logged, origin=origin), *public_entries(public, logged)])
        try:
            report = build_today(project, project.cache / "log/site")
            texts = [changed(read_entry(line.encode()), logged=logged) for line in report.unlogged]
            log = log_file.append(files, log, texts)
            log_file.write_head(files, log.signed_head())
        except BaseException:
            files.entries.unlink()
            raise
    return log


def origin_of(project: Project) -> str:
    """Return the name of a site's log, or the one that it will get; raise ``ProblemsFound``."""
    files = log_files_of(project.settings())
    log = read_log(files) if files else None
    return log.origin if log else _origin_of_site(project)


def _origin_of_site(project: Project) -> str:
    return f"{project.settings(project.published_conf).siteurl.partition('://')[2].rstrip('/')}/{PREFIX}"


def append_recorded(settings: Settings, known: CheckedLog, recording: Recording, why: str = "") -> Log:
    """Append what a recording has made public, and what is computed from it; raise ``ProblemsFound``.

    ``why`` is the reason of a correction.
    What else is public and not in the log yet stays for the next publication: an editor may be at work on it.
    """
    checked = log_of(settings, recording.after, recording.new)
    assert checked is not None, "there was a log a moment ago"
    before = {_without_moment(each) for each in known.unlogged}
    new = [
        changed(each, why=why) if why and isinstance(each, Release) and each.kind == "correction" else each
        for each in checked.unlogged
        if _without_moment(each) not in before
    ]
    return log_file.append(_files(settings), checked.log, new)


def amend(project: Project, keys: Collection[str], why: str) -> Sequence[Disagreement]:
    """Let the log have changes of the ledger that change no number: of sources, notes, labels, units, formulas.

    ``keys`` are those of the indicators, all if it is empty. Returns what was amended; raises ``ProblemsFound`` where
    something cannot be, and then nothing was.
    """
    settings = project.settings()
    files = _files(settings)
    with project.ledger_lock():
        ledger, text = _read_ledger(settings)
        log = read_log(files)
        if log is None:
            raise ProblemsFound([no_log()])
        known = {*ledger.indicators, *log.indices_of("figure")}
        unknown = [key for key in keys if key not in known]
        if unknown:
            raise ProblemsFound(
                Problem("KEY", tr('unknown indicator "%(key)s"', key=key) + suggest(key, known)) for key in unknown
            )
        agreement = _compared(settings, log, ledger)
        chosen = [each for each in agreement.disagreements if not keys or each.old.key in keys]
        wrong = [each for each in chosen if not each.can_be_amended]
        if wrong:
            path = shown_path(settings.project / settings.indicators_path, settings.project)
            raise ProblemsFound(disagreement_problems(wrong, log, text, path))
        entries: list[Entry] = []
        for each in chosen:
            assert each.new is not None, "what is gone cannot be amended"
            entries.append(changed(each.new, amends=each.index, why=why))
        log_file.append(files, log, entries)
    return chosen


def entries_of(project: Project, name: str) -> Sequence[LoggedChange]:
    """Return the entries of a figure or a text, of everything if ``name`` is empty; raise ``ProblemsFound``."""
    files = log_files_of(project.settings())
    log = read_log(files) if files else None
    if log is None:
        raise ProblemsFound([no_log()])
    return history(log, name)


def _compared(settings: Settings, log: Log, ledger: Ledger) -> Agreement:
    now = moment_of(settings, datetime.now(UTC))
    return compare(log, ledger, ledger.public(now), now.date(), stamp(datetime.now(UTC)))


def _read_ledger(settings: Settings) -> tuple[Ledger, str]:
    text, shown = ledger_text(settings)
    return parse_ledger(text, shown, languages=languages_of(settings)), text


def log_files_of(settings: Settings) -> LogFiles | None:
    """Return where the log of a site stands; None for a site without a ledger."""
    return _files(settings) if settings.indicators_path else None


def forget_index(settings: Settings) -> None:
    """Let the next command, or the next step of this one, read and check the whole log, not believe the cache."""
    if settings.indicators_path:
        _files(settings).known.forget()


def unlogged_figures(settings: Settings) -> Sequence[Entry]:
    """Return the entries of public figures that the log lacks; raise ``ProblemsFound`` if it disagrees with them."""
    checked = log_of(settings, *_read_ledger(settings))
    return checked.unlogged if checked else ()


def _files(settings: Settings) -> LogFiles:
    return LogFiles.beside(settings.project / settings.indicators_path, settings.project)


def _without_moment(entry: Entry) -> Entry:
    return changed(entry, logged="")
