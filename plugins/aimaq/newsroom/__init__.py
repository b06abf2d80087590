"""A newsroom in several languages: texts, stories, people, events, corrections, feeds.

Nothing here imports Pelican.
"""


def register() -> None:
    """Connect to Pelican's signals (called by Pelican for each plugin in ``PLUGINS``)."""
    from aimaq.pelican.newsroom_hooks import connect

    connect()
