"""Corrections of figures as ``aimaq.newsroom.corrections.model`` wants them: found in the ledger, written by the fill.

A text's corrections follow from the ledger, so composing leaves slots: ``!correction-notice …``, ``!json-corrections
…``, ``!updated …`` and so on, whose arguments are all that composing knows of the text, packed. The fill unpacks them
and asks the same writer that answers at once for a text that quotes no figure.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from aimaq.base.feed_formats import NEVER, Channel, with_absolute_links
from aimaq.base.slots import COMMAND, Slot, encode
from aimaq.base.translations import Catalog
from aimaq.figures.fill.filler import EVERY, Command
from aimaq.figures.fill.printing import Printer
from aimaq.figures.grammar import format_period
from aimaq.figures.ledger import Assertion
from aimaq.figures.ledger.releases import Release, releases
from aimaq.figures.text.markers import Figure, parse_marker
from aimaq.newsroom.corrections.errata import Change, Errata
from aimaq.newsroom.corrections.model import Correction, Spelling, Subject, editorial, pack, unpack
from aimaq.newsroom.corrections.writer import CorrectionWriter

__all__ = ["DeferredCorrections", "FigureCorrections", "correction_commands"]

_NOTICE, _STRUCTURED, _UPDATED = "correction-notice", "json-corrections", "updated"
_UPDATED_LINE, _LISTING, _FEED = "updated-line", "corrections", "corrections-feed"
_NOTICE_TEXT = "correction-text"


class FigureCorrections:
    """Finds what the ledger has corrected, and what editors wrote; see ``aimaq.newsroom.corrections.model.Finder``."""

    def __init__(
        self,
        printer: Printer,
        catalogs: Mapping[str, Catalog],
        address: Callable[[str, str], str],
    ) -> None:
        """``address`` returns the root-relative address of an indicator's page, by its key and a language."""
        self.printer, self.catalogs, self.address = printer, catalogs, address
        self.errata = Errata(printer.ledger)
        self._figures: dict[str, Figure | None] = {}
        self._words: dict[tuple[Change, str], Correction] = {}
        self._releases: dict[str, tuple[Release, ...]] = {}

    def of(self, subjects: Sequence[Subject], lang: str) -> list[Correction]:
        """Return the corrections that concern the subjects, newest first."""
        return self._sorted(self._concerned(subjects), subjects, lang)

    def days(self, subjects: Sequence[Subject]) -> list[str]:
        """Return their days."""
        own = [day for subject in subjects for day, _ in subject.corrections]
        return [*own, *(change.day.isoformat() for change in self._concerned(subjects))]

    def all(self, subjects: Sequence[Subject], lang: str) -> list[Correction]:
        """Return those, and those of figures that none of the subjects has quoted."""
        concerned: dict[Change, list[Subject]] = {each: [] for each in self.errata.own}
        return self._sorted({**concerned, **self._concerned(subjects)}, subjects, lang)

    def _concerned(self, subjects: Sequence[Subject]) -> dict[Change, list[Subject]]:
        """Return the subjects that each change concerns; one whose figures are all right costs next to nothing."""
        found: dict[Change, list[Subject]] = {}
        for subject in subjects:
            for quote in subject.quotes:
                if figure := self._figure(quote):
                    day = date.fromisoformat(subject.day) if subject.day else None
                    for change in self.errata.changes(figure, day):
                        told = found.setdefault(change, [])
                        if subject not in told[-1:]:
                            told.append(subject)
        return found

    def _figure(self, quote: str) -> Figure | None:
        """Return the figure that is quoted, if anything that it depends on has ever been corrected."""
        if quote not in self._figures:
            figure = parse_marker(quote)
            right = isinstance(figure, Assertion) or not self.errata.concern(figure.key)
            self._figures[quote] = None if right or isinstance(figure, Assertion) else figure
        return self._figures[quote]

    def _sorted(
        self, concerned: Mapping[Change, Sequence[Subject]], subjects: Sequence[Subject], lang: str
    ) -> list[Correction]:
        figures = [self._worded(change, tuple(told), lang) for change, told in concerned.items()]
        found = [*sorted(figures, key=lambda each: each.anchor), *editorial(subjects)]
        return sorted(found, key=lambda each: each.date, reverse=True)

    def _worded(self, change: Change, subjects: tuple[Subject, ...], lang: str) -> Correction:
        # The same words stand in every text that has to be corrected.
        if (change, lang) not in self._words:
            self._words[change, lang] = self._in_words(change, lang)
        return replace(self._words[change, lang], subjects=subjects)

    def _in_words(self, change: Change, lang: str) -> Correction:
        indicator = self.printer.ledger.indicators[change.key]
        label = indicator.label[lang]
        if change.plan:
            label = self.catalogs[lang].gettext("%(label)s, plan") % {"label": label}
        notes = dict.fromkeys(note[lang] for erratum in change.errata for note in erratum.notes if lang in note)
        return Correction(
            date=change.day.isoformat(),
            anchor="-".join((change.key, change.period, *(["plan"] if change.plan else []), change.day.isoformat())),
            lang=lang,
            text=" ".join(notes),
            label=label,
            period=format_period(change.period, lang),
            was=self.printer.amount(indicator, change.was, lang),
            now=self.printer.amount(indicator, change.now, lang),
            address=self._page(change, lang),
        )

    def _page(self, change: Change, lang: str) -> str:
        """Return the address of the release that corrected the figure, on the figure's page."""
        if change.key not in self._releases:
            self._releases[change.key] = releases(self.printer.ledger, change.key)
        told = (change.period, change.plan, change.day)
        anchors = [
            f"#{each.anchor}"
            for each in self._releases[change.key]
            if (each.observation.period.text, each.observation.is_plan, each.observation.released) == told
        ]
        return self.address(change.key, lang) + "".join(anchors[-1:])


