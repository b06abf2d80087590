"""What the last build read and composed, kept in one SQLite file beside the site.

It holds data, never code. A store that is damaged, or that another version wrote, is deleted, and the next build
starts from nothing.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from zlib import compress, crc32, decompress

from aimaq.base.languages.messages import Message, tr
from aimaq.build.file_digests import KnownDigest
from aimaq.build.last_build import LastBuild

__all__ = ["Contents", "Output", "Store", "UnusableStore", "pack_text", "unpack_text"]

#: Raised whenever the meaning of what is stored changes.
VERSION = 14
_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE readings (key BLOB PRIMARY KEY, data BLOB, checksum INTEGER);
CREATE TABLE outputs (path TEXT PRIMARY KEY, key TEXT, digest BLOB) WITHOUT ROWID;
CREATE TABLE texts (path TEXT PRIMARY KEY, text BLOB, checksum INTEGER);
CREATE TABLE uses (path TEXT, figure TEXT, PRIMARY KEY (path, figure)) WITHOUT ROWID;
CREATE INDEX uses_by_figure ON uses (figure);
CREATE TABLE contents (path TEXT PRIMARY KEY, links BLOB, ids BLOB, source TEXT, checksum INTEGER) WITHOUT ROWID;
CREATE TABLE state (figure TEXT PRIMARY KEY, digest TEXT) WITHOUT ROWID;
CREATE TABLE stale (paths BLOB);
CREATE TABLE seen (data BLOB, checksum INTEGER);
CREATE TABLE kept (name TEXT PRIMARY KEY, data BLOB, checksum INTEGER) WITHOUT ROWID;
CREATE TABLE sums (name TEXT PRIMARY KEY, checksum INTEGER) WITHOUT ROWID;
"""


#: How many keys one query asks for; not every build of SQLite takes more than a thousand.
_AT_ONCE = 500
#: SQLite's errors that come from the machine, with the system's message; all others are about the file.
_MACHINE = {
    sqlite3.SQLITE_FULL: os.strerror(errno.ENOSPC),
    sqlite3.SQLITE_IOERR: os.strerror(errno.EIO),
    sqlite3.SQLITE_READONLY: Message("It cannot be written"),
    sqlite3.SQLITE_CANTOPEN: Message("It cannot be opened"),
    sqlite3.SQLITE_BUSY: Message("Another program has locked it"),
}


