"""Every value that a site publishes, compared with its log: open data, pages, feeds."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from xml.etree.ElementTree import ParseError
from zlib import decompressobj
from zlib import error as ZlibError  # it is a class

from aimaq.verify.charts.chart_files import (
    CHART_FILES,
    KIND,
    UNKNOWN,
    ChartFiles,
    check_chart_files,
    name_of,
    named_charts,
    wrong_compared,
)
from aimaq.verify.charts.chart_pictures import badge_wrongly, indicator_wrongly
from aimaq.verify.charts.charted_values import Said, by_key, described_wrongly, row_of, rows_of
from aimaq.verify.charts.page_charts import files_of, indicator_on_page_wrongly, text_chart_on_page_wrongly
from aimaq.verify.comparisons import Comparison, agreeing, disagreeing
from aimaq.verify.log.logged_figures import Logged
from aimaq.verify.places import Place
from aimaq.verify.stories.story_files import StoryFiles, StoryShown
from aimaq.verify.values.addresses import Addresses, addresses_in, entries_in, is_key, path_in
from aimaq.verify.values.attached_files import check_attached, check_linked_documents
from aimaq.verify.values.feed_values import (
    FeedItem,
    PageDigits,
    check_item,
    digits_of,
    is_feed,
    read_feed,
)
from aimaq.verify.values.html_text import ChartPart, HtmlText, one_line, read_html
from aimaq.verify.values.open_data_files import (
    CATALOGUE,
    check_catalogue,
    check_csv,
    check_indicator,
    check_linked,
    check_live,
    check_page_check,
    parse_json,
    stated_releases,
)
from aimaq.verify.values.page_values import check_page, check_text
from aimaq.verify.values.release_checks import release_compared
from aimaq.verify.values.searched_values import check_search
from aimaq.verify.values.xml_text import read_xml

__all__ = ["check_values", "releases_compared"]

_JSON: Final = "values in JSON"
_FILES: Final = "api/indicators"
_LIVE: Final = "api/live/"
_HISTORIES: Final = {"json": _JSON, "csv": "values in CSV", "jsonld": "values in JSON-LD"}
_COPIES: Final = "compressed copies"
_FEED: Final = "feeds/all.json"
_LIST: Final = "press-kit/ninjs.json"
#: It has the headlines of the newest stories; the other sitemaps have none.
_NEWS: Final = "sitemaps/news.xml"
_GONE: Final = ("removed",)
_SITEMAPS: Final = 1000


@dataclass(frozen=True, slots=True)
class _Site:
    """A site to check: its place, its log, its addresses, and the paths of its files where they can be listed.

    ``said`` is by language how it says values.
    """

    place: Place
    logged: Logged
    addresses: Addresses
    said: Mapping[str, Said]
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
    addresses = addresses_in(catalogue)
    said = _said(catalogue, logged, addresses)
    site = _Site(place, logged, addresses, said, catalogue, None if listed is None else frozenset(listed))
    yield from _open_data(site)
    yield from _live(site)
    words: dict[str, PageDigits] = {}
    feeds: set[str] = set()
    drawn: dict[str, HtmlText] = {}
    stories = StoryFiles(place, addresses, site.listed)
    for path, html in _pages(site):
        name, page = _name(path), read_html(html)
        labels = said[page.lang].labels.values() if page.lang in said else ()
        words[name] = digits_of(page)
        feeds.update(site.addresses.path(each) for each in page.feeds)
        yield from check_page(path, page, logged, site.addresses)
        if page.charts:
            drawn[path] = page
        if text := logged.text_at.get(name):
            yield from check_attached(path, page, text, place, site.addresses)
            if text.change != "withdrawn":
                yield from check_text(path, page, text, labels)
                yield from check_linked_documents(path, page, text, place, site.addresses)
        yield from stories.check(path, html, page, labels)
    yield from stories.check_kits()
    yield from _missing_texts(site, words)
    linked = {
        (each, page.day) for page in drawn.values() for chart in page.charts for each in _chart_files(site, chart)
    }
    charts = named_charts(site.logged, linked)
    yield from check_chart_files(site.place, charts, site.listed or (), site.logged, site.said)
    yield from _charts_on_pages(site, drawn, charts)
    yield from _feeds(site, feeds, words, charts, stories.shown)
    yield from check_search(place, site.listed or (), words, logged, site.addresses)
    yield from _page_checks(site, words)
    yield from _compressed_copies(site)


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
        except (ValueError, ArithmeticError, csv.Error) as error:
            yield disagreeing(_HISTORIES.get(ending, _JSON), path, "", "it cannot be read", str(error))


def _live(site: _Site) -> Iterator[Comparison]:
    """Yield the comparison of what open pages ask for; a site that was built before there was that has no such file."""
    listed = [each for each in site.listed or () if each.startswith(_LIVE) and each.endswith(".json")]
    for path in sorted({*listed, *(f"{_LIVE}{lang}.json" for lang in site.said)}):
        data = site.place.read(path)
        try:
            if data is not None:
                yield from check_live(
                    path, path.removeprefix(_LIVE).removesuffix(".json"), parse_json(data), site.logged
                )
        except ValueError as error:
            yield disagreeing(_JSON, path, "", "it is no JSON", str(error))


def _charts_on_pages(
    site: _Site, pages: Mapping[str, HtmlText], charts: Mapping[str, ChartFiles]
) -> Iterator[Comparison]:
    """Yield the comparison of what pages draw: of texts what the files of their charts state, and of indicators."""
    for path, page in pages.items():
        key, said = site.addresses.key(path.removesuffix("index.html")), site.said.get(page.lang)
        for number, parts in enumerate(page.charts, 1):
            names = [name_of(each) for each in _chart_files(site, parts)]
            chart = charts[names[0]] if names else None
            rows = chart.rows if chart else rows_of(site.logged, key)
            if not rows or said is None:
                wrong: Iterable[tuple[str, str]] = () if chart else [("a chart", "it names no file and no indicator")]
            elif chart:
                wrong = text_chart_on_page_wrongly(parts, chart.shown(site.logged), said)
            else:
                wrong = indicator_on_page_wrongly(parts, rows, said)
            yield from wrong_compared(KIND, path, f"chart {number}", wrong, len(rows))


def _chart_files(site: _Site, chart: Sequence[ChartPart]) -> list[str]:
    """Return the paths of the files of the chart of a text; an indicator's chart has those of the indicator."""
    return [path for each in files_of(chart) if (path := site.addresses.path(each)).startswith(CHART_FILES)]


