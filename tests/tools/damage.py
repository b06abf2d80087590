"""What may happen to the cache's file between two builds."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools import scenarios
from tools.scenarios import Files, Newsroom

_PAGE = 4096
#: Multiples of it, modulo 1, lie evenly, however many they are.
GOLDEN = 0.6180339887498949


@dataclass(frozen=True, slots=True)
class Trial:
    """What a build with a damaged cache made: ``right`` tells whether the site is a clean build's in all bytes,
    ``noticed`` what the build has said of the cache, ``well`` whether nothing more is said after one build more."""

    place: int
    right: bool
    noticed: tuple[str, ...]
    well: bool


def _cut(path: Path, place: int) -> None:
    path.write_bytes(path.read_bytes()[:place])


def _flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1 << place * 7 % 8
    path.write_bytes(data)


def _lose_a_page(path: Path, place: int) -> None:
    with path.open("r+b") as file:
        file.seek(place // _PAGE * _PAGE)
        file.write(bytes(_PAGE))


#: What happens at a byte of the file.
AT_A_BYTE: dict[str, Callable[[Path, int], None]] = {
    "is cut off at a byte": _cut,
    "has another bit": _flip,
    "has lost a page of 4 KB": _lose_a_page,
}


def _another_version(room: Newsroom) -> None:
    with sqlite3.connect(room.store) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()


def _another_program(room: Newsroom) -> None:
    room.store.unlink()
    with sqlite3.connect(room.store) as database:
        database.execute("CREATE TABLE bookmarks (address TEXT)")
    database.close()


def _another_site(room: Newsroom) -> None:
    """It is whole and of this version, and what it says is so, but elsewhere."""
    room.store.write_bytes((room.folder / "clean-cache/store.sqlite").read_bytes())


def _no_database(room: Newsroom) -> None:
    room.store.write_bytes(b"not a database " * 5000)


#: What happens to the file as a whole; whether it is noticed.
TO_ALL: dict[str, tuple[Callable[[Newsroom], None], bool]] = {
    "is of another version": (_another_version, True),
    "is of another program": (_another_program, True),
    "is of another site": (_another_site, False),
    "is no database": (_no_database, True),
}
#: What changes between the damage and the next build.
CHANGES: dict[str, Callable[[Path], None]] = {
    "an edit": scenarios.edit,
    "a changed figure": scenarios.change_a_figure,
}


class Damaging:
    """Damages the cache between a build and a change of the content."""

    def __init__(self, room: Newsroom, change: Callable[[Path], None]) -> None:
        self.room = room
        room.restore()
        change(room.project)
        room.keep_change()
        self.new: Files = room.clean()

    def at(self, share: float, damage: Callable[[Path, int], None]) -> Trial:
        """Damage the file at a byte, given as a share of its size."""
        self._build()
        place = int(self.room.store.stat().st_size * share)
        damage(self.room.store, place)
        return self._looked_at(place)

    def whole(self, damage: Callable[[Newsroom], None]) -> Trial:
        """Damage all of the file."""
        self._build()
        damage(self.room)
        return self._looked_at(0)

    def _build(self) -> None:
        self.room.restore()
        self.room.build()

    def _looked_at(self, place: int) -> Trial:
        self.room.redo()
        noticed = self.room.build()
        right = self.room.site() == self.new
        self.room.build()
        return Trial(place, right, noticed, self.room.build() == ())


def shares(count: int) -> Iterator[float]:
    """Yield so many shares of a file, all over it."""
    yield from (number * GOLDEN % 1 for number in range(1, count + 1))