class UnusableStore(Exception):
    """The file is damaged, or not a store of this version; the message says which."""


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the site: the digest of what it was composed from, and that of its bytes.

    A file that the transform finishes has its composed text, packed (:func:`pack_text`), and the keys of the figures on
    which it depends.
    """

    path: str
    key: str
    digest: bytes
    text: bytes | None = None
    figures: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Contents:
    """What was read back from one file of the site: digests of its links and identifiers, and what it is made from."""

    path: str
    links: bytes
    ids: bytes
    source: str


def pack_text(text: str) -> bytes:
    """Return a composed text as the store holds it: a fifth as large, for less time than writing it whole takes."""
    return compress(text.encode(), 1)


def unpack_text(packed: bytes) -> str:
    """Return the text that has been packed."""
    return decompress(packed).decode()


class Store:
    """The open store: what is written in one ``with`` block of :meth:`open` is written whole or not at all."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self._damaged = False

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator[Store]:
        """Open the store, or create it; commit when the block ends without an error.

        Raises ``UnusableStore`` if the file is damaged or foreign, and OSError if the machine fails.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            store = cls(_connect(path))
            try:
                with store.database:
                    yield store
            finally:
                store.database.close()
                if store._damaged:
                    cls.remove(path)
        except (sqlite3.ProgrammingError, sqlite3.InterfaceError):
            raise  # a mistake in this program
        except sqlite3.Error as error:
            reason = _MACHINE.get(_code(error))
            if reason is None:
                raise UnusableStore(tr("it is damaged")) from error
            raise OSError(errno.EIO, str(reason), str(path)) from error

    @staticmethod
    def remove(path: Path) -> None:
        """Remove the store and the files that SQLite puts beside it."""
        for leftover in path.parent.glob(f"{path.name}*"):
            leftover.unlink()

    def commit(self) -> None:
        """Commit what has been written so far."""
        self.database.commit()

    def roll_back(self, error: Exception) -> None:
        """Undo what was written since the last commit; delete the file if the error says that it is damaged."""
        self._damaged = isinstance(error, sqlite3.Error) and _code(error) not in _MACHINE
        with contextlib.suppress(sqlite3.Error):
            self.database.rollback()

    def last_build(self) -> LastBuild:
        """Return what is recorded about the last build."""
        about = dict(self.database.execute("SELECT name, value FROM about"))
        self._compare("about", (f"{name} {value}" for name, value in about.items()))
        return LastBuild(**about)

    def put_last_build(self, last: LastBuild | None) -> None:
        """Replace what is recorded about the last build; None for no build."""
        about = asdict(last) if last else {}
        self.database.execute("DELETE FROM about")
        self.database.executemany("INSERT INTO about VALUES (?, ?)", about.items())
        self._sum_up("about", (f"{name} {value}" for name, value in about.items()))

    def reading_keys(self) -> set[bytes]:
        """Return the keys of what was read from files."""
        return {key for (key,) in self.database.execute("SELECT key FROM readings")}

    def known_readings(self, keys: Sequence[bytes]) -> set[bytes]:
        """Return those of the keys under which something that was read is kept."""
        found: set[bytes] = set()
        for start in range(0, len(keys), _AT_ONCE):
            own = keys[start : start + _AT_ONCE]
            places = ", ".join("?" * len(own))
            found.update(
                key for (key,) in self.database.execute(f"SELECT key FROM readings WHERE key IN ({places})", own)
            )
        return found

    def readings(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Return what was read from files, by its key; damaged ones are left out. Not more than a thousand at once."""
        places = ", ".join("?" * len(keys))
        rows = self.database.execute(f"SELECT key, data, checksum FROM readings WHERE key IN ({places})", keys)
        return {key: data for key, data, checksum in rows if crc32(data) == checksum}

    def put_readings(self, found: Mapping[bytes, bytes]) -> None:
        """Add what was read from files."""
        rows = ((key, data, crc32(data)) for key, data in found.items())
        self.database.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", rows)

    def remove_readings(self, keys: Iterable[bytes]) -> None:
        """Remove what was read from files."""
        self.database.executemany("DELETE FROM readings WHERE key = ?", ((key,) for key in keys))

    def output_keys(self) -> dict[str, str]:
        """Return every file of the site with its key."""
        return dict(self.database.execute("SELECT path, key FROM outputs"))

    def keys_of(self, paths: Iterable[str]) -> dict[str, str]:
        """Return the keys of these files of the site, without those that it lacks."""
        find = self.database.execute
        rows = (find("SELECT path, key FROM outputs WHERE path = ?", (path,)).fetchone() for path in paths)
        return dict(row for row in rows if row is not None)

    def paths_with(self, key: str) -> set[str]:
        """Return the files of the site that have this key."""
        return {path for (path,) in self.database.execute("SELECT path FROM outputs WHERE key = ?", (key,))}

    def digests(self) -> dict[str, bytes]:
        """Return every file of the site with the digest of its bytes."""
        return dict(self.database.execute("SELECT path, digest FROM outputs"))

    def digests_of(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the digests of these files of the site, without those that it lacks."""
        find = self.database.execute
        rows = (find("SELECT path, digest FROM outputs WHERE path = ?", (path,)).fetchone() for path in paths)
        return dict(row for row in rows if row is not None)

    def put(self, outputs: Sequence[Output]) -> None:
        """Add files, or replace those of the same paths."""
        many = self.database.executemany
        self._sum_uses((each.path, each.figures) for each in outputs)
        many(
            "INSERT OR REPLACE INTO outputs VALUES (?, ?, ?)", ((each.path, each.key, each.digest) for each in outputs)
        )
        self._remove(("texts", "uses"), (each.path for each in outputs))
        texts = ((each.path, each.text, crc32(each.text)) for each in outputs if each.text is not None)
        many("INSERT INTO texts VALUES (?, ?, ?)", texts)
        many("INSERT INTO uses VALUES (?, ?)", ((each.path, figure) for each in outputs for figure in each.figures))

    def put_digests(self, digests: Mapping[str, bytes]) -> None:
        """Record new digests of files."""
        rows = ((digest, path) for path, digest in digests.items())
        self.database.executemany("UPDATE outputs SET digest = ? WHERE path = ?", rows)

    def remove_outputs(self, paths: Iterable[str]) -> None:
        """Remove files."""
        gone = list(paths)
        self._sum_uses((path, frozenset()) for path in gone)
        self._remove(("outputs", "texts", "uses", "contents"), gone)

    def contents(self, paths: Iterable[str] | None = None) -> Iterator[Contents]:
        """Yield what was read back from these files, as far as it was; from all files for None."""
        query = "SELECT path, links, ids, source, checksum FROM contents"
        if paths is None:
            rows: Iterable[tuple[str, bytes, bytes, str, int]] = self.database.execute(query)
        else:
            found = (self.database.execute(f"{query} WHERE path = ?", (path,)).fetchone() for path in paths)
            rows = (row for row in found if row is not None)
        for path, links, ids, source, checksum in rows:
            if crc32(links + ids) != checksum:
                raise UnusableStore(tr("it is damaged"))
            yield Contents(path, links, ids, source)

    def put_contents(self, contents: Iterable[Contents]) -> None:
        """Add what was read back from files, or replace it."""
        rows = ((each.path, each.links, each.ids, each.source, crc32(each.links + each.ids)) for each in contents)
        self.database.executemany("INSERT OR REPLACE INTO contents VALUES (?, ?, ?, ?, ?)", rows)

    def _remove(self, tables: Iterable[str], paths: Iterable[str]) -> None:
        rows = [(path,) for path in paths]
        for table in tables:
            self.database.executemany(f"DELETE FROM {table} WHERE path = ?", rows)

    def using(self, figures: Iterable[str]) -> list[str]:
        """Return the path of each file that depends on one of the figures, in order."""
        found: set[str] = set()
        for figure in figures:
            paths = [path for (path,) in self.database.execute("SELECT path FROM uses WHERE figure = ?", (figure,))]
            self._compare(f"uses {figure}", paths)
            found.update(paths)
        return sorted(found)

    def texts(self, paths: Iterable[str]) -> list[tuple[str, bytes]]:
        """Return path and packed text of each of these files, which depend on figures."""
        find, found = self.database.execute, []
        for path in paths:
            row = find("SELECT text, checksum FROM texts WHERE path = ?", (path,)).fetchone()
            if row is None:
                raise UnusableStore(tr("it is damaged"))
            found.append((path, _checked(*row)))
        return found

    def state(self) -> dict[str, str]:
        """Return the digest of each figure as the site shows it."""
        return dict(self.database.execute("SELECT figure, digest FROM state"))

    def put_state(self, state: Mapping[str, str]) -> None:
        """Replace the digests of all figures."""
        self.database.execute("DELETE FROM state")
        self.database.executemany("INSERT INTO state VALUES (?, ?)", state.items())

    def stale(self) -> set[str]:
        """Return the files in which the idle tree may differ from the site."""
        row = self.database.execute("SELECT paths FROM stale").fetchone()
        paths = row[0].decode(errors="replace").split("\0") if row else ()
        self._compare("stale", paths)
        return set(paths)

    def put_stale(self, paths: Iterable[str]) -> None:
        """Replace the list of files in which the idle tree may differ."""
        ordered = sorted(paths)
        self.database.execute("DELETE FROM stale")
        if ordered:
            # One value for all, since a row for each takes many times as long.
            self.database.execute("INSERT INTO stale VALUES (?)", ("\0".join(ordered).encode(),))
        self._sum_up("stale", ordered)

    def add_stale(self, paths: Iterable[str]) -> None:
        """Record and commit, in case this build is killed, that the idle tree may differ in these files too."""
        self.put_stale(self.stale().union(paths))
        self.database.commit()

    def kept(self, names: Iterable[str]) -> dict[str, bytes]:
        """Return what the last build that composed the site has kept of it under these names, as far as it has."""
        find, found = self.database.execute, {}
        for name in names:
            row = find("SELECT data, checksum FROM kept WHERE name = ?", (name,)).fetchone()
            if row is not None:
                found[name] = _checked(*row)
        return found

    def keep(self, found: Mapping[str, bytes]) -> None:
        """Keep data of the site by their names; those of other names stay."""
        rows = ((name, data, crc32(data)) for name, data in found.items())
        self.database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", rows)

    def keep_only(self, found: Mapping[str, bytes]) -> None:
        """Keep these data of the site and no others; a row that stays as it is, is not written."""
        before: dict[str, bytes] = dict(self.database.execute("SELECT name, data FROM kept"))
        gone = ((name,) for name in before.keys() - found.keys())
        self.database.executemany("DELETE FROM kept WHERE name = ?", gone)
        self.keep({name: data for name, data in found.items() if before.get(name) != data})

    def _sum_up(self, name: str, texts: Iterable[str]) -> None:
        self.database.execute("INSERT OR REPLACE INTO sums VALUES (?, ?)", (name, _sum(texts)))

    def _sum_uses(self, outputs: Iterable[tuple[str, frozenset[str]]]) -> None:
        """Update the checksums of what depends on each figure, before the files' rows are replaced."""
        sums: Counter[str] = Counter()
        for path, figures in outputs:
            own = crc32(path.encode())
            sums.update(dict.fromkeys(figures, own))
            before = self.database.execute("SELECT figure FROM uses WHERE path = ?", (path,))
            sums.subtract({figure: own for (figure,) in before})
        self.database.executemany(
            "INSERT INTO sums VALUES (?, ?) ON CONFLICT DO UPDATE SET checksum = checksum + excluded.checksum",
            ((f"uses {figure}", change) for figure, change in sums.items() if change),
        )

    def _compare(self, name: str, texts: Iterable[str]) -> None:
        """Raise ``UnusableStore`` if rows are missing or changed, which SQLite does not notice."""
        row = self.database.execute("SELECT checksum FROM sums WHERE name = ?", (name,)).fetchone()
        if (row[0] if row else 0) != _sum(texts):
            raise UnusableStore(tr("it is damaged"))

    def file_digests(self) -> dict[str, KnownDigest]:
        """Return the state and the digest of each file that the site is made from, by its path."""
        row = self.database.execute("SELECT data, checksum FROM seen").fetchone()
        # One value for all: reading a row for each of a large site's files takes longer than their ``stat``.
        lines = _checked(*row).decode("utf-8", "surrogateescape").split("\n") if row and row[0] else []
        fields = [line.split("\0") for line in lines]
        return {path: (state, bytes.fromhex(digest)) for path, state, digest in fields}

    def put_file_digests(self, before: Mapping[str, KnownDigest], now: Mapping[str, KnownDigest]) -> None:
        """Replace the states and digests ``before`` by those of ``now``."""
        if before == now:
            return
        lines = (f"{path}\0{state}\0{digest.hex()}" for path, (state, digest) in now.items() if "\n" not in path)
        data = "\n".join(lines).encode("utf-8", "surrogateescape")
        self.database.execute("DELETE FROM seen")
        self.database.execute("INSERT INTO seen VALUES (?, ?)", (data, crc32(data)))


def _checked(data: bytes, checksum: int) -> bytes:
    """Return the data; raise ``UnusableStore`` if they have changed, which SQLite does not notice."""
    if crc32(data) != checksum:
        raise UnusableStore(tr("it is damaged"))
    return data


def _sum(texts: Iterable[str]) -> int:
    """Return a checksum of the texts that does not depend on their order: the sum of their own."""
    return sum(crc32(text.encode()) for text in texts)


def _code(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code: the lowest byte of the extended one, which Python gives."""
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)) & 0xFF


def _connect(path: Path) -> sqlite3.Connection:
    """Open the file, and create the tables if it is new; raise ``UnusableStore`` or sqlite3.Error."""
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
            raise UnusableStore(tr("another version wrote it"))
        database.execute("SELECT count(*) FROM about").fetchone()
    except (sqlite3.Error, UnusableStore):
        database.close()
        raise
    return database
