"""The entries of one figure or one text in a few words, each with what it changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound, suggest
from aimaq.figures.log.entries import Begin, Entry, Figure, Key, Release, Text
from aimaq.figures.log.log_file import Log

__all__ = ["LoggedChange", "history", "in_few_words"]

#: Of which members a message shows the values; of the others the log has digests.
_SHOWN: Final = ("decimals", "formula", "value", "range", "status", "released", "embargo", "approved", "address")
_DIGESTS: Final = (
    "label",
    "unit",
    "definition",
    "source",
    "note",
    "headline",
    "words",
    "quotations",
    "amounts",
    "fields",
    "lists",
)
#: What an older entry does not know.
_NEWER: Final = frozenset({"definition", "amounts", "fields", "lists"})
#: What a later release of the same period may have otherwise without having changed anything.
_OWN: Final = frozenset({"released", "embargo", "approved", "source", "note"})


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """An entry by its index, and what it changed in the one before it, in words; ``published`` says whether it is."""

    index: int
    entry: Entry
    changes: tuple[str, ...]
    published: bool


def history(log: Log, name: str = "") -> list[LoggedChange]:
    """Return the entries of a figure or a text, the oldest first; of everything without a name.

    ``name`` is an indicator's key, a text's slug, its name in the log, or the path of its file, which stands for one
    language. Raises ``ProblemsFound`` if the log has nothing of that name.
    """
    found = [
        LoggedChange(index, entry, tuple(_changes(before, entry)), index < log.published)
        for index, entry, before in _with_entries_before(log.entries)
        if not name or name in _names(entry) or _file_names(entry, name)
    ]
    if not found:
        known = sorted({each for entry in log.entries for each in _names(entry)})
        hint = tr("Give an indicator's key, a text's slug or the path of its file.")
        raise ProblemsFound(
            [Problem(log.shown, tr('there is no entry of "%(name)s"', name=name) + suggest(name, known), hint=hint)]
        )
    return found


def in_few_words(entry: Entry) -> str:
    """Return what an entry says."""
    match entry:
        case Release():
            return tr(
                "%(kind)s %(key)s %(period)s = %(value)s, released on %(released)s",
                kind=entry.kind,
                key=entry.key,
                period=entry.period,
                value=entry.value,
                released=entry.released,
            )
        case Figure():
            return tr("figure %(key)s", key=entry.key)
        case Text():
            return tr(
                "%(text)s (%(lang)s), version %(version)s: %(change)s",
                text=entry.text,
                lang=entry.lang,
                version=entry.version,
                change=entry.change,
            )
        case Key():
            return tr("key %(verifier)s", verifier=entry.verifier)
        case Begin():
            return tr("begin %(origin)s", origin=entry.origin)


def _names(entry: Entry) -> tuple[str, ...]:
    match entry:
        case Figure() | Release():
            return (entry.key,)
        case Text():
            return entry.text, entry.text.partition("/")[2]
        case _:
            return ()


def _file_names(entry: Entry, path: str) -> bool:
    """Return whether a path is that of a text's file: ``content/news/slug.ru.md``."""
    return isinstance(entry, Text) and PurePath(path).name == f"{entry.text.partition('/')[2]}.{entry.lang}.md"


def _with_entries_before(entries: Sequence[Entry]) -> Iterator[tuple[int, Entry, Entry | None]]:
    """Yield each entry with the one that it amends or follows: of the same indicator, period or text."""
    last: dict[tuple[str, ...], Entry] = {}
    for index, entry in enumerate(entries):
        place: tuple[str, ...] = ()
        match entry:
            case Release():
                place = ("release", entry.key, entry.period, "plan" if entry.status == "plan" else "")
            case Figure():
                place = ("figure", entry.key)
            case Text():
                place = ("text", entry.text, entry.lang)
            case _:
                pass
        before = last.get(place)
        if isinstance(entry, Release) and entry.amends is not None:
            before = entries[entry.amends]
        yield index, entry, before
        if place and not (isinstance(entry, Text) and entry.change == "removed"):
            last[place] = entry  # a text that comes back follows the last version that readers had


def _in_words(member: object) -> str:
    return "–".join(member) if isinstance(member, tuple) else str(member or tr("none"))


def _changes(before: Entry | None, now: Entry) -> Iterator[str]:
    """Yield what differs; a release that amends nothing has a day and a source of its own."""
    if before is None or (isinstance(now, Text) and now.change == "removed"):
        return
    own = _OWN if isinstance(now, Release) and now.amends is None else frozenset()
    for name in (*_SHOWN, *_DIGESTS):
        old, new = getattr(before, name, None), getattr(now, name, None)
        if old != new and name not in own and (old or name not in _NEWER):
            yield (
                f"{name}: {_in_words(old)} → {_in_words(new)}" if name in _SHOWN else tr("other %(name)s", name=name)
            )
    if isinstance(before, Text) and isinstance(now, Text):
        for name in ("numbers", "dates"):
            old_ones, new_ones = Counter(getattr(before, name)), Counter(getattr(now, name))
            parts = [f"+{each}" for each in (new_ones - old_ones).elements()]
            parts += [f"−{each}" for each in (old_ones - new_ones).elements()]
            if parts:
                yield f"{name}: {', '.join(parts)}"
        if before.fields and (before.files != now.files or (before.linked and before.linked != now.linked)):
            yield tr("other %(name)s", name="files")
        if pictures := now.replaced_pictures(before):
            yield tr("replaced pictures: %(names)s", names=", ".join(pictures))
        for marker in sorted(before.pins.keys() | now.pins.keys()):
            was, value = before.pins.get(marker, tr("none")), now.pins.get(marker, tr("none"))
            if was != value:
                yield f"{{{{ {marker} }}}}: {was or tr('nothing')} → {value or tr('nothing')}"
        for notice in now.notices:
            if notice not in before.notices:
                yield tr("notice to readers: %(notice)s", notice=notice.partition(":")[0])
