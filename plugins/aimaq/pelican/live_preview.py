"""What stays in memory after a build in a process that stays: enough to show an edited text on its own page at once.

Lists, feeds and neighbours follow with the next build, which reads everything as ever and trusts nothing of this.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from pelican.contents import Article, Content, Page
from pelican.generators import ArticlesGenerator, PagesGenerator
from pelican.plugins import signals

from aimaq.build.composition import Composition
from aimaq.pelican.log_capture import Warnings
from aimaq.pelican.reading.texts import text_of
from aimaq.pelican.run import forget_contents
from aimaq.pelican.state import build_of
from aimaq.pelican.writing.composing_writer import ComposingWriter
from aimaq.pelican.writing.newsroom_writer import NewsroomWriter

__all__ = ["Warm"]

#: What else a generator would write; the names are Pelican's.
_LISTS = (
    *("articles", "hidden_articles", "drafts", "drafts_translations"),
    *("pages", "hidden_pages", "draft_pages", "draft_translations"),
    *("translations", "hidden_translations"),
)
#: What has to be the same, or more than one page would change its place.
_IDENTITY = ("lang", "slug", "status", "template", "save_as", "url")


class _Generator(Protocol):
    """What is used here of Pelican's generators of articles and pages."""

    path: str
    context: dict[str, Any]
    settings: dict[str, Any]
    readers: Any


class Warm:
    """The generators of a build that has composed, with all that they had read; and its composition."""

    def __init__(self, generators: Sequence[Any], composition: Composition, inputs: Iterable[Path]) -> None:
        """``inputs`` are the transform's own files."""
        self.articles: ArticlesGenerator = next(each for each in generators if isinstance(each, ArticlesGenerator))
        self.pages: PagesGenerator = next(each for each in generators if isinstance(each, PagesGenerator))
        self.composition = composition
        self.inputs = frozenset(path.resolve() for path in inputs)
        composition.jobs.clear()
        composition.files.clear()

    def holds_after(self, changed: Iterable[Path]) -> bool:
        """Tell whether nothing but content is among the files that have changed."""
        content = Path(self.articles.path).resolve()
        return all(path.is_relative_to(content) and path not in self.inputs for path in changed)

    def preview(self, changed: Iterable[Path]) -> dict[str, bytes]:
        """Return the pages of the texts among these files, as they now are, by their paths below the output folder.

        A text has none that is new, has moved, is no longer published or has a problem: that is for the build to say.
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
    """Read a content again, into the very object that lists and other contents hold; return whether it is still fit."""
    problems = build_of(generator.settings).findings.problems
    preread, context = _SIGNALS[type(content)]
    new = generator.readers.read_file(
        base_path=generator.path,
        path=name,
        content_class=type(content),
        context=generator.context,
        preread_signal=preread,
        preread_sender=generator,
        context_signal=context,
        context_sender=generator,
    )
    if problems or not new.is_valid() or any(getattr(new, each) != getattr(content, each) for each in _IDENTITY):
        problems.clear()
        return False
    new.translations = content.translations
    content.__dict__ = {**content.__dict__, **new.__dict__}
    forget_contents()
    content.refresh_metadata_intersite_links()
    return True


_SIGNALS = {
    Article: (signals.article_generator_preread, signals.article_generator_context),
    Page: (signals.page_generator_preread, signals.page_generator_context),
}
