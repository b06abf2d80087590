"""A newsroom in several languages: editions, kinds of story, feeds, sitemap.

Reads ``<slug>.<lang>.md`` with typed front matter, writes every edition's home, sections, archive, feeds
and 404 in one run, and refuses whatever an editor would not want published. Knows nothing of indicators.

Settings: EDITIONS, NEWSROOM_KINDS, FALLBACK_LANGUAGES, STORIES_PER_PAGE, HOME_STORIES, RESERVED_SLUGS (see
``config.py``).
"""


def register() -> None:
    """Connect to Pelican's signals (called by Pelican for each plugin in ``PLUGINS``)."""
    from .hooks import connect

    connect()
