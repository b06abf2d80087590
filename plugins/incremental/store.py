"""The composed texts that a transform has yet to finish, kept between builds in one SQLite file.

The store is data, never code. One that cannot be read, or that another version wrote, counts as empty: the next
build composes everything and writes it anew.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

__all__ = ["Store"]

#: Raised whenever the meaning of what is stored changes.
VERSION = "1"


class Store:
    """Composed texts by output path, under the key of the inputs that they were composed from."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def key(self) -> str:
        """Return the key of the inputs, or "" where there is nothing usable."""
        if not self.path.is_file():
            return ""
        try:
            with closing(self._open()) as database:
                row = database.execute("SELECT value FROM about WHERE name = ?", (f"key-{VERSION}",)).fetchone()
                return str(row[0]) if row else ""
        except sqlite3.Error:
            return ""

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield each path with its composed text, in the order of the paths."""
        with closing(self._open()) as database:
            yield from database.execute("SELECT path, text FROM composed ORDER BY path")

    def replace(self, key: str, texts: Mapping[str, str]) -> None:
        """Put these texts in place of all that was there, in one transaction."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._write(key, texts)
        except sqlite3.DatabaseError:
            if self.path.is_dir():
                shutil.rmtree(self.path)
            else:
                self.path.unlink()
            self._write(key, texts)

    def forget(self) -> None:
        """Drop the key, so that the next build composes everything."""
        if self.key():
            with closing(self._open()) as database, database:
                database.execute("DELETE FROM about")

    def _write(self, key: str, texts: Mapping[str, str]) -> None:
        with closing(self._open()) as database, database:
            database.execute("CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT)")
            database.execute("CREATE TABLE IF NOT EXISTS composed (path TEXT PRIMARY KEY, text TEXT) WITHOUT ROWID")
            database.execute("DELETE FROM about")
            database.execute("DELETE FROM composed")
            database.executemany("INSERT INTO composed VALUES (?, ?)", sorted(texts.items()))
            database.execute("INSERT INTO about VALUES (?, ?)", (f"key-{VERSION}", key))

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path)
