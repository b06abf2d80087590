"""The Merkle tree of RFC 6962, section 2.1, with SHA-256: roots, proofs of inclusion and proofs of consistency.

A tree is kept as rows of hashes: row 0 has a hash for each leaf, row n one for each complete subtree of 2**n leaves.
Appending a leaf adds one hash to row 0 and one to each row above that becomes complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

__all__ = ["EMPTY_ROOT", "Tree", "leaf_hash", "node_hash", "root_of_consistency", "root_of_inclusion"]

#: The root of a tree without leaves.
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf."""
    return sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return sha256(b"\1" + left + right).digest()


class Tree:
    """A tree that grows at its end."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        row = [*leaves]
        self.rows: list[list[bytes]] = [row]
        while len(row) > 1:  # row by row, which takes half as long as leaf by leaf
            row = [node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=False)]
            self.rows.append(row)

    def __len__(self) -> int:
        return len(self.rows[0])

    def append(self, leaf: bytes) -> None:
        """Add a leaf by its hash: a hash for each subtree that it completes, two for each leaf on average."""
        found, level, index = leaf, 0, len(self)
        self.rows[0].append(leaf)
        while index % 2:
            found = node_hash(self.part(level, index - 1), found)
            level, index = level + 1, index // 2
            if level == len(self.rows):
                self.rows.append([])
            self.rows[level].append(found)

    def root(self, size: int | None = None) -> bytes:
        """Return the root of the first ``size`` leaves, by default of all; raise ValueError if there are fewer."""
        return self._hash(0, self._checked(size))

    def inclusion_proof(self, index: int, size: int | None = None) -> list[bytes]:
        """Return the audit path of a leaf in the tree of the first ``size`` leaves (RFC 6962, section 2.1.1)."""
        end = self._checked(size)
        if not 0 <= index < end:
            raise ValueError(f"there is no leaf {index} in a tree of {end}")
        path: list[bytes] = []
        begin = 0
        while end - begin > 1:
            middle = begin + _split(end - begin)
            if index < middle:
                path.append(self._hash(middle, end))
                end = middle
            else:
                path.append(self._hash(begin, middle))
                begin = middle
        return path[::-1]

    def consistency_proof(self, old: int, size: int | None = None) -> list[bytes]:
        """Return the proof that the tree of ``old`` leaves is a beginning of that of ``size`` (section 2.1.2)."""
        end = self._checked(size)
        if not 0 <= old <= end:
            raise ValueError(f"a tree of {old} leaves is no beginning of one of {end}")
        if old in (0, end):
            return []
        path: list[bytes] = []
        begin, whole = 0, True
        while end != old:
            middle = begin + _split(end - begin)
            if old <= middle:
                path.append(self._hash(middle, end))
                end = middle
            else:
                path.append(self._hash(begin, middle))
                begin, whole = middle, False
        return path[::-1] if whole else [self._hash(begin, end), *path[::-1]]

    def part_of(self, begin: int, end: int) -> bytes:
        """Return the hash of the subtree of some leaves, whose number is a power of two unless they are the last."""
        return self._hash(begin, end)

    def part(self, level: int, index: int) -> bytes:
        """Return the hash of the complete subtree of 2**level leaves with this index."""
        return self.rows[level][index]

    def _checked(self, size: int | None) -> int:
        if size is None:
            return len(self)
        if not 0 <= size <= len(self):
            raise ValueError(f"the tree has {len(self)} leaves, not {size}")
        return size

    def _hash(self, begin: int, end: int) -> bytes:
        """Return the hash of a subtree; its complete parts are in the rows."""
        if begin == end:
            return EMPTY_ROOT
        found = b""
        for level, index in reversed(list(_complete_parts(begin, end))):
            part = self.part(level, index)
            found = node_hash(part, found) if found else part
        return found


def root_of_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """Return the root that a leaf's audit path leads to; raise ValueError for a wrong length (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        raise ValueError(f"there is no leaf {index} in a tree of {size}")
    found, node, last = leaf, index, size - 1
    for each in path:
        if last == 0:
            raise ValueError("the path is too long")
        if node % 2 or node == last:
            found = node_hash(each, found)
            while node and node % 2 == 0:
                node, last = node // 2, last // 2
        else:
            found = node_hash(found, each)
        node, last = node // 2, last // 2
    if last:
        raise ValueError("the path is too short")
    return found


def root_of_consistency(old: int, size: int, old_root: bytes, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Return the roots of the older and the newer tree to which a proof leads; raise ValueError (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= size:
        raise ValueError(f"a tree of {old} leaves is no beginning of one of {size}")
    if old == size:
        if path:
            raise ValueError("the path is too long")
        return old_root, old_root
    nodes = iter(path)
    node, last = old - 1, size - 1
    while node % 2:
        node, last = node // 2, last // 2
    try:
        older = newer = old_root if old & (old - 1) == 0 else next(nodes)
        for each in nodes:
            if last == 0:
                raise ValueError("the path is too long")
            if node % 2 or node == last:
                older, newer = node_hash(each, older), node_hash(each, newer)
                while node and node % 2 == 0:
                    node, last = node // 2, last // 2
            else:
                newer = node_hash(newer, each)
            node, last = node // 2, last // 2
    except StopIteration:
        raise ValueError("the path is too short") from None
    if last:
        raise ValueError("the path is too short")
    return older, newer


def _split(count: int) -> int:
    """Return the largest power of two that is smaller than ``count``."""
    return 1 << (count - 1).bit_length() - 1


def _complete_parts(begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield level and index of the complete subtrees that make up a subtree, from left to right."""
    while begin < end:
        size = 1 << (end - begin).bit_length() - 1
        yield size.bit_length() - 1, begin // size
        begin += size
