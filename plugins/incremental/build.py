"""One build: read, compose and publish what has changed; if only a transform's inputs have, just finish anew."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from support.problems import Problem, ProblemsFound

from .inputs import digest_files, digest_of, versions
from .lock import locked
from .settings import check_settings, plain_settings
from .store import Output, Store
from .transform import Identity, Transform, load_transform
from .trees import Changes, Trees

__all__ = ["Report", "build"]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did.

    ``composed`` counts the pages that were rendered and ``finished`` the files that were only finished anew;
    ``refilled`` says that Pelican was not even asked. ``changes`` are those of the site. ``seconds`` is the
    whole time; ``stages`` maps each stage to its share.
    """

    refilled: bool
    composed: int
    finished: int
    changes: Changes
    seconds: float
    stages: Mapping[str, float] = field(default_factory=dict)


def build(
    project: Path,
    *,
    output: Path,
    cache: Path,
    conf: str = "pelicanconf.py",
    overrides: Mapping[str, Any] | None = None,
    fresh: bool = False,
) -> Report:
    """Build the site of ``project`` into ``output``; ``cache`` is a folder that may be deleted at any time.

    ``overrides`` are settings that go before those of the file ``conf``; ``fresh`` trusts nothing of the last build.
    Raises ``ProblemsFound`` with every problem; then ``output`` is as it was. Two builds at once wait for each other.
    """
    project, output = project.resolve(), output.resolve()
    settings = {**plain_settings(project, conf), **(overrides or {})}
    check_settings(settings, project, conf)
    known = (cache / "store.sqlite").exists()
    _refuse_dangerous(output, [project, *_folders(project, settings)], known=known)
    with locked(cache / "lock"):
        if fresh:
            for leftover in cache.glob("store.sqlite*"):
                leftover.unlink()
        with Store.open(cache / "store.sqlite") as store:
            return _Build(project, output, cache, conf, dict(overrides or {}), store).run(settings)


