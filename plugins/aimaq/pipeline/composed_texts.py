"""The composed texts of the last build, without a build."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aimaq.base.files.lock import locked
from aimaq.build.file_digests import FileDigests
from aimaq.build.inputs import Inputs
from aimaq.build.store import Store, UnusableStore, unpack_text
from aimaq.build.transform import load_transform
from aimaq.pipeline.project import CONF
from aimaq.pipeline.steps.checked_settings import checked_values, typed_settings

__all__ = ["composed_texts"]


def composed_texts(
    project: Path,
    *,
    cache: Path,
    keys: Iterable[str],
    overrides: Mapping[str, Any] | None = None,
    wait: bool = True,
) -> dict[str, str] | None:
    """Return, by its path, the composed text of each file that depends on one of the transform's ``keys``.

    None if no build is in ``cache``, if what it composed its pages from has changed since, or if there is a build at
    work that this is not to ``wait`` for. Pelican is not imported.
    Raises ``ProblemsFound`` as ``build`` does.
    """
    if not (cache / "store.sqlite").exists():
        return None
    project, now = project.resolve(), datetime.now(UTC)
    values = checked_values(project, CONF, overrides)
    transform = load_transform(typed_settings(values, project), now)
    try:
        with locked(cache / "lock", wait=wait), Store.open(cache / "store.sqlite") as store:
            last, digests = store.last_build(), FileDigests(store.file_digests())
            inputs = Inputs.of(project, CONF, values, digests, now, last).for_composing(transform)
            if not inputs.are_those_of(last):
                return None
            return {path: unpack_text(packed) for path, packed in store.texts(store.using(keys))}
    except (UnusableStore, BlockingIOError):
        return None  # the next build reports it
