"""One build, to be read from top to bottom: digest the inputs, read, compose, fill, publish, remember.

Where only the transform's own inputs have changed (the ledger), files are filled again from their composed texts, and
Pelican is not imported. Where nothing has changed, nothing else is loaded.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aimaq.base.cache import Cache
from aimaq.base.lock import locked
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.base.safe_folders import check_folders
from aimaq.base.withheld import Withheld
from aimaq.build.documents import Documents
from aimaq.build.file_digests import Look, is_from_the_future
from aimaq.build.manifest import write_manifest
from aimaq.build.sources import Rest, Sources, folders, look_at
from aimaq.build.store import Output, Store, Unusable
from aimaq.build.transform import Identity, Transform, load_transform
from aimaq.build.twin_tree import Changes, Trees
from aimaq.pipeline.session import Session
from aimaq.settings.load import check_settings, plain_settings

if TYPE_CHECKING:
    from aimaq.settings.schema import Settings

__all__ = ["Report", "build", "composed_texts"]

#: How many composed texts are held in memory at once.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did.

    ``composed`` counts the pages that were rendered, ``finished`` the files that were only filled again; ``refilled``
    says that Pelican did not run. ``changes`` are those of the site. ``seconds`` is the whole time, ``stages`` maps
    each stage to its share. ``remarks`` are sentences for people.
    """

    refilled: bool
    composed: int
    finished: int
    changes: Changes
    seconds: float
    stages: Mapping[str, float] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


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
    made: Path | None = None,
    now: datetime | None = None,
) -> Report:
    """Build the site of ``project`` into ``output``; ``cache`` is a folder that may be deleted at any time.

    ``overrides`` are settings that replace those of the file ``conf``, which is executed once; ``fresh`` uses nothing
    of the last build. A ``session`` keeps what this build leaves in memory. ``check`` is called with the settings'
    values before anything is read, unless nothing has changed since the last build; it may raise ``ProblemsFound``.
    ``made`` is the cache of pictures and other expensive files, which several sites may share; without it, there is one
    in ``cache``. ``now`` is the moment for which the site is built, if it is not this one.

    Raises ``ProblemsFound`` with every problem; then the site is as it was. Two builds at once wait for each other.
    """
    project, output = project.resolve(), output.resolve()
    settings = {**plain_settings(project, conf), **(overrides or {})}
    _check_settings(settings, project, conf)
    known = (cache / "store.sqlite").exists()
    _refuse_dangerous(output, [project, *folders(project, settings)], known=known)
    path = cache / "store.sqlite"
    remarks: list[str] = []
    kept = Cache(made or cache / "made")
    with locked(cache / "lock"):
        if fresh:
            Store.remove(path)
        elif is_from_the_future(path):  # what was read on a later day was judged by that day
            remarks.append("The clock has been set back since the last build: everything has been made anew.")
            Store.remove(path)
        while True:
            try:
                with Store.open(path) as store:
                    one = _Build(project, output, cache, conf, settings, store, remarks, session, check, kept, now)
                    return one.run()
            except Unusable as reason:
                if remarks:
                    raise
                remarks.append(f"The cache in {cache.name} could not be used ({reason}) and has been made anew.")
                Store.remove(path)


def composed_texts(
    project: Path,
    *,
    cache: Path,
    keys: Iterable[str],
    conf: str = "pelicanconf.py",
    overrides: Mapping[str, Any] | None = None,
) -> dict[str, str] | None:
    """Return, by its path, the composed text of each file that depends on one of the transform's ``keys``.

    None if no build is in ``cache``, or if what it composed its pages from has changed since. Pelican is not imported.
    Raises ``ProblemsFound`` as ``build`` does.
    """
    if not (cache / "store.sqlite").exists():
        return None
    project = project.resolve()
    settings = {**plain_settings(project, conf), **(overrides or {})}
    check_settings(settings, project, conf)
    transform = load_transform(_typed(settings, project), datetime.now(UTC))
    try:
        with locked(cache / "lock"), Store.open(cache / "store.sqlite") as store:
            sources = look_at(project, conf, settings, Look(store.seen()), datetime.now(UTC)).sources(transform)
            return dict(store.texts(store.using(keys))) if sources.are_those_of(store.about()) else None
    except Unusable:
        return None  # the next build says so


