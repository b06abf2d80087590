"""The entries of the log in words, for readers: what each says, with the figures as they are printed everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Final

from aimaq.base.languages.translations import Catalog
from aimaq.figures.grammar.dates import format_date, format_period
from aimaq.figures.grammar.numbers import format_range
from aimaq.figures.log.entries import Begin, Figure, Key, Release, Text, read_entry
from aimaq.figures.log.log_file import Log
from aimaq.figures.log.merkle import leaf_hash
from aimaq.figures.log.tiles import WIDTH
from aimaq.figures.published_ledger import PublishedLedger

__all__ = ["NEWEST", "LogInWords", "LoggedEntry", "Titles", "day_of", "named_texts", "page_of", "pages_in"]

#: How many entries stand on the first page and in the feeds.
NEWEST: Final = 50

Titles = Mapping[tuple[str, str], str]
"""The titles of texts by their name in the log and their language."""


def pages_in(log: Log) -> int:
    """Return how many pages the log has; all except the last have as many entries as a full bundle."""
    return -(-len(log.lines) // WIDTH)


def named_texts(log: Log, number: int, unlogged: Iterable[str]) -> set[tuple[str, str]]:
    """Return name and language of the texts that a page names, or will name after the next publication.

    ``unlogged`` are the lines that the log lacks; page 0 has the newest entries.
    """
    size = len(log.entries)
    begin, end = ((number - 1) * WIDTH, number * WIDTH) if number else (max(0, size - NEWEST), size)
    entries = list(log.entries[begin:end])
    if number in (0, pages_in(log)):
        entries += (read_entry(line.encode()) for line in unlogged)
    return {(entry.text, entry.lang) for entry in entries if isinstance(entry, Text)}


def page_of(index: int) -> int:
    """Return the number of the page that has an entry, from 1."""
    return index // WIDTH + 1


def day_of(logged: str, data: PublishedLedger) -> date:
    """Return the day, in the site's zone, of a moment as entries have it."""
    return _day(logged, data.publication.zone)


@lru_cache(maxsize=4096)
def _day(logged: str, zone: tzinfo) -> date:
    return datetime.fromisoformat(logged).astimezone(zone).date()


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    """An entry in one language.

    ``kind`` names it for the theme ("release", "correction", "figure" …), and ``kind_text`` for readers. ``earlier``
    says that it was public before the log began, or is "". ``name`` is the figure or the text that it is about, with
    its root-relative address ``about``; ``lang`` is set if the name is in another language. ``amount``, ``value`` and
    ``was`` are those of a release, as text, for machines, and the amount before a correction. ``figure`` and ``text``
    are what readers filter by. ``leaf`` is the hash of its leaf.
    """

    index: int
    address: str
    logged: str
    day: str
    day_text: str
    kind: str
    kind_text: str
    sentences: tuple[str, ...]
    earlier: str
    leaf: str
    name: str = ""
    lang: str = ""
    about: str = ""
    figure: str = ""
    text: str = ""
    value: str = ""
    amount: str = ""
    was: str = ""
    period: str = ""
    released: str = ""
    released_text: str = ""


