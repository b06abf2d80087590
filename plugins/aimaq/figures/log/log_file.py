"""The log as a file of the repository: an entry a line, appended only, and beside it the head published last."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from aimaq.base.files.atomic_files import write_atomically
from aimaq.base.languages.messages import system_reason, tr
from aimaq.base.problems import Problem, ProblemsFound, raise_any
from aimaq.figures.log.entries import (
    MAX_BYTES,
    RESTORE,
    Begin,
    Entry,
    Figure,
    Key,
    Release,
    Text,
    canonical,
    entries_in,
)
from aimaq.figures.log.indexed_lines import IndexedEntries, IndexedLines, IndexedTree, with_new_bundles
from aimaq.figures.log.log_index import REPINNED, LogIndex, add_subjects, is_repinned, state_at_rest, state_of
from aimaq.figures.log.merkle import Tree, leaf_hash
from aimaq.figures.log.signed_note import Checkpoint, Note
from aimaq.figures.log.tiles import WIDTH

__all__ = [
    "Log",
    "LogFiles",
    "append",
    "begin",
    "check_head",
    "parse_log",
    "read_log",
    "remember_head",
    "rewrite",
    "write_head",
]


@dataclass(frozen=True, slots=True)
class LogFiles:
    """Where the log stands: its lines, which messages call ``shown``, and the head that was published last.

    ``timestamp`` is an authority's token of that head, and ``remembered`` a copy of it in the cache, where no command
    of Git changes it. ``index`` is what the cache knows of the entries; without it, all are read and checked each time.
    """

    entries: Path
    head: Path
    shown: str
    timestamp: Path = Path("no timestamp")
    remembered: Path = Path("no cache")
    index: Path | None = None

    @classmethod
    def beside(cls, ledger: Path, root: Path) -> LogFiles:
        """Return the files of the log that belongs to a ledger."""
        entries = ledger.with_name("figures.log.jsonl")
        shown = entries.relative_to(root) if entries.is_relative_to(root) else entries
        head = ledger.with_name("figures.log.checkpoint")
        cache = root / ".aimaq/log"
        timestamp = head.with_name(f"{head.name}.tsr")
        return cls(entries, head, shown.as_posix(), timestamp, cache / "checkpoint", cache / "index")

    @property
    def known(self) -> LogIndex:
        """What is known of the log before the cache has been looked at: nothing."""
        return LogIndex(self.entries, self.shown, self.index)

    @property
    def shown_head(self) -> str:
        """How messages call the file of the head."""
        return self.shown.replace("jsonl", "checkpoint")


@dataclass(frozen=True)
class Log:
    """All entries with their lines, and the head that was published last, with its signatures; None before that.

    Lines and entries of full bundles may be read from the file only when they are asked for (``IndexedLines``).

    ``timestamp`` is an authority's token of that head (RFC 3161), b"" if there is none.
    """

    shown: str
    lines: Sequence[bytes]
    entries: Sequence[Entry]
    head: Note | None = None
    timestamp: bytes = b""

    @property
    def origin(self) -> str:
        """The log's name, which its heads begin with."""
        first = self.entries[0]
        assert isinstance(first, Begin), "it is checked when the file is read"
        return first.origin

    @property
    def published(self) -> int:
        """How many entries have been published."""
        return Checkpoint.parse(self.head.text).size if self.head else 0

    @cached_property
    def tree(self) -> Tree:
        """The tree of all entries."""
        return IndexedTree(self.lines) if isinstance(self.lines, IndexedLines) else Tree(map(leaf_hash, self.lines))

    @cached_property
    def checkpoint(self) -> Checkpoint:
        """The head of all entries."""
        return Checkpoint(self.origin, len(self.lines), self.tree.root())

    def signed_head(self) -> Note:
        """Return the head of all entries, with the signatures that it has got; without any, if it is a new one."""
        text = str(self.checkpoint)
        return self.head if self.head and self.head.text == text else Note(text)

    def with_entries(self, new: Sequence[Entry]) -> Log:
        """Return the log with more entries."""
        added = tuple(map(canonical, new))
        if isinstance(self.lines, IndexedLines) and isinstance(self.entries, IndexedEntries):
            lines = self.lines.with_lines(added)
            return replace(self, lines=lines, entries=IndexedEntries(lines, (*self.entries.rest, *new)))
        return replace(self, lines=(*self.lines, *added), entries=(*self.entries, *new))

    @property
    def _known(self) -> LogIndex:
        """What is known of the full bundles that were not read."""
        return self.lines.known if isinstance(self.lines, IndexedLines) else LogIndex(Path(), self.shown)

    @property
    def _rest(self) -> Iterator[tuple[int, Entry]]:
        """The entries behind those bundles, with their indices."""
        rest = self.entries.rest if isinstance(self.entries, IndexedEntries) else self.entries
        return enumerate(rest, self._known.count * WIDTH)

    @cached_property
    def _subjects(self) -> dict[str, Mapping[str, Sequence[int]]]:
        """What ``indices_of`` has returned."""
        return {}

    def indices_of(self, kind: str) -> Mapping[str, Sequence[int]]:
        """Return the indices of the entries on each indicator ("figure"), or on each text by name and language."""
        if kind not in self._subjects:
            found = {kind: self._known.subjects(kind)}
            for index, entry in self._rest:
                add_subjects(found, index, entry)
            self._subjects[kind] = found[kind]
        return self._subjects[kind]

    def figures(self) -> Iterator[tuple[int, Figure | Release]]:
        """Yield the entries on indicators, with their indices, in the order of the log."""
        for index in sorted(itertools.chain.from_iterable(self.indices_of("figure").values())):
            entry = self.entries[index]
            assert isinstance(entry, Figure | Release), "these are an indicator's"
            yield index, entry

    def current(self) -> dict[str, dict[int, Figure | Release]]:
        """Return the entries that no later one takes the place of, by key and index: an amended one's place."""
        found: dict[str, dict[int, Figure | Release]] = {}
        first: dict[int, int] = {}
        for index, entry in self.figures():
            place = index
            if entry.amends is not None:
                first[index] = place = first.get(entry.amends, entry.amends)
            found.setdefault(entry.key, {})[place] = entry
        return found

    def text(self, name: str, lang: str) -> tuple[int, Text] | None:
        """Return the last entry on a text and its index; None if there is none."""
        found = self.indices_of("text").get(f"{name} {lang}")
        entry = self.entries[found[-1]] if found else None
        return (found[-1], entry) if found and isinstance(entry, Text) else None

    def texts(self) -> Iterator[tuple[int, Text]]:
        """Yield the last entry on each text, with its index, in the order of the log."""
        for index in sorted(each[-1] for each in self.indices_of("text").values()):
            entry = self.entries[index]
            assert isinstance(entry, Text), "these are texts"
            yield index, entry

    def verifier_keys(self) -> Iterator[tuple[int, str]]:
        """Yield the verifier keys that the log names, with the indices of their entries."""
        for index in self.indices_of("key").get("", ()):
            entry = self.entries[index]
            assert isinstance(entry, Key), "these are keys"
            yield index, entry.verifier

    def repinned(self) -> Iterator[int]:
        """Yield the indices of versions of texts that quote other figures than before, and are otherwise the same."""
        yield from self._known.subjects(REPINNED).get("", ())
        for index, entry in self._rest:
            if isinstance(entry, Text):
                earlier = [each for each in self.indices_of("text")[f"{entry.text} {entry.lang}"] if each < index]
                if earlier and is_repinned(self.entries[earlier[-1]], entry):
                    yield index


