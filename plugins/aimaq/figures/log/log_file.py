"""The log as a file of the repository: an entry a line, appended only, and beside it the head published last."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from aimaq.base.files.atomic_files import write_atomically
from aimaq.base.problems import Problem, ProblemsFound, raise_any
from aimaq.figures.log.entries import MAX_BYTES, Begin, Entry, Key, Release, Text, canonical, read_entry
from aimaq.figures.log.merkle import Tree, leaf_hash
from aimaq.figures.log.signed_note import Checkpoint, Note, VerifierKey

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

_RESTORE = "Take the file back from the repository's history: `git log -- {path}` lists its versions."

#: How Git marks the beginning of a conflict.
_CONFLICT = b"<<<<<<< "
_JOIN = (
    "Take the version that was published, whole (`git checkout --ours -- {path}`, or `--theirs`), keep both "
    "observations in the ledger, and publish: what the log lacks is appended then."
)


@dataclass(frozen=True, slots=True)
class LogFiles:
    """Where the log stands: its lines, which messages call ``shown``, and the head that was published last.

    ``timestamp`` is an authority's token of that head, and ``remembered`` a copy of it in the cache, where no command
    of Git changes it.
    """

    entries: Path
    head: Path
    shown: str
    timestamp: Path = Path("no timestamp")
    remembered: Path = Path("no cache")

    @classmethod
    def beside(cls, ledger: Path, root: Path) -> LogFiles:
        """Return the files of the log that belongs to a ledger."""
        entries = ledger.with_name("figures.log.jsonl")
        shown = entries.relative_to(root) if entries.is_relative_to(root) else entries
        head = ledger.with_name("figures.log.checkpoint")
        remembered = root / ".aimaq/log/checkpoint"
        return cls(entries, head, shown.as_posix(), head.with_name(f"{head.name}.tsr"), remembered)

    @property
    def shown_head(self) -> str:
        """How messages call the file of the head."""
        return self.shown.replace("jsonl", "checkpoint")


@dataclass(frozen=True)
class Log:
    """All entries with their lines, and the head that was published last, with its signatures; None before that.

    ``timestamp`` is an authority's token of that head (RFC 3161), b"" if there is none.
    """

    shown: str
    lines: tuple[bytes, ...]
    entries: tuple[Entry, ...]
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
        return Tree(map(leaf_hash, self.lines))

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
        return replace(self, lines=(*self.lines, *map(canonical, new)), entries=(*self.entries, *new))

    @cached_property
    def current(self) -> dict[int, Entry]:
        """The entries that no later one takes the place of, by their index: an amended one has its successor's."""
        found: dict[int, Entry] = {}
        first: dict[int, int] = {}
        for index, entry in enumerate(self.entries):
            place = index
            if not isinstance(entry, Begin | Text) and (amended := getattr(entry, "amends", None)) is not None:
                place = first.get(amended, amended)
                first[index] = place
            found[place] = entry
        return found

    def index_of_release(self) -> dict[tuple[str, str, str], int]:
        """Return the index of the last entry of each release, by key, period and day of release."""
        return {
            (entry.key, entry.period, entry.released): index
            for index, entry in enumerate(self.entries)
            if isinstance(entry, Release)
        }


def read_log(files: LogFiles) -> Log | None:
    """Read the log; None if none has been begun. Raise ``ProblemsFound`` with all problems.

    What stands after the last line break is an append that was interrupted; the next one writes it again.
    """
    head = _read_head(files)
    try:
        data = files.entries.read_bytes()
    except FileNotFoundError:
        if head is None and not files.remembered.exists():
            return None
        hint = _RESTORE.format(path=files.shown)
        raise ProblemsFound(
            [Problem(files.shown, "the log is gone, and a head of it was published", hint=hint)]
        ) from None
    except OSError as error:
        raise ProblemsFound([Problem(files.shown, f"the log cannot be read: {error.strerror}")]) from None
    log = replace(parse_log(data, files, head), timestamp=_read_or_empty(files.timestamp) if head else b"")
    if remembered := _read_or_empty(files.remembered):
        raise_any(_check_remembered(log, remembered, files.remembered))
    return log


def parse_log(data: bytes, files: LogFiles, head: Note | None = None) -> Log:
    """Read the log from bytes; ``head`` was published of it. Raise ``ProblemsFound`` with all problems."""
    lines = tuple(data.split(b"\n")[:-1])
    problems: list[Problem] = []
    log = Log(files.shown, lines, tuple(_entries(lines, files.shown, problems)), head)
    if not problems and head is not None:
        problems += check_head(log, Checkpoint.parse(head.text), files.shown_head)
    raise_any(problems)
    return log


