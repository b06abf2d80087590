"""A Pelican plugin for any site: figures are quoted from one ledger by markers, and filled in last."""


def register() -> None:
    """Connect to Pelican's signals (called by Pelican for each plugin in ``PLUGINS``)."""
    from aimaq.pelican.hooks.figures import connect

    connect()
