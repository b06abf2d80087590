"""A feed for each figure: one entry a release, be it an update, a plan or a correction, under an id for ever."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from html import escape

from aimaq.base.feed_formats import Channel, Entry, write_feed
from aimaq.figures.grammar import format_date, format_number, format_period
from aimaq.figures.ledger import Indicator
from aimaq.figures.ledger.releases import Release
from aimaq.figures.open_data.context import Material

__all__ = ["ENTRIES", "write_subscription"]

#: A feed tells what is new; the whole history is in the data files.
ENTRIES = 50


def write_subscription(material: Material, indicator: Indicator, lang: str, extension: str) -> str:
    """Return the feed of an indicator in one language; ``extension`` is one of ``feed_formats.EXTENSIONS``."""
    publication, publisher = material.publication, material.publication.publisher[lang]
    # The newest first; of those of one day, the last in the ledger.
    last_first = reversed(material.releases(indicator.key))
    newest = sorted(last_first, key=lambda each: each.observation.released, reverse=True)
    entries = tuple(_entry(material, indicator, each, lang) for each in newest[:ENTRIES])
    channel = Channel(
        title=f"{indicator.label[lang]} – {publisher}",
        description=material.catalogs[lang].gettext("Every new value of this figure, every plan and every correction."),
        lang=lang,
        home=publication.absolute(publication.page(indicator.key, lang)),
        url=publication.absolute(publication.feed(indicator.key, lang)),
        updated=entries[0].published if entries else datetime(1970, 1, 1, tzinfo=UTC),
        author=publisher,
        author_url=publication.absolute(f"/{publication.prefixes[lang]}"),
        entries=entries,
    )
    return write_feed(channel, extension)


def _entry(material: Material, indicator: Indicator, release: Release, lang: str) -> Entry:
    publication, day = material.publication, release.observation.released
    kind = _kind(material, release, lang)
    title = f"{indicator.label[lang]}: {material.amount(indicator, release, lang)}"
    sentences = list(_sentences(material, indicator, release, lang))
    paragraphs = [f"<p>{escape(sentence, quote=False)}</p>" for sentence in sentences]
    return Entry(
        id=f"tag:{publication.host},{day.isoformat()}:{indicator.key}/{release.anchor}.{lang}",
        url=publication.release(indicator.key, lang, release.anchor),
        title=f"{kind}: {title}" if kind else title,
        summary=" ".join(sentences),
        html="".join([*paragraphs, _source(material, release, lang)]),
        # The day is all that is known of a release, and a release never changes, so it has no `updated`.
        published=datetime.combine(day, time(), publication.zone),
        categories=(kind,) if kind else (),
    )


def _kind(material: Material, release: Release, lang: str) -> str:
    """Return what a release is called where it is not simply a new value."""
    translate, seen = material.catalogs[lang].gettext, release.observation
    if seen.correction:
        return translate("Correction")
    return translate("Plan") if seen.is_plan else ""


def _sentences(material: Material, indicator: Indicator, release: Release, lang: str) -> Iterator[str]:
    """Yield what a reader should know of a release, the value and its period first."""
    translate, seen = material.catalogs[lang].gettext, release.observation
    value, period = material.amount(indicator, release, lang), format_period(seen.period.text, lang)
    message = translate("%(value)s (%(period)s), released %(released)s.")
    yield message % {"value": value, "period": period, "released": format_date(seen.released, lang)}
    earlier = [each for each in material.releases(indicator.key) if each.replaced_by == release.anchor]
    for each in earlier:
        was = format_number(each.observation.value, lang, indicator.decimals)
        yield translate("The value released before was %(value)s.") % {"value": was}
    if seen.note.get(lang):
        yield seen.note[lang]


def _source(material: Material, release: Release, lang: str) -> str:
    source = release.observation.source
    if source is None:
        return ""
    name = material.catalogs[lang].gettext("Source:")
    return f'<p>{escape(name)} <a href="{escape(source.url)}">{escape(source.title, quote=False)}</a></p>'
