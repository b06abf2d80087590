"""Read the log that belongs to a ledger, and check that the two agree."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from aimaq.base.problems import ProblemsFound
from aimaq.figures.ledger.model import Ledger
from aimaq.figures.log.agreement import compare
from aimaq.figures.log.disagreement_problems import disagreement_problems
from aimaq.figures.log.entries import Entry, Figure, Release, Text, canonical, changed, read_entry
from aimaq.figures.log.log_file import Log, LogFiles, read_log
from aimaq.figures.log.tiles import WIDTH, bundle, hash_tile, hash_tiles_of, tile_path

__all__ = ["PREFIX", "CheckedLog", "SiteFiles", "check_log"]

#: Where the site has the log, below its own address.
PREFIX = "api/log"


@dataclass(frozen=True, slots=True)
class CheckedLog:
    """A log that its ledger agrees with, and the entries of public figures that it lacks."""

    log: Log
    unlogged: tuple[Figure | Release | Text, ...] = ()

    def unlogged_lines(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return the lines of all entries that the log lacks.

        ``texts`` are lines of texts' versions, found when they were read; of those that the log has by now, and of new
        versions that only have other figures, the others stay.
        """
        read = {}
        for line in texts:
            entry = read_entry(line.encode())
            assert isinstance(entry, Text), "these are the lines of texts"
            known = self.log.text(entry.text, entry.lang)
            if known is None or entry.version > known[1].version:
                read[entry.text, entry.lang] = line
        own = [each for each in self.unlogged if not (isinstance(each, Text) and (each.text, each.lang) in read)]
        return (*(canonical(each).decode() for each in own), *read.values())

    def has_other_texts(self, logged: int, unlogged: Iterable[str]) -> bool:
        """Return whether there are versions of texts besides ``unlogged`` lines after the first ``logged`` entries."""
        known = {_stated(read_entry(line.encode())) for line in unlogged if '"type":"text"' in line}
        later = (each for each in self.log.entries[logged:] if isinstance(each, Text))
        return logged > len(self.log.entries) or any(_stated(each) not in known for each in later)


def _stated(entry: Entry) -> bytes:
    return canonical(changed(entry, logged=""))


def check_log(
    files: LogFiles,
    whole: Ledger,
    public: Ledger,
    now: datetime,
    logged: str,
    ledger_text: Callable[[], str],
    ledger_path: str,
) -> CheckedLog | None:
    """Return the log of a ledger, None if none has been begun; raise ``ProblemsFound`` if they disagree.

    ``now`` is the moment up to which ``public`` has the figures, in the site's zone; entries that the log
    lacks are dated ``logged``. The ledger's text is asked for where there are problems to place.
    """
    log = read_log(files)
    if log is None:
        return None
    agreement = compare(log, whole, public, now.date(), logged)
    if agreement.disagreements:
        raise ProblemsFound(disagreement_problems(agreement.disagreements, log, ledger_text(), ledger_path))
    return CheckedLog(log, agreement.unlogged)


class SiteFiles(Mapping[str, bytes]):
    """The files by which the site publishes a log, by C2SP's tlog-tiles: path and content of each.

    A content is made when it is asked for.
    """

    def __init__(self, log: Log) -> None:
        self.log = log
        head, size = log.signed_head(), len(log.lines)
        #: The pages of 256 entries from which each is made; the head is made from all.
        self._pages: dict[str, range] = {}
        self._make: dict[str, Callable[[], bytes]] = {}
        for level, index, width in hash_tiles_of(size):
            of_one = WIDTH**level  # entries of one hash
            begin, end = index * WIDTH * of_one, (index * WIDTH + width) * of_one
            path = f"{PREFIX}/{tile_path(level, index, width)}"
            self._make[path] = partial(hash_tile, log.tree, level, index, width)
            self._pages[path] = range(begin // WIDTH + 1, -(-end // WIDTH) + 1)
            if level == 0:
                path = f"{PREFIX}/{tile_path('entries', index, width)}"
                self._make[path] = partial(self._bundle, begin, end)
                self._pages[path] = range(index + 1, index + 2)
        self._make[f"{PREFIX}/checkpoint"] = str(head).encode
        if log.timestamp and head == log.head:
            self._make[f"{PREFIX}/checkpoint.tsr"] = lambda: log.timestamp

    def __getitem__(self, path: str) -> bytes:
        return self._make[path]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._make)

    def __len__(self) -> int:
        return len(self._make)

    def with_pages(self, pages: Collection[int]) -> set[str]:
        """Return the paths of the files that are made from some of these pages, and of the head."""
        return {
            path for path in self._make if path not in self._pages or any(map(pages.__contains__, self._pages[path]))
        }

    def _bundle(self, begin: int, end: int) -> bytes:
        return bundle(self.log.lines[begin:end])
