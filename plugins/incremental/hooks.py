"""Where this plugin meets Pelican's signals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican import signals

from .composition import Composition
from .transform import load_transform
from .writer import ComposingWriter

__all__ = ["connect"]


def connect() -> None:
    """Connect each hook; connecting one twice changes nothing."""
    signals.initialized.connect(_prepare)
    signals.get_writer.connect(_writer)
    signals.finalized.connect(_finish)


def _active(pelican: Any) -> bool:
    # Signals are the process's, not the site's: a site without this plugin may be built after one with it.
    return "incremental" in pelican.settings["PLUGINS"]


def _prepare(pelican: Any) -> None:
    # `incremental.build` brings its own, to keep what is pending; under the `pelican` command there is none yet.
    if _active(pelican) and "INCREMENTAL_COMPOSITION" not in pelican.settings:
        pelican.settings["INCREMENTAL_COMPOSITION"] = Composition(load_transform(pelican.settings))


def _writer(pelican: Any) -> type[ComposingWriter] | None:
    return ComposingWriter if _active(pelican) else None


def _finish(pelican: Any) -> None:
    if _active(pelican):
        pelican.settings["INCREMENTAL_COMPOSITION"].finish(Path(pelican.output_path))