class DeferredCorrections:
    """What composing prints: slots, where the answer depends on the ledger; see ``model.Corrections``."""

    def __init__(self, writer: CorrectionWriter) -> None:
        self.writer = writer

    def notice(self, subject: Subject) -> str:
        """Return the notice, or a slot."""
        if not subject.quotes:
            return self.writer.notice(subject)
        return _slot(_NOTICE, subject.lang, _packed(replace(subject, changed="").without_name))

    def notice_text(self, subject: Subject) -> str:
        """Return the notice as plain text, or a slot."""
        if not subject.quotes:
            return self.writer.notice_text(subject)
        return _slot(_NOTICE_TEXT, subject.lang, _packed(replace(subject, changed="").without_name))

    def structured(self, subject: Subject) -> Any:
        """Return the list of comments, or a slot that takes the place of one."""
        if not subject.quotes:
            return self.writer.structured(subject)
        return _slot(_STRUCTURED, subject.lang, _packed(replace(subject, changed="").without_name))

    def updated(self, subjects: Sequence[Subject], spelling: Spelling, otherwise: str) -> str:
        """Return the moment, or a slot."""
        if not any(subject.quotes for subject in subjects):
            return self.writer.updated(subjects, spelling, otherwise)
        known = _packed(*(subject.without_name for subject in subjects))
        return _slot(_UPDATED, subjects[0].lang, spelling, pack(otherwise), known)

    def updated_line(self, subject: Subject, otherwise: str) -> str:
        """Return the line, or a slot."""
        if not subject.quotes:
            return self.writer.updated_line(subject, otherwise)
        return _slot(_UPDATED_LINE, subject.lang, pack(otherwise), _packed(subject.without_name))

    def listing(self, subjects: Sequence[Subject], lang: str) -> str:
        """Return a slot: the ledger may hold a correction of a figure that no text has quoted."""
        return _slot(_LISTING, lang, _packed(*subjects))

    def feed(self, channel: Channel, subjects: Sequence[Subject], extension: str) -> str:
        """Return a slot, which is the whole file."""
        texts = (channel.title, channel.description, channel.home, channel.url, channel.author, channel.author_url)
        return _slot(_FEED, channel.lang, extension, pack(*texts), _packed(*subjects))


def correction_commands(writer: CorrectionWriter, site_url: str) -> dict[str, Command]:
    """Return the commands of these slots by name; ``site_url`` has no slash at the end."""

    def notice(slot: Slot, known: str) -> str:
        (subject,) = _subjects(known)
        html = writer.notice(subject)
        # In a feed nothing says what an address is relative to.
        return with_absolute_links(html, "", site_url) if slot.place.startswith("t") else html

    def notice_text(slot: Slot, known: str) -> str:
        (subject,) = _subjects(known)
        return writer.notice_text(subject)

    def structured(slot: Slot, known: str) -> str:
        (subject,) = _subjects(known)
        return json.dumps(writer.structured(subject), ensure_ascii=False)

    def updated(slot: Slot, spelling: Spelling, otherwise: str, known: str) -> str:
        return writer.updated(_subjects(known), spelling, unpack(otherwise)[0])

    def updated_line(slot: Slot, otherwise: str, known: str) -> str:
        (subject,) = _subjects(known)
        return writer.updated_line(subject, unpack(otherwise)[0])

    def listing(slot: Slot, known: str) -> str:
        return writer.listing(_subjects(known), slot.lang)

    def feed(slot: Slot, extension: str, texts: str, known: str) -> str:
        title, description, home, url, author, author_url = unpack(texts)
        empty = Channel(title, description, slot.lang, home, url, NEVER, author, author_url, ())
        return writer.feed(empty, _subjects(known), extension)

    return {
        _NOTICE: _Command("markup", notice, _quoted),
        _NOTICE_TEXT: _Command("text", notice_text, _quoted),
        _STRUCTURED: _Command("json", structured, _quoted),
        _UPDATED: _Command("text", updated, _quoted),
        _UPDATED_LINE: _Command("markup", updated_line, _quoted),
        _LISTING: _Command("markup", listing, _every),
        _FEED: _Command("document", feed, _every),
    }


@dataclass(frozen=True, slots=True)
class _Command:
    """A command whose arguments are words, the last one packed subjects; see ``filler.Command``."""

    kind: Literal["markup", "text", "json", "document"]
    written: Callable[..., str]
    depends: Callable[[str], frozenset[str]]

    def write(self, slot: Slot, arguments: str) -> str:
        return self.written(slot, *arguments.split(" "))

    def keys(self, arguments: str) -> frozenset[str]:
        return self.depends(arguments.rpartition(" ")[2])


def _slot(command: str, lang: str, *arguments: str) -> str:
    return encode(Slot(" ".join((COMMAND + command, *arguments)), lang, origin="theme/templates/components"))


@lru_cache(maxsize=256)
def _packed(*subjects: Subject) -> str:
    """Return the subjects packed: those of one article, or of all, are asked for half a dozen times in a row."""
    return pack(*subjects)


@lru_cache(maxsize=256)
def _subjects(known: str) -> tuple[Subject, ...]:
    return tuple(map(Subject.of, unpack(known)))


def _quoted(known: str) -> frozenset[str]:
    """Return the keys of the indicators that the subjects quote."""
    markers = (parse_marker(quote) for subject in _subjects(known) for quote in subject.quotes)
    return frozenset(each.key for each in markers if not isinstance(each, Assertion))


def _every(known: str) -> frozenset[str]:
    return frozenset({EVERY})
