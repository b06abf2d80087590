"""What the cache knows of the log without reading it: of each full bundle of entries its hashes, place and subjects.

A log of a million entries has 3,906 full bundles. What follows the last one is read and hashed each time.
"""

from __future__ import annotations

import os
import time
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Final, overload

import msgspec

from aimaq.base.files.atomic_files import write_atomically
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.figures.log.entries import Begin, Entry, Key, Text, decoded
from aimaq.figures.log.merkle import Tree, leaf_hash
from aimaq.figures.log.tiles import WIDTH

__all__ = [
    "Bundle",
    "IndexedEntries",
    "IndexedLines",
    "IndexedTree",
    "LogIndex",
    "indices_by_subject",
    "is_repinned",
    "state_at_rest",
    "state_of",
    "subject_of",
    "with_new_bundles",
]

#: Raise it when what a bundle holds, or how a line is checked before it gets into one, changes.
_FORMAT: Final = 1
#: The level of a subtree of as many leaves as a bundle has.
_LEVEL: Final = WIDTH.bit_length() - 1
#: How often, and after how many seconds, the clock of the file system is looked at until it has moved on.
_LOOKS, _PAUSE = 4, 0.005


class Bundle(msgspec.Struct, frozen=True, array_like=True):
    """A full bundle whose lines were checked: where it ends in the file, and the digest of its bytes.

    ``roots`` are those of the subtrees that it completes, from that of its own lines up. ``subjects`` are new in the
    log, and ``numbers`` has the number of each entry's subject. ``repinned`` are indices of texts that quote other
    figures and are otherwise the same.
    """

    end: int
    digest: bytes
    roots: tuple[bytes, ...]
    subjects: tuple[str, ...]
    numbers: bytes
    repinned: tuple[int, ...]


class _State(msgspec.Struct, frozen=True, array_like=True):
    """The state of the log's file in which the bundles of an index, by its checksum, were known to be in it."""

    file: str
    index: bytes


@dataclass(frozen=True, slots=True)
class LogIndex:
    """The bundles in the cache; ``state`` is that of a file which they are known to be the beginning of, or "".

    ``checksum`` is that of the index's file, from which the bundles were read.
    """

    bundles: tuple[Bundle, ...] = ()
    state: str = ""
    checksum: bytes = field(default=b"", compare=False)

    @classmethod
    def load(cls, path: Path | None) -> LogIndex:
        """Read the index; one that is absent, damaged or of another program is empty."""
        if path is None:
            return cls()
        try:
            data = path.read_bytes()
            checksum, bundles = data[:16], data[16:]
            if checksum != _digest(bundles):
                return cls()
            form, found = msgspec.msgpack.decode(bundles, type=tuple[int, tuple[Bundle, ...]])
            if form != _FORMAT:
                return cls()
        except (OSError, msgspec.DecodeError):
            return cls()
        try:
            state = msgspec.msgpack.decode(_state_path(path).read_bytes(), type=_State)
        except (OSError, msgspec.DecodeError):
            return cls(found, checksum=checksum)
        return cls(found, state.file if state.index == checksum else "", checksum)

    def save(self, path: Path, before: LogIndex) -> None:
        """Write what differs from the index ``before``; a cache that cannot be written is as good as none."""
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            checksum = before.checksum
            if self.bundles != before.bundles or not checksum:
                _state_path(path).unlink(missing_ok=True)
                data = msgspec.msgpack.encode((_FORMAT, self.bundles))
                checksum = _digest(data)
                write_atomically(path, checksum + data)
            if self != before:
                write_atomically(_state_path(path), msgspec.msgpack.encode(_State(self.state, checksum)))

    @staticmethod
    def forget(path: Path | None) -> None:
        """Delete an index: the log is read and checked as a whole the next time."""
        if path is not None:
            with suppress(OSError):
                _state_path(path).unlink(missing_ok=True)
                path.unlink(missing_ok=True)

    def beginning_of(self, path: Path) -> LogIndex:
        """Return the bundles that a file begins with, by their bytes."""
        count = begin = 0
        with path.open("rb") as file:
            for bundle in self.bundles:
                if _digest(file.read(bundle.end - begin)) != bundle.digest:
                    break
                count, begin = count + 1, bundle.end
        return LogIndex(self.bundles[:count])