def _said(catalogue: object, logged: Logged, addresses: Addresses) -> dict[str, Said]:
    """Return by language how the site says values: the labels in it are compared with the log elsewhere."""
    labels: dict[str, dict[str, str]] = {}
    for key, each in entries_in(catalogue).items():
        label = each.get("label")
        for lang, text in label.items() if isinstance(label, dict) else ():
            labels.setdefault(str(lang), {})[key] = one_line(str(text))
    publisher = catalogue.get("publisher") if isinstance(catalogue, dict) else None
    names = publisher if isinstance(publisher, dict) else {}
    decimals = {key: logged.decimals(key) for key in logged.figures}
    return {
        lang: Said(lang, own, decimals, (one_line(str(names.get(lang, ""))), addresses.host))
        for lang, own in labels.items()
    }


def _files_of_indicators(site: _Site) -> set[str]:
    catalogued = entries_in(site.catalogue)
    keys = filter(is_key, {*site.logged.figures, *catalogued})
    files = {f"{_FILES}/{key}.{ending}" for key in keys for ending in _HISTORIES}
    if site.listed is not None:
        return files | {each for each in site.listed if each.startswith(f"{_FILES}/") and each.count("/") == 2}
    pictures = (f"{lang}.{ending}" for lang in site.said for ending in ("svg", "badge.svg"))
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
        said = site.said.get(ending.partition(".")[0])
        if said is None or key not in said.labels:
            raise ValueError("the list of indicators has no such indicator in this language")
        rows, current = rows_of(site.logged, key), [row_of(each) for each in site.logged.current(key)]
        is_badge = ending.endswith("badge.svg")
        wrong = (
            badge_wrongly(data, key, current, said) if is_badge else indicator_wrongly(data, key, rows, current, said)
        )
        yield from wrong_compared("values in pictures", path, "", wrong, max(len(rows), 1))


