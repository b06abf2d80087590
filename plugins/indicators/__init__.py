"""Figures that an institution answers for: read from one ledger, quoted by markers, filled in last.

The ledger (``indicators.ledger``), the grammar (``indicators.grammar``) and the fill (``indicators.fill``) import
neither Pelican nor Markdown; only ``hooks`` knows Pelican's signals. The plugin knows nothing of news: any
Pelican site may quote figures with it.
"""


def register() -> None:
    """Connect to Pelican's signals (called by Pelican for each plugin in ``PLUGINS``)."""
    from .hooks import connect

    connect()
