"""Every value that a site publishes, compared with its log: open data, pages, feeds."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit
from xml.etree.ElementTree import ParseError

from aimaq.verify.comparisons import Comparison, disagreeing
from aimaq.verify.log.logged_figures import Logged
from aimaq.verify.places import Place
from aimaq.verify.values.addresses import Addresses, addresses_in, entries_in, is_key
from aimaq.verify.values.feed_values import PageDigits, check_item, digits_of, is_feed, read_feed
from aimaq.verify.values.html_text import HtmlText, read_html
from aimaq.verify.values.open_data_files import (
    CATALOGUE,
    check_catalogue,
    check_csv,
    check_indicator,
    check_linked,
    check_live,
    check_picture,
    parse_json,
    stated_releases,
)
from aimaq.verify.values.page_values import check_page, check_text
from aimaq.verify.values.release_checks import release_compared
from aimaq.verify.values.xml_text import read_xml

__all__ = ["check_values", "releases_compared"]

_JSON: Final = "values in JSON"
_FILES: Final = "api/indicators"
_LIVE: Final = "api/live/"
_HISTORIES: Final = {"json": _JSON, "csv": "values in CSV", "jsonld": "values in JSON-LD"}
_GONE: Final = ("removed",)
_SITEMAPS: Final = 1000


@dataclass(frozen=True, slots=True)
class _Site:
    """A site to check: its place, its log, its addresses, and the paths of its files where they can be listed."""

    place: Place
    logged: Logged
    addresses: Addresses
    catalogue: object = None
    listed: frozenset[str] | None = None


def check_values(place: Place, logged: Logged) -> Iterator[Comparison]:
    """Yield everything that was compared; raise ``PlaceError`` where the place cannot be read."""
    data = place.read(CATALOGUE)
    catalogue: object = None
    if data is not None:
        try:
            catalogue = parse_json(data)
            yield from check_catalogue(CATALOGUE, catalogue, logged)
        except ValueError as error:
            yield disagreeing(_JSON, CATALOGUE, "", "it is no JSON", str(error))
    elif logged.figures:
        yield disagreeing(_JSON, CATALOGUE, "", "there is none", "the log has figures, and their list is there")
    listed = place.listed()
    site = _Site(place, logged, addresses_in(catalogue), catalogue, None if listed is None else frozenset(listed))
    yield from _open_data(site)
    yield from _live(site)
    words: dict[str, PageDigits] = {}
    feeds: set[str] = set()
    for path, page in _pages(site):
        name = _name(path)
        words[name] = digits_of(page)
        feeds.update(site.addresses.path(each) for each in page.feeds)
        yield from check_page(path, page, logged, site.addresses)
        if name in logged.text_at and logged.text_at[name].change != "withdrawn":
            yield from check_text(path, page, logged.text_at[name])
    yield from _missing_texts(site, words)
    yield from _feeds(site, feeds, words)


def _open_data(site: _Site) -> Iterator[Comparison]:
    """Yield the comparison of the files of each indicator; those of one in the log have to be there."""
    files = _files_of_indicators(site)
    for path in sorted(files):
        key, _, ending = path.removeprefix(f"{_FILES}/").partition(".")
        data = site.place.read(path)
        try:
            if data is not None:
                yield from _data_file(site, path, key, ending, data)
            elif key in site.logged.figures and ending in _HISTORIES:
                yield disagreeing(_HISTORIES[ending], path, "", "there is none", f'the log has releases of "{key}"')
        except (ValueError, csv.Error) as error:
            yield disagreeing(_HISTORIES.get(ending, _JSON), path, "", "it cannot be read", str(error))


def _live(site: _Site) -> Iterator[Comparison]:
    """Yield the comparison of what open pages ask for; a site that was built before there was that has no such file."""
    listed = [each for each in site.listed or () if each.startswith(_LIVE) and each.endswith(".json")]
    for path in sorted({*listed, *(f"{_LIVE}{lang}.json" for lang in _languages(site))}):
        data = site.place.read(path)
        try:
            if data is not None:
                yield from check_live(
                    path, path.removeprefix(_LIVE).removesuffix(".json"), parse_json(data), site.logged
                )
        except ValueError as error:
            yield disagreeing(_JSON, path, "", "it is no JSON", str(error))


def _languages(site: _Site) -> set[str]:
    labels = [each.get("label") for each in entries_in(site.catalogue).values()]
    return {lang for each in labels if isinstance(each, dict) for lang in each}


def _files_of_indicators(site: _Site) -> set[str]:
    catalogued = entries_in(site.catalogue)
    keys = filter(is_key, {*site.logged.figures, *catalogued})
    files = {f"{_FILES}/{key}.{ending}" for key in keys for ending in _HISTORIES}
    if site.listed is not None:
        return files | {each for each in site.listed if each.startswith(f"{_FILES}/") and each.count("/") == 2}
    pictures = (f"{lang}.{ending}" for lang in _languages(site) for ending in ("svg", "badge.svg"))
    return files | {
        f"{path.removesuffix('.json')}.{each}" for each in pictures for path in files if path.endswith(".json")
    }


def _data_file(site: _Site, path: str, key: str, ending: str, data: bytes) -> Iterator[Comparison]:
    if ending == "json":
        yield from check_indicator(path, key, parse_json(data), site.logged)
    elif ending == "csv":
        yield from check_csv(path, key, data, site.logged)
    elif ending == "jsonld":
        yield from check_linked(path, key, parse_json(data), site.logged, site.addresses)
    elif ending.endswith("svg"):
        yield from check_picture(path, key, data, site.logged)


def _pages(site: _Site) -> Iterator[tuple[str, HtmlText]]:
    """Yield path and content of each page: of every file of a folder, or of every address in the sitemaps."""
    if site.listed is not None:
        paths: Iterable[str] = sorted(each for each in site.listed if each.endswith(".html"))
    else:
        texts = {f"{each}/" for each, text in site.logged.text_at.items() if text.change not in _GONE}
        paths = sorted({"", *(f"{each}/" for each in site.addresses.keys), *texts, *_in_sitemaps(site)})
    for path in paths:
        data = site.place.read(path)
        if data is not None:
            yield path or "index.html", read_html(data.decode(errors="replace"))


def _in_sitemaps(site: _Site) -> set[str]:
    """Return the paths of the pages in the sitemap, and in those that it names."""
    found: set[str] = set()
    waiting, seen = ["sitemap.xml"], {"sitemap.xml"}
    while waiting:
        data = site.place.read(waiting.pop())
        try:
            root = read_xml(data or b"<urlset/>")
        except ParseError:
            continue
        addresses = [(each.text or "").strip() for each in root.iter() if each.tag.endswith("}loc")]
        paths = {urlsplit(each).path.removeprefix(site.addresses.base).lstrip("/") for each in addresses}
        if root.tag.endswith("sitemapindex"):
            waiting += sorted(paths - seen)[: _SITEMAPS - len(seen)]
            seen |= paths
        else:
            found |= paths
    return found


def _missing_texts(site: _Site, words: Mapping[str, PageDigits]) -> Iterator[Comparison]:
    for name, text in site.logged.text_at.items():
        if name not in words and text.change not in _GONE:
            shown = (
                f"entry {text.index} has {text.name} ({text.lang}) there, and no later one says that it was taken away"
            )
            yield disagreeing("numbers of texts", f"{name}/", "", "the page is gone", shown)


def _feeds(site: _Site, linked: Iterable[str], pages: Mapping[str, PageDigits]) -> Iterator[Comparison]:
    """Yield the comparison of every feed: those of a folder, or those that pages name."""
    if site.listed is not None:
        linked = [each for each in site.listed if each.endswith((".xml", ".json")) and not each.startswith("api/")]
    for path in sorted(linked):
        data = site.place.read(path)
        if data is None:
            yield disagreeing("values in feeds", path, "", "there is none", "a page names it")
        elif is_feed(path, data):
            try:
                for item in read_feed(data):
                    yield from check_item(path, item, pages, site.logged, site.addresses)
            except ValueError as error:
                yield disagreeing("values in feeds", path, "", "it cannot be read", str(error))


def _name(path: str) -> str:
    """Return the path of a page as ``Addresses.path`` gives it."""
    return path.removesuffix("index.html").strip("/")


def releases_compared(place: Place, logged: Logged) -> Iterator[Comparison]:
    """Yield the comparison of every release in a copy from before there was a log with the log of today.

    A source or a note may have been amended since, so they are not compared.
    """
    path = CATALOGUE
    try:
        for key in filter(is_key, entries_in(parse_json(place.read(path) or b"{}"))):
            path = f"{_FILES}/{key}.json"
            for stated in stated_releases(key, parse_json(place.read(path) or b"{}"), logged):
                members = {"status": stated.members["status"]}
                yield release_compared(_JSON, path, "", key, replace(stated, members=members, texts=()), logged)
    except ValueError as error:
        yield disagreeing(_JSON, path, "", "it is no JSON", str(error))
