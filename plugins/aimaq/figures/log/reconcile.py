"""Compare our log with the one that is published: one continues the other, or both have grown, or one is not honest."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aimaq.base.languages.messages import tr, tr_number
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.figures.log.entries import Begin, Entry, Figure, Release, Text, canonical, changed
from aimaq.figures.log.log_file import Log, LogFiles, parse_log
from aimaq.figures.log.merkle import Tree, leaf_hash
from aimaq.figures.log.signed_note import Checkpoint, Note
from aimaq.figures.log.tiles import WIDTH

__all__ = ["PublishedHead", "Reconciled", "reconcile"]

#: How much of an entry a message shows.
_SHOWN = 160


@dataclass(frozen=True, slots=True)
class PublishedHead:
    """The head of a published log; ``where`` is its place, for messages."""

    note: Note
    where: str

    @property
    def checkpoint(self) -> Checkpoint:
        """Name, size and root."""
        return Checkpoint.parse(self.note.text)


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A log that continues the published one.

    ``taken`` are the entries that only the published log had, and ``again`` those of ours that stand behind them now.
    """

    log: Log
    taken: tuple[Entry, ...] = ()
    again: tuple[Entry, ...] = ()


def reconcile(
    ours: Log, published: PublishedHead, lines_from: Callable[[int], Sequence[bytes]], now: str
) -> Reconciled:
    """Return a log that continues the published one; raise ``ProblemsFound`` if ours cannot.

    ``lines_from`` returns the published lines from an index on and may raise ValueError; it is only called where our
    log lacks some or differs. Where both logs have grown since the head that was published last, entries of ours that
    the other lacks stand behind its own, with ``now`` as the moment at which they were appended.
    """
    head = published.checkpoint
    if head.origin != ours.origin:
        message = tr(
            'the log that is published is called "%(origin)s", and this one "%(theirs)s"',
            origin=head.origin,
            theirs=ours.origin,
        )
        raise _refused(ours, published, message, tr("It is the log of another site: name another target."))
    if head.size <= len(ours.lines) and ours.tree.root(head.size) == head.root:
        return Reconciled(ours)
    theirs = _published_lines(ours, published, lines_from)
    common = next((at for at, (a, b) in enumerate(zip(ours.lines, theirs, strict=False)) if a != b), None)
    if common is None:
        common = min(len(ours.lines), len(theirs))
    if ours.head is None or common < ours.published:
        raise _contradicted(ours, published, theirs, common)
    log = replace(ours, lines=theirs, entries=_entries(ours, published, theirs), head=published.note, timestamp=b"")
    again = _not_among(log.entries, ours.entries, common, now)
    return Reconciled(log.with_entries(again), tuple(log.entries[common:]), tuple(again))


def _published_lines(
    ours: Log, published: PublishedHead, lines_from: Callable[[int], Sequence[bytes]]
) -> tuple[bytes, ...]:
    """Return all published lines: what was published before is ours too, unless the root says otherwise."""
    head = published.checkpoint
    known = min(ours.published, head.size) // WIDTH * WIDTH
    hint = tr(
        "It was cut or changed there. Make an earlier release current (`aimaq publish --to "
        "RELEASE`), or delete its folder api/log, and publish again: the whole log is published "
        "then, as the repository has it."
    )
    for begin in dict.fromkeys((known, 0)):
        try:
            lines = (*ours.lines[:begin], *lines_from(begin))
        except ValueError as error:
            raise _refused(
                ours, published, tr("the log that is published is not whole: %(error)s", error=error), hint
            ) from None
        if len(lines) == head.size and Tree(map(leaf_hash, lines)).root() == head.root:
            return lines
    raise _refused(
        ours, published, tr("the log that is published does not have the entries that its head states"), hint
    )


def _entries(ours: Log, published: PublishedHead, theirs: Sequence[bytes]) -> Sequence[Entry]:
    try:
        return parse_log(b"".join(line + b"\n" for line in theirs), LogFiles(Path(), Path(), ours.shown)).entries
    except ProblemsFound as found:
        message = tr(
            "the log that is published has entries that cannot be read: %(message)s", message=found.problems[0].message
        )
        hint = tr("It was published with a newer Aimaq, or is damaged: publish with the version that wrote it.")
        raise _refused(ours, published, message, hint) from None


def _contradicted(ours: Log, published: PublishedHead, theirs: Sequence[bytes], common: int) -> ProblemsFound:
    """Return the problem that neither log continues the other."""
    size = published.checkpoint.size
    if size == len(ours.lines):
        message = tr_number(
            "there are two logs of %(number)s entry: this one, and the one that is published",
            "there are two logs of %(number)s entries: this one, and the one that is published",
            size,
        )
    else:
        message = tr_number(
            "this log has %(number)s entry and does not continue the one that is published, with %(size)s",
            "this log has %(number)s entries and does not continue the one that is published, with %(size)s",
            len(ours.lines),
            size=size,
        )
    return _refused(
        ours,
        published,
        message
        + tr(
            "; entry %(index)s is the first that differs: here %(ours)s, there %(theirs)s",
            index=common,
            ours=_shown(ours.lines, common),
            theirs=_shown(theirs, common),
        ),
        tr(
            "If this log was rebuilt, cut or edited, take it and its head back from the repository's "
            "history (`git log -- %(shown)s`), and publish again. If a publication from here was "
            "interrupted and the site was then published from elsewhere, take back only the head "
            "(figures.log.checkpoint) of before. If the one at the target is wrong, delete its folder "
            "api/log and publish again; readers who have kept its head will see it.",
            shown=ours.shown,
        ),
        line=common + 1,
    )


def _refused(ours: Log, published: PublishedHead, message: str, hint: str, line: int = 1) -> ProblemsFound:
    heads = tr(
        "the head here is %(ours)s, the published one %(theirs)s",
        ours=_shown_head(ours.checkpoint),
        theirs=_shown_head(published.checkpoint),
    )
    return ProblemsFound([Problem(ours.shown, f"{message} ({published.where}; {heads})", line, hint=hint)])


def _shown_head(head: Checkpoint) -> str:
    return f"{head.size} {b64encode(head.root).decode()}"


def _shown(lines: Sequence[bytes], index: int) -> str:
    if index >= len(lines):
        return tr("there is none")
    text = lines[index].decode(errors="replace")
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _not_among(theirs: Sequence[Entry], ours: Sequence[Entry], common: int, now: str) -> list[Entry]:
    """Return the entries of ``ours`` from ``common`` on that the others lack, as they are appended to those.

    Versions of texts are left out: the next build finds them again, with their numbers.
    """
    known = {_bare(entry): index for index, entry in enumerate(theirs)}
    places: dict[int, int] = {}
    again: list[Entry] = []
    for index, entry in enumerate(ours[common:], common):
        if isinstance(entry, Text | Begin):
            continue
        if isinstance(entry, Figure | Release) and entry.amends is not None:
            entry = changed(entry, amends=places.get(entry.amends, entry.amends))
        places[index] = known.get(_bare(entry), len(theirs) + len(again))
        if _bare(entry) not in known:
            again.append(changed(entry, logged=now))
    return again


def _bare(entry: Entry) -> bytes:
    """Return what an entry states, without the moment at which it was appended and the reason that was given."""
    bare = changed(entry, logged="")
    return canonical(changed(bare, why="") if isinstance(bare, Figure | Release) else bare)
