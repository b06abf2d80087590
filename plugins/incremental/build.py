"""One build: compose with Pelican when something that pages are made of has changed, else only finish anew."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.problems import Problem, ProblemsFound

from .composition import Composition, finish_all
from .inputs import key_of
from .lock import locked
from .publish import Changes, publish_files, publish_tree
from .settings import check_settings, plain_settings
from .store import Store
from .transform import Identity, Transform, load_transform

__all__ = ["Report", "build"]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: whether it composed (or only finished anew), the changes, and the seconds it took."""

    composed: bool
    changes: Changes
    seconds: float


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

    ``overrides`` are settings that go before those of the file ``conf``; ``fresh`` composes even when nothing has
    changed. Raises ``ProblemsFound`` with every problem; then ``output`` is as it was. Two builds at once wait for
    each other.
    """
    start = time.monotonic()
    settings = {**plain_settings(project, conf), **(overrides or {})}
    check_settings(settings, project, conf)
    _refuse_dangerous(output, [project, *_inputs(project, settings)], known=(cache / "composed.sqlite").exists())
    with locked(cache / "lock"):
        transform, broken = _transform(project, settings)
        store = Store(cache / "composed.sqlite")
        key = _key(project, conf, settings, transform, output)
        texts = dict(store.texts()) if not (fresh or broken) and store.key() == key else None
        if texts is not None and all((output / path).is_file() for path in ("index.html", *texts)):
            finished = finish_all(transform, texts)
            changes = publish_files({path: text.encode() for path, text in finished.items()}, output)
            return Report(False, changes, time.monotonic() - start)
        store.forget()
        changes, pending = _compose(project, conf, overrides or {}, transform, broken, output, cache / "staged")
        store.replace(key, pending)
        return Report(True, changes, time.monotonic() - start)


def _transform(project: Path, settings: Mapping[str, Any]) -> tuple[Transform, ProblemsFound | None]:
    """Load the transform. If its data are broken, compose all the same, to find what else there is to mend."""
    try:
        return load_transform({**settings, "PROJECT": str(project)}), None
    except ProblemsFound as found:
        return Identity(), found


def _key(project: Path, conf: str, settings: Mapping[str, Any], transform: Transform, output: Path) -> str:
    paths = [*_inputs(project, settings), *(project / name for name in dict.fromkeys(("pelicanconf.py", conf)))]
    also = json.dumps([settings, transform.shape, str(output)], default=str, sort_keys=True)
    return key_of(project, paths, without=transform.inputs, also=also)


def _compose(
    project: Path,
    conf: str,
    overrides: Mapping[str, Any],
    transform: Transform,
    broken: ProblemsFound | None,
    output: Path,
    staged: Path,
) -> tuple[Changes, dict[str, str]]:
    # Imported here because finishing anew must not wait for Pelican.
    from .run import run_pelican

    shutil.rmtree(staged, ignore_errors=True)
    composition = Composition(transform)
    settings = {
        **overrides,
        "OUTPUT_PATH": str(staged),
        "PROJECT": str(project),
        "INCREMENTAL_COMPOSITION": composition,
    }
    try:
        run_pelican(project, conf, settings)
        if broken:
            raise broken
        return publish_tree(staged, output), composition.pending
    except ProblemsFound as found:
        raise ProblemsFound([*found.problems, *(broken.problems if broken else ())]) from None
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _inputs(project: Path, settings: Mapping[str, Any]) -> list[Path]:
    """Return the folders that a site is composed from."""
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