def read_log(files: LogFiles) -> Log | None:
    """Read the log; None if none has been begun. Raise ``ProblemsFound`` with all problems.

    What stands after the last line break is an append that was interrupted; the next one writes it again. The full
    bundles of the index are not read while the file is as it was when they were known to be in it; else their bytes are
    compared, and what follows the last that agrees is read and checked.
    """
    head = _read_head(files)
    try:
        before = files.known.load()
        state = state_at_rest(files.entries, files.index.parent) if files.index else ""
        known = before if state and state == before.state else before.beginning_of_file()
        with files.entries.open("rb") as file:
            file.seek(known.end)
            data = file.read()
    except FileNotFoundError:
        if head is None and not files.remembered.exists():
            return None
        hint = str(RESTORE).format(path=files.shown)
        raise ProblemsFound(
            [Problem(files.shown, tr("the log is gone, and a head of it was published"), hint=hint)]
        ) from None
    except OSError as error:
        raise ProblemsFound(
            [Problem(files.shown, tr("the log cannot be read: %(reason)s", reason=system_reason(error)))]
        ) from None
    log = _parsed(data, files, known, head)
    if isinstance(log.lines, IndexedLines) and isinstance(log.entries, IndexedEntries):
        lines, entries = with_new_bundles(log.lines, log.entries, log.tree)
        log = replace(log, lines=lines, entries=entries)
        unchanged = state and state == state_of(files.entries.stat())
        replace(lines.known, state=state if unchanged else "").save(before)
    log = replace(log, timestamp=_read_or_empty(files.timestamp) if head else b"")
    if remembered := _read_or_empty(files.remembered):
        raise_any(_check_remembered(log, remembered, files.remembered))
    return log


def parse_log(data: bytes, files: LogFiles, head: Note | None = None) -> Log:
    """Read the log from bytes; ``head`` was published of it. Raise ``ProblemsFound`` with all problems."""
    log = _parsed(data, files, files.known, head)
    return replace(log, lines=log.lines[:], entries=log.entries[:])


def _parsed(data: bytes, files: LogFiles, known: LogIndex, head: Note | None) -> Log:
    """Return the log from what is known of the beginning of its file, and the bytes behind that."""
    new = tuple(data.split(b"\n")[:-1])
    lines = IndexedLines(known, new)
    problems: list[Problem] = []
    entries = IndexedEntries(lines, tuple(entries_in(new, files.shown, problems, lines.full)))
    log = Log(files.shown, lines, entries, head)
    if not problems and head is not None:
        problems += check_head(log, Checkpoint.parse(head.text), files.shown_head)
    raise_any(problems)
    return log


