"""What the user of ``aimaq publish`` chose."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PublishOptions"]


@dataclass(frozen=True, slots=True)
class PublishOptions:
    """``again`` makes a new release in a folder even if nothing has changed; buckets ignore it."""

    allow_deletions: bool = False
    dry_run: bool = False
    again: bool = False
