"""The log as a feed: its newest entries, each under a permanent id."""

from datetime import datetime
from html import escape

from aimaq.base.rss_atom_json_feeds import Channel, Entry, tag_uri, write_feed
from aimaq.figures.log_pages.entries_in_words import NEWEST, LoggedEntry, LogInWords, Titles

__all__ = ["write_log_feed"]


def write_log_feed(log: LogInWords, lang: str, titles: Titles, extension: str) -> str:
    """Return the feed in one language; ``extension`` is one of ``rss_atom_json_feeds.EXTENSIONS``."""
    publication, publisher = log.data.publication, log.data.publication.publisher[lang]
    words, size = log.data.catalogs[lang], len(log.log.lines)
    newest = (log.entry(index, lang, titles) for index in reversed(range(max(0, size - NEWEST), size)))
    entries = tuple(_entry(each, log, lang) for each in newest)
    channel = Channel(
        title=f"{words.gettext('The log')} – {publisher}",
        description=words.gettext("Everything that has been published and changed, in the order in which it was."),
        lang=lang,
        home=publication.absolute(publication.log(lang)),
        url=publication.absolute(publication.log_feed(lang)),
        updated=entries[0].published,
        author=publisher,
        author_url=publication.absolute(f"/{publication.prefixes[lang]}"),
        entries=entries,
        icon=publication.logo,
    )
    return write_feed(channel, extension)


def _entry(entry: LoggedEntry, log: LogInWords, lang: str) -> Entry:
    publication = log.data.publication
    name = f"{entry.name}: {entry.amount}" if entry.amount else entry.name
    paragraphs = [f"<p>{escape(each, quote=False)}</p>" for each in entry.sentences]
    if entry.about:
        address = escape(publication.absolute(entry.about))
        paragraphs.append(f'<p><a href="{address}">{escape(entry.name, quote=False)}</a></p>')
    title = f"{entry.kind_text}: {name}" if name else entry.kind_text
    return Entry(
        id=tag_uri(publication.siteurl, entry.day, f"log/{entry.index}.{lang}"),
        url=publication.absolute(entry.address),
        title=title,
        summary=" ".join(entry.sentences) or title,
        html="".join(paragraphs),
        published=datetime.fromisoformat(entry.logged).astimezone(publication.zone),
        categories=(entry.kind_text,),
    )
