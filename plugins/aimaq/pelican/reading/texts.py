"""Pelican's contents as the newsroom's texts."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any, Final

from pelican.contents import Article, Content

from aimaq.figures.text.quotations import Quotations
from aimaq.newsroom.content.text import Text

__all__ = ["text_of", "texts_of"]

#: Fields of front matter whose values a text takes over, and those that Pelican or another plugin may have changed.
_GIVEN: Final = (
    frozenset(field.name for field in fields(Text))
    - {"html", "body", "address"}
    - {field.name for field in fields(Quotations)}
)


def texts_of(contents: Iterable[Content | None]) -> list[Text]:
    """Return the texts of Pelican's contents; it keeps None for a file that it has passed over."""
    return [text_of(content) for content in contents if content is not None]


def text_of(content: Content) -> Text:
    """Return what a content file has given; its links are resolved when its HTML is asked for."""
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in content.metadata.items()
        if name in _GIVEN and value is not None
    }
    moment: datetime | None = getattr(content, "date", None)
    given |= {
        "title": content.title,
        "date": moment,
        "lang": content.lang,
        "slug": content.slug,
        "status": content.status,
        "hold": content.metadata.get("hold"),
        "summary": content.metadata.get("summary") or "",
        "source_lines": content.metadata.get("source_lines", {}),
    }
    quoted: Quotations = content.metadata.get("quotations", Quotations())  # a site without figures quotes none
    return Text(
        source_path=content.source_path,
        is_article=isinstance(content, Article),
        address=_address(content, moment),
        body=content._content or "",
        html=lambda: str(content.content),
        figures=quoted.figures,
        quotes=quoted.quotes,
        story_figures=quoted.story_figures,
        headline_figure=quoted.headline_figure,
        charts=quoted.charts,
        **given,
    )


def _address(content: Content, moment: datetime | None) -> str:
    """Return the root-relative address; not `content.url`, which for a draft is that of Pelican's folder of drafts.

    The newsroom's settings allow no other fields in an address.
    """
    kind = "ARTICLE" if isinstance(content, Article) else "PAGE"
    pattern: str = content.settings[f"{kind}_URL" if content.in_default_lang else f"{kind}_LANG_URL"]
    return "/" + pattern.format(slug=content.slug, lang=content.lang, date=moment or datetime.min)
