"""A feed for each figure, with an entry under a permanent id for each release: a value, a plan or a correction."""

from collections.abc import Iterator
from datetime import datetime, time
from html import escape

from aimaq.base.rss_atom_json_feeds import NEVER, Channel, Entry, tag_uri, write_feed
from aimaq.figures.grammar.dates import format_date, format_period
from aimaq.figures.grammar.numbers import format_number
from aimaq.figures.ledger import Indicator
from aimaq.figures.ledger.releases import Release
from aimaq.figures.published_ledger import PublishedLedger

__all__ = ["ENTRIES", "write_subscription"]

#: The newest entries; the whole history is in the data files.
ENTRIES = 50


def write_subscription(data: PublishedLedger, indicator: Indicator, lang: str, extension: str) -> str:
    """Return the feed of an indicator in one language; ``extension`` is one of ``rss_atom_json_feeds.EXTENSIONS``."""
    publication, publisher = data.publication, data.publication.publisher[lang]
    newest = data.newest_first(indicator.key)[:ENTRIES]
    entries = tuple(_entry(data, indicator, each, lang) for each in newest)
    channel = Channel(
        title=f"{indicator.label[lang]} – {publisher}",
        description=data.catalogs[lang].gettext("Every new value of this figure, every plan and every correction."),
        lang=lang,
        home=publication.absolute(publication.page(indicator.key, lang)),
        url=publication.absolute(publication.feed(indicator.key, lang)),
        updated=entries[0].published if entries else NEVER,
        author=publisher,
        author_url=publication.absolute(f"/{publication.prefixes[lang]}"),
        entries=entries,
        icon=publication.logo,
    )
    return write_feed(channel, extension)


def _entry(data: PublishedLedger, indicator: Indicator, release: Release, lang: str) -> Entry:
    publication, seen = data.publication, release.observation
    translate = data.catalogs[lang].gettext
    kind = translate("Correction") if seen.correction else translate("Plan") if seen.is_plan else ""
    title = f"{indicator.label[lang]}: {data.amount(indicator, release, lang)}"
    sentences = list(_sentences(data, indicator, release, lang))
    paragraphs = [f"<p>{escape(sentence, quote=False)}</p>" for sentence in sentences]
    return Entry(
        id=tag_uri(publication.siteurl, seen.released, f"{indicator.key}/{release.anchor}.{lang}"),
        url=publication.release(indicator.key, lang, release.anchor),
        title=f"{kind}: {title}" if kind else title,
        summary=" ".join(sentences),
        html="".join([*paragraphs, _source(data, release, lang)]),
        # A release has a day but no time, and never changes, so it has no `updated`.
        published=datetime.combine(seen.released, time(), publication.zone),
        categories=(kind,) if kind else (),
    )


def _sentences(data: PublishedLedger, indicator: Indicator, release: Release, lang: str) -> Iterator[str]:
    """Yield the sentences about a release, first the one with value and period."""
    translate, seen = data.catalogs[lang].gettext, release.observation
    value, period = data.amount(indicator, release, lang), format_period(seen.period.text, lang)
    message = translate("%(value)s (%(period)s), released %(released)s.")
    yield message % {"value": value, "period": period, "released": format_date(seen.released, lang)}
    for each in data.releases(indicator.key):
        if each.replaced_by == release.anchor:
            was = format_number(each.observation.value, lang, indicator.decimals)
            if bounds := data.printer.range(indicator, each.observation, lang):
                was = f"{was} ({bounds})"
            yield translate("The value released before was %(value)s.") % {"value": was}
    if seen.note.get(lang):
        yield seen.note[lang]


def _source(data: PublishedLedger, release: Release, lang: str) -> str:
    source = release.observation.source
    if source is None:
        return ""
    name = data.catalogs[lang].gettext("Source:")
    return f'<p>{escape(name)} <a href="{escape(source.url)}">{escape(source.title, quote=False)}</a></p>'