class _Build:
    """The steps of one build, in order."""

    def __init__(
        self,
        project: Path,
        output: Path,
        cache: Path,
        conf: str,
        settings: Mapping[str, Any],
        store: Store,
        remarks: list[str],
        session: Session | None,
        check: Callable[[Mapping[str, Any]], None],
        made: Cache,
        now: datetime | None,
    ) -> None:
        self.project, self.cache, self.conf, self.settings, self.store = project, cache, conf, settings, store
        self.remarks, self.session, self.check, self.made = remarks, session, check, made
        self.trees = Trees(output)
        #: One moment for everything that asks what is public by now.
        self.now = now or datetime.now(UTC)
        self.started = self.last = time.monotonic()
        self.stages: dict[str, float] = {}

    def run(self) -> Report:
        """Fill again if that is enough, else compose."""
        settings = self.settings
        drawn = settings.get("INCREMENTAL_DRAWN", {})
        self.documents = Documents(drawn, lambda: self.typed, self.made)
        seen, about, published = self.store.seen(), self.store.about(), self.store.digests()
        look = Look(seen)
        try:
            files = look_at(self.project, self.conf, settings, look, self.now)
        except (OSError, RecursionError, TypeError):
            _ = self.typed  # says which setting is of the wrong type
            raise
        known = published if about.get("trees") == self.trees.identity() and self._has_all(published) else {}
        # Taken before anything else is read, so that the next build finds whatever changes from now on.
        self.rest = Rest.of(files, about)
        fill_due, compose_due = (self._has_come(about.get(name, "")) for name in ("fill_by", "compose_by"))
        if about.get("built_at", "") > self._told(self.now):  # what was public by a clock that was fast may not be
            compose_due = True
        if known and about.get("whole") == self.rest.whole and not fill_due and not compose_due:
            self.store.keep_seen(seen, look.seen)
            self._stage("look")
            return self._report(True, 0, 0, Changes())
        self.check(settings)
        transform, broken = _transform(self.typed, self.now)
        sources = files.sources(transform)
        current = sources.are_those_of(about)
        self.store.keep_seen(seen, look.seen)
        self._stage("look")
        changed = _changed(self.store.state(), transform.state)
        if known and not broken and current and not compose_due:
            return self._refill(transform, changed, known, json.loads(about["included"]))
        # What Pelican copies goes to a folder that is cleared before and after.
        staged = self.cache / "staged"
        shutil.rmtree(staged, ignore_errors=True)
        try:
            with _without_collector():
                return self._compose(staged, transform, broken, known, changed, sources)
        finally:
            shutil.rmtree(staged, ignore_errors=True)

    @cached_property
    def typed(self) -> Settings:
        """The settings, of the right types; raises ``ProblemsFound``."""
        return _typed(self.settings, self.project)

    def _refill(
        self, transform: Transform, changed: set[str], known: Mapping[str, bytes], included: Iterable[str]
    ) -> Report:
        """Finish the files anew that depend on what has changed; Pelican is not even imported."""
        from aimaq.build.next_site import Draft  # here, because a build that has nothing to do need not wait for it
        from aimaq.build.withheld_scan import unpacked

        paths = self.store.using(changed)
        draft = Draft(self.trees, self.store, known, self.documents)
        draft.begin(paths)
        finished = draft.finish(transform, paths)
        self._stage("fill")
        written = {each.path: each.digest for each in finished if each.written}
        changes = Changes(changed=tuple(sorted(written)))
        about = self.store.about()
        secrets = self._scan([*unpacked(about.get("withheld", "")), *transform.withheld], changes, known, about)
        draft.publish(changes)
        self._stage("publish")
        with self._remembering(changes):
            self.store.put_digests(written)
            if changes:
                self.store.keep_stale(changes.paths)
            self.store.keep_state(transform.state)
            at_rest = self.rest.told((*map(str, transform.inputs), *included))
            due = {
                "built_at": self._told(self.now),
                "fill_by": self._first(transform.moments),
                "scanned": secrets,
            }
            self.store.tell({**about, "trees": self.trees.identity(), **at_rest, **due})
        self._stage("store")
        return self._report(True, 0, len(finished), changes)

    def _compose(
        self,
        staged: Path,
        transform: Transform,
        broken: ProblemsFound | None,
        known: Mapping[str, bytes],
        changed: set[str],
        sources: Sources,
    ) -> Report:
        # Imported here because finishing anew must not wait for Pelican.
        from aimaq.build.composition import Composition
        from aimaq.build.next_site import Draft
        from aimaq.build.withheld_scan import packed
        from aimaq.pelican.reading.stored_readings import Reading
        from aimaq.pelican.run import run_pelican
        from aimaq.pelican.seen import KINDS, names_of
        from aimaq.pelican.state import KEY, Build, Findings

        findings = Findings()
        reading = Reading(self.store, sources.code, sources.content, self.project, findings.problems)
        composition = Composition(
            transform, self.documents, sources.base, str(self.project), self.made, reading.remember, KINDS
        )
        shared = Build(self.project, self.now, self.typed, composition, reading, self.made, findings=findings)
        settings = {**self.settings, "OUTPUT_PATH": str(staged), KEY: shared}
        draft = Draft(self.trees, self.store, known, self.documents)
        try:
            with draft.catching_up():
                generators = run_pelican(self.project, self.conf, settings)
            if broken:
                raise broken
        except ProblemsFound as found:
            if reading.failure is None:
                raise ProblemsFound([*found.problems, *(broken.problems if broken else ())]) from None
        if reading.failure is not None:
            raise reading.failure
        self.remarks.extend(findings.remarks)
        self._stage("pelican")
        keys = self.store.output_keys() if known else {}
        context = generators[0].context
        contents = (*context["generated_content"].values(), *context["static_content"].values())
        again, files = composition.changed(keys, names_of(contents)), composition.changed_files(keys)
        static = {path.relative_to(staged).as_posix(): path for path in staged.rglob("*") if path.is_file()}
        now = composition.paths | static.keys()
        before = known.keys() or self.trees.files()
        removed = before - now
        refilled = sorted(composition.jobs.keys() & known.keys() & set(self.store.using(changed)) - set(again))
        draft.begin((*again, *files, *refilled, *static, *removed))
        draft.catch_up()
        draft.remove(removed)
        outputs: list[Output] = []
        written: set[str] = set()
        for composed in composition.compose(again, files, draft.write):
            outputs.append(composed.output)
            if composed.written:
                written.add(composed.output.path)
            if len(outputs) == _BATCH:
                self.store.put(outputs)
                outputs.clear()
        self._stage("compose")
        finished = [each for each in draft.finish(transform, refilled) if each.written]
        written.update(each.path for each in finished)
        for path, file in static.items():
            digest, new = draft.move(file, path)
            outputs.append(Output(path, "static", digest))
            if new:
                written.add(path)
        self._stage("fill")
        changes = Changes(tuple(sorted(written - before)), tuple(sorted(written & before)), tuple(sorted(removed)))
        secrets = self._scan([*findings.withheld, *transform.withheld], changes, now, self.store.about())
        draft.publish(changes)
        self._stage("publish")
        included = sorted(reading.included)
        with self._remembering(changes):
            if changes:
                self.store.keep_stale(changes.paths)
            self.store.forget_readings(self.store.known_readings() - reading.current)
            self.store.put(outputs)
            self.store.put_digests({each.path: each.digest for each in finished})
            self.store.remove_outputs(self.store.output_keys().keys() - now)
            self.store.keep_state(transform.state)
            self.store.tell(
                {
                    "inputs": sources.whole(included),
                    "included": json.dumps(included),
                    "trees": self.trees.identity(),
                    "built_at": self._told(self.now),
                    "compose_by": self._first(moment for moment, _ in findings.moments),
                    "fill_by": self._first(transform.moments),
                    "withheld": packed(findings.withheld),
                    "scanned": secrets,
                    **self.rest.told((*map(str, transform.inputs), *included)),
                }
            )
        self.made.sweep(file.key for file in composition.files.values())
        self._stage("store")
        if self.session:
            self.session.keep(generators, composition)
        return self._report(False, len(again), len(refilled), changes)

    def _scan(
        self, secrets: Sequence[Withheld], changes: Changes, files: Iterable[str], about: Mapping[str, str]
    ) -> str:
        """Look for what must not be published yet in the next site, before it is; return what was looked for."""
        if not secrets:
            return ""
        from aimaq.build.withheld_scan import packed, scan

        changed = {*changes.added, *changes.changed}
        site, new = str(self.trees.site), str(self.trees.idle)
        scan(site, new, changed, set(files) - changed, secrets, about.get("scanned", ""))
        self._stage("scan")
        return packed(secrets)

    def _has_come(self, moment: str) -> bool:
        return bool(moment) and datetime.fromisoformat(moment) <= self.now

    def _first(self, moments: Iterable[datetime]) -> str:
        """Return the first of the moments that are yet to come; "" if there is none."""
        first = min((moment for moment in moments if moment > self.now), default=None)
        return self._told(first) if first else ""

    def _told(self, moment: datetime) -> str:
        """Return the moment as a text that sorts by time."""
        return moment.astimezone(UTC).isoformat(timespec="microseconds")

    @contextmanager
    def _remembering(self, changes: Changes) -> Iterator[None]:
        """Keep what is known of the site, all or nothing. It is published, so a full disk stops nobody any more."""
        try:
            yield
            # Before the store is kept: a build that is struck down here is not known to the next one, which writes it.
            write_manifest(self.cache, self.store.digests(), changes)
            self.store.keep()
        except (sqlite3.Error, OSError) as error:
            self.store.drop(error)
            self.remarks.append(f"The cache could not be written ({error}): the next build makes it anew.")

    def _has_all(self, published: Iterable[str]) -> bool:
        """Tell whether every file that the last build published is still there."""
        try:
            for path in published:
                os.stat(f"{self.trees.site}/{path}")
        except OSError:
            return False
        return True

    def _stage(self, name: str) -> None:
        now = time.monotonic()
        self.stages[name] = round(self.stages.get(name, 0.0) + now - self.last, 3)
        self.last = now

    def _report(self, refilled: bool, composed: int, finished: int, changes: Changes) -> Report:
        return Report(
            refilled, composed, finished, changes, time.monotonic() - self.started, self.stages, tuple(self.remarks)
        )


