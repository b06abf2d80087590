"""The log as a site publishes it: every file of it read, and each compared with the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from aimaq.figures.log.merkle import Tree, leaf_hash
from aimaq.figures.log.signed_note import Checkpoint, Note
from aimaq.figures.log.tiles import WIDTH, hash_tiles, read_bundle, tile_path
from aimaq.verify.comparisons import Comparison, agreeing, disagreeing
from aimaq.verify.log.entry_forms import Entry, check_order, read_line
from aimaq.verify.places import Place

__all__ = ["HEAD", "PREFIX", "PublishedLog", "read_published_head", "read_published_log"]

PREFIX: Final = "api/log"
HEAD: Final = f"{PREFIX}/checkpoint"
MAX_ENTRIES: Final = 5_000_000
_ENTRY, _TILE, _ROOT = "entries of the log", "tiles of hashes", "head of the log"


@dataclass(frozen=True, slots=True)
class PublishedLog:
    """A log: its head, the lines of its entries, and the entries that can be read, by their index.

    ``is_whole`` says that there are as many entries as the head states.
    """

    head: Note
    checkpoint: Checkpoint
    lines: tuple[bytes, ...] = ()
    entries: tuple[Entry | None, ...] = ()
    tree: Tree = field(default_factory=Tree)
    is_whole: bool = True


def read_published_log(place: Place) -> tuple[PublishedLog | None, tuple[Comparison, ...]]:
    """Return the log of a site, None if it has no head that can be read, and what was compared."""
    log, compared = read_published_head(place)
    if log is None:
        return None, compared
    checkpoint = log.checkpoint
    lines, found = _read_lines(place, checkpoint.size)
    tree = Tree(map(leaf_hash, lines))
    entries, forms = _read_entries(lines, checkpoint.origin)
    is_whole = len(lines) == checkpoint.size
    compared = (*found, *forms, *(_tiles_compared(place, tree) if is_whole else ()))
    if is_whole:
        compared = (*compared, _root_compared(checkpoint, tree))
    return PublishedLog(log.head, checkpoint, lines, entries, tree, is_whole), compared


def read_published_head(place: Place) -> tuple[PublishedLog | None, tuple[Comparison, ...]]:
    """Return the head of a site's log without its entries, None if it cannot be read, and why."""
    data = place.read(HEAD)
    if data is None:
        return None, (disagreeing(_ROOT, HEAD, "", "there is none", "a site with a log has its head there"),)
    try:
        head = Note.parse(data.decode())
        checkpoint = Checkpoint.parse(head.text)
        if not 0 < checkpoint.size <= MAX_ENTRIES:
            raise ValueError(f"it states {checkpoint.size} entries; 1 to {MAX_ENTRIES:,} can be checked")
    except ValueError as error:
        return None, (disagreeing(_ROOT, HEAD, "", "it is no head of a log", str(error)),)
    return PublishedLog(head, checkpoint, is_whole=False), ()


def _read_lines(place: Place, size: int) -> tuple[tuple[bytes, ...], list[Comparison]]:
    """Return the lines of all bundles before the first that is missing, cut or of another number."""
    lines: list[bytes] = []
    for begin in range(0, size, WIDTH):
        width = min(WIDTH, size - begin)
        path = f"{PREFIX}/{tile_path('entries', begin // WIDTH, width)}"
        data = place.read(path)
        try:
            if data is None:
                raise ValueError("there is none")
            bundle = read_bundle(data)
            if len(bundle) != width:
                raise ValueError(f"it has {len(bundle)} entries")
        except ValueError as error:
            wanted = f"by the head it has entries {begin} to {begin + width - 1}, and the log is whole"
            return tuple(lines), [disagreeing(_ENTRY, path, "", str(error), wanted)]
        lines += bundle
    return tuple(lines), []


def _read_entries(lines: tuple[bytes, ...], origin: str) -> tuple[tuple[Entry | None, ...], list[Comparison]]:
    entries: list[Entry | None] = []
    known: list[Entry] = []
    compared: list[Comparison] = []
    versions: dict[tuple[str, str], int] = {}
    keys: set[str] = set()
    for index, line in enumerate(lines):
        path = f"{PREFIX}/{tile_path('entries', index // WIDTH, min(WIDTH, len(lines) - index // WIDTH * WIDTH))}"
        entry: Entry | None = None
        try:
            entry = read_line(line)
            known.append(entry)
            check_order(known, index, versions, keys)
            if index == 0 and entry["origin"] != origin:
                raise ValueError(f'the log calls itself "{entry["origin"]}", and its head "{origin}"')
            compared.append(agreeing(_ENTRY, path))
        except ValueError as error:
            known += [{"type": "unread"}] * (len(known) == index)
            compared.append(disagreeing(_ENTRY, path, f"entry {index}", _shown(line), str(error)))
        entries.append(entry)
    return tuple(entries), compared


def _shown(line: bytes) -> str:
    text = line.decode(errors="replace")
    return text if len(text) <= 160 else f"{text[:160]}…"


def _tiles_compared(place: Place, tree: Tree) -> Iterator[Comparison]:
    """Yield the comparison of each tile of hashes with the entries."""
    for path, wanted in hash_tiles(tree):
        data = place.read(f"{PREFIX}/{path}")
        if data == wanted:
            yield agreeing(_TILE, f"{PREFIX}/{path}")
            continue
        if data is None:
            found, logged = "there is none", f"it has {len(wanted) // 32} hashes"
        elif len(data) != len(wanted):
            found, logged = f"it has {len(data)} bytes", f"it has {len(wanted) // 32} hashes of 32 bytes"
        else:
            at = next(at for at in range(0, len(wanted), 32) if data[at : at + 32] != wanted[at : at + 32])
            found = f"its hash {at // 32} is {data[at : at + 8].hex()}…"
            logged = f"the entries lead to {wanted[at : at + 8].hex()}…"
        yield disagreeing(_TILE, f"{PREFIX}/{path}", "", found, logged)


def _root_compared(checkpoint: Checkpoint, tree: Tree) -> Comparison:
    root = tree.root()
    if root == checkpoint.root:
        return agreeing(_ROOT, HEAD)
    found = f"the head's root is {checkpoint.root.hex()[:16]}…"
    wanted = (
        f"the entries lead to {root.hex()[:16]}…: an entry was changed, inserted, moved or taken out after the head"
    )
    return disagreeing(_ROOT, HEAD, "", found, wanted)
