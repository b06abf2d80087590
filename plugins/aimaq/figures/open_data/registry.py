"""The open-data files, and which module writes each of them.

Which files exist depends on keys and languages only; their contents are written at fill time.
"""

from collections.abc import Callable, Iterable, Iterator

from aimaq.base.rss_atom_json_feeds import EXTENSIONS
from aimaq.figures.addresses import Publication
from aimaq.figures.ledger import Indicator
from aimaq.figures.open_data.chart_pictures import write_chart
from aimaq.figures.open_data.csv_files import write_table
from aimaq.figures.open_data.feeds import write_subscription
from aimaq.figures.open_data.json_files import write_catalogue, write_indicator, write_live
from aimaq.figures.open_data.json_ld import write_linked, write_structured
from aimaq.figures.open_data.svg import write_badge
from aimaq.figures.published_ledger import PublishedLedger
from aimaq.figures.text.markers import MarkerError

__all__ = ["write_file", "written_files"]

#: Writers by the ending of the file: of one file for an indicator, and of one for each of its languages.
_WRITERS: dict[str, Callable[[PublishedLedger, Indicator], str]] = {
    "json": write_indicator,
    "csv": write_table,
    "jsonld": write_linked,
}
_PICTURES: dict[str, Callable[[PublishedLedger, Indicator, str], str]] = {"svg": write_chart, "badge.svg": write_badge}


def written_files(keys: Iterable[str], publication: Publication) -> Iterator[tuple[str, str]]:
    """Yield the address of every file, and its name for :func:`write_file`; one without a folder has all indicators."""
    yield "/api/indicators.json", "indicators.json"
    for lang in publication.languages:
        yield f"/api/live/{lang}.json", f"live.{lang}.json"
    for key in keys:
        for ending in _WRITERS:
            yield publication.file(key, ending), f"indicators/{key}.{ending}"
        for lang in publication.languages:
            for ending in _PICTURES:
                yield publication.file(key, f"{lang}.{ending}"), f"indicators/{key}.{lang}.{ending}"
            for ending in EXTENSIONS:
                yield f"{publication.feed(key, lang)}.{ending}", f"feeds/{key}.{lang}.{ending}"


def write_file(data: PublishedLedger, name: str) -> str:
    """Return a file by its name, or a page's JSON-LD as ``structured/<key>.<lang>``.

    Raises :class:`MarkerError` for another name.
    """
    if name == "indicators.json":
        return write_catalogue(data)
    live = name.removeprefix("live.").removesuffix(".json")
    if name == f"live.{live}.json" and live in data.publication.languages:
        return write_live(data, live)
    folder, _, file = name.partition("/")
    key, _, ending = file.partition(".")
    lang, _, kind = ending.partition(".")
    indicator = data.ledger.indicators.get(key)
    if indicator is not None:
        if folder == "indicators" and ending in _WRITERS:
            return _WRITERS[ending](data, indicator)
        if lang in data.publication.languages:
            if folder == "indicators" and kind in _PICTURES:
                return _PICTURES[kind](data, indicator, lang)
            if folder == "feeds" and kind in EXTENSIONS:
                return write_subscription(data, indicator, lang, kind)
            if folder == "structured" and not kind:
                return write_structured(data, indicator, lang)
    raise MarkerError(f'there is no open-data file "{name}"')
