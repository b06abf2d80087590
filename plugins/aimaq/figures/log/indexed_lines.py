"""The lines, entries and tree of a log of which an index is known: full bundles are read when they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, overload

from aimaq.figures.log.entries import Entry, decoded
from aimaq.figures.log.log_index import STEP, LogIndex, changed_meanwhile, digest_of_bytes, extended
from aimaq.figures.log.merkle import Tree, leaf_hash
from aimaq.figures.log.tiles import WIDTH

__all__ = ["IndexedEntries", "IndexedLines", "IndexedTree", "with_new_bundles"]

#: How many bundles are held in memory: some megabytes.
_HELD: Final = 64
#: The level of a subtree of as many leaves as a bundle has.
_LEVEL: Final = WIDTH.bit_length() - 1


class IndexedLines(Sequence[bytes]):
    """The lines of a log: those of full bundles in its file, which are read when they are asked for, and the rest."""

    def __init__(self, known: LogIndex, rest: tuple[bytes, ...]) -> None:
        self.known, self.rest = known, rest
        self.full = known.count * WIDTH
        self._read: dict[int, list[bytes]] = {}

    def __len__(self) -> int:
        return self.full + len(self.rest)

    @overload
    def __getitem__(self, index: int) -> bytes: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[bytes, ...]: ...
    def __getitem__(self, index: int | slice) -> bytes | tuple[bytes, ...]:
        if isinstance(index, slice):
            return tuple(self[each] for each in range(len(self))[index]) if self.full else self.rest[index]
        at = range(len(self))[index]
        return self.rest[at - self.full] if at >= self.full else self.of_bundle(at // WIDTH)[at % WIDTH]

    def with_lines(self, new: Iterable[bytes]) -> IndexedLines:
        """Return these lines and more of them."""
        return IndexedLines(self.known, (*self.rest, *new))

    @property
    def size_in_bytes(self) -> int:
        """How long the file is, as far as its lines are whole."""
        return self.known.end + sum(map(len, self.rest)) + len(self.rest)

    def of_bundle(self, number: int) -> list[bytes]:
        """Return the lines of a full bundle; raise ``ProblemsFound`` if the file was changed since it was checked."""
        if number not in self._read:
            begin, bundle = self.known.begin_of(number), self.known.part(0, number)
            with self.known.log.open("rb") as file:
                file.seek(begin)
                data = file.read(bundle.end - begin)
            if digest_of_bytes(data) != bundle.digest:
                raise changed_meanwhile(self.known.shown)
            if len(self._read) == _HELD:
                self._read.pop(next(iter(self._read)))
            self._read[number] = data.split(b"\n")[:-1]
        return self._read[number]


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
            return tuple(self[each] for each in range(len(self))[index]) if self.lines.full else self.rest[index]
        at = range(len(self))[index]
        return self.rest[at - self.lines.full] if at >= self.lines.full else decoded(self.lines[at])


class IndexedTree(Tree):
    """The tree of such lines: hashes below the root of a full bundle are computed when they are asked for.

    The rows have what the lines behind the full bundles complete.
    """

    def __init__(self, lines: IndexedLines) -> None:
        self._lines = lines
        self._last: tuple[int, Tree] = -1, Tree()
        leaves = map(leaf_hash, lines.rest)
        super().__init__(() if lines.full else leaves)
        for leaf in leaves if lines.full else ():  # which may complete subtrees that begin in a full bundle
            self.append(leaf)

    def __len__(self) -> int:
        return self._lines.full + len(self.rows[0])

    def part(self, level: int, index: int) -> bytes:
        """Return the hash of a complete subtree."""
        before = self._lines.full >> level
        if index >= before:
            return self.rows[level][index - before]
        if level >= _LEVEL:
            step, below = divmod(level - _LEVEL, STEP)
            parts = range(index << below, (index + 1) << below)
            return Tree(self._lines.known.part(step, number).root for number in parts).root()
        number = index >> (_LEVEL - level)
        if self._last[0] != number:
            self._last = number, Tree(map(leaf_hash, self._lines.of_bundle(number)))
        return self._last[1].part(level, index & ((1 << (_LEVEL - level)) - 1))


def with_new_bundles(lines: IndexedLines, entries: IndexedEntries, tree: Tree) -> tuple[IndexedLines, IndexedEntries]:
    """Return lines and entries, of which this is the tree, with a rest that is shorter than a bundle."""
    known = extended(lines.known, lines.rest, entries.rest, entries.__getitem__, tree)
    rest = known.count * WIDTH - lines.full
    lines = IndexedLines(known, lines.rest[rest:])
    return lines, IndexedEntries(lines, entries.rest[rest:])
