"""A saved web page as a text: finds its article, cleans it, and reports everything around it."""

from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Final

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from aimaq.base.languages.messages import tr
from aimaq.importing.convert import html_tree
from aimaq.importing.convert.cleaning import block_kind, clean, drop_block, is_button, is_discussion
from aimaq.importing.convert.field_words import field_line
from aimaq.importing.convert.html_tree import BLOCKS, is_empty, visible_text
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
#: Letters of the shortest text that counts as a sentence.
_MIN_SENTENCE: Final = 20
_WHOLE: Final = ("body", "html", "[document]")
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


def _sentences(tag: Tag) -> Iterator[tuple[Tag, int]]:
    """Yield the parts of an element's text that are long enough for sentences: the block of each, and its letters.

    Pages by hand have their paragraphs in blocks of any name, or divided by line breaks; links are no prose.
    """
    for text in tag.find_all(string=True):
        length = len(" ".join(text.split())) if type(text) is NavigableString else 0
        if length < _MIN_SENTENCE:
            continue
        around = list(takewhile(lambda each: each is not tag.parent, text.parents))
        if not any(each.name in ("a", "noscript", "title", "button", "option") for each in around):
            yield next((each for each in around if each.name in BLOCKS - {"br"}), tag), length


def _prose(tag: Tag) -> int:
    """Return how many letters of sentences an element has."""
    return sum(length for _, length in _sentences(tag))


class _Blocks:
    """Knows which elements of a page stand in a block that is no part of an article.

    A block with at least half of the page's text is the article, under any class; but what is plainly
    called comments may be longer than the article.
    """

    def __init__(self, soup: BeautifulSoup) -> None:
        self._discussions = {id(tag) for tag in soup.find_all(True) if tag.name not in _WHOLE and is_discussion(tag)}
        prose = [
            length
            for block, length in _sentences(soup)
            if not any(id(each) in self._discussions for each in (block, *block.parents))
        ]
        self.half = sum(prose) / 2
        self._known: dict[int, bool] = {}

    def is_inside(self, tag: Tag) -> bool:
        for each in (tag, *tag.parents):
            if id(each) not in self._known:
                named = each.name not in _WHOLE and block_kind(each) != ""
                self._known[id(each)] = id(each) in self._discussions or (named and _prose(each) < self.half)
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
    blocks_of_text: dict[int, list[tuple[Tag, int]]] = {}
    for block, length in _sentences(body):
        blocks_of_text.setdefault(id(block), []).append((block, length))
    scores: dict[int, tuple[int, Tag]] = {}
    for parts in blocks_of_text.values():
        block = parts[0][0]
        # A block with several parts holds paragraphs that line breaks divide; one with a single part is a paragraph.
        is_paragraph = block.name == "p" or (len(parts) == 1 and block.find("br") is None)
        holder = block.parent if is_paragraph and block is not body else block
        if is_paragraph and block.name in ("li", "dd", "dt") and holder is not None and holder is not body:
            holder = holder.parent
        if holder is not None and not blocks.is_inside(block):
            length, _ = scores.get(id(holder), (0, holder))
            scores[id(holder)] = (length + sum(each for _, each in parts), holder)
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
            if field_line(node) == title:
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
