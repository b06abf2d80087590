"""The report of an import: what became of each item of the source. Every item has an entry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum

from aimaq.base.languages.messages import tr, tr_number

__all__ = ["Entry", "Outcome", "SourceReport", "report_text", "shortened"]

#: Terminal control characters and characters that break the report's lines; a source may hold them.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\uf8ff]+")


class Outcome(Enum):
    """What became of an item, in the order of the report's last line."""

    BROUGHT = tr("brought over")
    CHANGED = tr("brought over in another form")
    THERE = tr("there already")
    LEFT = tr("left out")
    LOST = tr("lost")


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a source, and where it went or why it did not; editors accept losses by ``kind``, a single word."""

    source: str
    kind: str
    name: str
    outcome: Outcome
    note: str = ""

    def __str__(self) -> str:
        name = f" {_printable(self.name)}" if self.name else ""
        note = f": {_printable(self.note)}" if self.note else ""
        return f"  {self.outcome.value}: {self.kind}{name}{note}"


@dataclass(frozen=True, slots=True)
class SourceReport:
    """Collects the entries of one source file; ``within`` follows the name of each, as in ``<iframe> in “News”``."""

    source: str
    entries: list[Entry] = field(default_factory=list)
    within: str = ""

    def inside(self, name: str) -> SourceReport:
        """Return a report for the items inside a text, which adds to the same entries."""
        return replace(self, within=tr(" in %(name)s", name=name))

    def add(self, kind: str, name: str, outcome: Outcome, note: str = "") -> None:
        self.entries.append(Entry(self.source, kind, f"{name}{self.within}", outcome, note))

    def brought(self, kind: str, name: str, note: str = "") -> None:
        self.add(kind, name, Outcome.BROUGHT, note)

    def changed(self, kind: str, name: str, note: str = "") -> None:
        self.add(kind, name, Outcome.CHANGED, note)

    def left(self, kind: str, name: str, note: str = "") -> None:
        self.add(kind, name, Outcome.LEFT, note)

    def lost(self, kind: str, name: str, note: str = "") -> None:
        self.add(kind, name, Outcome.LOST, note)


def report_text(entries: Iterable[Entry]) -> str:
    """Return all entries, a line each, grouped by source file, and a last line that counts the outcomes."""
    entries = list(entries)
    groups: dict[str, list[str]] = {}
    for entry in entries:
        groups.setdefault(entry.source, []).append(str(entry))
    lines = [line for source, own in groups.items() for line in (_printable(source), *own)]
    counts = Counter(entry.outcome for entry in entries)
    counted = ", ".join(f"{counts[outcome]} {outcome.value}" for outcome in Outcome if counts[outcome])
    items = tr_number("%(number)s item", "%(number)s items", len(entries))
    return "\n".join((*lines, f"{items}: {counted}." if entries else f"{items}."))


def shortened(text: str, length: int = 60) -> str:
    """Return the beginning of a text on one line."""
    words = " ".join(text.split())
    return words if len(words) <= length else f"{words[: length - 1].rstrip()}…"


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub(" ", text)
