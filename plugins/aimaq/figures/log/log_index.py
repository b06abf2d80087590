"""What the cache knows of the log without reading it: of each full bundle of entries its hash, place and subjects.

A log of a million entries has 3,906 full bundles. What follows the last one is read and hashed each time. What is known
of 16 bundles stands in one file, what is known of 16 such files in another, and so on: the index itself is a small file
that names the last of each, and a file that it names, or that one of those names, is read when it is asked for.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Final

import msgspec

from aimaq.base.files.atomic_files import write_atomically
from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.figures.log.entries import Begin, Entry, Key, Text, decoded
from aimaq.figures.log.merkle import Tree, leaf_hash
from aimaq.figures.log.tiles import WIDTH

__all__ = [
    "ADDRESS",
    "REPINNED",
    "STEP",
    "LogIndex",
    "Part",
    "add_subjects",
    "changed_meanwhile",
    "digest_of_bytes",
    "extended",
    "is_repinned",
    "state_at_rest",
    "state_of",
]

#: Raise it when what a part holds, or how a line is checked before it gets into one, changes.
_FORMAT: Final = 3
#: How many parts stand in one file, and how many levels of the tree that is.
_PARTS, STEP = 16, 4
#: How often, and after how many seconds, the clock of the file system is looked at until it has moved on.
_LOOKS, _PAUSE = 4, 0.005
#: The kind of the entries by which a text quotes other figures than before, and is otherwise the same.
REPINNED: Final = "repinned"
#: The kind under which the versions of texts are also found by the address and the language of their readers.
ADDRESS: Final = "address"

_Subjects = dict[str, list[int]]
"""The indices of the entries of one kind by what they are about."""


class Part(msgspec.Struct, frozen=True, array_like=True):
    """Some entries whose lines were checked, as many as one full bundle has, or 16, 256 … of them.

    ``end`` is where they end in the log's file, and ``root`` the hash of their subtree. ``digest`` is that of a
    bundle's bytes, or of the file with the 16 parts. ``subjects`` are, by kind, those of a bundle, packed, or the
    digest of the file that has those of 16 bundles; larger parts have none.
    """

    end: int
    root: bytes
    digest: bytes
    subjects: dict[str, bytes] = {}


class _State(msgspec.Struct, frozen=True, array_like=True):
    """The state of the log's file in which the parts of an index, by its checksum, were known to be in it."""

    file: str
    index: bytes


