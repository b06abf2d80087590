"""Templates of the site's own: of what is read from the form of a page or file, they make another form.

A site says in ``api/templates.json`` which of its templates differ from the program's. Where one of these makes the
form on which a comparison relies, what disagrees is no sign of a forgery: it is reported as not compared. Values with
the key of their figure, the log and open data rely on no form.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatch
from typing import Final

from aimaq.verify.comparisons import Comparison
from aimaq.verify.places import Place
from aimaq.verify.values.open_data_files import parse_json

__all__ = ["TEMPLATES", "own_templates", "with_own_templates"]

TEMPLATES: Final = "api/templates.json"
_ANY_PAGE: Final = ("*.html",)
#: Lists and the like, of which no feed announces a page.
_LISTS: Final = frozenset(
    "api archive archive-month archive-year home not-found people press-kit pdf search section topic topics".split()
)
#: Pages of no text: what they look like changes nothing in that of a text.
_OF_NO_TEXT: Final = _LISTS.union(("corrections", "dashboard", "indicator", "log"))
_PICTURES: Final = ("components/*", "figures/badge.svg", "figures/chart.svg", "figures/pencil.svg")
_PLAIN: Final = ("*.html", "article.txt", "figures/*.txt")
#: By what is compared, the templates on whose form it relies, and the pages of which the form does not matter.
_FORMS: Final[Mapping[str, tuple[tuple[str, ...], frozenset[str]]]] = {
    "attached files": (_ANY_PAGE, _OF_NO_TEXT),
    "files in media kits": (_ANY_PAGE, _OF_NO_TEXT),
    "files of stories": (_ANY_PAGE, _OF_NO_TEXT),
    "headlines and summaries": (_ANY_PAGE, frozenset()),
    "linked documents": (_ANY_PAGE, _OF_NO_TEXT),
    "numbers of texts": (_ANY_PAGE, _OF_NO_TEXT),
    "values in calendars": (_ANY_PAGE, _OF_NO_TEXT),
    "values in plain texts": (_PLAIN, _OF_NO_TEXT),
    "values in the search": (_ANY_PAGE, _OF_NO_TEXT),
}
#: The same of kinds of which only some comparisons rely on a form: those that say so.
_MARKED: Final = {"values in feeds": _LISTS, "values in JSON-LD": frozenset[str](), "values in pages": frozenset[str]()}


def own_templates(place: Place) -> frozenset[str]:
    """Return the names of the templates that a site says are its own; none where it says nothing."""
    try:
        found = parse_json(place.read(TEMPLATES) or b"{}")
    except ValueError:
        return frozenset()
    names = found.get("templates") if isinstance(found, dict) else None
    return frozenset(each for each in names if isinstance(each, str)) if isinstance(names, list) else frozenset()


def with_own_templates(compared: Iterable[Comparison], own: Collection[str]) -> Iterator[Comparison]:
    """Yield what was compared; what does not agree names the templates of the site's own that may be why."""
    for each in compared:
        names = [] if each.agrees else [name for name in sorted(own) if _relies(each, name)]
        yield replace(each, templates=", ".join(names)) if names else each


def _relies(each: Comparison, name: str) -> bool:
    """Return whether a comparison relies on the form that a template makes."""
    patterns, beside = _FORMS.get(each.kind, ((), frozenset()))
    if each.kind in ("values in charts", "values in pictures"):
        patterns = _of_charts(each.file)
    elif each.kind in _MARKED and each.by_form:
        patterns, beside = _ANY_PAGE, _MARKED[each.kind]
    return any(fnmatch(name, pattern) for pattern in patterns) and name.removesuffix(".html") not in beside


def _of_charts(file: str) -> tuple[str, ...]:
    """Return the templates that make what is drawn in a file: a table of values has none, feeds have its words."""
    if file.endswith(".html"):
        return _ANY_PAGE
    if file.endswith(".svg"):
        return _PICTURES
    return () if file.endswith(".csv") else ("figures/text-chart-picture.html", "figures/text-chart-words.txt")
