"""What has become of each item of a source. Nothing is dropped without an entry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

__all__ = ["Account", "Outcome", "report", "shortened"]

#: What a terminal would obey, and what tears a line of the report apart: a source may hold it.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\uf8ff]+")


class Outcome(Enum):
    """In the order of the report's last line."""

    BROUGHT = "brought over"
    CHANGED = "brought over in another form"
    THERE = "there already"
    LEFT = "left out"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Account:
    """One item: of which ``source`` file, what ``kind`` of thing, its ``name``, and a ``note``: where to, or why not.

    ``kind`` is a single word, by which an editor may accept losses.
    """

    source: str
    kind: str
    name: str
    outcome: Outcome
    note: str = ""

    def __str__(self) -> str:
        name = f" {_clean(self.name)}" if self.name else ""
        note = f": {_clean(self.note)}" if self.note else ""
        return f"  {self.outcome.value}: {self.kind}{name}{note}"


def report(accounts: Iterable[Account]) -> str:
    """Return every account, a line each, by its source file, and how many there are of each outcome."""
    accounts = list(accounts)
    lines = []
    for source in dict.fromkeys(account.source for account in accounts):
        lines.append(_clean(source))
        lines += [str(account) for account in accounts if account.source == source]
    counts = Counter(account.outcome for account in accounts)
    told = ", ".join(f"{counts[outcome]} {outcome.value}" for outcome in Outcome if counts[outcome])
    items = "1 item" if len(accounts) == 1 else f"{len(accounts)} items"
    return "\n".join((*lines, f"{items}: {told}." if accounts else "0 items."))


def shortened(text: str, length: int = 60) -> str:
    """Return the beginning of a text on one line."""
    words = " ".join(text.split())
    return words if len(words) <= length else f"{words[: length - 1].rstrip()}…"


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub(" ", text)
