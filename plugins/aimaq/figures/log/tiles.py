"""The static files of a log, by C2SP's tlog-tiles: hashes and entries in files of up to 256, under one prefix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from aimaq.figures.log.merkle import Tree

__all__ = ["WIDTH", "bundle", "entry_tiles", "hash_tiles", "read_bundle", "tile_path"]

#: Hashes or entries in a full file.
WIDTH = 256


def tile_path(level: int | str, index: int, width: int = WIDTH) -> str:
    """Return the path of a tile below the log's prefix; ``level`` is a number, or "entries" for a bundle."""
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.append(f"x{index % 1000:03}")
    return f"tile/{level}/{'/'.join(reversed(groups))}{'' if width == WIDTH else f'.p/{width}'}"


def hash_tiles(tree: Tree) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every tile of hashes; those at the right edge hold what there is."""
    for level in count():
        row = tree.rows[8 * level] if 8 * level < len(tree.rows) else ()
        if not row:
            return
        for begin in range(0, len(row), WIDTH):
            part = row[begin : begin + WIDTH]
            yield tile_path(level, begin // WIDTH, len(part)), b"".join(part)


def entry_tiles(entries: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every bundle of entries."""
    for begin in range(0, len(entries), WIDTH):
        part = entries[begin : begin + WIDTH]
        yield tile_path("entries", begin // WIDTH, len(part)), bundle(part)


def bundle(entries: Sequence[bytes]) -> bytes:
    """Return a bundle: each entry after its length in two bytes, the higher one first."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def read_bundle(data: bytes) -> list[bytes]:
    """Return the entries of a bundle; raise ValueError if it is cut."""
    entries, at = [], 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if end > len(data):
            raise ValueError("the last entry is cut")
        entries.append(data[at + 2 : end])
        at = end
    return entries
