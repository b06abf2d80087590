"""Hands the views of the newsroom's site to the pages that Pelican's own generators write."""

from typing import Any

from pelican.contents import Article, Page

from aimaq.newsroom.model.site import Site
from aimaq.newsroom.output.json_ld import structured_page, structured_story
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
