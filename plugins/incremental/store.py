"""What the last build read and composed, kept in one SQLite file beside the site.

The store is data, never code. One that cannot be read, or that another version wrote, is thrown away, and the next
build makes everything anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Output", "Store"]

#: Raised whenever the meaning of what is stored changes.
VERSION = 4
_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE readings (key BLOB PRIMARY KEY, data BLOB) WITHOUT ROWID;
CREATE TABLE outputs (path TEXT PRIMARY KEY, key TEXT, text TEXT) WITHOUT ROWID;
CREATE TABLE uses (path TEXT, figure TEXT, PRIMARY KEY (path, figure)) WITHOUT ROWID;
CREATE INDEX uses_by_figure ON uses (figure);
CREATE TABLE state (figure TEXT PRIMARY KEY, digest TEXT) WITHOUT ROWID;
CREATE TABLE stale (path TEXT PRIMARY KEY) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the site: the key of what it was composed from, and, while a transform has to finish it, its text."""

    path: str
    key: str
    text: str | None = None
    figures: frozenset[str] = frozenset()


class Store:
    """Open it with :meth:`open`; all that is written in one ``with`` block is written, or nothing."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator[Store]:
        """Open the store, made anew if it cannot be used; commit when the block ends without an error."""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            database = _connect(path)
        except sqlite3.DatabaseError:
            for leftover in path.parent.glob(f"{path.name}*"):
                leftover.unlink()
            database = _connect(path)
        try:
            with database:
                yield cls(database)
        finally:
            database.close()

    def about(self) -> dict[str, str]:
        """Return what is known about the last build."""
        return dict(self.database.execute("SELECT name, value FROM about"))

    def tell(self, about: Mapping[str, str]) -> None:
        """Put these in place of all that was known about the last build."""
        self.database.execute("DELETE FROM about")
        self.database.executemany("INSERT INTO about VALUES (?, ?)", about.items())

    def forget(self) -> None:
        """Forget the last build at once, so that it stays forgotten even if this one is killed."""
        self.tell({})
        self.database.commit()

    def readings(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Return what was read from files, for those of the keys that are known."""
        wanted = set(keys)
        rows = self.database.execute("SELECT key, data FROM readings")
        return {key: data for key, data in rows if key in wanted}

    def keep_readings(self, found: Mapping[bytes, bytes], current: set[bytes]) -> None:
        """Add readings, and forget all that are not ``current``."""
        self.database.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?)", found.items())
        known = [key for (key,) in self.database.execute("SELECT key FROM readings")]
        self.database.executemany("DELETE FROM readings WHERE key = ?", ((key,) for key in known if key not in current))

    def output_keys(self) -> dict[str, str]:
        """Return every file of the site with its key."""
        return dict(self.database.execute("SELECT path, key FROM outputs"))

    def put(self, outputs: Iterable[Output]) -> None:
        """Add files, or put them in the place of those of the same path."""
        for output in outputs:
            self.database.execute(
                "INSERT OR REPLACE INTO outputs VALUES (?, ?, ?)", (output.path, output.key, output.text)
            )
            self.database.execute("DELETE FROM uses WHERE path = ?", (output.path,))
            self.database.executemany(
                "INSERT INTO uses VALUES (?, ?)", ((output.path, each) for each in output.figures)
            )

    def remove(self, paths: Iterable[str]) -> None:
        """Forget files."""
        for path in paths:
            self.database.execute("DELETE FROM outputs WHERE path = ?", (path,))
            self.database.execute("DELETE FROM uses WHERE path = ?", (path,))

    def using(self, figures: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield path and composed text of each file that depends on one of the figures."""
        self.database.execute("CREATE TEMP TABLE IF NOT EXISTS asked (figure TEXT PRIMARY KEY)")
        self.database.execute("DELETE FROM asked")
        self.database.executemany("INSERT INTO asked VALUES (?)", ((figure,) for figure in figures))
        yield from self.database.execute(
            "SELECT path, text FROM outputs "
            "WHERE path IN (SELECT path FROM uses JOIN asked USING (figure)) ORDER BY path"
        )

    def state(self) -> dict[str, str]:
        """Return the digest of each figure as it stands in the site."""
        return dict(self.database.execute("SELECT figure, digest FROM state"))

    def keep_state(self, state: Mapping[str, str]) -> None:
        """Put these digests in the place of the old ones."""
        self.database.execute("DELETE FROM state")
        self.database.executemany("INSERT INTO state VALUES (?, ?)", state.items())

    def stale(self) -> set[str]:
        """Return the files in which the idle tree differs from the site."""
        return {path for (path,) in self.database.execute("SELECT path FROM stale")}

    def keep_stale(self, paths: Iterable[str]) -> None:
        """Put these in the place of the old ones."""
        self.database.execute("DELETE FROM stale")
        self.database.executemany("INSERT INTO stale VALUES (?)", ((path,) for path in paths))


def _connect(path: Path) -> sqlite3.Connection:
    """Open and, if need be, set up the file; raise sqlite3.DatabaseError for anything that is not our database."""
    database = sqlite3.connect(path)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        (version,) = database.execute("PRAGMA user_version").fetchone()
        (tables,) = database.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()
        if not tables and not version:
            database.executescript(_TABLES)
            database.execute(f"PRAGMA user_version = {VERSION}")
        elif version != VERSION or tables != _TABLES.count("CREATE TABLE"):
            raise sqlite3.DatabaseError("another version's store")
        database.execute("SELECT count(*) FROM about").fetchone()
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database
