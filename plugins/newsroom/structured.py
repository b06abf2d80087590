"""JSON-LD with the vocabulary of schema.org, for search engines and archives."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from .editions import Edition

if TYPE_CHECKING:
    from .config import Newsroom

__all__ = ["structured_article", "structured_home", "structured_page"]


def structured_article(article: Any, edition: Edition, room: Newsroom) -> Markup:
    """Return NewsArticle and BreadcrumbList. Slots in titles and summaries pass through unchanged."""
    url = edition.site_url + article.address
    catalog = room.catalogs[edition.lang]
    news: dict[str, Any] = {
        "@type": "NewsArticle",
        "@id": url,
        "mainEntityOfPage": url,
        "headline": article.title,
        "description": article.summary,
        "inLanguage": edition.lang,
        "datePublished": article.published_iso,
        "articleSection": catalog.gettext(article.section.label),
        "publisher": organization(edition),
    }
    if article.modified_moment:
        news["dateModified"] = article.modified_moment
    if article.correction_comments is not None:
        news["correction"] = article.correction_comments
    if article.topics:
        news["keywords"] = article.topics
    if article.sources:
        news["citation"] = [
            {
                "@type": "CreativeWork",
                "name": source.title,
                "url": source.url,
                **({"datePublished": source.date.isoformat()} if source.date else {}),
            }
            for source in article.sources
        ]
    news.update(_translations(article, edition, room))
    trail = [
        (edition.site_name, edition.absolute()),
        (catalog.gettext(article.section.label), edition.site_url + article.section.address),
        (article.title, url),
    ]
    return script([news, breadcrumbs(trail)])


def structured_page(page: Any, edition: Edition) -> Markup:
    """Return WebPage and BreadcrumbList."""
    url = edition.site_url + page.address
    web_page = {"@type": "WebPage", "@id": url, "name": page.title, "inLanguage": edition.lang}
    if page.summary:
        web_page["description"] = page.summary
    if page.correction_comments is not None:
        web_page["correction"] = page.correction_comments
    return script([web_page, breadcrumbs([(edition.site_name, edition.absolute()), (page.title, url)])])


def structured_home(edition: Edition) -> Markup:
    """Return WebSite and its publisher."""
    site = {
        "@type": "WebSite",
        "@id": f"{edition.absolute()}#website",
        "name": edition.site_name,
        "description": edition.tagline,
        "url": edition.absolute(),
        "inLanguage": edition.lang,
        "publisher": organization(edition),
    }
    return script([site])


def organization(edition: Edition) -> dict[str, Any]:
    """Return the institution under its name in the edition's language; one ``@id`` for all of them."""
    return {
        "@type": "Organization",
        "@id": f"{edition.site_url}/#organization",
        "name": edition.site_name,
        "url": f"{edition.site_url}/",
    }


def breadcrumbs(trail: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": {"@type": "WebPage", "@id": url}}
            for position, (name, url) in enumerate(trail, 1)
        ],
    }


def script(graph: list[dict[str, Any]]) -> Markup:
    """Return JSON for a script element, which no text in it can end (HTML, 4.12.1.3)."""
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def _translations(article: Any, edition: Edition, room: Newsroom) -> dict[str, Any]:
    """Return how the versions belong together: the default edition's is the work, the others translate it."""
    others = [version for version in article.versions if version.lang != edition.lang]
    if edition.lang == room.default_lang:
        works = [{"@type": "NewsArticle", "@id": version.url, "inLanguage": version.lang} for version in others]
        return {"workTranslation": works} if works else {}
    for version in others:
        if version.lang == room.default_lang:
            return {"translationOfWork": {"@type": "NewsArticle", "@id": version.url, "inLanguage": version.lang}}
    return {}
