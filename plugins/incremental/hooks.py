"""Where this plugin meets Pelican's signals."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.readers import MarkdownReader

from .composition import Composition
from .reading import Reading, ReusingMarkdownReader
from .transform import load_transform
from .writer import ComposingWriter

__all__ = ["connect"]


def connect() -> None:
    """Connect each hook; connecting one twice changes nothing."""
    signals.initialized.connect(_prepare)
    signals.readers_init.connect(_reuse_markdown)
    signals.article_generator_init.connect(_read_articles)
    signals.page_generator_init.connect(_read_pages)
    signals.get_writer.connect(_writer)
    signals.finalized.connect(_finish)


def _active(settings: dict[str, Any]) -> bool:
    # Signals are the process's, not the site's: a site without this plugin may be built after one with it.
    return "incremental" in settings["PLUGINS"]


def _prepare(pelican: Any) -> None:
    # `incremental.build` brings its own; under the `pelican` command there is nothing to compare with.
    if _active(pelican.settings) and "INCREMENTAL_COMPOSITION" not in pelican.settings:
        pelican.settings["INCREMENTAL_COMPOSITION"] = Composition(load_transform(pelican.settings))
        pelican.settings["INCREMENTAL_ALONE"] = True


def _reuse_markdown(readers: Any) -> None:
    if _active(readers.settings):
        for ending, reader in readers.reader_classes.items():
            if reader is MarkdownReader:
                readers.reader_classes[ending] = ReusingMarkdownReader


def _read_articles(generator: Any) -> None:
    _read(generator, "ARTICLE")


def _read_pages(generator: Any) -> None:
    _read(generator, "PAGE")


def _read(generator: Any, kind: str) -> None:
    settings = generator.settings
    reading: Reading | None = settings.get("INCREMENTAL_READING")
    if reading and _active(settings):
        names = generator.get_files(settings[f"{kind}_PATHS"], exclude=settings[f"{kind}_EXCLUDES"])
        paths = [os.path.abspath(os.path.join(generator.path, name)) for name in names]
        reading.prepare(generator.readers, paths, settings)


def _writer(pelican: Any) -> type[ComposingWriter] | None:
    return ComposingWriter if _active(pelican.settings) else None


def _finish(pelican: Any) -> None:
    if pelican.settings.get("INCREMENTAL_ALONE"):
        composition: Composition = pelican.settings["INCREMENTAL_COMPOSITION"]
        for composed in composition.compose(composition.jobs):
            path = Path(pelican.output_path, composed.output.path)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(composed.finished)
