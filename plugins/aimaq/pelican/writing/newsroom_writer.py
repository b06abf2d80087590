"""Hands the views of the newsroom's site to the pages that Pelican's own generators write."""

from collections.abc import Iterable
from typing import Any

from pelican.contents import Article, Page
from pelican.generators import Generator

from aimaq.newsroom.model.site import Site
from aimaq.newsroom.output.json_ld import structured_page, structured_story
from aimaq.newsroom.output.pages import CachedFile, DeferredText, RenderedPage, TextFile, WrittenFile
from aimaq.pelican.state import build_of
from aimaq.pelican.writing.composing_writer import ComposingWriter

__all__ = ["NewsroomWriter"]


class NewsroomWriter(ComposingWriter):
    """Adds to an article's context its ``story``, to a page's its ``text``, and to both what every page has.

    Pelican's own ``article`` and ``page`` stay in the context for other plugins' templates.
    """

    def write_file(self, name: str, template: Any, context: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        """Compose a page as Pelican's writer does."""
        site = build_of(self.settings).site
        assert site is not None, "generators have finished before anything is written"
        content = kwargs.get("article") or kwargs.get("page")
        own: dict[str, object] = {"site": site.view, "alternates": (), "structured": ""}
        if isinstance(content, Article | Page) and "edition" not in kwargs:
            own |= _context_of(site, content)
        super().write_file(name, template, context, *args, **{**own, **kwargs})

    def write_all(self, files: Iterable[WrittenFile], generator: Generator) -> None:
        """Write files of the newsroom's; pages have the templates and the context of a generator."""
        for file in files:
            match file:
                case RenderedPage(path, template, own):
                    self.write_file(
                        path, generator.env.get_template(template), generator.context, **dict[str, Any](own)
                    )
                case TextFile(path, text):
                    self.write_text(path, text)
                case DeferredText(path, key, create):
                    self.write_text_of(path, key, create)
                case CachedFile(path, key, create):
                    self.write_cached(path, key, create)


def _context_of(site: Site, content: Article | Page) -> dict[str, object]:
    edition = site.newsroom.editions[content.lang]
    if isinstance(content, Article):
        story = site.stories[content.slug][content.lang]
        structured = structured_story(story, site.newsroom)
        return _shared(story.versions, story.address, edition, structured) | {"story": story}
    page = site.pages[content.slug][content.lang]
    structured = structured_page(page, edition)
    return _shared(page.versions, page.address, edition, structured) | {"text": page}


def _shared(versions: object, address: str, edition: object, structured: str) -> dict[str, object]:
    return {"alternates": versions, "page_address": address, "edition": edition, "structured": structured}
