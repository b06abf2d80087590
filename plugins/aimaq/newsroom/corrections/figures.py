"""Corrections of figures: found in the ledger, and written by the fill.

Which corrections concern a text that quotes figures depends on the ledger, so composing leaves slots for it
(``!correction-notice …``, ``!json-corrections …``, ``!updated …``), with its packed subject as an argument. The fill
unpacks the subject and writes its corrections.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache

from aimaq.base.rss_atom_json_feeds import NEVER, Channel, with_absolute_links
from aimaq.base.slots import COMMAND, Slot, encode, unpack
from aimaq.figures.fill.charted import figures_of
from aimaq.figures.fill.commands import EVERY, Command, Fill, Kind
from aimaq.figures.fill.filler import keys_of_marker
from aimaq.figures.grammar.dates import format_period
from aimaq.figures.published_ledger import PublishedLedger
from aimaq.figures.text.markers import ChartMarker, Figure, parse_marker
from aimaq.newsroom.corrections.errata import Change, Errata
from aimaq.newsroom.corrections.model import Correction, Spelling, Subject, pack
from aimaq.newsroom.corrections.writer import CorrectionWriter, Editorial

__all__ = ["DeferredCorrections", "FigureCorrections", "correction_commands"]

_NOTICE, _STRUCTURED, _UPDATED = "correction-notice", "json-corrections", "updated"
_UPDATED_LINE, _LISTING, _FEED = "updated-line", "corrections", "corrections-feed"
_NOTICE_TEXT = "correction-text"


class FigureCorrections:
    """Finds the corrections of the ledger and those of editors; see ``model.Finder``."""

    def __init__(self, data: PublishedLedger) -> None:
        self.data = data
        self.errata = Errata(data.ledger)
        # Many texts quote the same figures, and a correction reads the same in all of them.
        self._figures = cache(self._corrected_figures)
        self._written = cache(self._correction)

    def of(self, subjects: Sequence[Subject], lang: str) -> list[Correction]:
        """Return those that concern the subjects, newest first."""
        return self._sorted(self._concerned(subjects), subjects, lang)

    def days(self, subjects: Sequence[Subject]) -> list[str]:
        """Return their days."""
        return [*Editorial().days(subjects), *(change.day.isoformat() for change in self._concerned(subjects))]

    def all(self, subjects: Sequence[Subject], lang: str) -> list[Correction]:
        """Return these, and those of figures that none of the subjects has quoted."""
        concerned: dict[Change, list[Subject]] = {each: [] for each in self.errata.own}
        return self._sorted({**concerned, **self._concerned(subjects)}, subjects, lang)

    def _concerned(self, subjects: Sequence[Subject]) -> dict[Change, list[Subject]]:
        """Return the subjects that each change concerns."""
        found: dict[Change, list[Subject]] = {}
        for subject in subjects:
            for quote in subject.quotes:
                day = date.fromisoformat(subject.day) if subject.day else None
                for figure in self._figures(quote, day is not None):
                    for change in self.errata.changes(figure, day):
                        concerned = found.setdefault(change, [])
                        if subject not in concerned[-1:]:
                            concerned.append(subject)
        return found

    def _corrected_figures(self, quote: str, dated: bool) -> tuple[Figure, ...]:
        """Return the quoted figure, or those of a chart, unless nothing that they depend on has ever been corrected.

        A text that is not ``dated`` is a page, whose charts follow the ledger.
        """
        marker = parse_marker(quote)
        quoted: tuple[Figure, ...] = (marker,) if isinstance(marker, Figure) else ()
        if isinstance(marker, ChartMarker) and any(map(self.errata.concern, marker.keys)):
            quoted = figures_of(marker if dated else replace(marker, live=True), self.data.ledger)
        return tuple(each for each in quoted if self.errata.concern(each.key))

    def _sorted(
        self, concerned: Mapping[Change, Sequence[Subject]], subjects: Sequence[Subject], lang: str
    ) -> list[Correction]:
        figures = [replace(self._written(each, lang), subjects=tuple(texts)) for each, texts in concerned.items()]
        found = [*sorted(figures, key=lambda each: each.anchor), *Editorial().of(subjects, lang)]
        return sorted(found, key=lambda each: each.date, reverse=True)

    def _correction(self, change: Change, lang: str) -> Correction:
        indicator = self.data.ledger.indicators[change.key]
        label = indicator.label[lang]
        if change.plan:
            label = self.data.catalogs[lang].gettext("%(label)s, plan") % {"label": label}
        notes = dict.fromkeys(note[lang] for erratum in change.errata for note in erratum.notes if lang in note)
        return Correction(
            date=change.day.isoformat(),
            anchor="-".join((change.key, change.period, *(["plan"] if change.plan else []), change.day.isoformat())),
            lang=lang,
            text=" ".join(notes),
            label=label,
            period=format_period(change.period, lang),
            was=self.data.printer.amount(indicator, change.was, lang),
            now=self.data.printer.amount(indicator, change.now, lang),
            address=self._page(change, lang),
        )

    def _page(self, change: Change, lang: str) -> str:
        """Return the address of the release that corrected the figure, on the figure's page."""
        wanted = (change.period, change.plan, change.day)
        anchors = [
            f"#{each.anchor}"
            for each in self.data.releases(change.key)
            if (each.observation.period.text, each.observation.is_plan, each.observation.released) == wanted
        ]
        return self.data.publication.page(change.key, lang) + "".join(anchors[-1:])