@dataclass(frozen=True, slots=True)
class LogIndex:
    """What is known of the full bundles at the beginning of the file ``log``, which messages call ``shown``.

    ``path`` is the index's file. ``levels`` are, from bundles up, the last parts, of which there are not 16 yet.
    ``state`` is that of a file which they are known to be the beginning of, or "", and ``checksum`` that of the index.
    ``new`` are files that are not written yet, by their digest, which is their name.
    """

    log: Path
    shown: str
    path: Path | None = None
    levels: tuple[tuple[Part, ...], ...] = ()
    state: str = ""
    checksum: bytes = field(default=b"", compare=False)
    new: dict[bytes, bytes] = field(default_factory=dict, compare=False, repr=False)
    _read: dict[bytes, tuple[Part, ...]] = field(default_factory=dict, compare=False, repr=False)

    def load(self) -> LogIndex:
        """Return the index as its file has it; one that is absent, damaged or of another program is empty."""
        empty = LogIndex(self.log, self.shown, self.path)
        if self.path is None:
            return empty
        try:
            data = self.path.read_bytes()
            checksum, levels = data[:16], data[16:]
            if checksum != digest_of_bytes(levels):
                return empty
            form, found = msgspec.msgpack.decode(levels, type=tuple[int, tuple[tuple[Part, ...], ...]])
            if form != _FORMAT:
                return empty
        except (OSError, msgspec.DecodeError):
            return empty
        known = replace(empty, levels=found, checksum=checksum)
        try:
            state = msgspec.msgpack.decode(_state_path(self.path).read_bytes(), type=_State)
        except (OSError, msgspec.DecodeError):
            return known
        return replace(known, state=state.file if state.index == checksum else "")

    def save(self, before: LogIndex) -> None:
        """Write what differs from the index ``before``; a cache that cannot be written is as good as none."""
        if self.path is None:
            return
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            checksum = before.checksum
            if self.levels != before.levels or not checksum:
                _state_path(self.path).unlink(missing_ok=True)
                self._write_new()
                data = msgspec.msgpack.encode((_FORMAT, self.levels))
                checksum = digest_of_bytes(data)
                write_atomically(self.path, checksum + data)
            if self != before:
                write_atomically(_state_path(self.path), msgspec.msgpack.encode(_State(self.state, checksum)))

    def forget(self) -> None:
        """Delete the index: the log is read and checked as a whole the next time."""
        if self.path is not None:
            with suppress(OSError):
                _state_path(self.path).unlink(missing_ok=True)
                self.path.unlink(missing_ok=True)
                shutil.rmtree(_folder(self.path), ignore_errors=True)

    @property
    def count(self) -> int:
        """How many full bundles it knows."""
        return sum(len(parts) << STEP * level for level, parts in enumerate(self.levels))

    @property
    def end(self) -> int:
        """Where the last of them ends in the log's file."""
        return next((parts[-1].end for parts in self.levels if parts), 0)

    def part(self, level: int, number: int) -> Part:
        """Return a part by its place among those of 16**level bundles."""
        last = self.levels[level]
        before = (self.count >> STEP * level) - len(last)
        if number >= before:
            return last[number - before]
        digest = self.part(level + 1, number // _PARTS).digest
        if digest not in self._read:
            self._read[digest] = msgspec.msgpack.decode(self._bytes(digest), type=tuple[Part, ...])
        return self._read[digest][number % _PARTS]

    def begin_of(self, number: int) -> int:
        """Return where a full bundle begins in the log's file."""
        return self.part(0, number - 1).end if number else 0

    def subjects(self, kind: str) -> _Subjects:
        """Return the indices of the entries of one kind by what they are about."""
        files = (self.part(1, number).subjects.get(kind) for number in range(self.count // _PARTS))
        packed = [self._bytes(digest) for digest in files if digest]
        packed += (part.subjects[kind] for part in (self.levels or ((),))[0] if kind in part.subjects)
        return _joined(packed)

    def with_bundle(self, bundle: Part) -> LogIndex:
        """Return the index with one more full bundle."""
        levels, added, level = [*self.levels], bundle, 0
        while True:
            if level == len(levels):
                levels.append(())
            levels[level] += (added,)
            if len(levels[level]) < _PARTS:
                return replace(self, levels=tuple(levels))
            parts, levels[level] = levels[level], ()
            kinds = dict.fromkeys(kind for part in parts for kind in part.subjects) if level == 0 else {}
            subjects = {kind: _joined(part.subjects.get(kind) for part in parts) for kind in kinds}
            added = Part(
                parts[-1].end,
                Tree(part.root for part in parts).root(),
                self._add(
                    [msgspec.structs.replace(part, subjects={} if level == 0 else part.subjects) for part in parts]
                ),
                {kind: self._add(found) for kind, found in subjects.items()},
            )
            level += 1

    def beginning_of_file(self) -> LogIndex:
        """Return what is known of the bundles that the log's file begins with, by their bytes."""
        begin = 0
        with self.log.open("rb") as file:
            try:
                for number in range(self.count):
                    bundle = self.part(0, number)
                    if digest_of_bytes(file.read(bundle.end - begin)) != bundle.digest:
                        return self._cut(number // _PARTS)
                    begin = bundle.end
            except ProblemsFound:  # a file of the index is gone, and the log is another one
                return self._cut(0)
        return replace(self, state="")

    def _cut(self, count: int) -> LogIndex:
        """Return the index of the first ``count`` times 16 bundles."""
        levels: list[tuple[Part, ...]] = [()]
        while count:
            parts = range(count - count % _PARTS, count)
            levels.append(tuple(self.part(len(levels), number) for number in parts))
            count //= _PARTS
        return replace(self, levels=tuple(levels), state="")

    def _add(self, content: object) -> bytes:
        """Keep a file to be written; return its digest."""
        data = msgspec.msgpack.encode(content)
        self.new[digest_of_bytes(data)] = data
        return digest_of_bytes(data)

    def _bytes(self, digest: bytes) -> bytes:
        """Return a file by its digest; one that is gone or damaged is made again from the log."""
        data = self.new.get(digest)
        if data is None and self.path:
            with suppress(OSError):
                data = (_folder(self.path) / digest.hex()).read_bytes()
        if data is None or digest_of_bytes(data) != digest:
            self._make_again()
            data = self.new[digest]
        return data

    def _make_again(self) -> None:
        """Make all files from the log; raise ``ProblemsFound`` if it is no longer the one that was checked."""
        with self.log.open("rb") as file:
            lines = file.read(self.end).split(b"\n")[:-1]
        entries, tree = [decoded(line) for line in lines], Tree(map(leaf_hash, lines))
        again = extended(LogIndex(self.log, self.shown), lines, entries, entries.__getitem__, tree)
        if again.levels != self.levels:
            self.forget()
            raise changed_meanwhile(self.shown)
        self.new.update(again.new)
        with suppress(OSError):
            self._write_new()

    def _write_new(self) -> None:
        """Write the files, before an index that names them."""
        if self.path and self.new:
            _folder(self.path).mkdir(parents=True, exist_ok=True)
            for digest, data in self.new.items():
                write_atomically(_folder(self.path) / digest.hex(), data)


def extended(
    known: LogIndex, lines: Sequence[bytes], entries: Sequence[Entry], entry_of: Callable[[int], Entry], tree: Tree
) -> LogIndex:
    """Return an index with the full bundles among the lines that follow it, which have these entries.

    ``entry_of`` returns any entry of the log, also an earlier one, and ``tree`` is that of the whole log.
    """
    if len(lines) < WIDTH:
        return known
    end, full = known.end, known.count * WIDTH
    last = {name: indices[-1] for name, indices in known.subjects("text").items()}
    for begin in range(0, len(lines) - WIDTH + 1, WIDTH):
        subjects: dict[str, _Subjects] = {}
        for at, entry in enumerate(entries[begin : begin + WIDTH], full + begin):
            kind, name = add_subjects(subjects, at, entry)
            if kind == "text":
                if name in last and is_repinned(entry_of(last[name]), entry):
                    subjects.setdefault(REPINNED, {}).setdefault("", []).append(at)
                last[name] = at
        own = lines[begin : begin + WIDTH]
        data = b"".join(line + b"\n" for line in own)
        end += len(data)
        packed = {kind: msgspec.msgpack.encode(found) for kind, found in subjects.items()}
        root = tree.part_of(full + begin, full + begin + WIDTH)
        known = known.with_bundle(Part(end, root, digest_of_bytes(data), packed))
    return known


def add_subjects(found: dict[str, _Subjects], index: int, entry: Entry) -> tuple[str, str]:
    """Add an entry's index by its kind and by what it is about; return both.

    It is about an indicator by its key, or a text by its name and language; a version of a text also by its address.
    """
    match entry:
        case Begin():
            kind, name = "begin", ""
        case Key():
            kind, name = "key", ""
        case Text():
            kind, name = "text", f"{entry.text} {entry.lang}"
            if entry.address and entry.change != "removed":
                found.setdefault(ADDRESS, {}).setdefault(f"{entry.address} {entry.lang}", []).append(index)
        case _:
            kind, name = "figure", entry.key
    found.setdefault(kind, {}).setdefault(name, []).append(index)
    return kind, name


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


def _joined(packed: Iterable[bytes | None]) -> _Subjects:
    """Return the subjects of several parts, one behind the other."""
    found: _Subjects = {}
    for each in packed:
        if each is not None:
            for name, indices in msgspec.msgpack.decode(each, type=_Subjects).items():
                found.setdefault(name, []).extend(indices)
    return found


def changed_meanwhile(shown: str) -> ProblemsFound:
    """Return the problem that a log, as messages call it, is not the one that was checked a moment ago."""
    hint = tr("Run the command again: it checks the whole log.")
    return ProblemsFound([Problem(shown, tr("the log was changed while it was read"), hint=hint)])


def _folder(path: Path) -> Path:
    return path.with_name(f"{path.name}.parts")


def _state_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.state")


def digest_of_bytes(data: bytes) -> bytes:
    """Return the digest by which the index knows bytes."""
    return blake2b(data, digest_size=16).digest()
