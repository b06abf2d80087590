"""A build after which only figures are different: files are filled again from their composed texts, without Pelican."""

import json
from dataclasses import replace

from aimaq.build.next_site import NextSite
from aimaq.build.site_trees import Changes
from aimaq.build.store import Output
from aimaq.build.transform import Transform
from aimaq.build.withheld_scan import unpacked
from aimaq.pipeline.report import Report
from aimaq.pipeline.steps.build_run import BuildRun
from aimaq.pipeline.steps.last_steps import TRANSFORM_FILE, due_files, recording, scan_site
from aimaq.pipeline.steps.read_back import read_back

__all__ = ["refill"]


def refill(run: BuildRun, transform: Transform, changed: set[str]) -> Report:
    """Finish the files again that depend on one of the ``changed`` keys, and publish them."""
    paths = run.store.using(changed)
    next_site = NextSite(run.trees, run.store, run.published, run.encoder)
    removed = run.store.paths_with(TRANSFORM_FILE) - transform.files.keys()
    files = due_files(run, transform, changed)
    next_site.begin((*paths, *files, *removed))
    next_site.remove(removed)
    finished = next_site.finish(transform, paths)
    written = {each.path: each.digest for each in finished if each.written}
    own = [Output(path, TRANSFORM_FILE, digest) for path, digest, new in next_site.write_files(files) if new]
    written.update((each.path, each.digest) for each in own)
    run.end_stage("fill")
    before = run.published.keys()
    changes = Changes(
        tuple(sorted(written.keys() - before)), tuple(sorted(written.keys() & before)), tuple(sorted(removed))
    )
    secrets = [*unpacked(run.last.withheld), *transform.withheld]
    all_files = (before | written.keys()) - removed
    scanned = scan_site(run, secrets, changes, all_files)
    contents = read_back(run, changes, all_files, run.store.paths_with("static"), lambda path: "")
    next_site.publish(changes)
    run.end_stage("publish")
    texts = [line for line in json.loads(run.last.unlogged) if '"type":"text"' in line]
    unlogged = json.dumps(transform.unlogged(texts))
    last = replace(run.last, scanned=scanned, unlogged=unlogged, logged=str(transform.logged))
    with recording(run, transform, changes, last, json.loads(run.last.included), written):
        run.store.put_digests(written)
        run.store.put(own)
        run.store.put_contents(contents)
        run.store.remove_outputs(removed)
    return run.report(last, changes, refilled=True, finished=len(finished))