def check_head(log: Log, head: Checkpoint, where: str) -> Iterator[Problem]:
    """Yield a problem if the log is not a continuation of a head that was published; ``where`` is its place."""
    restore = _RESTORE.format(path=log.shown)
    if head.origin != log.origin:
        message = f'this log is called "{log.origin}", and the published one "{head.origin}" ({where})'
        yield Problem(log.shown, message, 1, hint=restore)
    elif head.size > len(log.lines):
        gone = head.size - len(log.lines)
        message = f"{gone} of {head.size} entries that were published are gone from the end of the log ({where})"
        yield Problem(log.shown, message, len(log.lines) + 1, hint=restore)
    elif log.tree.root(head.size) != head.root:
        message = (
            f"the first {head.size} entries are not those that were published: "
            f"an entry was changed, inserted, moved or taken out ({where})"
        )
        yield Problem(log.shown, message, 1, hint=restore)


def append(files: LogFiles, log: Log, new: Sequence[Entry]) -> Log:
    """Append entries durably, all or none; return the log with them. Raise ``ProblemsFound``."""
    added = log.with_entries(new)
    for line in added.lines[len(log.lines) :]:
        if len(line) > MAX_BYTES:
            raise ProblemsFound([Problem(files.shown, f"an entry has {len(line)} bytes; {MAX_BYTES} are allowed")])
    text = b"".join(line + b"\n" for line in added.lines[len(log.lines) :])
    whole = sum(map(len, log.lines)) + len(log.lines)
    try:
        with files.entries.open("r+b") as file:
            file.seek(whole)
            file.truncate()  # what an interrupted append has left
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        message = f"the log cannot be written: {error.strerror}"
        raise ProblemsFound([Problem(files.shown, message, hint="Nothing was appended to it.")]) from None
    return added


def begin(files: LogFiles, entries: Iterable[Entry]) -> Log:
    """Write a log's first entries; raise ``ProblemsFound`` if there is a log already."""
    if files.entries.exists() or files.head.exists():
        hint = "It goes on by itself: `aimaq set`, `correct` and `publish` append to it."
        raise ProblemsFound([Problem(files.shown, "there is a log already", hint=hint)])
    lines = [canonical(entry) for entry in entries]
    write_atomically(files.entries, b"".join(line + b"\n" for line in lines))
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
    for problem in check_head(log, head, f"published from here, {shown}"):
        hint = f"{problem.hint} If this folder was taken over for another log, delete {shown}."
        yield replace(problem, hint=hint)


def _read_head(files: LogFiles) -> Note | None:
    try:
        note = Note.parse(files.head.read_bytes().decode())
        Checkpoint.parse(note.text)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        message = f"the head of the log cannot be read: {error}"
        raise ProblemsFound(
            [Problem(files.shown_head, message, 1, hint=_RESTORE.format(path=files.shown_head))]
        ) from None
    return note


def _entries(lines: Sequence[bytes], shown: str, problems: list[Problem]) -> Iterator[Entry]:
    """Yield the entry of each line that can be read; the others are problems."""
    restore = _RESTORE.format(path=shown)
    if not lines:
        problems.append(Problem(shown, 'the log is empty; its first entry is of the type "begin"', 1, hint=restore))
    if conflict := next((at for at, line in enumerate(lines, 1) if line.startswith(_CONFLICT)), None):
        message = "two versions of the log stand here, which Git could not join"
        problems.append(Problem(shown, message, conflict, hint=_JOIN.format(path=shown)))
        return
    for number, line in enumerate(lines, 1):
        try:
            entry = read_entry(line)
            if isinstance(entry, Begin) != (number == 1):
                raise ValueError('the first entry, and no other, is of the type "begin"')
            _check_amends(entry, number)
            if isinstance(entry, Key):
                VerifierKey.parse(entry.verifier)
        except ValueError as error:
            problems.append(Problem(shown, str(error), number, hint=restore))
        else:
            yield entry


def _check_amends(entry: Entry, number: int) -> None:
    amends = getattr(entry, "amends", None)
    if amends is not None and not 0 < amends < number - 1:
        raise ValueError(f"it amends entry {amends}, which does not stand before it")
