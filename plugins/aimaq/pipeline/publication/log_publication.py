"""The site and its log before a publication: what the target has is taken over, what is public is appended, and sealed.

Each step can be interrupted. The log only grows, and by whole lines; what was appended and not published yet is
published by the next publication, and the head states no more than the file that was written before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from aimaq.base.languages.messages import tr, tr_number
from aimaq.base.problems import Problem, ProblemsFound, raise_any
from aimaq.figures.log import log_file
from aimaq.figures.log.check import PREFIX
from aimaq.figures.log.committed_heads import check_committed_heads
from aimaq.figures.log.entries import Entry, Key, canonical, changed, read_entry, stamp
from aimaq.figures.log.history import in_few_words
from aimaq.figures.log.log_file import Log, LogFiles, read_log
from aimaq.figures.log.reconcile import PublishedHead, reconcile
from aimaq.figures.log.signed_note import VerifierKey
from aimaq.pipeline.figure_log import forget_index, log_files_of, no_log, unlogged_figures
from aimaq.pipeline.project import Project
from aimaq.pipeline.report import Report
from aimaq.publishing.log.published_log import Read, parse_head, published_head, published_lines
from aimaq.publishing.log.sealing import Sealing
from aimaq.settings.schema import Settings

__all__ = ["LogPublication", "check_built_log", "check_sealed"]

#: Figures may become public while the site is built; then it is built again.
_MOST_BUILDS = 5

_Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class LogPublication:
    """The publication of a site's log; ``say`` is called with sentences for people.

    ``build`` builds the site. ``read`` gets files of the published
    site ``where``, which there is one of if ``has_site`` is true.
    """

    project: Project
    settings: Settings
    build: Callable[[], Report]
    say: _Say
    sealing: Sealing
    key_lost: bool = False
    dry_run: bool = False

    def prepare(self, read: Read, where: str, *, has_site: bool) -> Report:
        """Build the site with a log that continues the published one, has everything that is public, and is sealed.

        Returns the build's report. Raises ``ProblemsFound``, and then nothing has been published.
        """
        with self.project.ledger_lock():
            forget_index(self.settings)
            report = self.build()
            files = log_files_of(self.settings)
            log = read_log(files) if files else None
            self._check_history(log, files)
            published = published_head(read, where)
            if files is None or log is None:
                self._say_without_log(published, where)
                return report
            if published is None:
                if has_site:
                    self.say(_without_log(log, where))
            else:
                report = self._take_over(log, files, published, read, report)
            if self.dry_run:
                log = read_log(files)
                assert log is not None, "it was there a moment ago"
                self.sealing.check(log, key_lost=self.key_lost)
                new = self._new(log, report)
                self._say_entries(
                    tr_number(
                        "Would be appended to the log: %(number)s entry.",
                        "Would be appended to the log: %(number)s entries.",
                        len(new),
                    ),
                    new,
                )
                return report
            return self._grow(files, report)

    def grow(self) -> None:
        """Append what is public and seal the log; raise ``ProblemsFound``."""
        with self.project.ledger_lock():
            forget_index(self.settings)
            report = self.build()
            files = log_files_of(self.settings)
            log = read_log(files) if files else None
            if files is None or log is None:
                raise ProblemsFound([no_log()])
            self._check_history(log, files)
            self._grow(files, report)

    def _check_history(self, log: Log | None, files: LogFiles | None) -> None:
        if files is None:
            return
        checked = check_committed_heads(log, files)
        raise_any(checked.problems)

    def _say_without_log(self, published: PublishedHead | None, where: str) -> None:
        if published:
            size = published.checkpoint.size
            message = tr_number(
                "the site there has a log of %(number)s entry, and there is none here",
                "the site there has a log of %(number)s entries, and there is none here",
                size,
            )
            hint = tr("Take content/data/figures.log.jsonl and its head back from the repository's history.")
            raise ProblemsFound([Problem(where, message, hint=hint)])
        if self.settings.indicators_path:
            self.say(tr("There is no log of what is published: begin one with `aimaq log begin`."))

    def _take_over(self, log: Log, files: LogFiles, published: PublishedHead, read: Read, report: Report) -> Report:
        """Let the log continue the published one; return the report of the build with it."""
        lines_from = partial(published_lines, read, published.checkpoint.size)
        found = reconcile(log, published, lines_from, stamp(datetime.now(UTC)))
        if not found.taken:
            return report
        raise_any(self._untrusted(log, published, found.taken))
        where, count = published.where, len(found.taken)
        if self.dry_run:
            self.say(
                tr_number(
                    "%(where)s has %(number)s entry that this log lacks: it would be taken over.",
                    "%(where)s has %(number)s entries that this log lacks: they would be taken over.",
                    count,
                    where=where,
                )
            )
            known = set(map(_stated, found.taken))
            lines = (line for line in report.unlogged if _stated(read_entry(line.encode())) not in known)
            return replace(report, unlogged=tuple(lines))
        log_file.rewrite(files, found.log.lines)
        try:
            report = self.build()
        except ProblemsFound as problems:
            log_file.rewrite(files, log.lines)
            message = tr_number(
                "the site there has %(number)s entry that this log lacks, and content or ledger do not agree with it",
                "the site there has %(number)s entries that this log lacks, and content or ledger do not agree "
                "with them",
                count,
            )
            hint = tr("Get the newest texts and ledger first: they were published from elsewhere.")
            raise ProblemsFound([Problem(where, message, hint=hint), *problems.problems]) from None
        log_file.write_head(files, published.note)
        self.say(
            tr_number(
                "%(where)s had %(number)s entry that this log lacked: taken over into %(log)s. Commit it with "
                "its head.",
                "%(where)s had %(number)s entries that this log lacked: taken over into %(log)s. Commit it "
                "with its head.",
                count,
                where=where,
                log=files.shown,
            )
        )
        if found.again:
            self.say(
                tr_number(
                    "%(number)s entry of this log that had not been published stands behind them now.",
                    "%(number)s entries of this log that had not been published stand behind them now.",
                    len(found.again),
                )
            )
        return report

    def _untrusted(self, log: Log, published: PublishedHead, taken: Sequence[Entry]) -> Iterator[Problem]:
        """Yield a problem where entries of the published log may be those of somebody who can only write there."""
        keys = [VerifierKey.parse(verifier) for _, verifier in log.verifier_keys()]
        if keys and not any(key.signed(published.note) for key in keys):
            message = tr_number(
                "%(number)s entry there is not in this log, and no key of this log has signed the head there",
                "%(number)s entries there are not in this log, and no key of this log has signed the head there",
                len(taken),
            )
            hint = tr(
                "Somebody who can write there may have added them. If they are yours, take figures.log.jsonl "
                "from the machine that published them; else delete the folder api/log there and publish "
                "again."
            )
            yield Problem(published.where, message, hint=hint)
        declared = set(self.settings.log_keys)
        for entry in taken:
            if isinstance(entry, Key) and not keys and entry.verifier not in declared:
                message = tr("the log there names a key that is not in LOG_KEYS: %(verifier)s", verifier=entry.verifier)
                yield Problem(
                    published.where, message, hint=tr("If it is yours, add it to LOG_KEYS in pelicanconf.py.")
                )

    def _grow(self, files: LogFiles, report: Report) -> Report:
        """Append, seal, and build the site again until it shows just what the log has."""
        for _ in range(_MOST_BUILDS):
            log = read_log(files)
            assert log is not None, "it was there a moment ago"
            self.sealing.check(log, key_lost=self.key_lost)
            new = self._new(log, report)
            sealed = self.sealing.seal(log_file.append(files, log, new) if new else log, self.say)
            assert sealed.head is not None, "a sealed log has a head"
            log_file.write_head(files, sealed.head, sealed.timestamp)
            self._say_entries(
                tr_number(
                    "Appended to the log: %(number)s entry.", "Appended to the log: %(number)s entries.", len(new)
                ),
                new,
            )
            report = replace(report, unlogged=self.build().unlogged)
            if not report.unlogged:
                return report
        hint = tr("Publish again when nobody works on the ledger and no moment of release is near.")
        raise ProblemsFound([Problem(files.shown, tr("the figures change while the site is built"), hint=hint)])

    def _new(self, log: Log, report: Report) -> Sequence[Entry]:
        """Return the entries that the log lacks, as they are appended now."""
        now = stamp(datetime.now(UTC))
        unlogged = [changed(read_entry(line.encode()), logged=now) for line in report.unlogged]
        return [*self.sealing.new_keys(log, now), *unlogged]

    def _say_entries(self, what: str, entries: Sequence[Entry]) -> None:
        if entries:
            self.say("\n".join([what, *(f"  {in_few_words(each)}" for each in entries)]))


def check_sealed(settings: Settings, folder: Path) -> None:
    """Raise ``ProblemsFound`` if a built site does not have the head that has just been sealed."""
    files = log_files_of(settings)
    if files is None or not files.head.exists():
        return
    path = folder / PREFIX / "checkpoint"
    if not path.is_file() or path.read_bytes() != files.head.read_bytes():
        message = tr("the ledger or its log were changed while the site was built")
        raise ProblemsFound([Problem(files.shown, message, hint=tr("Publish again."))])


def check_built_log(settings: Settings, folder: Path, read: Read, where: str, say: _Say, *, has_site: bool) -> None:
    """Check that a site that was built before has the log as it is sealed, and that it continues the published one."""
    forget_index(settings)
    files = log_files_of(settings)
    log = read_log(files) if files else None
    published = published_head(read, where)
    path = folder / PREFIX / "checkpoint"
    own = parse_head(path.read_bytes(), str(folder)) if path.is_file() else None
    if files is None or log is None:
        if published and not (own and own.note.text == published.note.text):
            message = tr_number(
                "the site there has a log of %(number)s entry, and there is none here",
                "the site there has a log of %(number)s entries, and there is none here",
                published.checkpoint.size,
            )
            hint = tr("Publish from the repository that has it.")
            raise ProblemsFound([Problem(where, message, hint=hint)])
        return
    hint = tr("Append what is public with `aimaq log append`, and build this folder again; or publish without --site.")
    if own is None:
        raise ProblemsFound([Problem(str(folder), tr("this site was built before the log was begun"), hint=hint)])
    if own.note != log.head or own.note.text != str(log.checkpoint):
        message = tr_number(
            "the log of this site has %(number)s entry, and is not the sealed one of %(log)s",
            "the log of this site has %(number)s entries, and is not the sealed one of %(log)s",
            own.checkpoint.size,
            log=files.shown,
        )
        raise ProblemsFound([Problem(str(folder), message, hint=hint)])
    if missing := unlogged_figures(settings):
        message = tr_number(
            "the log lacks %(number)s entry of what is public now",
            "the log lacks %(number)s entries of what is public now",
            len(missing),
        )
        raise ProblemsFound([Problem(str(folder), message, hint=hint)])
    if published is None:
        if has_site:
            say(_without_log(log, where))
    elif taken := reconcile(log, published, partial(published_lines, read, published.checkpoint.size), "").taken:
        message = tr_number(
            "the site there has %(number)s entry that this log lacks",
            "the site there has %(number)s entries that this log lacks",
            len(taken),
        )
        hint = tr("Publish without --site, which takes them over; or get the newest figures.log.jsonl first.")
        raise ProblemsFound([Problem(where, message, hint=hint)])


def _without_log(log: Log, where: str) -> str:
    """Return what to say of a published site that has no log."""
    begun = log.entries[0].logged
    if all(entry.logged == begun for entry in log.entries[: log.published]):
        return tr("The site at %(where)s has no log yet: this publication brings it.", where=where)
    return tr_number(
        "The site at %(where)s has no log, although this one was published before with %(number)s entry: "
        "it gets the whole. Is it the right target?",
        "The site at %(where)s has no log, although this one was published before with %(number)s entries: "
        "it gets the whole. Is it the right target?",
        log.published,
        where=where,
    )


def _stated(entry: Entry) -> bytes:
    return canonical(changed(entry, logged=""))
