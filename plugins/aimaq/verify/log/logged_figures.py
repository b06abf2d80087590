"""What the log has of each figure: its releases as they stand, and which of them answers a question."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Final

from aimaq.verify.log.entry_forms import Entry

__all__ = ["FOR_EVER", "Logged", "LoggedRelease", "LoggedText", "days_of", "logged_in"]

#: The day on which everything is known.
FOR_EVER: Final = "9999-12-31"


@dataclass(frozen=True, slots=True)
class LoggedRelease:
    """One release of a figure, with the index of its entry; what an entry leaves out is empty.

    The two numbers of ``range`` have a space between them.
    """

    index: int
    key: str
    period: str
    value: Decimal
    status: str
    kind: str
    released: str
    source: str = ""
    note: str = ""
    range: str = ""

    @property
    def span(self) -> tuple[str, str]:
        """The last and the first day of its period, by which periods are ordered."""
        return days_of(self.period)

    @property
    def is_plan(self) -> bool:
        """Whether it announces what is planned."""
        return self.status == "plan"

    @property
    def lies_ahead(self) -> bool:
        """Whether it says what is to come: a plan, or an estimate that was released before its period began."""
        return self.is_plan or (self.status == "estimate" and self.released < self.span[1])

    def __str__(self) -> str:
        return f"{self.value:f} for {self.period}, {self.status}, released {self.released} (entry {self.index})"


@dataclass(frozen=True, slots=True)
class LoggedText:
    """The last version of a text, with the index of its entry; ``files`` is None where an older one does not say.

    ``linked`` is empty there, too.
    """

    index: int
    name: str
    lang: str
    published: str
    address: str
    change: str
    numbers: Sequence[str] = ()
    files: Sequence[str] | None = None
    linked: Sequence[str] = ()
    pins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Logged:
    """Everything that the log has as it stands: an amended entry has its successor's place.

    ``at_index`` has the release of each entry, amended or not.
    """

    figures: Mapping[str, Entry]
    releases: Mapping[str, Sequence[LoggedRelease]]
    texts: Mapping[tuple[str, str], LoggedText]
    at_index: Mapping[int, LoggedRelease]

    def decimals(self, key: str) -> int:
        """Return with how many decimal places a figure is printed."""
        return int(self.figures.get(key, {}).get("decimals", 0))

    def known(self, key: str, until: str = FOR_EVER) -> list[LoggedRelease]:
        """Return the releases of a figure that were public at the end of a day."""
        return [each for each in self.releases.get(key, ()) if each.released <= until]

    def standing(self, key: str, until: str = FOR_EVER) -> list[LoggedRelease]:
        """Return what is valid on a day for each period, oldest first; of two of one day, either may be."""
        latest: dict[tuple[str, bool], str] = {}
        known = self.known(key, until)
        for each in known:
            column = each.period, each.is_plan
            latest[column] = max(latest.get(column, ""), each.released)
        valid = [each for each in known if each.released == latest[each.period, each.is_plan]]
        actual = {each.period for each in valid if not each.is_plan}
        return sorted(
            (each for each in valid if not (each.is_plan and each.period in actual)), key=lambda each: each.span
        )

    def current(self, key: str, until: str = FOR_EVER) -> list[LoggedRelease]:
        """Return what a figure quoted without a period shows on a day; what lies ahead only alone, a plan last."""
        standing = self.standing(key, until)
        values = [each for each in standing if not each.lies_ahead] or [each for each in standing if not each.is_plan]
        return _of_last_period(values or standing)

    def at(self, key: str, period: str, until: str = FOR_EVER) -> list[LoggedRelease]:
        """Return what a figure quoted for a period shows: that of exactly it, else of the latest inside it."""
        last, first = days_of(period)
        inside = [each for each in self.standing(key, until) if each.span[0] <= last and first <= each.span[1]]
        inside = [each for each in inside if not each.is_plan] or inside
        return [each for each in inside if each.period == period] or _of_last_period(inside)

    def plans(self, key: str, until: str = FOR_EVER) -> list[LoggedRelease]:
        """Return the plans of a figure; which was announced last, the log does not always say."""
        return [each for each in self.known(key, until) if each.is_plan]

    def planned(self, key: str, period: str, until: str = FOR_EVER) -> Decimal | None:
        """Return the plan for exactly a period as it stood on a day, the later one in the log of two of a day."""
        found = [each for each in self.plans(key, until) if each.period == period]
        return max(found, key=lambda each: (each.released, each.index)).value if found else None

    @cached_property
    def text_at(self) -> Mapping[str, LoggedText]:
        """The texts by the paths of their addresses, without slashes at both ends."""
        return {each.address.strip("/"): each for each in self.texts.values() if each.address}


def logged_in(entries: Iterable[Entry | None]) -> Logged:
    """Return what the entries of a log say; those that could not be read are None."""
    figures: dict[str, Entry] = {}
    at_index: dict[int, LoggedRelease] = {}
    placed: dict[int, LoggedRelease] = {}
    first: dict[int, int] = {}
    texts: dict[tuple[str, str], LoggedText] = {}
    for index, entry in enumerate(entries):
        if entry is None:
            continue
        if entry["type"] == "figure":
            figures[entry["key"]] = entry
        elif entry["type"] == "release":
            amended: int = entry.get("amends", index)
            place = first.get(amended, amended)
            first[index] = place
            at_index[index] = placed[place] = _release(index, entry)
        elif entry["type"] == "text":
            texts[entry["text"], entry["lang"]] = _text(index, entry)
    releases: dict[str, list[LoggedRelease]] = defaultdict(list)
    for _, release in sorted(placed.items()):
        releases[release.key].append(release)
    return Logged(figures, releases, texts, at_index)


def _release(index: int, entry: Entry) -> LoggedRelease:
    names = ("key", "period", "status", "kind", "released", "source", "note")
    texts = {name: str(entry.get(name, "")) for name in names}
    return LoggedRelease(index=index, value=Decimal(entry["value"]), range=" ".join(entry.get("range", ())), **texts)


def _text(index: int, entry: Entry) -> LoggedText:
    names = ("lang", "published", "address", "change")
    texts = {name: str(entry.get(name, "")) for name in names}
    files = entry.get("files", ()) if "fields" in entry else None
    members = {name: entry.get(name, ()) for name in ("numbers", "linked")}
    return LoggedText(index, entry["text"], files=files, pins=entry.get("pins", {}), **members, **texts)


def _of_last_period(found: Sequence[LoggedRelease]) -> list[LoggedRelease]:
    return [each for each in found if each.span == found[-1].span]


@lru_cache(maxsize=4096)
def days_of(period: str) -> tuple[str, str]:
    """Return the last and the first day of a period; raise ValueError if it is none."""
    year, _, part = period.partition("-")
    if not part:
        return f"{year}-12-31", f"{year}-01-01"
    if len(part) == 5:
        return period, period
    if length := {"Q": 3, "S": 6}.get(part[0]):
        last = int(part[1:]) * length
        first = last - length + 1
    else:
        first, last = int(part[:2]), int(part[-2:])
    if not 1 <= first <= last <= 12:
        raise ValueError(f'"{period}" is no period')
    return f"{year}-{last:02}-{monthrange(int(year), last)[1]}", f"{year}-{first:02}-01"
