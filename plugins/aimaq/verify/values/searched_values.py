"""The values in the files of the search: what a result prints of a text, and by which figures texts are found."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from aimaq.verify.comparisons import Comparison, agreeing, disagreeing
from aimaq.verify.log.logged_figures import Logged
from aimaq.verify.places import Place
from aimaq.verify.values.addresses import Addresses
from aimaq.verify.values.feed_values import PageDigits, check_item, read_search_text
from aimaq.verify.values.open_data_files import parse_json
from aimaq.verify.values.printed_numbers import digits_in

__all__ = ["check_search"]

_KIND: Final = "values in the search"
_TEXTS: Final = "/search/texts/"
_FIGURES: Final = "/figures.json"


def check_search(
    place: Place, listed: Collection[str], pages: Mapping[str, PageDigits], logged: Logged, addresses: Addresses
) -> Iterator[Comparison]:
    """Yield the comparison of the files of the search of a folder with the pages; no page names these files."""
    for path in sorted(each for each in listed if "/search/" in f"/{each}" and each.endswith(".json")):
        try:
            if _TEXTS in f"/{path}":
                item = read_search_text(place.read(path) or b"")
                yield from check_item(path, item, pages, logged, addresses)
            elif path.endswith(_FIGURES):
                names = parse_json(place.read(f"{path.removesuffix(_FIGURES)}/texts.json") or b"[]")
                yield from _figures(path, parse_json(place.read(path) or b"[]"), names, pages)
        except ValueError as error:
            yield disagreeing(_KIND, path, "", "it cannot be read", str(error))


def _figures(path: str, figures: object, names: object, pages: Mapping[str, PageDigits]) -> Iterator[Comparison]:
    """Yield the comparison of the figures of each text of a volume with its page; both lists have the same order."""
    if not isinstance(figures, list) or not isinstance(names, list) or len(figures) != len(names):
        raise ValueError("it has not one list of figures for each text in texts.json")
    edition = f"/{path}".rpartition("/search/")[0].strip("/")
    for name, texts in zip(names, figures, strict=True):
        page = pages.get(f"{edition}/{name}".strip("/"))
        if page is None or not isinstance(texts, list):
            continue
        seen = f" {page.text} "
        for text in map(str, texts):
            # A figure stands there once, however often its page prints it; a chart has a sentence for each drawing.
            sentences = [" ".join(digits) for each in text.split(". ") if (digits := digits_in(each))]
            if sentences:
                is_there = all(f" {each} " in seen for each in sentences)
                wrong = disagreeing(_KIND, path, str(name), f'"{text}"', "the page itself says otherwise")
                yield agreeing(_KIND, path) if is_there else wrong