class _Build:
    """The steps of one build, in order."""

    def __init__(
        self, project: Path, output: Path, cache: Path, conf: str, overrides: dict[str, Any], store: Store
    ) -> None:
        self.project, self.cache, self.conf, self.overrides, self.store = project, cache, conf, overrides, store
        self.trees = Trees(output)
        self.started = self.last = time.monotonic()
        self.stages: dict[str, float] = {}

    def run(self, settings: Mapping[str, Any]) -> Report:
        """Refill if that is enough, else compose."""
        transform, broken = _transform(self.project, settings)
        groups = _inputs(self.project, self.conf, settings, transform)
        about = self.store.about()
        published = self.store.output_keys()
        known = published if about.get("trees") == self.trees.identity() and self._has_all(published) else {}
        plain = json.dumps(settings, default=str, sort_keys=True)
        code = digest_of(self.project, groups["code"], plain, versions())
        base = digest_of(self.project, groups["theme"], code, transform.shape)
        whole = digest_of(self.project, {**groups["content"], **groups["templates"]}, base)
        self._stage("look")
        changed = _changed(self.store.state(), transform.state)
        if known and not broken and about.get("inputs") == whole:
            return self._refill(transform, changed, about)
        return self._compose(transform, broken, known, changed, code=code, base=base, whole=whole, groups=groups)

    def _refill(self, transform: Transform, changed: set[str], about: dict[str, str]) -> Report:
        """Finish the files anew that depend on what has changed; Pelican is not even imported."""
        finished = _finish(transform, self.store.using(changed)) if changed else {}
        self._stage("fill")
        written = {path: data for path, data in finished.items() if not self._same(path, data)}
        changes = self._publish(written, Changes(changed=tuple(sorted(written))))
        self.store.keep_state(transform.state)
        self.store.tell({**about, "trees": self.trees.identity()})
        return self._report(True, 0, len(finished), changes)

    def _compose(
        self,
        transform: Transform,
        broken: ProblemsFound | None,
        known: dict[str, str],
        changed: set[str],
        *,
        code: str,
        base: str,
        whole: str,
        groups: Mapping[str, dict[str, bytes]],
    ) -> Report:
        # Imported here because finishing anew must not wait for Pelican.
        from .composition import Composition
        from .reading import Reading
        from .run import run_pelican

        staged = self.cache / "staged"
        shutil.rmtree(staged, ignore_errors=True)
        composition = Composition(transform, base, str(self.project))
        reading = Reading(self.store, code, groups["content"], self.project)
        settings = {
            **self.overrides,
            "OUTPUT_PATH": str(staged),
            "PROJECT": str(self.project),
            "INCREMENTAL_COMPOSITION": composition,
            "INCREMENTAL_READING": reading,
        }
        try:
            run_pelican(self.project, self.conf, settings)
            if broken:
                raise broken
        except ProblemsFound as found:
            shutil.rmtree(staged, ignore_errors=True)
            raise ProblemsFound([*found.problems, *(broken.problems if broken else ())]) from None
        self._stage("pelican")
        self._distrust()
        if known:
            self.trees.catch_up(self.store.stale())
        else:
            self.trees.make_idle()
        again = composition.changed(known)
        outputs: list[Output] = []
        written: set[str] = set()
        try:
            for composed in composition.compose(again, self._write):
                outputs.append(composed.output)
                if composed.written:
                    written.add(composed.output.path)
        except ProblemsFound:
            shutil.rmtree(staged, ignore_errors=True)
            raise
        self._stage("compose")
        kept = known.keys() - set(again)
        refilled = _finish(transform, (row for row in self.store.using(changed) if row[0] in kept))
        written.update(path for path, data in refilled.items() if self._write(path, data))
        static = {path.relative_to(staged).as_posix(): path for path in staged.rglob("*") if path.is_file()}
        for path, file in static.items():
            if not self._same(path, file.read_bytes()):
                self.trees.move(file, path)
                written.add(path)
        shutil.rmtree(staged, ignore_errors=True)
        before = known.keys() or self.trees.files()
        now = composition.jobs.keys() | static.keys()
        removed = before - now
        for path in removed:
            self.trees.drop(path)
        changes = Changes(tuple(sorted(written - before)), tuple(sorted(written & before)), tuple(sorted(removed)))
        self._stage("fill")
        changes = self._publish({}, changes)
        self.store.keep_readings(reading.fresh, reading.current)
        self.store.put(outputs)
        self.store.put(Output(path, "static") for path in static if known.get(path) != "static")
        self.store.remove(self.store.output_keys().keys() - now)
        self.store.keep_state(transform.state)
        self.store.tell({"inputs": whole, "trees": self.trees.identity()})
        self._stage("store")
        return self._report(False, len(again), len(refilled), changes)

    def _publish(self, files: Mapping[str, bytes], changes: Changes) -> Changes:
        """Write the files into the idle tree and make it the site, unless nothing has changed."""
        if changes:
            if files:
                self._distrust()
                self.trees.catch_up(self.store.stale())
            for path, data in files.items():
                self.trees.write(path, data)
            self.trees.exchange((*changes.added, *changes.changed))
        self.store.keep_stale(changes.paths if changes else self.store.stale())
        self._stage("publish")
        return changes

    def _distrust(self) -> None:
        """Forget the last build: if this one does not come to its end, the idle tree holds what nobody published."""
        self.store.forget()

    def _write(self, path: str, data: bytes) -> bool:
        """Write a file into the idle tree, unless the site has it with these bytes; tell whether it was written."""
        if self._same(path, data):
            return False
        self.trees.write(path, data)
        return True

    def _same(self, path: str, data: bytes) -> bool:
        """Tell whether the site has the file with these bytes."""
        try:
            with open(f"{self.trees.site}/{path}", "rb", buffering=0) as stream:
                return stream.read() == data
        except FileNotFoundError:
            return False

    def _has_all(self, published: Iterable[str]) -> bool:
        """Tell whether every file that the last build published is still there."""
        return all(os.path.exists(f"{self.trees.site}/{path}") for path in published)

    def _stage(self, name: str) -> None:
        now = time.monotonic()
        self.stages[name] = round(self.stages.get(name, 0.0) + now - self.last, 3)
        self.last = now

    def _report(self, refilled: bool, composed: int, finished: int, changes: Changes) -> Report:
        return Report(refilled, composed, finished, changes, time.monotonic() - self.started, self.stages)


def _transform(project: Path, settings: Mapping[str, Any]) -> tuple[Transform, ProblemsFound | None]:
    """Load the transform. If its data are broken, compose all the same, to find what else there is to mend."""
    try:
        return load_transform({**settings, "PROJECT": str(project)}), None
    except ProblemsFound as found:
        return Identity(), found


def _inputs(project: Path, conf: str, settings: Mapping[str, Any], transform: Transform) -> dict[str, dict[str, bytes]]:
    """Return the digests of all files that the site is made from, in the groups that matter to different steps."""
    content, theme, *plugins = _folders(project, settings)
    settings_files = [project / name for name in dict.fromkeys(("pelicanconf.py", conf))]
    themes, inside = digest_files([theme]), f"{theme / 'templates'}{os.sep}"
    return {
        "code": digest_files([*plugins, *settings_files]),
        "templates": {path: digest for path, digest in themes.items() if path.startswith(inside)},
        "theme": {path: digest for path, digest in themes.items() if not path.startswith(inside)},
        "content": digest_files([content], without=transform.inputs),
    }


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    """Return the keys that are new, gone or different."""
    return {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}


def _finish(transform: Transform, texts: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """Return the finished files; raise ``ProblemsFound`` once, with the problems of all of them."""
    finished: dict[str, bytes] = {}
    problems: list[Problem] = []
    for path, text in texts:
        try:
            finished[path] = transform.finish(text).encode()
        except ProblemsFound as found:
            problems.extend(found.problems)
    if problems:
        raise ProblemsFound(problems)
    return finished


def _folders(project: Path, settings: Mapping[str, Any]) -> list[Path]:
    """Return the folders that a site is made from: content, theme, plugins."""
    return [project / path for path in (settings["PATH"], settings["THEME"], *settings.get("PLUGIN_PATHS", ()))]


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
