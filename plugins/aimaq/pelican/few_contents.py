"""Pelican's generators of articles and pages with only those contents that are asked for, at any size of the site."""

import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from pelican.contents import Article, Content, Page, Static
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator

from aimaq.pelican.log_capture import Warnings
from aimaq.pelican.reading.stored_contents import read_content
from aimaq.pelican.reading.stored_readings import Reading
from aimaq.pelican.run import forget_contents, open_pelican
from aimaq.pelican.state import KEY, Build
from aimaq.pelican.writing.newsroom_writer import NewsroomWriter
from aimaq.settings.pelican_settings import PelicanSettings

__all__ = ["FewContents"]


class _Found(dict[str, Content | None]):
    """Contents by their paths, each found when Pelican first looks for it: a text that another one links to."""

    def __init__(self, find: Callable[[str], Content | None]) -> None:
        super().__init__()
        self._find = find

    def get(self, name: str, default: Content | None = None) -> Content | None:
        """Return the content at a path below the content folder."""
        if name not in self:
            self[name] = self._find(name)
        found = self[name]
        return default if found is None else found


class FewContents:
    """The contents of a site that are asked for, as a whole run of Pelican would have them."""

    def __init__(
        self, build: Build, conf: str, settings: PelicanSettings, reading: Reading, warnings: Warnings
    ) -> None:
        """``settings`` are those of the file ``conf``, which ``build`` belongs to."""
        self.reading, self._folders = reading, build.settings.article_paths
        # The generators look for no files by themselves.
        own = {**settings, KEY: build, "ARTICLE_PATHS": [], "PAGE_PATHS": []}
        pelican = open_pelican(build.project, conf, own, warnings)
        forget_contents()
        self._contents = _Found(self._content)
        self.context: dict[str, object] = {
            **pelican.settings,
            "generated_content": self._contents,
            "static_content": _Found(self._static),
            "static_links": set(),
            "localsiteurl": pelican.settings["SITEURL"],
        }
        folders = {"path": pelican.path, "theme": pelican.theme, "output_path": pelican.output_path}
        self.articles, self.pages = (
            kind(context=self.context, settings=pelican.settings, **folders)
            for kind in (ArticlesGenerator, PagesGenerator)
        )
        self.settings, self.output_path = pelican.settings, pelican.output_path

    def read(self, names: Iterable[str]) -> list[Content]:
        """Return the contents of these files (paths below the content folder), from the store if they are known."""
        names = list(names)
        for kind, generator in ((Article, self.articles), (Page, self.pages)):
            own = [name for name in names if self._kind(name) is kind and name not in self._contents]
            self.reading.prepare(generator, kind, own)
            self._contents.update((name, read_content(generator, kind, name)) for name in own)
        return [content for name in names if (content := self._contents[name]) is not None]

    def restore(self, names: Iterable[str], reading: Reading) -> list[Content]:
        """Return the contents of these files as ``reading`` knows them from the store, without those that it lacks."""
        self._contents.update((name, reading.restored(self._generator(name), self._kind(name), name)) for name in names)
        return [content for name in names if (content := self._contents[name]) is not None]

    def forget(self, names: Iterable[str]) -> None:
        """Forget the contents of these files, which are read again."""
        for name in names:
            del self._contents[name]

    def writer(self) -> NewsroomWriter:
        """Return a writer of the pages of this site."""
        return NewsroomWriter(self.output_path, self.settings)

    def write_page(self, content: Content, writer: NewsroomWriter) -> None:
        """Write a content's own page, as Pelican's generators do."""
        if isinstance(content, Article):
            self.articles.articles = [content]
            self.articles.generate_articles(partial(writer.write_file, relative_urls=self.settings["RELATIVE_URLS"]))
        else:
            self.pages.pages = [content]
            self.pages.generate_output(writer)

    def _kind(self, name: str) -> type[Content]:
        kind: type[Content] = Article if any(name.startswith(f"{folder}/") for folder in self._folders) else Page
        return kind

    def _generator(self, name: str) -> Generator:
        return self.articles if self._kind(name) is Article else self.pages

    def _content(self, name: str) -> Content | None:
        """Return a text that another one links to."""
        if not name.endswith(".md") or not Path(self.articles.path, name).is_file():
            return None
        kind, generator = self._kind(name), self._generator(name)
        self.reading.prepare(generator, kind, [name])
        return read_content(generator, kind, name)

    def _static(self, name: str) -> Content | None:
        """Return a file that a text links to."""
        if not os.path.isfile(os.path.join(self.articles.path, name)):
            return None
        found: Content = self.articles.readers.read_file(
            base_path=self.articles.path, path=name, content_class=Static, fmt="static", context=self.context
        )
        return found
