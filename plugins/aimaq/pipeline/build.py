"""One build, to be read from top to bottom: check the settings, digest the inputs, then refill or compose.

Where only the transform's own inputs have changed (the ledger), files are filled again from their composed texts, and
Pelican is not imported. Where nothing has changed, nothing else is loaded.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from aimaq.base.files.cache import Cache
from aimaq.base.files.lock import locked
from aimaq.base.files.public_modes import public_umask
from aimaq.base.files.replaced_folders import check_place, files_below, recorded_files, refuse_foreign, shown_in
from aimaq.base.languages.messages import tr
from aimaq.base.problems import ProblemsFound
from aimaq.build.file_digests import is_from_the_future
from aimaq.build.inputs import input_folders
from aimaq.build.manifest import manifest_paths
from aimaq.build.site_trees import Changes
from aimaq.build.store import Store, UnusableStore
from aimaq.build.transform import Identity, Transform, load_transform
from aimaq.pipeline.report import Report
from aimaq.pipeline.session import Session
from aimaq.pipeline.steps.build_run import BuildRequest, BuildRun
from aimaq.pipeline.steps.checked_settings import checked_values

__all__ = ["build"]


def build(
    project: Path,
    *,
    output: Path,
    cache: Path,
    conf: str = "pelicanconf.py",
    overrides: Mapping[str, Any] | None = None,
    fresh: bool = False,
    session: Session | None = None,
    check: Callable[[Mapping[str, Any]], None] = lambda values: None,
    shared_cache: Path | None = None,
    now: datetime | None = None,
    is_published: bool = True,
) -> Report:
    """Build the site of ``project`` into ``output``; ``cache`` is a folder that may be deleted at any time.

    ``overrides`` are settings that replace those of the file ``conf``, which is executed once; ``fresh`` uses nothing
    of the last build. A ``session`` keeps what this build leaves in memory. ``check`` is called with the settings'
    values before anything is read, unless nothing has changed since the last build; it may raise ``ProblemsFound``.
    ``shared_cache`` holds pictures and other expensive files, also for other sites; by default it is in ``cache``.
    ``now`` is the moment for which the site is built, by default the current one. ``is_published`` is False for a site
    whose figures are not filled in; its files are not read back.

    Raises ``ProblemsFound`` with every problem; then the site is as it was. Two builds at once wait for each other.
    """
    project, output = project.resolve(), output.resolve()
    values = checked_values(project, conf, overrides)
    path = cache / "store.sqlite"
    check_place(output, project, input_folders(project, values))
    files = Cache(shared_cache or cache / "made")
    request = BuildRequest(project, output, cache, conf, values, session, check, files, now, is_published)
    remarks: list[str] = []
    if not path.exists():  # before anything is written, since nothing is to be left behind
        _check_output(output, project, cache, files_below(output))
    with public_umask():
        output.parent.mkdir(parents=True, exist_ok=True)
    # The folders of caches keep the mode that the umask gives them: they hold what is not public yet.
    (shared_cache or cache / "made").parent.mkdir(parents=True, exist_ok=True)
    with locked(cache / "lock"), public_umask():
        if fresh:
            Store.remove(path)
        elif is_from_the_future(path):  # what was read on a later day was judged by that day
            remarks.append(tr("The clock has been set back since the last build: everything has been made anew."))
            Store.remove(path)
        while True:
            try:
                with Store.open(path) as store:
                    return _build(BuildRun(request, store, remarks))
            except UnusableStore as reason:
                if remarks:
                    raise
                remarks.append(
                    tr(
                        "The cache in %(name)s could not be used (%(reason)s) and has been made anew.",
                        name=cache.name,
                        reason=reason,
                    )
                )
                Store.remove(path)


def _build(run: BuildRun) -> Report:
    """Refill if that is enough, else compose; the two are imported only when they are needed."""
    if run.is_up_to_date:
        run.keep_digests()
        return run.report(run.last, Changes(), refilled=True)
    run.request.check(run.request.values)
    output, project = run.request.output, run.request.project
    if run.published:
        _check_output(output, project, run.request.cache, run.others)
    else:
        _check_output(output, project, run.request.cache, files_below(output), run.store.output_keys())
    transform, broken = _load_transform(run)
    inputs = run.inputs.for_composing(transform)
    has_same_inputs = inputs.are_those_of(run.last)
    run.keep_digests()
    changed = run.changed_keys(transform)
    has_other_texts = transform.has_other_texts(int(run.last.logged), json.loads(run.last.unlogged))
    if run.published and has_same_inputs and not broken and not run.must_compose and not has_other_texts:
        from aimaq.pipeline.steps.refill import refill

        return refill(run, transform, changed)
    session = run.request.session
    has_preview = session is None or session.is_live
    if run.published and has_preview and not (broken or changed or run.must_compose or has_other_texts):
        from aimaq.pipeline.steps.reword import reword

        if report := reword(run, inputs, transform):
            return report
    from aimaq.pipeline.steps.compose import compose

    return compose(run, inputs, transform, broken, changed)


def _check_output(output: Path, project: Path, cache: Path, paths: Iterable[str], stored: Collection[str] = ()) -> None:
    """Raise ``ProblemsFound`` if one of the ``paths`` in the output folder is of a file that no build has written."""
    unknown = [path for path in paths if path not in stored]
    # A site of an older version has no list of its files; a store of an older version is gone by now.
    known = manifest_paths(cache) if unknown and not recorded_files(output) else ()
    refuse_foreign(output, shown_in(project, output), unknown, known)


def _load_transform(run: BuildRun) -> tuple[Transform, ProblemsFound | None]:
    """Load the transform; if its data are broken, compose without it, to find the other problems too."""
    try:
        return load_transform(run.settings, run.now), None
    except ProblemsFound as found:
        return Identity(), found
