"""The archive of an edition: its years and months, and the stories of each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from babel.dates import format_date

from aimaq.newsroom.model.editions import Edition
from aimaq.newsroom.model.views import Listed

__all__ = ["Month", "Year", "months_of", "years_of"]


@dataclass(frozen=True, slots=True)
class Month:
    """A month in which something was published: ``name`` is "Июль", ``title`` "Июль 2023 г."; no story of it, so that
    a list of months changes only with their numbers."""

    number: int
    name: str
    title: str
    path: str
    address: str
    count: int


@dataclass(frozen=True, slots=True)
class Year:
    """A year in which something was published, and its months, the latest first; ``path`` is inside the edition."""

    number: int
    path: str
    address: str
    count: int
    months: tuple[Month, ...]


def months_of(listed: Iterable[Listed], edition: Edition) -> list[tuple[Month, list[Listed]]]:
    """Return the months of an edition's stories, which come newest first, each with its stories."""
    found = []
    for (year, number), group in groupby(listed, lambda each: (each.story.date.year, each.story.date.month)):
        stories = list(group)
        day, path = date(year, number, 1), f"archive/{year}/{number:02}/"
        name = _capital(format_date(day, "LLLL", locale=edition.locale))
        title = _capital(edition.month(day))
        found.append((Month(number, name, title, path, edition.address(path), len(stories)), stories))
    return found


def years_of(months: Sequence[Month], edition: Edition) -> Iterator[Year]:
    """Yield the years that these months, the latest first, belong to."""
    for path, group in groupby(months, lambda month: month.path[: len("archive/2023/")]):
        own = tuple(group)
        number = int(path.removeprefix("archive/").strip("/"))
        yield Year(number, path, edition.address(path), sum(month.count for month in own), own)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