@dataclass(frozen=True)
class LogInWords:
    """The log of a ledger, in words."""

    log: Log
    data: PublishedLedger

    @cached_property
    def by_figure(self) -> Mapping[str, Sequence[int]]:
        """The indices of a figure's entries by its key."""
        return self.log.indices_of("figure")

    @cached_property
    def by_text(self) -> Mapping[str, Sequence[int]]:
        """The indices of a text's entries by its name and its language, with a space between."""
        return self.log.indices_of("text")

    @cached_property
    def _began(self) -> str:
        """The moment of the first entry."""
        return self.log.entries[0].logged

    @cached_property
    def _kind_texts(self) -> Mapping[str, Mapping[str, str]]:
        """What readers call each kind of entry, by language."""
        return {lang: _kind_texts(self.data.catalogs[lang]) for lang in self.data.publication.languages}

    def entry(self, index: int, lang: str, titles: Titles) -> LoggedEntry:
        """Return the entry with this index in a language."""
        entry = self.log.entries[index]
        day, words = day_of(entry.logged, self.data), self.data.catalogs[lang]
        about: dict[str, str] = {}
        match entry:
            case Begin():
                kind = "begin"
                sentences = [
                    words.gettext("The log is called %(name)s.") % {"name": entry.origin},
                    words.gettext("What was entered at the same moment had been public before."),
                ]
            case Key():
                kind = "key"
                message = words.gettext("From here on, the head of the log is signed with the key %(key)s.")
                sentences = [message % {"key": entry.verifier}]
            case Figure():
                kind = "figure" if entry.amends is None else "description"
                about = self._about_figure(entry.key, lang)
                message = words.gettext("Computed by the formula %(formula)s.")
                sentences = [message % {"formula": entry.formula}] if entry.formula else []
                sentences += _amended(entry.amends, entry.why, words)
            case Release():
                kind, about = self._kind_of_release(entry), self._about_release(entry, index, lang)
                sentences = list(self._on_release(entry, about, lang))
                sentences += _amended(entry.amends, entry.why, words)
            case Text():
                kind, about = entry.change, self._about_text(entry, lang, titles)
                sentences = list(self._on_text(entry, index, lang, words))
                if kind == "edited":
                    sentences.append(words.gettext("Its numbers, dates, quotations and headline are as they were."))
        return LoggedEntry(
            index=index,
            address=f"{self.data.publication.log(lang, page_of(index))}#e{index}",
            logged=entry.logged,
            day=day.isoformat(),
            day_text=format_date(day, lang),
            kind=kind,
            kind_text=self._kind_texts[lang][kind],
            sentences=tuple(sentences),
            earlier=words.gettext("Public before the log began.") if index and entry.logged == self._began else "",
            leaf=leaf_hash(self.log.lines[index]).hex(),
            **about,
        )

    def _about_figure(self, key: str, lang: str) -> dict[str, str]:
        label = self.data.ledger.indicators[key].label[lang]
        return {"name": label, "about": self.data.publication.page(key, lang), "figure": key}

    def _about_release(self, entry: Release, index: int, lang: str) -> dict[str, str]:
        indicator, data = self.data.ledger.indicators[entry.key], self.data
        amount = data.printer.amount(indicator, Decimal(entry.value), lang)
        before = self._before(index, entry) if entry.kind == "correction" else None
        page = data.publication.page(entry.key, lang)
        return {
            **self._about_figure(entry.key, lang),
            "about": f"{page}#r-{entry.period}-{entry.released}",
            "value": entry.value,
            "amount": amount,
            "was": data.printer.amount(indicator, Decimal(before.value), lang) if before else "",
            "period": format_period(entry.period, lang),
            "released": entry.released,
            "released_text": format_date(date.fromisoformat(entry.released), lang),
        }

    def _before(self, index: int, entry: Release) -> Release | None:
        """Return the release that a correction corrects: the last one of its period before it."""
        column = entry.period, entry.status == "plan"
        for earlier in reversed(self.by_figure[entry.key]):
            known = self.log.entries[earlier]
            if earlier >= index or not isinstance(known, Release) or (known.period, known.status == "plan") != column:
                continue
            if known.kind != "correction" or known.value != entry.value:  # else it was amended
                return known
        return None

    def _on_release(self, entry: Release, about: Mapping[str, str], lang: str) -> Iterator[str]:
        words = self.data.catalogs[lang]
        if about["was"]:
            yield words.gettext("%(period)s, corrected %(released_text)s; it was %(was)s.") % about
        else:
            yield words.gettext("%(period)s, released %(released_text)s.") % about
        if entry.status in ("provisional", "estimate"):
            # The messages of states are those of components/status-label.html.
            yield f"{words.gettext('Status')}: {words.gettext(entry.status)}."
        if entry.range:
            # The message is that of figures/summary.html.
            low, high = map(Decimal, entry.range)
            decimals = self.data.ledger.indicators[entry.key].decimals
            yield f"{words.gettext('Range')}: {format_range(low, high, lang, decimals)}."
        if entry.kind == "computed":
            yield words.gettext("Computed from other figures.")

    def _on_text(self, entry: Text, index: int, lang: str, words: Catalog) -> Iterator[str]:
        if entry.published:
            day = format_date(date.fromisoformat(entry.published), lang)
            yield words.gettext("Dated %(day)s.") % {"day": day}
        if entry.version > 1:
            yield words.gettext("Version %(number)s.") % {"number": entry.version}
        before = self._version_before(index, entry) if entry.pictures else None
        if before and (pictures := entry.replaced_pictures(before)):
            yield words.gettext("Pictures replaced: %(names)s.") % {"names": ", ".join(pictures)}

    def _version_before(self, index: int, entry: Text) -> Text | None:
        """Return the version of a text that readers had before this one; None for the first."""
        for earlier in reversed(self.by_text[f"{entry.text} {entry.lang}"]):
            known = self.log.entries[earlier] if earlier < index else None
            if isinstance(known, Text) and known.change != "removed":
                return known
        return None

    def _kind_of_release(self, entry: Release) -> str:
        if entry.kind == "correction":
            return "correction"
        return "plan" if entry.status == "plan" else "release"

    def _about_text(self, entry: Text, lang: str, titles: Titles) -> dict[str, str]:
        title = titles.get((entry.text, entry.lang), "")
        return {
            "name": title or entry.address or entry.text,
            "lang": entry.lang if title and entry.lang != lang else "",
            "about": entry.address if title else "",
            "text": entry.text,
        }


def _kind_texts(words: Catalog) -> Mapping[str, str]:
    """Return what readers call each kind of entry."""
    return {
        "begin": words.gettext("Beginning of the log"),
        "key": words.gettext("New key"),
        "figure": words.gettext("New figure"),
        "description": words.gettext("Description changed"),
        "release": words.gettext("New value"),
        "plan": words.gettext("Plan"),
        "correction": words.gettext("Correction"),
        "published": words.gettext("Published"),
        "edited": words.gettext("Edited"),
        "updated": words.gettext("Updated"),
        "corrected": words.gettext("Corrected"),
        "withdrawn": words.gettext("Withdrawn"),
        "moved": words.gettext("Moved"),
        "removed": words.gettext("Removed"),
    }


def _amended(amends: int | None, why: str, words: Catalog) -> Iterator[str]:
    if amends is not None:
        yield words.gettext("It takes the place of entry %(index)s.") % {"index": amends}
    if why:
        yield words.gettext("Reason: %(why)s") % {"why": why}
