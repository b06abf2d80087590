"""What a site prints about corrections: notices, lists, feeds, JSON-LD, the line "updated"."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo
from email.utils import format_datetime
from functools import cache

from babel.dates import format_date

from aimaq.base.components import ThemeComponents
from aimaq.base.languages.translations import Catalog
from aimaq.base.rss_atom_json_feeds import NEVER, Channel, Entry, tag_uri, with_absolute_links, write_feed
from aimaq.newsroom.corrections.model import Correction, Finder, Spelling, Subject

__all__ = ["CorrectionWriter", "Editorial"]


class Editorial:
    """Finds the corrections that editors wrote into front matter; see ``model.Finder``."""

    def of(self, subjects: Sequence[Subject], lang: str) -> Iterable[Correction]:
        """Return them, newest first, in the language of their subject."""
        found = []
        for subject in subjects:
            days: Counter[str] = Counter()
            for day, text in subject.corrections:
                days[day] += 1
                name = f"{subject.address.strip('/').replace('/', '-')}-{day}"
                anchor = name if days[day] == 1 else f"{name}-{days[day]}"
                found.append(Correction(day, anchor, subject.lang, text, subjects=(subject,)))
        return sorted(found, key=lambda correction: correction.date, reverse=True)

    def days(self, subjects: Sequence[Subject]) -> Iterable[str]:
        """Return their days."""
        return [day for subject in subjects for day, _ in subject.corrections]

    all = of


class CorrectionWriter:
    """Writes what a site prints about the corrections that a finder finds.

    ``locales`` maps each language to its CLDR locale; a correction takes effect at midnight in ``zone``.
    ``site_url`` has no slash at the end.
    """

    def __init__(
        self,
        finder: Finder,
        components: ThemeComponents,
        catalogs: Mapping[str, Catalog],
        locales: Mapping[str, str],
        zone: tzinfo,
        site_url: str,
    ) -> None:
        self.finder, self.components, self.catalogs = finder, components, catalogs
        self.locales, self.zone, self.site_url = locales, zone, site_url
        self._rendered_notice = cache(self._notice)  # many texts quote the same figure and have the same notice

    def notice(self, subject: Subject) -> str:
        """Return the notice above a text, by ``components/correction-notice.html``; "" if nothing was corrected."""
        found = tuple(replace(each, subjects=()) for each in self.finder.of([subject], subject.lang))
        return self._rendered_notice(found, subject.lang) if found else ""

    def notice_text(self, subject: Subject) -> str:
        """Return the same as plain text under an empty line: a heading, and a line for each correction."""
        found = [
            f"- {self._date(each.date, subject.lang)}: {self._sentence(each)}"
            for each in self.finder.of([subject], subject.lang)
        ]
        gettext = self.catalogs[subject.lang].gettext
        heading = gettext("Corrections") if len(found) > 1 else gettext("Correction")
        return "\n".join(("\n", heading, *found)) if found else ""

    def structured(self, subject: Subject) -> list[dict[str, object]] | str:
        """Return schema.org's ``correction``: a list of ``CorrectionComment``, or a slot for it."""
        return [
            {"@type": "CorrectionComment", "text": self._sentence(each), "datePublished": each.date}
            for each in self.finder.of([subject], subject.lang)
        ]

    def updated(self, subjects: Sequence[Subject], spelling: Spelling, otherwise: str) -> str:
        """Return midnight of the day of the newest correction, or ``otherwise`` if a subject was changed since."""
        newest = max(self.finder.days(subjects), default="")
        if not newest:
            return otherwise
        moment = self._midnight(newest)
        if any(datetime.fromisoformat(each.changed) >= moment for each in subjects if each.changed):
            return otherwise
        if spelling == "rfc822":
            return format_datetime(moment)
        return moment.isoformat() if spelling == "rfc3339" else f"{moment:%Y-%m-%d}"

    def updated_line(self, subject: Subject, otherwise: str) -> str:
        """Return the line that states when a text was last changed or corrected, by ``components/updated-line.html``.

        ``otherwise`` is the ISO date, perhaps with a time, of its last change by hand, or "": then the line may be "".
        """
        day = self.updated([subject], "date", otherwise)
        text = self._date(day[:10], subject.lang) if day else ""
        return self.components.render("updated_line", subject.lang, day, text) if day else ""

    def listing(self, subjects: Sequence[Subject], lang: str, fill: Callable[[str], str] = str) -> str:
        """Return the list of all corrections, by ``components/correction-list.html``; ``fill`` fills titles."""
        notes = [self._note(each, lang) for each in self._all(subjects, lang, fill)]
        return self.components.render("correction_list", lang, notes)

    def feed(
        self,
        channel: Channel,
        subjects: Sequence[Subject],
        extension: str,
        fill: Callable[[str], str] = str,
    ) -> str:
        """Return the feed of all corrections, with the notes of the list; the ``channel`` has no entries yet."""
        entries = tuple(self._entry(each, channel) for each in self._all(subjects, channel.lang, fill))
        updated = max((entry.published for entry in entries if isinstance(entry.published, datetime)), default=NEVER)
        return write_feed(replace(channel, updated=updated, entries=entries), extension)

    def _notice(self, corrections: tuple[Correction, ...], lang: str) -> str:
        return self.components.render("correction_notice", lang, [self._note(each, lang) for each in corrections])

    def _all(self, subjects: Sequence[Subject], lang: str, fill: Callable[[str], str]) -> Iterable[Correction]:
        for each in self.finder.all(subjects, lang):
            filled = tuple(replace(subject, title=fill(subject.title)) for subject in each.subjects)
            yield replace(each, subjects=filled)

    def _note(self, correction: Correction, lang: str) -> dict[str, object]:
        """Return what the components print for a correction."""
        return {"correction": correction, "date": self._date(correction.date, lang), "lang": lang}

    def _entry(self, correction: Correction, channel: Channel) -> Entry:
        lang = channel.lang
        html = self.components.render("correction_note", lang, self._note(correction, lang), True)
        url = f"{channel.home}#{correction.anchor}"
        gettext = self.catalogs[lang].gettext
        name = correction.label or next((subject.title for subject in correction.subjects), "")
        return Entry(
            id=tag_uri(self.site_url, correction.date, f"corrections/{correction.anchor}.{lang}"),
            url=url,
            title=gettext("Correction: %(name)s") % {"name": name},
            summary=self._sentence(correction),
            html=with_absolute_links(html, channel.home, self.site_url),
            published=self._midnight(correction.date),
            lang=lang,
        )

    def _sentence(self, correction: Correction) -> str:
        """Return a correction as plain text."""
        if not correction.label:
            return correction.text
        gettext = self.catalogs[correction.lang].gettext
        values = {name: getattr(correction, name) for name in ("label", "period", "was", "now")}
        sentence = gettext("%(label)s (%(period)s). Was: %(was)s. Correct: %(now)s.") % values
        return f"{sentence} {correction.text}".strip()

    def _midnight(self, day: str) -> datetime:
        return datetime.combine(date.fromisoformat(day), datetime.min.time(), self.zone)

    def _date(self, day: str, lang: str) -> str:
        """Return CLDR's long date with ordinary no-break spaces, as editions print dates."""
        text = format_date(date.fromisoformat(day), "long", locale=self.locales[lang])
        return text.replace("\u202f", "\u00a0")
