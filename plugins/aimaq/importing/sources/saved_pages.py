"""A saved web page as a text: finds its article, cleans it, and reports everything around it."""

from pathlib import Path
from typing import Final

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from aimaq.base.languages.messages import tr
from aimaq.importing.convert import html_tree
from aimaq.importing.convert.cleaning import block_kind, clean, drop_block, is_button, is_discussion
from aimaq.importing.convert.html_tree import is_empty, text_line, visible_text
from aimaq.importing.convert.normalising import normalise
from aimaq.importing.options import ImportOptions, ImportSite
from aimaq.importing.report import Outcome, SourceReport, shortened
from aimaq.importing.sources.dates import find_date
from aimaq.importing.sources.languages import (
    LETTERS_TO_CONTRADICT,
    MIN_LETTERS,
    language_by_letters,
    language_of_address,
    stated_language,
)
from aimaq.importing.sources.page_metadata import PageMetadata, read_metadata
from aimaq.importing.sources.section_mapping import SectionMapping, report_author
from aimaq.importing.sources.source_text import SourceText, slug_from

__all__ = ["read_page"]

#: Where templates of press sites, of WordPress and of its AMP plugin put an article, the surest first.
_ARTICLES: Final = (
    '[itemprop="articleBody"]',
    *(".amp-wp-article-content", ".amp-post-content", ".entry-content", ".post-content", ".wp-block-post-content"),
    *(".article-content", ".article-body", ".article__text", ".news-detail", "article", "main", '[role="main"]'),
)
_BLOCKS_BY_TAG: Final = {"header": "navigation", "footer": "navigation", "aside": "widget"}
#: An element that holds one of these is reported part by part.
_DIVISIBLE: Final = ["nav", "header", "footer", "aside", "form", "div", "section", "ul", "h1"]


def read_page(
    path: Path, options: ImportOptions, site: ImportSite, mapping: SectionMapping, report: SourceReport
) -> SourceText | None:
    """Return a saved page's article, or None after reporting why there is none."""
    try:
        html, guessed = html_tree.decode(path.read_bytes())
    except html_tree.Undecodable as error:
        report.lost("page", "", str(error))
        return None
    if guessed:
        report.changed("encoding", guessed, tr("the page does not state its encoding correctly; this one fits"))
    soup = html_tree.parse(html)
    if why := html_tree.too_deep(soup):
        report.lost("page", "", why)
        return None
    if words := html_tree.unparsed_words(html, soup):
        report.lost("text", f"“{shortened(words)}”", tr("the page is too malformed to be read here"))
    metadata = read_metadata(soup, site.zone)
    body = _take_article(soup, metadata.title or metadata.window_title, report)
    if body is None:
        report.lost("page", "", tr("no article has been found in it"))
        return None
    lang = _language(body, metadata, site, report)
    title = metadata.title or path.stem
    name = f"“{shortened(title)}”"
    slug = slug_from(metadata.url, title) or slug_from("", path.stem) or "page"
    if slug in options.skip:
        report.left("page", name, tr("you asked for that"))
        return None
    if (published := metadata.date or find_date(options.date, site.zone)) is None:
        report.lost("page", name, tr("it does not state its date: give it with --date"))
        return None
    clean(body, title, report)
    normalise(body, soup)
    if is_empty(body):
        report.lost("page", name, tr("nothing is left of its text"))
        return None
    mapping.report("category", (("", section) for section in metadata.sections), report)
    mapping.report("tag", (("", tag) for tag in metadata.tags), report)
    report_author(metadata.author, report)
    terms = [("", term) for term in (*metadata.sections, *metadata.tags)]
    modified = metadata.modified
    return SourceText(
        source=report.source,
        slug=slug,
        lang=options.lang or lang or site.settings.default_lang,
        title=title,
        kind=mapping.kind_of(terms),
        body=body,
        date=published,
        modified=modified if modified and modified > published and modified.date() <= site.today else None,
        summary=metadata.summary,
        topics=mapping.topics_of(terms),
        draft=published.date() > site.today,
        url=metadata.url,
        urls=metadata.urls,
        translations=" ".join(metadata.alternates) if len(metadata.alternates) > 1 else "",
    )


