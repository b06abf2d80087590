"""Composed pages kept apart from finished ones, and a site that changes in one instant.

Pelican's templates compose each file; one *transform*, named by the setting ``INCREMENTAL_TRANSFORM``, turns the
composed text into the finished one. What the transform still has to touch is kept in a store, so that a change
of the transform's own inputs finishes those files anew and composes none. The finished site is exchanged for the
old one by a single rename. Any Pelican site may use it; it knows nothing of figures or of news.
"""

import sys
from pathlib import Path


def register() -> None:
    """Connect to Pelican's signals (called by Pelican for each plugin in ``PLUGINS``)."""
    # Pelican finds plugins by PLUGIN_PATHS and does not tell Python, but `support` stands beside this one.
    beside = str(Path(__file__).resolve().parents[1])
    if beside not in sys.path:
        sys.path.append(beside)
    from .hooks import connect

    connect()
