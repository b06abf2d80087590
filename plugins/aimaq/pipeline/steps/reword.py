"""A build after which some texts differ only in what is printed of them: what shows them is composed without the rest.

If anything else is different, or may be, the site is composed as a whole.
"""

import json
from dataclasses import replace
from functools import partial

from aimaq.build.composition import Composition
from aimaq.build.inputs import ComposingInputs
from aimaq.build.next_site import NextSite
from aimaq.build.site_trees import Changes
from aimaq.build.store import Output
from aimaq.build.transform import Transform
from aimaq.build.withheld_scan import unpacked
from aimaq.pelican.reading.stored_readings import Reading
from aimaq.pelican.rewording import Rewording
from aimaq.pelican.run import forget_contents
from aimaq.pelican.state import Build, Findings
from aimaq.pelican.template_visible import KINDS
from aimaq.pipeline.report import Report
from aimaq.pipeline.steps.build_run import BuildRun
from aimaq.pipeline.steps.composed_source import source_of
from aimaq.pipeline.steps.kept_site import content_digests, kept_site, kept_titles, packed_digests, packed_places
from aimaq.pipeline.steps.last_steps import recording, scan_site
from aimaq.pipeline.steps.read_back import read_back

__all__ = ["reword"]

#: With more changed texts, the whole site is composed.
_MOST = 20


def reword(run: BuildRun, inputs: ComposingInputs, transform: Transform) -> Report | None:
    """Compose what shows the words of the texts that have changed, and publish it; None if more may have changed."""
    request, store, project = run.request, run.store, run.request.project
    if run.settings.newsroom_trusts_html:
        return None  # such a text may ask for any file, by any attribute
    if not store.kept(["site"]):
        return None  # a site without a newsroom, or with plugins that are not ours
    before = content_digests(project, store)
    changed = [path for path, digest in inputs.content.items() if before.get(path) != digest]
    if not 0 < len(changed) <= _MOST or before.keys() != inputs.content.keys():
        return None
    if not all(path.endswith(".md") for path in changed):
        return None  # data, such as the file of sources, are no text
    # With the files as they were, these are the inputs of the last build: nothing else has changed.
    if not replace(inputs, content=before).are_those_of(run.last):
        return None
    content = f"{project / run.settings.path}/"
    names = [path.removeprefix(content) for path in changed]
    findings = Findings()
    old = Reading(store, inputs.code, before, project, findings.problems)
    reading = Reading(store, inputs.code, inputs.content, project, findings.problems)
    composition = Composition(
        transform,
        run.encoder,
        inputs.base,
        str(project),
        request.shared_cache,
        reading.get_or_create,
        KINDS,
    )
    build = Build(project, run.now, run.settings, composition, reading, request.shared_cache, findings=findings)

    unlogged = tuple(line for line in json.loads(run.last.unlogged) if '"type":"text"' in line)
    kept, titles = partial(kept_site, store, names), partial(kept_titles, store)
    rewording = Rewording(build, request.conf, request.values, names, old, kept, store.keys_of, unlogged, titles)
    found = rewording.compose()
    if found is None or reading.included or reading.failure:
        return None
    run.end_stage("pelican")

    next_site = NextSite(run.trees, store, run.published, run.encoder)
    next_site.begin((*found.pages, *found.files, *found.removed))
    next_site.remove(found.removed)
    outputs: list[Output] = []
    written: set[str] = set()
    for composed in composition.compose(found.pages, found.files, next_site.write):
        outputs.append(composed.output)
        if composed.written:
            written.add(composed.output.path)
    forget_contents()
    run.end_stage("compose")

    published = run.published.keys()
    changes = Changes(
        tuple(sorted(written - published)), tuple(sorted(written & published)), tuple(sorted(found.removed))
    )
    all_files = (published | written) - found.removed
    scanned = scan_site(run, [*unpacked(run.last.withheld), *transform.withheld], changes, all_files)
    read = read_back(run, changes, all_files, store.paths_with("static"), source_of(composition, project))
    next_site.publish(changes)
    run.end_stage("publish")
    included = json.loads(run.last.included)
    last = replace(
        run.last,
        composing_inputs=inputs.digest(included),
        scanned=scanned,
        unlogged=json.dumps(transform.unlogged(found.unlogged)),
        logged=str(transform.logged),
    )
    touched = [each.path for each in outputs]
    with recording(run, transform, changes, last, included, touched):
        store.remove_readings(old.current)
        store.put(outputs)
        store.put_contents(read)
        store.remove_outputs(found.removed)
        store.keep({**packed_digests(project, inputs.content), **packed_places(found.places)})
    return run.report(last, changes, refilled=False, composed=len(found.pages))
