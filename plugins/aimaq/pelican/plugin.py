"""The whole newsroom as one Pelican plugin."""

from __future__ import annotations

from . import build_hooks, hosting_hooks, indicators_hooks, newsroom_hooks

__all__ = ["connect"]


def connect() -> None:
    """Connect every part; connecting one twice changes nothing."""
    indicators_hooks.connect()
    newsroom_hooks.connect()
    hosting_hooks.connect()
    build_hooks.connect()
