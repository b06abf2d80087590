"""Read the log that belongs to a ledger, and check that the two agree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from aimaq.base.problems import ProblemsFound
from aimaq.figures.ledger.model import Ledger
from aimaq.figures.log.agreement import compare
from aimaq.figures.log.disagreement_problems import disagreement_problems
from aimaq.figures.log.entries import Entry, Figure, Release, Text, canonical, changed, read_entry
from aimaq.figures.log.log_file import Log, LogFiles, read_log
from aimaq.figures.log.tiles import entry_tiles, hash_tiles

__all__ = ["PREFIX", "CheckedLog", "check_log", "log_files"]

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
        known = {(each.text, each.lang, each.version) for each in self.log.entries if isinstance(each, Text)}
        read = {}
        for line in texts:
            entry = read_entry(line.encode())
            assert isinstance(entry, Text), "these are the lines of texts"
            if (entry.text, entry.lang, entry.version) not in known:
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


def log_files(log: Log) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file by which the site publishes the log, by C2SP's tlog-tiles."""
    for path, data in (*hash_tiles(log.tree), *entry_tiles(log.lines)):
        yield f"{PREFIX}/{path}", data
    head = log.signed_head()
    yield f"{PREFIX}/checkpoint", str(head).encode()
    if log.timestamp and head == log.head:
        yield f"{PREFIX}/checkpoint.tsr", log.timestamp
