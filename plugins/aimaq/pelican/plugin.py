"""The whole newsroom as one Pelican plugin."""

from aimaq.pelican.hooks import build, figures, hosting, newsroom

__all__ = ["connect"]


def connect() -> None:
    """Connect every part; connecting one twice changes nothing."""
    for part in (figures, newsroom, hosting, build):
        part.connect()
