"""A build in which Pelican runs: read, compose what has changed, fill, publish, record."""

import gc
import json
import shutil
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aimaq.base.languages.messages import spoken
from aimaq.base.problems import ProblemsFound, raise_any
from aimaq.build.composition import Composition
from aimaq.build.inputs import ComposingInputs
from aimaq.build.last_build import LastBuild
from aimaq.build.next_site import NextSite
from aimaq.build.site_trees import Changes
from aimaq.build.store import Output
from aimaq.build.transform import Transform
from aimaq.build.withheld_scan import packed
from aimaq.pelican.reading.stored_readings import Reading
from aimaq.pelican.run import run_pelican
from aimaq.pelican.state import KEY, Build, FaultyDrafts, Findings, build_of
from aimaq.pelican.template_visible import KINDS, is_page, names_of
from aimaq.pipeline.report import Report
from aimaq.pipeline.steps.build_run import BuildRun
from aimaq.pipeline.steps.composed_source import source_of
from aimaq.pipeline.steps.kept_site import packed_digests, packed_site
from aimaq.pipeline.steps.last_steps import TRANSFORM_FILE, due_files, recording, scan_site
from aimaq.pipeline.steps.read_back import read_back

__all__ = ["compose"]

#: How many composed texts are held in memory at once.
_BATCH = 500


def compose(
    run: BuildRun, inputs: ComposingInputs, transform: Transform, broken: ProblemsFound | None, changed: set[str]
) -> Report:
    """Compose and publish the site; ``changed`` are the transform's keys that have changed.

    Raises ``ProblemsFound``, also with those of ``broken``: why the transform could not be loaded.
    """
    with _empty_folder(run.request.cache / "staged") as staged, _without_garbage_collection():
        return _compose(staged, run, inputs, transform, broken, changed)


def _compose(
    staged: Path,
    run: BuildRun,
    inputs: ComposingInputs,
    transform: Transform,
    broken: ProblemsFound | None,
    changed: set[str],
) -> Report:
    request, store, published = run.request, run.store, run.published
    next_site = NextSite(run.trees, store, published, run.encoder)
    with next_site.updating_idle_tree():
        findings, reading, composition, generators = _read(staged, run, inputs, transform, broken)
    run.remarks.extend(findings.remarks)
    run.doubts.extend(findings.doubts)
    run.end_stage("pelican")

    keys = store.output_keys() if published else {}
    context = generators[0].context
    contents = (*context["generated_content"].values(), *context["static_content"].values())
    kept = dict(packed_digests(request.project, inputs.content))
    if site := build_of(generators[0].settings).site:
        page_texts = (name for name, each in context["generated_content"].items() if is_page(each))
        kept |= packed_site(site, composition, page_texts, request.values["PLUGINS"])
    again, files = composition.changed(keys, names_of(contents)), composition.changed_files(keys)
    static = {path.relative_to(staged).as_posix(): path for path in staged.rglob("*") if path.is_file()}
    now = composition.paths | static.keys() | transform.files.keys()
    before = published.keys() or run.trees.files()
    removed = before - now
    refilled = sorted(composition.jobs.keys() & published.keys() & set(store.using(changed)) - set(again))
    own = due_files(run, transform, changed)
    next_site.begin((*again, *files, *refilled, *static, *own, *removed))
    next_site.update_idle_tree()
    next_site.remove(removed)

    outputs: list[Output] = []
    written: set[str] = set()
    for composed in composition.compose(again, files, next_site.write):
        outputs.append(composed.output)
        if composed.written:
            written.add(composed.output.path)
        if len(outputs) == _BATCH:
            store.put(outputs)
            outputs.clear()
    run.end_stage("compose")
    finished = [each for each in next_site.finish(transform, refilled) if each.written]
    written.update(each.path for each in finished)
    for path, file in static.items():
        digest, is_new = next_site.move(file, path)
        outputs.append(Output(path, "static", digest))
        if is_new:
            written.add(path)
    for path, digest, is_new in next_site.write_files(own):
        outputs.append(Output(path, TRANSFORM_FILE, digest))
        if is_new:
            written.add(path)
    run.end_stage("fill")

    changes = Changes(tuple(sorted(written - before)), tuple(sorted(written & before)), tuple(sorted(removed)))
    scanned = scan_site(run, [*findings.withheld, *transform.withheld], changes, now)
    found = read_back(run, changes, now, static.keys(), source_of(composition, request.project))
    included = sorted(reading.included)
    last = LastBuild(
        composing_inputs=inputs.digest(included),
        included=json.dumps(included),
        compose_by=run.first_moment(moment for moment, _ in findings.moments),
        withheld=packed(findings.withheld),
        scanned=scanned,
        unlogged=json.dumps(transform.unlogged(findings.unlogged)),
        logged=str(transform.logged),
        drafts=json.dumps({address: list(map(str, found)) for address, found in findings.unfinished.items()}),
        spoken=spoken(),
    )
    next_site.publish(changes)
    run.end_stage("publish")
    with recording(run, transform, changes, last, included):
        store.remove_readings(store.reading_keys() - reading.current)
        store.put(outputs)
        store.put_contents(found)
        store.keep_only(kept)
        store.put_digests({each.path: each.digest for each in finished})
        store.remove_outputs(store.output_keys().keys() - now)
    request.shared_cache.sweep(file.key for file in composition.files.values())
    if request.session:
        request.session.keep(generators, composition)
    return run.report(last, changes, refilled=False, composed=len(again), finished=len(refilled))


def _read(
    staged: Path, run: BuildRun, inputs: ComposingInputs, transform: Transform, broken: ProblemsFound | None
) -> tuple[Findings, Reading, Composition, Sequence[Any]]:
    """Run Pelican, and once more without the drafts that a preview cannot show; return what it found and filled."""
    request, store = run.request, run.store
    set_aside: Set[tuple[str, str]] = frozenset()
    while True:
        findings = Findings(set_aside=set_aside)
        reading = Reading(store, inputs.code, inputs.content, request.project, findings.problems)
        kept, folder = reading.get_or_create, str(request.project)
        composition = Composition(transform, run.encoder, inputs.base, folder, request.shared_cache, kept, KINDS)
        try:
            generators = _run_pelican(run, staged, composition, reading, findings, broken)
        except FaultyDrafts as faulty:
            set_aside |= faulty.texts
        else:
            return findings, reading, composition, generators


def _run_pelican(
    run: BuildRun,
    staged: Path,
    composition: Composition,
    reading: Reading,
    findings: Findings,
    broken: ProblemsFound | None,
) -> Sequence[Any]:
    """Run Pelican, whose writer fills the composition; return its generators."""
    request = run.request
    cache = request.shared_cache
    build = Build(request.project, run.now, run.settings, composition, reading, cache, findings=findings)
    settings = {**request.values, "OUTPUT_PATH": str(staged), KEY: build}
    problems = list(broken.problems) if broken else []
    generators: Sequence[Any] = ()
    try:
        generators = run_pelican(request.project, request.conf, settings)
    except FaultyDrafts:
        if not broken:
            raise
    except ProblemsFound as found:
        problems += found.problems
    if reading.failure is not None:
        raise reading.failure
    raise_any(problems)
    return generators


@contextmanager
def _empty_folder(folder: Path) -> Iterator[Path]:
    """Clear the folder before and after; what Pelican copies goes there."""
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Search for no garbage: Pelican creates many objects that stay, and each search visits all of them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