def check_head(log: Log, head: Checkpoint, where: str) -> Iterator[Problem]:
    """Yield a problem if the log is not a continuation of a head that was published; ``where`` is its place."""
    restore = str(RESTORE).format(path=log.shown)
    if head.origin != log.origin:
        message = tr(
            'this log is called "%(origin)s", and the published one "%(theirs)s" (%(where)s)',
            origin=log.origin,
            theirs=head.origin,
            where=where,
        )
        yield Problem(log.shown, message, 1, hint=restore)
    elif head.size > len(log.lines):
        gone = head.size - len(log.lines)
        message = tr(
            "%(gone)s of %(size)s entries that were published are gone from the end of the log (%(where)s)",
            gone=gone,
            size=head.size,
            where=where,
        )
        yield Problem(log.shown, message, len(log.lines) + 1, hint=restore)
    elif log.tree.root(head.size) != head.root:
        message = tr(
            "the first %(size)s entries are not those that were published: an entry was changed, "
            "inserted, moved or taken out (%(where)s)",
            size=head.size,
            where=where,
        )
        yield Problem(log.shown, message, 1, hint=restore)


def append(files: LogFiles, log: Log, new: Sequence[Entry]) -> Log:
    """Append entries durably, all or none; return the log with them. Raise ``ProblemsFound``."""
    added = log.with_entries(new)
    lines = added.lines[len(log.lines) :]
    for line in lines:
        if len(line) > MAX_BYTES:
            raise ProblemsFound(
                [
                    Problem(
                        files.shown,
                        tr("an entry has %(number)s bytes; %(most)s are allowed", number=len(line), most=MAX_BYTES),
                    )
                ]
            )
    if isinstance(log.lines, IndexedLines):
        whole = log.lines.size_in_bytes
    else:
        whole = sum(map(len, log.lines)) + len(log.lines)
    before = files.known.load()
    try:
        is_known = before.state == state_of(files.entries.stat())
        with files.entries.open("r+b") as file:
            file.seek(whole)
            file.truncate()  # what an interrupted append has left
            file.write(b"".join(line + b"\n" for line in lines))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        message = tr("the log cannot be written: %(reason)s", reason=system_reason(error))
        raise ProblemsFound([Problem(files.shown, message, hint=tr("Nothing was appended to it."))]) from None
    if files.index and is_known:
        # What follows the bundles is read and hashed the next time in any case.
        replace(before, state=state_at_rest(files.entries, files.index.parent)).save(before)
    return added


def begin(files: LogFiles, entries: Iterable[Entry]) -> Log:
    """Write a log's first entries; raise ``ProblemsFound`` if there is a log already."""
    if files.entries.exists() or files.head.exists():
        hint = tr("It goes on by itself: `aimaq set`, `correct` and `publish` append to it.")
        raise ProblemsFound([Problem(files.shown, tr("there is a log already"), hint=hint)])
    lines = [canonical(entry) for entry in entries]
    files.entries.parent.mkdir(parents=True, exist_ok=True)  # a site without figures may have no folder for data
    write_atomically(files.entries, b"".join(line + b"\n" for line in lines))
    files.known.forget()
    return parse_log(files.entries.read_bytes(), files)


def write_head(files: LogFiles, head: Note, timestamp: bytes = b"") -> None:
    """Keep the head that is being published, and the token of its timestamp."""
    data = str(head).encode()
    if _read_or_empty(files.timestamp) != timestamp:
        files.timestamp.unlink(missing_ok=True)  # before the head: a token must not stand beside another one
    if _read_or_empty(files.head) != data:
        write_atomically(files.head, data)
    if timestamp and not files.timestamp.exists():
        write_atomically(files.timestamp, timestamp)


def remember_head(files: LogFiles) -> None:
    """Remember in the cache the head that has been published; where that fails, the head's own file remains."""
    with suppress(OSError):
        files.remembered.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(files.remembered, files.head.read_bytes())


def rewrite(files: LogFiles, lines: Iterable[bytes]) -> None:
    """Replace the lines of the log by those of one that continues what is published, in one rename."""
    write_atomically(files.entries, b"".join(line + b"\n" for line in lines))


def _read_or_empty(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _check_remembered(log: Log, data: bytes, path: Path) -> Iterator[Problem]:
    """Yield a problem if the log does not continue the head that was published from this folder."""
    shown = "/".join(path.parts[-3:])
    try:
        head = Checkpoint.parse(Note.parse(data.decode()).text)
    except ValueError:
        return  # a cache that is damaged states nothing
    for problem in check_head(log, head, tr("published from here, %(shown)s", shown=shown)):
        hint = tr(
            "%(hint)s If this folder was taken over for another log, delete %(shown)s.", hint=problem.hint, shown=shown
        )
        yield replace(problem, hint=hint)


def _read_head(files: LogFiles) -> Note | None:
    try:
        note = Note.parse(files.head.read_bytes().decode())
        Checkpoint.parse(note.text)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        message = tr("the head of the log cannot be read: %(error)s", error=error)
        raise ProblemsFound(
            [Problem(files.shown_head, message, 1, hint=str(RESTORE).format(path=files.shown_head))]
        ) from None
    return note
