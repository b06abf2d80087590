"""What readers have had before a text: the versions in the log that it is compared with.

A text that was removed and is published again states numbers that somebody has read there before. So does one at the
address of another text, or at an address to which that of another one leads: for readers these are one text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from aimaq.base.languages.messages import tr
from aimaq.figures.log import entries
from aimaq.figures.log.log_file import Log
from aimaq.figures.log.log_index import ADDRESS

__all__ = ["Published", "PublishedBefore"]


@dataclass(frozen=True, slots=True)
class Published:
    """A version that readers have had: ``entry`` of the log, which messages call ``where``.

    ``feed_id`` is that by which feeds have to know the text still, or "". ``if_other`` says what to do if the text is
    not the one that readers had, "" where it is. ``is_removed`` says that no check of the log looks at its figures.
    """

    entry: entries.Text
    where: str
    feed_id: str = ""
    if_other: str = ""
    is_removed: bool = False


class PublishedBefore:
    """Finds what readers had before a text, in a log; ``redirected`` are the addresses that lead elsewhere."""

    def __init__(self, log: Log, redirected: Mapping[str, str]) -> None:
        self._log = log
        self._leading: defaultdict[str, list[str]] = defaultdict(list)
        for address, target in redirected.items():
            self._leading[target].append(address)

    def of(self, now: entries.Text, last: tuple[int, entries.Text] | None) -> list[Published]:
        """Return what the text of the entry ``now`` is compared with; ``last`` is the last entry on it, if any."""
        is_there = last is not None and last[1].change != "removed"
        found = list(self._as_itself(now, last))
        if not is_there or (last and last[1].address != now.address):
            found += self._as_another(now)
        if not is_there:
            found += list(self._redirected(now, has_other=bool(found)))
        return found

    def _as_itself(self, now: entries.Text, last: tuple[int, entries.Text] | None) -> Iterator[Published]:
        """Yield the last version of the text itself."""
        if last and last[1].change != "removed":
            where = tr("entry %(index)s of the log", index=last[0])
            yield Published(last[1], where, _feed_id(last[1]))
        elif last and (had := self._last("text", f"{now.text} {now.lang}")):
            where = tr("entry %(index)s of the log, the last one before the text was removed", index=had[0])
            yield Published(had[1], where, _feed_id(had[1]), _name_anew(), is_removed=True)

    def _as_another(self, now: entries.Text) -> Iterator[Published]:
        """Yield the last version of another text at the same address: feeds know both by their names."""
        had = self._last(ADDRESS, f"{now.address} {now.lang}")
        if had and had[1].text != now.text:
            where = tr(
                "entry %(index)s of the log: %(text)s, which was published at this address",
                index=had[0],
                text=had[1].text,
            )
            yield Published(had[1], where, "", _name_anew(), is_removed=self._is_removed(had[1]))

    def _redirected(self, now: entries.Text, *, has_other: bool) -> Iterator[Published]:
        """Yield the last versions of texts whose address leads to this one.

        If readers had this text before, one that was removed earlier may lead to it as to any other text.
        """
        for address in self._leading.get(now.address, ()):
            had = self._last(ADDRESS, f"{address} {now.lang}")
            last = self._log.text(had[1].text, had[1].lang) if had else None
            if not had or not last or had[1].text == now.text:
                continue
            is_removed = last[1].change == "removed"
            if has_other if is_removed else last[1].address != address:
                continue
            where = tr(
                "entry %(index)s of the log: %(text)s, which was published at %(address)s and is redirected here",
                index=had[0],
                text=had[1].text,
                address=address,
            )
            if_other = tr("If this is another text, lead %(address)s elsewhere.", address=address)
            yield Published(had[1], where, _feed_id(had[1]), if_other, is_removed)

    def _is_removed(self, entry: entries.Text) -> bool:
        last = self._log.text(entry.text, entry.lang)
        return last is not None and last[1].change == "removed"

    def _last(self, kind: str, name: str) -> tuple[int, entries.Text] | None:
        """Return the last version of a subject that readers have had, and its index."""
        for index in reversed(self._log.indices_of(kind).get(name, ())):
            entry = self._log.entries[index]
            if isinstance(entry, entries.Text) and entry.change != "removed":
                return index, entry
        return None


def _feed_id(entry: entries.Text) -> str:
    """Return by what feeds know an article; "" for a page, which is in none."""
    return entry.feed_id if entry.text.startswith("article/") else ""


def _name_anew() -> str:
    return tr("If this is another text, give its file another name: then it has an address of its own.")
