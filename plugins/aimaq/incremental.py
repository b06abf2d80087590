"""A Pelican plugin for any site: composed pages kept apart from finished ones, published in one instant.

One *transform*, named by the setting ``INCREMENTAL_TRANSFORM``, turns each composed text into the finished one. What
the transform still has to touch is kept in a store, so that a change of the transform's own inputs finishes those files
anew and composes none.
"""


def register() -> None:
    """Connect to Pelican's signals (called by Pelican for each plugin in ``PLUGINS``)."""
    from aimaq.pelican.hooks.build import connect

    connect()
