"""The log at a target: its head, and the entries that are needed, read where readers get them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.figures.log.check import PREFIX
from aimaq.figures.log.reconcile import PublishedHead
from aimaq.figures.log.signed_note import Checkpoint, Note
from aimaq.figures.log.tiles import WIDTH, read_bundle, tile_path

__all__ = ["Read", "parse_head", "published_head", "published_lines"]

#: Returns the bytes of each of some files of the site, None where there is none.
Read = Callable[[Sequence[str]], Sequence[bytes | None]]


def published_head(read: Read, where: str) -> PublishedHead | None:
    """Return the head of the published log, None if there is no log; raise ``ProblemsFound`` if it is damaged."""
    [data] = read([f"{PREFIX}/checkpoint"])
    return None if data is None else parse_head(data, where)


def parse_head(data: bytes, where: str) -> PublishedHead:
    """Read the file of a published head; raise ``ProblemsFound``."""
    try:
        note = Note.parse(data.decode())
        Checkpoint.parse(note.text)
    except ValueError as error:
        message = tr("%(prefix)s/checkpoint cannot be read: %(error)s", prefix=PREFIX, error=error)
        hint = tr("Delete the folder api/log there and publish again: the whole log is published then.")
        raise ProblemsFound([Problem(where, message, hint=hint)]) from None
    return PublishedHead(note, where)


def published_lines(read: Read, size: int, begin: int) -> list[bytes]:
    """Return the lines of a published log of ``size`` entries, from a multiple of 256 on; raise ValueError."""
    widths = {index: min(WIDTH, size - index * WIDTH) for index in range(begin // WIDTH, -(-size // WIDTH))}
    paths = [f"{PREFIX}/{tile_path('entries', index, width)}" for index, width in widths.items()]
    lines: list[bytes] = []
    for path, data, width in zip(paths, read(paths) if paths else (), widths.values(), strict=True):
        if data is None:
            raise ValueError(tr("%(path)s is missing", path=path))
        entries = read_bundle(data)
        if len(entries) != width:
            raise ValueError(
                tr("%(path)s has %(number)s entries, not %(width)s", path=path, number=len(entries), width=width)
            )
        lines += entries
    return lines
