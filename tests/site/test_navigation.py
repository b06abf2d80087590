"""How far it is: every section of an edition is three clicks from every page."""

import pytest

from tools.built import LANGUAGES, PREFIXES, Site

#: What a reader may look for, wherever it is that they have come.
SECTIONS = (
    "",
    "news/",
    "search/",
    "topics/",
    "archive/",
    "people/",
    "indicators/",
    "corrections/",
    "contacts/",
    "api/",
)
FAR = 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_section_is_more_than_three_clicks_away(site: Site, lang: str) -> None:
    """By the links of the built pages, breadth first, from each page: sections, and all stories from the home page."""
    pages = {page.address: page for page in site.pages if page.lang == lang}
    links = {
        address: {href for href in page.root.xpath("//body//a/@href") if href in pages}
        for address, page in pages.items()
    }
    wanted = {f"/{PREFIXES[lang]}{path}" for path in SECTIONS}
    assert wanted <= pages.keys()
    for start in pages:
        missing = wanted - reached(start, links)
        assert not missing, f"from {start}: {sorted(missing)}"
    home = reached(f"/{PREFIXES[lang]}", links)
    # A section in which nothing stands yet is offered nowhere.
    offered = {address for address, page in pages.items() if not page.root.xpath('head/meta[@content="noindex"]')}
    far = offered - home
    assert not far, f"further than {FAR} clicks from the home page: {sorted(far)}"


def reached(start: str, links: dict[str, set[str]]) -> set[str]:
    """The pages that are at most so many clicks away."""
    found, edge = {start}, {start}
    for _ in range(FAR):
        edge = set().union(*(links[address] for address in edge)) - found
        found |= edge
    return found
