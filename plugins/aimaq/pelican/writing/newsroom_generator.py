"""Builds the newsroom's site from what Pelican has read, and writes what belongs to an edition as a whole."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from pelican.contents import Content
from pelican.generators import Generator

from aimaq.base.files.package_files import PACKAGE, THEME
from aimaq.base.problems import Problem
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.corrections.texts import corrections_of
from aimaq.newsroom.editorial.as_of import without_later_links
from aimaq.newsroom.media.framings import read_framings
from aimaq.newsroom.media.library import Library
from aimaq.newsroom.model.site import SHARE, Site, build_site
from aimaq.newsroom.output.pages import addresses, pages
from aimaq.newsroom.settings import Newsroom
from aimaq.newsroom.theme.environment import digest_of_templates, template_problems
from aimaq.pelican.active import uses
from aimaq.pelican.reading.texts import texts_of
from aimaq.pelican.state import Build, build_of
from aimaq.pelican.writing.newsroom_writer import NewsroomWriter

__all__ = ["EditionsGenerator"]


class EditionsGenerator(Generator):  # type: ignore[misc]  # Pelican ships no types
    """Runs after Pelican's generators of articles and pages, whose contents it takes from the shared context.

    The pages that another plugin writes come into the sitemap if the setting SITEMAP_CONTEXT names the
    variable of the context in which it lists them: one iterable a page, of objects with ``lang`` and a
    root-relative ``address``.
    """

    def generate_context(self) -> None:
        """Build the model of the site; note what is wrong with it, and which addresses are going to be written."""
        build, newsroom = self._build, self._newsroom
        build.texts = _texts(self.context["generated_content"], newsroom)
        build.findings.drafts.update((newsroom.shown(text.source_path), text) for text in build.texts if text.draft)
        framings, faults = read_framings(newsroom.content, newsroom.shown(newsroom.content))
        build.findings.problems.extend(faults)
        digests = build.reading.digests if build.reading else {}
        library = Library(newsroom.content, framings, digests, build.cache)
        library.examine_all(newsroom.settings.static_paths)  # each is published, whether a text names it or not
        built = build_site(
            build.texts,
            newsroom,
            corrections_of(newsroom, with_figures=build.has_figures),
            library,
            shares=SHARE in self.settings.get("INCREMENTAL_DRAWN", {}),
            has_figures=build.has_figures,
            has_log=build.figures is not None and build.figures.log is not None,
        )
        build.site = built.site
        build.findings.problems.extend(built.problems)
        build.findings.moments.extend(built.moments)
        build.addresses.update(addresses(built.site))
        build.findings.problems.extend(self._template_problems())

    def generate_output(self, writer: NewsroomWriter) -> None:
        """Write everything, edition by edition."""
        build, site = self._build, self._site
        others = (
            {each.lang: each.address for each in page}
            for name in self._newsroom.settings.sitemap_context
            for page in self.context.get(name, ())
        )
        writer.write_all(pages(site, build.pictures, others, build.cache, build.unit_words), self)

    @property
    def _build(self) -> Build:
        return build_of(self.settings)

    @property
    def _newsroom(self) -> Newsroom:
        newsroom = self._build.newsroom
        assert newsroom is not None, "the generator runs only where the newsroom has been read"
        return newsroom

    @property
    def _site(self) -> Site:
        site = self._build.site
        assert site is not None, "contexts are generated before anything is written"
        return site

    def _template_problems(self) -> list[Problem]:
        """Return what is wrong with the templates; those that were found right are not checked again."""
        composition, cache = self._build.composition, self._build.cache
        digest = digest_of_templates(self.env) if composition and not self._build.standalone else None
        # They also depend on catalogues, plugins and versions, as every page does.
        checked = f"templates\0{composition.base}\0{digest}" if composition and digest else ""
        key = hashlib.blake2b(checked.encode(), digest_size=20).hexdigest()
        if checked and cache.get(key) is not None:
            return []
        problems = template_problems(self.env, self._newsroom, self._modules())
        if checked and not problems:
            cache.put(key, b"right")
        return problems

    def _modules(self) -> Iterator[Path]:
        """Yield the Python files of other plugins, and for a theme of the site's own those of this package's in use.

        They translate messages too; catalogues of the package have those of its own files.
        """
        package, figures = PACKAGE, uses(self.settings, "indicators")
        if self._newsroom.theme != THEME:
            yield from (path for path in package.rglob("*.py") if figures or package / "figures" not in path.parents)
        for folder in self.settings["PLUGIN_PATHS"]:
            for name in self.settings["PLUGINS"]:
                yield from (self._newsroom.settings.project / folder / name).rglob("*.py")


def _texts(contents: Mapping[str, Content | None], newsroom: Newsroom) -> list[Text]:
    """Return the texts of Pelican's contents, on the site of an earlier day without links to what was not there yet."""
    texts = texts_of(contents.values())
    if newsroom.as_of is None:
        return texts
    known = without_later_links(texts, newsroom)
    for content, text in zip((each for each in contents.values() if each is not None), known, strict=True):
        content._content = text.body  # from which Pelican makes the HTML
    return known
