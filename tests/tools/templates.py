"""Which pages stand for which template: one address for each template and edition.

The articles are chosen by what they show, so that every component is looked at: the one with most figures,
the one that another language lacks, and so on. The list is derived from the built site alone.
"""

import re

from tools.built import LANGUAGES, PREFIXES, ROOT, Page, Site

_PATTERNS = {
    "home": "/{p}",
    "section": "/{p}news/",
    "archive": "/{p}archive/",
    "archive-year": "/{p}archive/2023/",
    "archive-month": "/{p}archive/2023/07/",
    "topics": "/{p}topics/",
    "search": "/{p}search/",
    "corrections": "/{p}corrections/",
    "page": "/{p}about/",
    "figures": "/{p}figures/",
    "people": "/{p}people/",
    "empty-section": "/{p}events/",
    "press-kit": "/{p}press-kit/",
    "dashboard": "/{p}indicators/",
    "api": "/{p}api/",
    "log": "/{p}log/",
    "log-page": "/{p}log/1/",
    "not-found": "/{p}404.html",
}
TEMPLATES = (
    "home",
    "section",
    "archive",
    "archive-year",
    "archive-month",
    "topics",
    "topic",
    "search",
    "corrections",
    "people",
    "empty-section",
    "article",
    "page",
    "figures",
    "press-kit",
    "dashboard",
    "api",
    *(("log", "log-page") if (ROOT / "content/data/figures.log.jsonl").exists() else ()),
    "indicator",
    "person",
    "not-found",
)


def example(site: Site, template: str, lang: str) -> Page:
    """The page to look at; AssertionError if the site has none."""
    prefix = PREFIXES[lang]
    if template in _PATTERNS:
        address = _PATTERNS[template].format(p=prefix)
        assert address in site.by_address, f"no page at {address} for the template {template}"
        return site.by_address[address]
    folder = {"article": "news", "indicator": "indicators", "person": "people", "topic": "topics"}[template]
    pattern = re.compile(rf"/{prefix}{folder}/(?!page/)[^/]+/")
    pages = [page for page in site.pages if pattern.fullmatch(page.address)]
    assert pages, f"no page like /{prefix}{folder}/…/ for the template {template}"
    return max(pages, key=lambda page: (len(page.root.xpath("//data[@data-indicator]")), page.address))


def cases() -> list[tuple[str, str]]:
    """Every (template, language)."""
    return [(template, lang) for template in TEMPLATES for lang in LANGUAGES]
