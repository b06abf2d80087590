"""Templates of the site's own: of what is read from the form of a page or file, they make another form.

A site says in ``api/templates.json`` which of its templates differ from the program's. Where one of these makes the form
on which a comparison relies, what disagrees is no sign of a forgery: it is reported as not compared. Values with the key
of their figure, the log and open data rely on no form.
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
#: Pages of no text: what they look like changes nothing in that of a text.
_OF_NO_TEXT: Final = frozenset(
    "api archive archive-month archive-year corrections dashboard home indicator log not-found people press-kit pdf "
    "search section topic topics".split()
)
_PICTURES: Final = ("components/*", "figures/badge.svg", "figures/chart.svg", "figures/pencil.svg")
#: By what is compared, the templates on whose form it relies, and whether these are those of texts' pages alone.
_FORMS: Final[Mapping[str, tuple[tuple[str, ...], bool]]] = {
    "attached files": (_ANY_PAGE, True),
    "files in media kits": (_ANY_PAGE, True),
    "files of stories": (_ANY_PAGE, True),
    "headlines and summaries": (_ANY_PAGE, False),
    "linked documents": (_ANY_PAGE, True),
    "numbers of texts": (_ANY_PAGE, True),
    "values in calendars": (_ANY_PAGE, True),
    "values in plain texts": (("*.html", "article.txt", "figures/*.txt"), True),
    "values in the search": (_ANY_PAGE, True),
}
#: The same of kinds of which only some comparisons rely on a form: those that say so.
_MARKED: Final = frozenset(("values in feeds", "values in JSON-LD", "values in pages"))


def own_templates(place: Place) -> frozenset[str]:
    """Return the names of the templates that a site says are its own; none where it says nothing."""
    try:
        found = parse_json(place.read(TEMPLATES) or b"{}")
    except ValueError:
        return frozenset()
    names = found.get("templates") if isinstance(found, dict) else None
    return frozenset(each for each in names if isinstance(each, str)) if isinstance(names, list) else frozenset()


def with_own_templates(compared: Iterable[Comparison], own: Collection[str]) -> Iterator[Comparison]:
    """Yield what was compared; what does not agree names the site's own template that may be why."""
    for each in compared:
        template = "" if each.agrees else next((name for name in sorted(own) if _relies(each, name)), "")
        yield replace(each, template=template) if template else each


def _relies(each: Comparison, name: str) -> bool:
    """Return whether a comparison relies on the form that a template makes."""
    patterns, of_texts = _FORMS.get(each.kind, ((), False))
    if each.kind in ("values in charts", "values in pictures"):
        patterns = _of_charts(each.file)
    elif each.kind in _MARKED and each.by_form:
        patterns = _ANY_PAGE
    return any(fnmatch(name, each) for each in patterns) and not (
        of_texts and name.removesuffix(".html") in _OF_NO_TEXT
    )


def _of_charts(file: str) -> tuple[str, ...]:
    """Return the templates that make what is drawn in a file: a table of values has none, feeds have its words."""
    if file.endswith(".html"):
        return _ANY_PAGE
    if file.endswith(".svg"):
        return _PICTURES
    return () if file.endswith(".csv") else ("figures/text-chart-picture.html", "figures/text-chart-words.txt")
