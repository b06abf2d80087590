"""The last steps of a build that has written files: scan the next site, and record in the store what was published."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from aimaq.base.languages.messages import tr
from aimaq.base.withheld import Withheld
from aimaq.build.last_build import LastBuild
from aimaq.build.manifest import write_manifest
from aimaq.build.site_trees import Changes
from aimaq.build.transform import Transform
from aimaq.build.withheld_scan import packed, scan
from aimaq.pipeline.steps.build_run import BuildRun, timestamp

__all__ = ["TRANSFORM_FILE", "due_files", "recording", "scan_site"]

#: The key in the store of a file that the transform writes by itself.
TRANSFORM_FILE = "transform"


def scan_site(run: BuildRun, secrets: Sequence[Withheld], changes: Changes, files: Iterable[str]) -> str:
    """Raise ``ProblemsFound`` if the next site, whose files are ``files``, holds a secret; return what was sought."""
    if secrets:
        changed = {*changes.added, *changes.changed}
        known = run.last.scanned if run.published else ""
        site, new = str(run.trees.site), str(run.trees.idle)
        scan(site, new, changed, set(files) - changed, secrets, known)
        run.end_stage("scan")
    return packed(secrets)


def due_files(run: BuildRun, transform: Transform, changed: Collection[str]) -> Mapping[str, bytes]:
    """Return those files of the transform that the site lacks, or that depend on a key that has ``changed``."""
    due = transform.files_of(changed)
    return {path: transform.files[path] for path in transform.files if path in due or path not in run.published}


@contextmanager
def recording(
    run: BuildRun,
    transform: Transform,
    changes: Changes,
    last: LastBuild,
    included: Iterable[str],
    touched: Collection[str] | None = None,
) -> Iterator[None]:
    """Record what is published, whole or not at all: ``last``, and what the block writes to the store.

    ``included`` are the files that texts include; ``touched`` those of the site that the block records, or None for
    all. The site is public already, so a full disk is no error any more.
    """
    store = run.store
    try:
        yield
        if changes:
            store.put_stale(changes.paths)
        store.put_state(transform.state)
        outside = run.inputs.outside_of((*map(str, transform.inputs), *included))
        record = replace(
            last,
            # Files outside that only this build found have no digest yet: the next build computes it.
            inputs=run.inputs_digest if outside == run.inputs.outside else "",
            outside=json.dumps(outside),
            trees=run.trees.identity(),
            built_at=timestamp(run.now),
            fill_by=run.first_moment(transform.moments),
        )
        store.put_last_build(record)
        # Before the commit: the next build does not know one that is killed here, and writes the manifest again.
        write_manifest(run.request.cache, _digests(run, changes, touched), changes)
        store.commit()
    except (sqlite3.Error, OSError) as error:
        store.roll_back(error)
        run.remarks.append(tr("The cache could not be written (%(error)s): the next build makes it anew.", error=error))
    run.end_stage("store")


def _digests(run: BuildRun, changes: Changes, touched: Collection[str] | None) -> Mapping[str, bytes]:
    """Return the digest of every file of the site, as the store has it now."""
    if touched is None or not run.published:
        return run.store.digests()
    gone = set(changes.removed)
    kept = {path: digest for path, digest in run.published.items() if path not in gone} if gone else run.published
    return {**kept, **run.store.digests_of(touched)}