class DeferredCorrections(CorrectionWriter):
    """Prints slots, which the fill replaces, except for texts that quote no figure."""

    def notice(self, subject: Subject) -> str:
        """Return the notice, or a slot."""
        return _slot_of(_NOTICE, subject) or super().notice(subject)

    def notice_text(self, subject: Subject) -> str:
        """Return the notice as plain text, or a slot."""
        return _slot_of(_NOTICE_TEXT, subject) or super().notice_text(subject)

    def structured(self, subject: Subject) -> list[dict[str, object]] | str:
        """Return the list of comments, or a slot for it."""
        return _slot_of(_STRUCTURED, subject) or super().structured(subject)

    def updated(self, subjects: Sequence[Subject], spelling: Spelling, otherwise: str) -> str:
        """Return the moment, or a slot."""
        if not any(subject.quotes for subject in subjects):
            return super().updated(subjects, spelling, otherwise)
        known = _packed(*(subject.without_name for subject in subjects))
        return _slot(_UPDATED, subjects[0].lang, spelling, pack(otherwise), known)

    def updated_line(self, subject: Subject, otherwise: str) -> str:
        """Return the line, or a slot."""
        if not subject.quotes:
            return super().updated_line(subject, otherwise)
        return _slot(_UPDATED_LINE, subject.lang, pack(otherwise), _packed(subject.without_name))

    def listing(self, subjects: Sequence[Subject], lang: str, fill: Fill = str) -> str:
        """Return a slot: the ledger may hold a correction of a figure that no text has quoted."""
        return _slot(_LISTING, lang, _packed(*subjects))

    def feed(self, channel: Channel, subjects: Sequence[Subject], extension: str, fill: Fill = str) -> str:
        """Return a slot, which is the whole file."""
        about = (channel.title, channel.description, channel.home, channel.url)
        texts = (*about, channel.author, channel.author_url, channel.icon)
        return _slot(_FEED, channel.lang, extension, pack(*texts), _packed(*subjects))


def correction_commands(writer: CorrectionWriter) -> dict[str, Command]:
    """Return the commands of these slots by name."""

    def notice(slot: Slot, fill: Fill, known: str) -> str:
        html = writer.notice(*_subjects(known))
        # A feed has no base address for relative links.
        return with_absolute_links(html, "", writer.site_url) if slot.place.startswith("t") else html

    def structured(slot: Slot, fill: Fill, known: str) -> str:
        return json.dumps(writer.structured(*_subjects(known)), ensure_ascii=False)

    def updated(slot: Slot, fill: Fill, spelling: Spelling, otherwise: str, known: str) -> str:
        return writer.updated(_subjects(known), spelling, unpack(otherwise)[0])

    def updated_line(slot: Slot, fill: Fill, otherwise: str, known: str) -> str:
        (subject,) = _subjects(known)
        return writer.updated_line(subject, unpack(otherwise)[0])

    def feed(slot: Slot, fill: Fill, extension: str, texts: str, known: str) -> str:
        title, description, home, url, author, author_url, icon = unpack(texts)
        empty = Channel(title, description, slot.lang, home, url, NEVER, author, author_url, (), icon)
        return writer.feed(empty, _subjects(known), extension, fill)

    return {
        _NOTICE: _command("markup", notice, _quoted),
        _NOTICE_TEXT: _command("text", lambda slot, fill, of: writer.notice_text(*_subjects(of)), _quoted),
        _STRUCTURED: _command("json", structured, _quoted),
        _UPDATED: _command("text", updated, _quoted),
        _UPDATED_LINE: _command("markup", updated_line, _quoted),
        _LISTING: _command("markup", lambda slot, fill, of: writer.listing(_subjects(of), slot.lang, fill), _every),
        _FEED: _command("document", feed, _every),
    }


def _command(kind: Kind, text: Callable[..., str], keys_of: Callable[[str], frozenset[str]]) -> Command:
    """Return a command with several arguments, the last of which is packed subjects."""
    return Command(
        kind,
        lambda slot, arguments, fill: text(slot, fill, *arguments.split(" ")),
        lambda arguments: keys_of(arguments.rpartition(" ")[2]),
    )


def _slot(command: str, lang: str, *arguments: str) -> str:
    return encode(Slot(" ".join((COMMAND + command, *arguments)), lang, origin="theme/templates/components"))


def _slot_of(command: str, subject: Subject) -> str:
    """Return the slot of a text's corrections; "" for a text that quotes no figure."""
    if not subject.quotes:
        return ""
    return _slot(command, subject.lang, _packed(replace(subject, changed="").without_name))


@lru_cache(maxsize=256)
def _packed(*subjects: Subject) -> str:
    """Return packed subjects; composing asks for the same ones several times in a row."""
    return pack(*subjects)


@lru_cache(maxsize=256)
def _subjects(known: str) -> tuple[Subject, ...]:
    return tuple(map(Subject.of, unpack(known)))


def _quoted(known: str) -> frozenset[str]:
    """Return the keys of the indicators that the subjects quote."""
    return frozenset[str]().union(*(keys_of_marker(each) for subject in _subjects(known) for each in subject.quotes))


def _every(known: str) -> frozenset[str]:
    return frozenset({EVERY})
