"""A build after which only figures are different: files are filled again from their composed texts, without Pelican."""

import json
from dataclasses import replace

from aimaq.build.next_site import NextSite
from aimaq.build.site_trees import Changes
from aimaq.build.transform import Transform
from aimaq.build.withheld_scan import unpacked
from aimaq.pipeline.report import Report
from aimaq.pipeline.steps.build_run import BuildRun
from aimaq.pipeline.steps.last_steps import recording, scan_site

__all__ = ["refill"]


def refill(run: BuildRun, transform: Transform, changed: set[str]) -> Report:
    """Finish the files again that depend on one of the ``changed`` keys, and publish them."""
    paths = run.store.using(changed)
    next_site = NextSite(run.trees, run.store, run.published, run.encoder)
    next_site.begin(paths)
    finished = next_site.finish(transform, paths)
    run.end_stage("fill")
    written = {each.path: each.digest for each in finished if each.written}
    changes = Changes(changed=tuple(sorted(written)))
    secrets = [*unpacked(run.last.withheld), *transform.withheld]
    scanned = scan_site(run, secrets, changes, run.published)
    next_site.publish(changes)
    run.end_stage("publish")
    with recording(run, transform, changes, replace(run.last, scanned=scanned), json.loads(run.last.included)):
        run.store.put_digests(written)
    return run.report(changes, refilled=True, finished=len(finished))
