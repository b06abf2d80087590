"""Shows an edited text on its own page at once, from what the last build of ``aimaq serve`` has left in memory.

Lists, feeds and neighbours follow with the next build, which uses nothing of this.
"""

import copy
import os
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from pelican.contents import Article, Content, Page
from pelican.generators import ArticlesGenerator, PagesGenerator

from aimaq.build.composition import Composition
from aimaq.pelican.log_capture import Warnings
from aimaq.pelican.reading.stored_contents import read_content
from aimaq.pelican.reading.texts import text_of
from aimaq.pelican.run import forget_contents
from aimaq.pelican.state import build_of
from aimaq.pelican.writing.composing_writer import ComposingWriter
from aimaq.pelican.writing.newsroom_writer import NewsroomWriter

__all__ = ["LivePreview"]

#: The lists of a generator of Pelican's that it would write.
_LISTS = (
    *("articles", "hidden_articles", "drafts", "drafts_translations"),
    *("pages", "hidden_pages", "draft_pages", "draft_translations"),
    *("translations", "hidden_translations"),
)
#: What has to be the same: otherwise more than the text's own page changes.
_IDENTITY = ("lang", "slug", "status", "template", "save_as", "url")


class _Generator(Protocol):
    """The part of Pelican's generators of articles and pages that is used here."""

    path: str
    context: dict[str, Any]
    settings: dict[str, Any]
    readers: Any


class LivePreview:
    """The generators of a build with the contents that they have read, and its composition."""

    def __init__(self, generators: Sequence[Any], composition: Composition, inputs: Iterable[Path]) -> None:
        """``inputs`` are the transform's own files."""
        self.articles: ArticlesGenerator = next(each for each in generators if isinstance(each, ArticlesGenerator))
        self.pages: PagesGenerator = next(each for each in generators if isinstance(each, PagesGenerator))
        self.composition = composition
        self.inputs = frozenset(path.resolve() for path in inputs)
        composition.clear()

    def holds_after(self, changed: Iterable[Path]) -> bool:
        """Return whether only content is among the files that have changed."""
        content = Path(self.articles.path).resolve()
        return all(path.is_relative_to(content) and path not in self.inputs for path in changed)

    def preview(self, changed: Iterable[Path]) -> dict[str, bytes]:
        """Return the pages of the changed texts, by their paths below the output folder.

        None for a text that is new, has moved, is no longer published or has a problem: the build reports that.
        """
        found: dict[str, bytes] = {}
        with Warnings() as warnings:
            for path in changed:
                pages = self._pages_of(path)
                if not warnings.records:
                    found.update(pages)
                warnings.records.clear()
        return found

    def _pages_of(self, path: Path) -> Mapping[str, bytes]:
        name = os.path.relpath(path, self.articles.path)
        content = self.articles.context["generated_content"].get(name)
        if not isinstance(content, Article | Page) or content.status != "published" or not path.is_file():
            return {}
        generator: Any = self.articles if isinstance(content, Article) else self.pages
        if not _renew(content, name, generator):
            return {}
        found: dict[str, bytes] = {}

        def keep(path: str, data: bytes) -> tuple[bytes, bool]:
            found[path] = data
            return b"", True

        one = copy.copy(generator)
        one.__dict__.update({name: [] for name in _LISTS if hasattr(one, name)})
        build = build_of(generator.settings)
        writer_class = ComposingWriter
        if build.site:
            build.site, writer_class = build.site.with_text(text_of(content)), NewsroomWriter
        writer = writer_class(generator.output_path, generator.settings)
        if isinstance(content, Article):
            one.articles = [content]
            one.generate_articles(partial(writer.write_file, relative_urls=generator.settings["RELATIVE_URLS"]))
        else:
            one.pages = [content]
            one.generate_output(writer)
        try:
            for _ in self.composition.compose(self.composition.jobs, (), keep):
                pass
        finally:
            self.composition.jobs.clear()
        return found


def _renew(content: Content, name: str, generator: _Generator) -> bool:
    """Read a content again into the same object, which lists hold; return whether it can be shown."""
    problems = build_of(generator.settings).findings.problems
    new = read_content(generator, type(content), name)
    if problems or not new.is_valid() or any(getattr(new, each) != getattr(content, each) for each in _IDENTITY):
        problems.clear()
        return False
    new.translations = content.translations
    content.__dict__ = {**content.__dict__, **new.__dict__}
    forget_contents()
    content.refresh_metadata_intersite_links()
    return True
