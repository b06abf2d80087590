"""One article in the form that each generator reads, and the data file that its figures come from."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from aimaq.figures.text.markers import MARKER, Figure, parse_marker

from .corpus import Article
from .figures import Figures

__all__ = [
    "FORMS",
    "KINDS",
    "Form",
    "eleventy",
    "hugo",
    "hugo_newsroom",
    "newsroom",
    "pelican_with_markers",
    "pelican_without",
]

#: The kinds of story of the corpus.
KINDS = ("news", "briefing", "release")


@dataclass(frozen=True, slots=True)
class Form:
    """How a generator wants its content.

    ``article`` returns the file's name below the content folder and its text; ``data`` the text of the file that
    holds the figures, "" where figures can only be typed into the articles.
    """

    article: Callable[[Article, Figures], tuple[str, str]]
    data: Callable[[Figures], str]


def pelican_with_markers(article: Article, figures: Figures) -> tuple[str, str]:
    """Return the article for Aimaq's plugins under Pelican's own reader: markers in body and title."""
    return _pelican(article)


def pelican_without(article: Article, figures: Figures) -> tuple[str, str]:
    """Return the article for stock Pelican, which has no way to put data into Markdown: figures are typed."""
    return _pelican(_converted(article, figures, lambda body: _plain(body, article, figures)))


def hugo(article: Article, figures: Figures) -> tuple[str, str]:
    """Return the article for Hugo: a shortcode in the body; a title cannot hold one."""
    fields = {
        "title": _with_plain_title(article, figures).title,
        "date": f"{article.moment:%Y-%m-%dT%H:%M:%S}Z",
        "lang": article.lang,
        "description": article.summary,
        "slug": article.slug,
        "sections": [article.section],
        "tags": list(article.tags),
        "archive": [str(article.moment.year)],
    }
    return f"news/{article.slug}.md", _yaml(fields) + _for_hugo(article, figures)


def hugo_newsroom(article: Article, figures: Figures) -> tuple[str, str]:
    """Return the article for Hugo with the product's kinds of files: in its language's edition, in sections by kind."""
    kind = KINDS[len(article.slug) % 3]
    fields = {
        "title": _with_plain_title(article, figures).title,
        "date": f"{article.moment:%Y-%m-%dT%H:%M:%S}Z",
        "description": article.summary,
        "slug": article.slug,
        "kind": kind,
        "sections": [*dict.fromkeys(("news", kind))],
        "topics": list(article.tags),
        "archive": [str(article.moment.year)],
        "months": [f"{article.moment:%Y-%m}"],
        "sources": [{"title": "Example", "url": "https://example.com/"}],
    }
    return f"news/{article.slug}.{article.lang}.md", _yaml(fields) + _for_hugo(article, figures)


def _for_hugo(article: Article, figures: Figures) -> str:
    def shortcode(body: str) -> str:
        key, name = _key_and_form(body)
        return f'{{{{< fig "{key}" "{name}" >}}}}' if name else _plain(body, article, figures)

    return _converted(article, figures, shortcode).body


def eleventy(article: Article, figures: Figures) -> tuple[str, str]:
    """Return the article for Eleventy: a shortcode over its global data."""

    def shortcode(body: str) -> str:
        key, name = _key_and_form(body)
        known = f'{{% fig indicators, "{key}", "{article.lang}", "{name}" %}}'
        return known if name else _plain(body, article, figures)

    fields = {
        "title": _with_plain_title(article, figures).title,
        "date": f"{article.moment:%Y-%m-%dT%H:%M:%S}Z",
        "lang": article.lang,
        "summary": article.summary,
        "section": article.section,
        "tags": list(article.tags),
    }
    return f"news/{article.slug}.md", _yaml(fields) + _converted(article, figures, shortcode).body


def newsroom(article: Article, figures: Figures) -> tuple[str, str]:
    """Return the article as an editor of the product writes it."""
    fields = {
        "title": article.title,
        "date": f"{article.moment:%Y-%m-%d %H:%M}",
        "kind": KINDS[len(article.slug) % 3],
        "topics": list(article.tags),
        "summary": article.summary,
        "sources": [{"title": "Example", "url": "https://example.com/"}],
    }
    return f"news/{article.slug}.{article.lang}.md", _yaml(fields) + article.body


def _pelican(article: Article) -> tuple[str, str]:
    head = (
        f"Title: {article.title}\nDate: {article.moment:%Y-%m-%d %H:%M}\nSlug: {article.slug}\nLang: {article.lang}\n"
        f"Category: {article.section}\nTags: {', '.join(article.tags)}\nSummary: {article.summary}\n"
    )
    return f"news/{article.slug}.md", f"{head}\n{article.body}"


def _yaml(fields: Mapping[str, object]) -> str:
    # JSON is YAML: quotes and lists come out right.
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items())
    return f"---\n{''.join(lines)}---\n\n"


def _converted(article: Article, figures: Figures, marker: Callable[[str], str]) -> Article:
    body = MARKER.sub(lambda match: marker(match[0][2:-2].strip()), article.body)
    return replace(_with_plain_title(article, figures), body=body)


def _with_plain_title(article: Article, figures: Figures) -> Article:
    title = MARKER.sub(lambda match: _plain(match[0][2:-2].strip(), article, figures), article.title)
    return replace(article, title=title)


def _plain(body: str, article: Article, figures: Figures) -> str:
    return figures.plain(body, article.lang, article.moment.date().isoformat())


def _key_and_form(body: str) -> tuple[str, str]:
    """Return the key and the name of the form; "" for a pinned value, which no other generator can look up."""
    figure = parse_marker(body)
    assert isinstance(figure, Figure)
    if figure.at:
        return figure.key, ""
    return figure.key, "-".join(part for part in (figure.show, figure.case) if part) or "nominative"


def _none(figures: Figures) -> str:
    return ""


FORMS = {
    "aimaq": Form(pelican_with_markers, lambda figures: figures.text),
    "pelican": Form(pelican_without, _none),
    "hugo": Form(hugo, lambda figures: figures.peers_text),
    "hugo-newsroom": Form(hugo_newsroom, lambda figures: figures.peers_text),
    "eleventy": Form(eleventy, lambda figures: figures.peers_text),
    "newsroom": Form(newsroom, lambda figures: figures.text),
}
