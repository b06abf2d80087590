"""Hooks of the incremental build: cached readers, our writer, and composing at the end of Pelican's own run."""

from functools import partial
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.contents import Article, Page
from pelican.generators import ArticlesGenerator
from pelican.readers import MarkdownReader

from aimaq.base.files.public_modes import make_public
from aimaq.pelican.active import uses
from aimaq.pelican.member_lists import give_member_lists
from aimaq.pelican.reading.cached_readers import ReusingMarkdownReader
from aimaq.pelican.state import build_of, ensure_build
from aimaq.pelican.writing.composing_writer import ComposingWriter

__all__ = ["connect"]


def connect() -> None:
    """Connect each hook; connecting one twice changes nothing."""
    signals.initialized.connect(_prepare)
    signals.readers_init.connect(_reuse_markdown)
    signals.article_generator_pretaxonomy.connect(_send_restored)
    signals.article_generator_finalized.connect(_find_at_once)
    signals.page_generator_finalized.connect(_send_restored)
    signals.article_generator_init.connect(_read)
    signals.page_generator_init.connect(_read)
    signals.get_writer.connect(_writer)
    signals.finalized.connect(_finish)


_active = partial(uses, part="incremental")


def _prepare(pelican: Any) -> None:
    if _active(pelican.settings):
        ensure_build(pelican.settings)


def _reuse_markdown(readers: Any) -> None:
    if _active(readers.settings):
        for ending, reader in readers.reader_classes.items():
            if reader is MarkdownReader:
                readers.reader_classes[ending] = ReusingMarkdownReader


def _send_restored(generator: Any) -> None:
    if _active(generator.settings) and (reading := build_of(generator.settings).reading):
        reading.send_restored(generator)


def _find_at_once(generator: ArticlesGenerator) -> None:
    if _active(generator.settings):
        give_member_lists(generator)


def _read(generator: Any) -> None:
    settings = generator.settings
    if _active(settings) and (reading := build_of(settings).reading):
        kind, name = (Article, "ARTICLE") if isinstance(generator, ArticlesGenerator) else (Page, "PAGE")
        names = generator.get_files(settings[f"{name}_PATHS"], exclude=settings[f"{name}_EXCLUDES"])
        reading.prepare(generator, kind, names)


def _writer(pelican: Any) -> type[ComposingWriter] | None:
    return ComposingWriter if _active(pelican.settings) and not uses(pelican.settings, "newsroom") else None


def _finish(pelican: Any) -> None:
    build = build_of(pelican.settings) if _active(pelican.settings) else None
    if build and build.standalone and (composition := build.composition):
        for _ in composition.compose(composition.jobs, composition.files, partial(_write, Path(pelican.output_path))):
            pass
        make_public(Path(pelican.output_path))


def _write(folder: Path, path: str, data: bytes) -> tuple[bytes, bool]:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return b"", True
