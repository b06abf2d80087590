"""``aimaq publish``, once the site is built: which target, what to do there, and what to say of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from aimaq.publishing import releases
from aimaq.publishing.headers import Headers
from aimaq.publishing.names import clock
from aimaq.publishing.progress import Progress
from aimaq.publishing.settings import BucketTarget, FolderTarget, Target
from aimaq.publishing.site import read_site

__all__ = ["Wish", "publish_site", "releases_of", "roll_back"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for on the command line."""

    allow_deletions: bool = False
    dry_run: bool = False
    again: bool = False


def publish_site(target: Target, folder: Path, cache: Path, headers: Headers, wish: Wish) -> str:
    """Publish the site in ``folder`` and return what there is to say of it; raise ``ProblemsFound``.

    ``cache`` is a folder for what need not be made again.
    """
    started, progress = monotonic(), Progress()
    try:
        site = read_site(folder)
        options = {"allow_deletions": wish.allow_deletions, "dry_run": wish.dry_run}
        if isinstance(target, FolderTarget):
            name, difference, sent = releases.publish(target, site, cache, progress, again=wish.again, **options)
            cost = f"{_count(sent, 'file')} sent"
        else:
            from aimaq.publishing import objects  # boto3 takes a while to import

            name, difference, traffic = objects.publish(target, site, headers, progress, now=clock(), **options)
            cost = f"{_count(traffic.requests, 'request')}, {traffic.bytes / 1000:,.0f} kB sent"
    finally:
        progress.close()
    if wish.dry_run:
        return "\n".join(filter(None, (f"{target} would get: {difference}.", difference.listing())))
    if not name:
        return f"{target} has this site already."
    return f"Published to {target} as {name} in {monotonic() - started:.1f} s: {difference}; {cost}."


def roll_back(target: Target, to: str, *, allow_deletions: bool = False) -> str:
    """Let readers see an earlier release of the target and return what there is to say of it."""
    progress = Progress()
    try:
        if isinstance(target, FolderTarget):
            left, chosen = releases.roll_back(target, to)
        else:
            from aimaq.publishing import objects

            left, chosen = objects.roll_back(target, progress, to, allow_deletions=allow_deletions)
    finally:
        progress.close()
    return f"{target} serves {chosen} again, instead of {left}." if left != chosen else f"{target} serves {chosen}."


def releases_of(target: Target) -> str:
    """Return the releases of the target, the newest first, one a line."""
    state: Any
    if isinstance(target, BucketTarget):
        from aimaq.publishing.bucket import Bucket
        from aimaq.publishing.objects import read_state

        state = read_state(Bucket(target), str(target))
    else:
        state = releases.read_state(target)
    lines = [f"{name}  current" if name == state.current else name for name in reversed(state.releases)]
    return "\n".join(lines) or f"{target} has no release yet."


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