class IndexedLines(Sequence[bytes]):
    """The lines of a log: those of full bundles in its file, which are read when they are asked for, and the rest."""

    def __init__(self, path: Path, shown: str, bundles: tuple[Bundle, ...], rest: tuple[bytes, ...]) -> None:
        self.path, self.shown, self.bundles, self.rest = path, shown, bundles, rest
        self.full = len(bundles) * WIDTH
        self._last: tuple[int, list[bytes]] = -1, []

    def __len__(self) -> int:
        return self.full + len(self.rest)

    @overload
    def __getitem__(self, index: int) -> bytes: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[bytes, ...]: ...
    def __getitem__(self, index: int | slice) -> bytes | tuple[bytes, ...]:
        if isinstance(index, slice):
            return tuple(self[each] for each in range(len(self))[index])
        at = range(len(self))[index]
        return self.rest[at - self.full] if at >= self.full else self.of_bundle(at // WIDTH)[at % WIDTH]

    def with_lines(self, new: Iterable[bytes]) -> IndexedLines:
        """Return these lines and more of them."""
        return IndexedLines(self.path, self.shown, self.bundles, (*self.rest, *new))

    @property
    def size_in_bytes(self) -> int:
        """How long the file is, as far as its lines are whole."""
        full = self.bundles[-1].end if self.bundles else 0
        return full + sum(map(len, self.rest)) + len(self.rest)

    def of_bundle(self, number: int) -> list[bytes]:
        """Return the lines of a full bundle; raise ``ProblemsFound`` if the file was changed since it was checked."""
        if self._last[0] != number:
            begin, bundle = self.bundles[number - 1].end if number else 0, self.bundles[number]
            with self.path.open("rb") as file:
                file.seek(begin)
                data = file.read(bundle.end - begin)
            if _digest(data) != bundle.digest:
                hint = "Run the command again: it checks the whole log."
                raise ProblemsFound([Problem(self.shown, "the log was changed while it was read", hint=hint)])
            self._last = number, data.split(b"\n")[:-1]
        return self._last[1]


class IndexedEntries(Sequence[Entry]):
    """The entries of such lines; those of the rest have been read."""

    def __init__(self, lines: IndexedLines, rest: tuple[Entry, ...]) -> None:
        self.lines, self.rest = lines, rest

    def __len__(self) -> int:
        return self.lines.full + len(self.rest)

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, index: int | slice) -> Entry | tuple[Entry, ...]:
        if isinstance(index, slice):
            return tuple(self[each] for each in range(len(self))[index])
        at = range(len(self))[index]
        return self.rest[at - self.lines.full] if at >= self.lines.full else decoded(self.lines[at])


class IndexedTree(Tree):
    """The tree of such lines: hashes below the root of a full bundle are computed when they are asked for."""

    def __init__(self, lines: IndexedLines) -> None:
        super().__init__()
        self._lines = lines
        self.rows += ([] for _ in range(_LEVEL))
        for bundle in lines.bundles:
            for level, root in enumerate(bundle.roots, _LEVEL):
                if level == len(self.rows):
                    self.rows.append([])
                self.rows[level].append(root)
        self._last: tuple[int, Tree] = -1, Tree()
        for line in lines.rest:
            self.append(leaf_hash(line))

    def __len__(self) -> int:
        return self._lines.full + len(self.rows[0])

    def part(self, level: int, index: int) -> bytes:
        """Return the hash of a complete subtree."""
        before = self._lines.full >> level if level < _LEVEL else 0
        if index >= before:
            return self.rows[level][index - before]
        number = index >> (_LEVEL - level)
        if self._last[0] != number:
            self._last = number, Tree(map(leaf_hash, self._lines.of_bundle(number)))
        return self._last[1].part(level, index & ((1 << (_LEVEL - level)) - 1))


