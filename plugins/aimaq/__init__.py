"""Aimaq: a newsroom for public institutions, in which every published figure is quoted from one ledger.

As a Pelican plugin (``PLUGINS = ["aimaq"]``) it is the whole newsroom. ``aimaq.incremental`` and ``aimaq.indicators``
are parts of it that any Pelican site may use alone.
"""

from aimaq.base.time_zones import pin_time_zones

pin_time_zones()


def register() -> None:
    """Connect to Pelican's signals (called by Pelican for each plugin in ``PLUGINS``)."""
    from aimaq.pelican.hooks import build, figures, hosting, newsroom

    for part in (figures, newsroom, hosting, build):
        part.connect()
