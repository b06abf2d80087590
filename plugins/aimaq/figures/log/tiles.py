"""The static files of a log, by C2SP's tlog-tiles: hashes and entries in files of up to 256, under one prefix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aimaq.figures.log.merkle import Tree

__all__ = ["WIDTH", "bundle", "hash_tile", "hash_tiles", "hash_tiles_of", "read_bundle", "tile_path"]

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
    for level, index, width in hash_tiles_of(len(tree)):
        yield tile_path(level, index, width), hash_tile(tree, level, index, width)


def hash_tiles_of(size: int) -> Iterator[tuple[int, int, int]]:
    """Yield level, index and width of every tile of hashes of a tree with ``size`` leaves."""
    level = 0
    while row := size >> 8 * level:
        for begin in range(0, row, WIDTH):
            yield level, begin // WIDTH, min(WIDTH, row - begin)
        level += 1


def hash_tile(tree: Tree, level: int, index: int, width: int) -> bytes:
    """Return the content of a tile of hashes."""
    return b"".join(tree.part(8 * level, index * WIDTH + at) for at in range(width))


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