def with_new_bundles(lines: IndexedLines, entries: IndexedEntries) -> tuple[IndexedLines, IndexedEntries]:
    """Return lines and entries whose rest is shorter than a bundle."""
    if len(lines.rest) < WIDTH:
        return lines, entries
    tree, end = IndexedTree(lines), lines.bundles[-1].end if lines.bundles else 0
    numbers = {name: number for number, name in enumerate(_names(lines.bundles))}
    last = {name: indices[-1] for name, indices in indices_by_subject(lines.bundles, ()).items()}
    bundles = list(lines.bundles)
    for begin in range(lines.full, len(lines) - WIDTH + 1, WIDTH):
        own, new, repinned = array("I"), [], []
        for index in range(begin, begin + WIDTH):
            subject = subject_of(entries[index])
            if subject not in numbers:
                numbers[subject] = len(numbers)
                new.append(subject)
            own.append(numbers[subject])
            if subject in last and is_repinned(entries[last[subject]], entries[index]):
                repinned.append(index)
            last[subject] = index
        data = b"".join(line + b"\n" for line in lines[begin : begin + WIDTH])
        end += len(data)
        roots = _roots(tree, begin // WIDTH)
        bundles.append(Bundle(end, _digest(data), roots, tuple(new), own.tobytes(), tuple(repinned)))
    rest = len(bundles) * WIDTH - lines.full
    lines = IndexedLines(lines.path, lines.shown, tuple(bundles), lines.rest[rest:])
    return lines, IndexedEntries(lines, entries.rest[rest:])


def indices_by_subject(bundles: Iterable[Bundle], rest: Iterable[Entry]) -> Mapping[str, list[int]]:
    """Return the indices of all entries by what they are about; ``rest`` are those behind the bundles."""
    found: dict[str, list[int]] = {}
    known: list[list[int]] = []
    full = 0
    for bundle in bundles:
        known += (found.setdefault(name, []) for name in bundle.subjects)
        for index, number in enumerate(array("I", bundle.numbers), full):
            known[number].append(index)
        full += WIDTH
    for index, entry in enumerate(rest, full):
        found.setdefault(subject_of(entry), []).append(index)
    return found


def subject_of(entry: Entry) -> str:
    """Return what an entry is about: an indicator by its key, or a text by its name and language."""
    match entry:
        case Begin():
            return "begin"
        case Key():
            return "key"
        case Text():
            return f"text {entry.text} {entry.lang}"
        case _:
            return f"figure {entry.key}"


def is_repinned(before: Entry, now: Entry) -> bool:
    """Return whether a version of a text quotes other figures than the one before, and is otherwise the same."""
    if not isinstance(before, Text) or not isinstance(now, Text):
        return False
    return (before.words, before.headline, before.notices) == (now.words, now.headline, now.notices)


def state_at_rest(path: Path, folder: Path) -> str:
    """Return the state of a file, "" if a change that follows might leave it the same.

    A change sets the time of the last change, which no program can choose. It shows if the clock of the file system has
    moved on since the change before, and that is what a file in ``folder`` tells.
    """
    if os.name != "posix":
        return ""  # on Windows it is the time of the file's creation
    probe = folder / "clock"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        for _ in range(_LOOKS):
            probe.write_bytes(b".")
            now, found = probe.stat(), path.stat()
            if now.st_dev == found.st_dev and max(found.st_mtime_ns, found.st_ctime_ns) < now.st_mtime_ns:
                return state_of(found)
            time.sleep(_PAUSE)
    return ""


def state_of(found: os.stat_result) -> str:
    """Return a file's state."""
    return f"{found.st_dev} {found.st_ino} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"


def _roots(tree: Tree, number: int) -> tuple[bytes, ...]:
    """Return the roots of the subtrees that a full bundle completes, from that of its own lines up."""
    found = [tree.part(_LEVEL, number)]
    while number % 2:
        number //= 2
        found.append(tree.part(_LEVEL + len(found), number))
    return tuple(found)


def _names(bundles: Iterable[Bundle]) -> Iterator[str]:
    return (name for bundle in bundles for name in bundle.subjects)


def _state_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.state")


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()
