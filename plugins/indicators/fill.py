"""The last step of every build: each slot of a composed text becomes its value, in the escaping of its place.

Imports neither Pelican nor Markdown; a slot that prints markup renders a template of the theme.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from html import escape as escape_html
from typing import Protocol
from xml.sax.saxutils import escape as escape_xml

from support.problems import Problem, ProblemsFound

from .ledger import Assertion
from .markers import MarkerError, parse_marker
from .printing import Printed, Printer
from .slots import SLOT, Slot, decode

__all__ = ["DATA", "EVERY", "VIEW", "Documents", "Filler", "Views", "keys_of", "problem_at"]

#: How the bodies of slots begin that templates and the generator write; no marker of an editor's can.
VIEW, DATA = "!view ", "!data "

#: Stands for all indicators, where a document or a broken marker depends on every one.
EVERY = "*"

_ENCODINGS: dict[str, Callable[[str], str]] = {
    "h": escape_html,
    "j": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "s": lambda text: text.replace("<", "\\u003c"),
    "x": lambda text: escape_xml(text, {'"': "&quot;"}),
    "w": lambda text: text,
}


class Views(Protocol):
    """Renders the parts of a page that are markup made of figures, and the words that stand beside a figure."""

    def render(self, name: str, key: str, lang: str) -> str:
        """Return the markup of the view; raise :class:`MarkerError` for an unknown view or key."""

    def at_publication(self, number: str, lang: str) -> str:
        """Return the note that tells a reader what the number was on the article's date."""

    def address(self, key: str, lang: str) -> str:
        """Return the root-relative address of the indicator's page."""


class Documents(Protocol):
    """Writes the open-data documents."""

    def write(self, name: str) -> str:
        """Return the document's text; raise :class:`MarkerError` for an unknown name."""


class Filler:
    """Fills slots from one ledger. A value is worked out once for all the places that print it alike."""

    def __init__(self, printer: Printer, views: Views, documents: Documents) -> None:
        self.printer, self.views, self.documents = printer, views, documents
        self._written: dict[tuple[str, str, str, str], str] = {}

    def fill(self, text: str) -> str:
        """Return the text with every slot filled; raise ``ProblemsFound`` with one problem a slot that cannot be."""
        problems: list[Problem] = []

        def value(token: str) -> str:
            body, lang, date, _, place = token.split(";")
            known = self._written.get((body, lang, date, place))
            if known is not None:
                return known
            slot = decode(token)
            try:
                known = self.write(slot)
            except MarkerError as error:
                problems.append(problem_at(slot.origin, str(error)))
                return ""
            except ProblemsFound as found:
                problems.extend(found.problems)
                return ""
            self._written[body, lang, date, place] = known
            return known

        filled = SLOT.sub(lambda match: value(match[1]), text)
        if problems:
            raise ProblemsFound(problems)
        return filled

    def write(self, slot: Slot) -> str:
        """Return one slot's text, encoded for its place; raise :class:`MarkerError` where it cannot be written."""
        form, encodings = slot.place[:1] or "p", slot.place[1:]
        if slot.body.startswith(DATA):
            document = self.documents.write(slot.body.removeprefix(DATA))
            return _ENCODINGS["s"](document) if "s" in encodings else document
        if slot.body.startswith(VIEW):
            name, key = slot.body.removeprefix(VIEW).split(" ")
            if form not in ("l", "m"):
                raise MarkerError(f'the view "{name}" is markup and cannot stand in plain text')
            return self.views.render(name, key, slot.lang)
        marker = parse_marker(slot.body)
        if isinstance(marker, Assertion):
            if not self.printer.holds(marker, slot.date):
                values = self.printer.values(marker, slot.date)
                raise MarkerError(
                    f'no longer true: "{marker.text}" ({values}); rewrite the sentence that it stands beside'
                )
            return ""
        printed = self.printer.print(marker, slot.lang, slot.date)
        if form in ("l", "m"):
            return self._markup(printed, slot.lang, marker.at, link=form == "l")
        text = printed.text
        if form == "t" and printed.then:
            text = f"{text} {self.views.at_publication(printed.then, slot.lang)}"
        for encoding in encodings:
            text = _ENCODINGS[encoding](text)
        return text

    def _markup(self, printed: Printed, lang: str, at: str, *, link: bool) -> str:
        """Return HTML: a machine-readable element, and in flow text its link and its note."""
        text = escape_html(printed.text)
        if printed.form == "label":
            return text
        at = f' data-at="{escape_html(at)}"' if at else ""
        data = (
            f'<data class="indicator" value="{escape_html(printed.value)}" data-indicator="{printed.key}"'
            f' data-form="{printed.form}"{at}>{text}</data>'
        )
        if not link:
            return data
        address = escape_html(self.views.address(printed.key, lang))
        note = ""
        if printed.then:
            note = f' <small class="figure-note">{escape_html(self.views.at_publication(printed.then, lang))}</small>'
        return f'<a class="figure" href="{address}">{data}</a>{note}'


def keys_of(slot: Slot) -> frozenset[str]:
    """Return the keys of the indicators that a slot's text depends on."""
    if slot.body.startswith(DATA):
        name = slot.body.removeprefix(DATA)
        return frozenset({name.partition("/")[2].partition(".")[0] or EVERY})
    if slot.body.startswith(VIEW):
        return frozenset({slot.body.rpartition(" ")[2]})
    return _keys_of_marker(slot.body)


@lru_cache(maxsize=4096)
def _keys_of_marker(body: str) -> frozenset[str]:
    try:
        marker = parse_marker(body)
    except MarkerError:
        return frozenset({EVERY})
    if isinstance(marker, Assertion):
        return frozenset(reference.key for reference in marker.references) or frozenset({EVERY})
    return frozenset({marker.key})


def problem_at(origin: str, message: str, hint: str = "") -> Problem:
    """Return the problem of a slot, whose origin is ``path:line:column`` or a path alone."""
    path, _, place = origin.partition(":")
    line, _, column = place.partition(":")
    return Problem(path, message, int(line) if line else None, int(column) if column else None, hint=hint)