@contextmanager
def _without_collector() -> Iterator[None]:
    """Search for no garbage: Pelican makes a great many objects that stay, and each search looks at all of them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _check_settings(values: Mapping[str, Any], project: Path, conf: str) -> None:
    """Raise ``ProblemsFound`` for settings that no build can do with, and for what a newsroom's folders cannot hold.

    Done before a link in those folders is followed.
    """
    try:
        check_settings(values, project, conf)
        if _is_newsroom(values):
            check_folders(values, project)
    except (ProblemsFound, TypeError):
        _typed(values, project)  # says which setting is of the wrong type
        raise


def _typed(values: Mapping[str, Any], project: Path) -> Settings:
    from aimaq.settings.read import read_settings  # here, because a build that has nothing to do need not wait for it

    return read_settings(values, project)


def _is_newsroom(values: Mapping[str, Any]) -> bool:
    return "aimaq" in values.get("PLUGINS", ())


def _transform(settings: Settings, now: datetime) -> tuple[Transform, ProblemsFound | None]:
    """Load the transform. If its data are broken, compose all the same, to find what else there is to mend."""
    try:
        return load_transform(settings, now), None
    except ProblemsFound as found:
        return Identity(), found


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    """Return the keys that are new, gone or different."""
    return {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}


def _refuse_dangerous(output: Path, inputs: list[Path], *, known: bool) -> None:
    """A build replaces the whole output folder: it must not be one that holds anything but a site.

    ``known`` tells that an earlier build was into this folder.
    """
    project, *folders = inputs
    message = ""
    if project.is_relative_to(output) or any(
        folder.is_relative_to(output) or output.is_relative_to(folder) for folder in folders
    ):
        message = "the output folder would take the place of the project's own files"
    elif output.exists() and not output.is_dir():
        message = "the output folder is a file"
    elif (output / ".git").exists():
        message = "the output folder is a Git repository"
    elif not known and output.exists() and any(output.iterdir()) and not (output / "index.html").is_file():
        message = "the output folder holds files that are not a site's (there is no index.html)"
    if message:
        shown = output.relative_to(project) if output.is_relative_to(project) else output
        raise ProblemsFound([Problem(shown.as_posix(), message, hint="choose another one with --output")])
