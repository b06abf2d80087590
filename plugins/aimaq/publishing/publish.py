"""Publish a finished site to a target, list its releases, and roll back; what the command ``aimaq publish`` calls."""

from collections.abc import Callable, Iterable
from contextlib import closing
from functools import partial
from pathlib import Path
from time import monotonic

from aimaq.base.languages.messages import number, tr, tr_number
from aimaq.base.processes.progress import Progress
from aimaq.publishing.built_site import read_site
from aimaq.publishing.difference import Difference
from aimaq.publishing.log.published_log import Read
from aimaq.publishing.targets import folder_releases
from aimaq.publishing.targets.bucket_manifest import ObjectHeaders
from aimaq.publishing.targets.target_settings import FolderTarget, PublishOptions, Target

__all__ = ["list_releases", "publish_site", "reader_of", "roll_back"]


def publish_site(
    target: Target,
    folder: Path,
    cache: Path,
    object_headers: ObjectHeaders,
    options: PublishOptions,
    announce: Callable[[Difference], Iterable[str]] = lambda _: (),
) -> str:
    """Publish the site in ``folder``; return a report, raise ``ProblemsFound``. ``cache`` is for compressed files.

    ``announce`` tells others what a publication that is done has changed, and yields sentences for the report.
    """
    started = monotonic()
    with closing(Progress()) as progress:
        site = read_site(folder)
        if isinstance(target, FolderTarget):
            name, difference, files = folder_releases.publish(target, site, cache, progress, options)
            cost = tr_number("%(number)s file sent", "%(number)s files sent", files)
        else:
            from aimaq.publishing.targets import bucket_releases  # it needs an extra

            name, difference, traffic = bucket_releases.publish(target, site, object_headers, progress, options)
            cost = tr_number(
                "%(number)s request, %(size)s kB sent",
                "%(number)s requests, %(size)s kB sent",
                traffic.requests,
                size=number(traffic.bytes / 1000),
            )
    if options.dry_run:
        return "\n".join(
            filter(
                None,
                (
                    tr("%(target)s would get: %(difference)s.", target=target, difference=difference),
                    difference.listing(),
                ),
            )
        )
    if not name:
        return tr("%(target)s has this site already.", target=target)
    sentence = tr(
        "Published to %(target)s as %(name)s in %(seconds)s s: %(difference)s; %(cost)s.",
        target=target,
        name=name,
        seconds=number(monotonic() - started, 1),
        difference=difference,
        cost=cost,
    )
    return "\n".join((sentence, *announce(difference)))


def reader_of(target: Target) -> tuple[Read, bool]:
    """Return how to read files of the published site, and whether there is one; raise ``ProblemsFound``."""
    if isinstance(target, FolderTarget):
        folder = folder_releases.read_state(target)
        return partial(folder_releases.read_current, target, folder), bool(folder.current)
    from aimaq.publishing.targets.bucket_client import Bucket
    from aimaq.publishing.targets.bucket_releases import read_state

    bucket = Bucket(target)
    state = read_state(bucket, str(target))
    return (lambda paths: [bucket.get(path) for path in paths]), bool(state.paths)


def roll_back(target: Target, to: str, *, allow_deletions: bool = False) -> str:
    """Make an earlier release current, ``to`` or the one before ("") the current, and return a report in words."""
    with closing(Progress()) as progress:
        if isinstance(target, FolderTarget):
            left, chosen = folder_releases.roll_back(target, to)
        else:
            from aimaq.publishing.targets import bucket_releases

            left, chosen = bucket_releases.roll_back(target, progress, to, allow_deletions=allow_deletions)
    return (
        tr("%(target)s serves %(chosen)s again, instead of %(left)s.", target=target, chosen=chosen, left=left)
        if left != chosen
        else tr("%(target)s serves %(chosen)s.", target=target, chosen=chosen)
    )


def list_releases(target: Target) -> str:
    """Return the releases of the target, the newest first, one a line."""
    if isinstance(target, FolderTarget):
        folder = folder_releases.read_state(target)
        current, releases = folder.current, folder.releases
    else:
        from aimaq.publishing.targets.bucket_client import Bucket
        from aimaq.publishing.targets.bucket_releases import read_state

        bucket = read_state(Bucket(target), str(target))
        current, releases = bucket.current, bucket.releases
    lines = [tr("%(name)s  current", name=name) if name == current else name for name in reversed(releases)]
    return "\n".join(lines) or tr("%(target)s has no release yet.", target=target)