def _pages(site: _Site) -> Iterator[tuple[str, str]]:
    """Yield path and content of each page: of every file of a folder, or of every address in the sitemaps."""
    if site.listed is not None:
        paths: Iterable[str] = sorted(each for each in site.listed if each.endswith(".html"))
    else:
        texts = {f"{each}/" for each, text in site.logged.text_at.items() if text.change not in _GONE}
        paths = sorted({"", *(f"{each}/" for each in site.addresses.keys), *texts, *_in_sitemaps(site)})
    for path in paths:
        data = site.place.read(path)
        if data is not None:
            yield path or "index.html", data.decode(errors="replace")


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
        paths = {path_in(each).removeprefix(site.addresses.base).lstrip("/") for each in addresses}
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
            yield disagreeing("pages of texts", f"{name}/", "", "the page is gone", shown)


def _feeds(
    site: _Site,
    linked: Iterable[str],
    pages: Mapping[str, PageDigits],
    charts: Mapping[str, ChartFiles],
    stories: Mapping[str, StoryShown],
) -> Iterator[Comparison]:
    """Yield the comparison of every feed: those of a folder, or those that pages name."""
    linked = frozenset(linked)
    # No page links to an edition's list for news agencies; it stands where the edition's feeds do.
    lists = {_NEWS, *(each.removesuffix(_FEED) + _LIST for each in linked if each.endswith(_FEED))}
    listed = {each for each in site.listed or () if each.endswith((".xml", ".json")) and not each.startswith("api/")}
    for path in sorted(linked | lists | listed):
        data = site.place.read(path)
        if path in linked and (data is None or not is_feed(path, data)):
            shown = "there is none" if data is None else "it is no feed and no ninjs"
            yield disagreeing("values in feeds", path, "", shown, "a page names it")
        elif data is not None and is_feed(path, data):
            try:
                for item in read_feed(data):
                    yield from check_item(path, item, pages, site.logged, site.addresses, stories)
                    yield from _pictures(site, path, item, charts)
            except ValueError as error:
                yield disagreeing("values in feeds", path, "", "it cannot be read", str(error))


def _page_checks(site: _Site, pages: Iterable[str]) -> Iterator[Comparison]:
    """Yield the comparison of the files with which browsers check pages; they stand beside the pages of the log."""
    for path in sorted(f"{each}/check.json" for each in pages if f"/{each}".endswith("/log")):
        data = site.place.read(path)
        try:
            if data is not None:
                yield from check_page_check(path, parse_json(data), site.logged)
        except ValueError as error:
            yield disagreeing(_JSON, path, "", "it is no JSON", str(error))


def _compressed_copies(site: _Site) -> Iterator[Comparison]:
    """Yield the comparison of each copy by gzip with its file; for the others the standard library has no program."""
    listed = site.listed or frozenset()
    for path in sorted(each for each in listed if each.endswith(".gz") and each.removesuffix(".gz") in listed):
        plain = site.place.read(path.removesuffix(".gz")) or b""
        try:
            # Not more of it than is compared: a copy may be made to fill the memory.
            same = decompressobj(wbits=31).decompress(site.place.read(path) or b"", len(plain) + 1) == plain
        except ZlibError:
            same = False
        wrong = disagreeing(_COPIES, path, "", "it holds something else", "a server sends it in the place of its file")
        yield agreeing(_COPIES, path) if same else wrong


def _pictures(site: _Site, file: str, item: FeedItem, charts: Mapping[str, ChartFiles]) -> Iterator[Comparison]:
    """Yield the comparison of the words that an item has in the place of the charts of its text."""
    for address, words in item.pictures:
        path = site.addresses.path(address)
        chart = charts.get(name_of(path)) if path.startswith(CHART_FILES) else None
        said = site.said.get(path.split(".")[-2]) if chart else None
        if path.startswith(CHART_FILES) and (chart is None or said is None):
            yield disagreeing(KIND, file, item.address, address, UNKNOWN)
        elif chart and said and chart.rows:
            ordered = [row for panel in chart.shown(site.logged).panels for row in panel]
            # Before the values stands the word for a chart.
            wrong = described_wrongly(words.partition(". ")[2], by_key(ordered), said)
            yield from wrong_compared(KIND, file, item.address, wrong, 1)


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