def _take_article(soup: BeautifulSoup, title: str, report: SourceReport) -> Tag | None:
    """Take the article out of a page and report what stands around it; None if the page has no text."""
    article = _find_article(soup)
    if article is None or not visible_text(article).strip():
        return None
    sure = article.name == "article" or article in soup.select(", ".join(_ARTICLES))
    article.extract()
    rest = _prose(soup.body) if soup.body else 0
    if rest > _prose(article):
        why = tr("more text stands around it than in it: see that it is the article, and what has been left out")
        report.lost("article", f"“{shortened(visible_text(article))}”", why)
        sure = False
    _report_surroundings(soup, title, sure, report)
    return article


def _prose(tag: Tag) -> int:
    """Return how many letters of paragraphs an element has, without those of links."""
    return sum(
        len(text_line(each)) - sum(len(text_line(link)) for link in each.find_all("a")) for each in tag.find_all("p")
    )


class _Blocks:
    """Knows which elements of a page stand in a block that is no part of an article.

    A block with at least half of the page's text is the article, under any class; but what is plainly
    called comments may be longer than the article.
    """

    def __init__(self, soup: BeautifulSoup) -> None:
        self.half = _prose(soup) / 2
        self._known: dict[int, bool] = {}

    def is_inside(self, tag: Tag) -> bool:
        for each in (tag, *tag.parents):
            if id(each) not in self._known:
                named = each.name not in ("body", "html", "[document]") and block_kind(each) != ""
                self._known[id(each)] = named and (is_discussion(each) or _prose(each) < self.half)
            if self._known[id(each)]:
                return True
        return False


def _find_article(soup: BeautifulSoup) -> Tag | None:
    """Return the element that holds the article: the one named as templates do, or the one with most paragraphs."""
    blocks = _Blocks(soup)
    for selector in _ARTICLES:
        found = [tag for tag in soup.select(selector) if visible_text(tag).strip() and not blocks.is_inside(tag)]
        if not found:
            continue
        best = max(found, key=lambda tag: len(visible_text(tag)))
        # The head of the article, with its picture and its lead, stands beside its text.
        whole = best.find_parent("article")
        return whole if whole is not None and len(whole.select(selector)) == 1 else best
    body = soup.body
    if body is None:
        return None
    scores: dict[int, tuple[int, Tag]] = {}
    for paragraph in body.find_all("p"):
        parent = paragraph.parent
        if parent is not None and not blocks.is_inside(parent):
            length, _ = scores.get(id(parent), (0, parent))
            links = sum(len(link.get_text()) for link in paragraph.find_all("a"))
            scores[id(parent)] = (length + len(paragraph.get_text()) - links, parent)
    return max(scores.values(), key=lambda score: score[0])[1] if scores else body


def _report_surroundings(soup: BeautifulSoup, title: str, sure: bool, report: SourceReport) -> None:
    """Report what stands around the article. If the article had to be guessed, unknown blocks are losses."""
    outcome, why = Outcome.LEFT if sure else Outcome.LOST, tr("it stands outside of the article")
    waiting = list(reversed(list(soup.body.children))) if soup.body else []
    while waiting:
        node = waiting.pop()
        if not isinstance(node, Tag):
            if type(node) is NavigableString and (text := shortened(node)):
                report.add("text", f"“{text}”", outcome, why)
        elif node.name in ("script", "style", "template", "link", "meta", "noscript", "svg"):
            continue
        elif kind := block_kind(node) or _BLOCKS_BY_TAG.get(node.name, ""):
            drop_block(node, kind, report)
        elif not is_button(node) and node.find(_DIVISIBLE) is not None:
            waiting += reversed(list(node.children))
        elif text := shortened(visible_text(node)):
            if text_line(node) == title:
                report.left("title", f"“{text}”", tr("it stands in the field of this name"))
            elif is_button(node):
                drop_block(node, "button", report)
            else:
                report.add("text", f"<{node.name}> “{text}”", outcome, why)


def _language(body: Tag, metadata: PageMetadata, site: ImportSite, report: SourceReport) -> str:
    """Return the language that the page states, unless many letters are those of another one; "" if unknown."""
    languages = site.languages
    stated = stated_language(metadata.lang, languages) or language_of_address(metadata.url, languages)
    needed = LETTERS_TO_CONTRADICT if stated else MIN_LETTERS
    found = language_by_letters(visible_text(body), languages, needed, metadata.title)
    if stated and found and stated != found:
        why = tr("the page states it, but its letters are those of %(found)s, which is used", found=found)
        report.changed("language", f'"{metadata.lang}"', why)
    return found or stated
