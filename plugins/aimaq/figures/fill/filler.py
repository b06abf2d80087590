"""The last step of every build: each slot of a composed text becomes its value, in the escaping of its place.

Imports neither Pelican nor Markdown; a slot that prints markup renders a template of the theme.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from html import escape as escape_html
from typing import Final, Literal, Protocol
from urllib.parse import quote
from xml.sax.saxutils import escape as escape_xml

from aimaq.base.problems import Problem, ProblemsFound
from aimaq.base.slots import COMMAND, SLOT, Slot, decode
from aimaq.figures.fill.printing import CATEGORY, NBSP, Piece, Printed, Printer
from aimaq.figures.ledger import Assertion
from aimaq.figures.text.markers import Figure, MarkerError, parse_marker

__all__ = [
    "DATA",
    "EVERY",
    "TEXT_VIEW",
    "VIEW",
    "Command",
    "Documents",
    "Filler",
    "Views",
    "encoded",
    "keys_of_marker",
    "problem_at",
]

VIEW, TEXT_VIEW, DATA = f"{COMMAND}view ", f"{COMMAND}text-view ", f"{COMMAND}data "

_ENCODED_COMMAND = quote(COMMAND, safe="")

#: Stands for all indicators, where a document or a broken marker depends on every one.
EVERY = "*"

#: The forms in which a slot may print markup: see :mod:`aimaq.figures.text.escaping`.
_MARKUP = frozenset("lmn")

_ENCODINGS: dict[str, Callable[[str], str]] = {
    "h": escape_html,
    "j": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "s": lambda text: text.replace("<", "\\u003c"),
    "x": lambda text: escape_xml(text, {'"': "&quot;"}),
    "w": lambda text: text,
}


class Views(Protocol):
    """Renders the parts of a page that are made of figures, and the words that stand beside a figure."""

    def render(self, name: str, figure: Figure, lang: str, published: str = "") -> str:
        """Return the view of a figure; ``published`` is the ISO date of the article it stands in.

        The view ``story.html`` is markup, ``story.txt`` is plain text.
        Raises :class:`MarkerError` for an unknown view, and for a figure that the ledger does not have.
        """

    def at_publication(self, number: str, lang: str) -> str:
        """Return the note that tells a reader what the number was on the article's date."""

    def stale_from(self, key: str) -> str:
        """Return the moment, by RFC 3339, from which the current value may be out of date; "" if there is none."""

    def stale(self, key: str) -> bool:
        """Tell whether that moment has come."""

    def out_of_date(self, lang: str) -> str:
        """Return the words that tell a reader so."""

    def address(self, key: str, lang: str) -> str:
        """Return the root-relative address of the indicator's page."""


class Documents(Protocol):
    """Writes the open-data documents."""

    def write(self, name: str) -> str:
        """Return the document's text; raise :class:`MarkerError` for an unknown name."""


class Command(Protocol):
    """What a slot prints that no editor's marker can ask for.

    ``kind`` says what it writes: ``markup`` (HTML in flow text, no other place), ``text`` (encoded for its place),
    ``json`` (a JSON value that takes the place of a whole string, quotes included) or ``document`` (the text of a
    whole file or script element).
    """

    @property
    def kind(self) -> Literal["markup", "text", "json", "document"]: ...

    def write(self, slot: Slot, arguments: str) -> str:
        """Return what is printed; raise :class:`MarkerError` or ``ProblemsFound`` where it cannot be."""

    def keys(self, arguments: str) -> frozenset[str]:
        """Return the keys of the indicators that it depends on."""


class _View:
    """A view of a figure: ``kind`` is "markup" or "text", and ``ending`` that of the templates of this kind."""

    def __init__(self, views: Views, kind: Literal["markup", "text"], ending: str) -> None:
        self.views, self._kind, self.ending = views, kind, ending

    @property
    def kind(self) -> Literal["markup", "text"]:
        return self._kind

    def write(self, slot: Slot, arguments: str) -> str:
        name, _, marker = arguments.partition(" ")
        figure = parse_marker(marker)
        if isinstance(figure, Assertion):
            raise MarkerError(f'the view "{name}" shows a figure, and "{marker}" is an assertion')
        return self.views.render(f"{name}{self.ending}", figure, slot.lang, slot.date)

    def keys(self, arguments: str) -> frozenset[str]:
        return keys_of_marker(arguments.partition(" ")[2])


class _Data:
    kind: Final = "document"

    def __init__(self, documents: Documents) -> None:
        self.documents = documents

    def write(self, slot: Slot, arguments: str) -> str:
        return self.documents.write(arguments)

    def keys(self, arguments: str) -> frozenset[str]:
        return frozenset({arguments.partition("/")[2].partition(".")[0] or EVERY})


class Filler:
    """Fills slots from one ledger. A value is worked out once for all the places that print it alike."""

    def __init__(
        self, printer: Printer, views: Views, documents: Documents, commands: Mapping[str, Command] | None = None
    ) -> None:
        self.printer, self.views, self.documents = printer, views, documents
        self.commands: Mapping[str, Command] = {
            "view": _View(views, "markup", ".html"),
            "text-view": _View(views, "text", ".txt"),
            "data": _Data(documents),
            **(commands or {}),
        }
        self._written: dict[tuple[str, str, str | int, str], str] = {}
        self._moments: dict[str, str | int] = {"": ""}

    def keys(self, slot: Slot) -> frozenset[str]:
        """Return the keys of the indicators that a slot's text depends on."""
        if slot.body.startswith(COMMAND):
            name, _, arguments = slot.body.removeprefix(COMMAND).partition(" ")
            return self.commands[name].keys(arguments)
        return keys_of_marker(slot.body)

    def fill(self, text: str) -> str:
        """Return the text with every slot filled; raise ``ProblemsFound`` with one problem a slot that cannot be."""
        problems: list[Problem] = []

        def value(token: str) -> str:
            body, lang, day, _, place = token.split(";")
            moment = day if body.startswith(_ENCODED_COMMAND) else self._moment(day)
            known = self._written.get((body, lang, moment, place))
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
            self._written[body, lang, moment, place] = known
            return known

        filled = SLOT.sub(lambda match: value(match[1]), text)
        if problems:
            raise ProblemsFound(problems)
        return filled

    def try_marker(self, slot: Slot) -> None:
        """Raise :class:`MarkerError` if an editor's marker cannot be filled; what can be is remembered."""
        asked = (quote(slot.body, safe=""), slot.lang, self._moment(slot.date), slot.place)
        if asked not in self._written:
            self._written[asked] = self.write(slot)

    def knows(self, token: str) -> bool:
        """Tell whether a slot that prints the same has been filled, or tried, already."""
        body, lang, day, _, place = token.split(";")
        return not body.startswith(_ENCODED_COMMAND) and (body, lang, self._moment(day), place) in self._written

    def _moment(self, day: str) -> str | int:
        """Return what stands for all days on which the same was known: of a marker's date nothing else matters."""
        if day not in self._moments:
            self._moments[day] = self.printer.ledger.releases_until(date.fromisoformat(day))
        return self._moments[day]

    def write(self, slot: Slot) -> str:
        """Return one slot's text, encoded for its place; raise :class:`MarkerError` where it cannot be written."""
        form, encodings = slot.place[:1] or "p", slot.place[1:]
        if slot.body.startswith(COMMAND):
            return self._commanded(slot, form, encodings)
        marker = parse_marker(slot.body)
        if isinstance(marker, Assertion):
            if not self.printer.holds(marker, slot.date):
                values = self.printer.values(marker, slot.date)
                beside = slot.origin.partition("\n")[2]
                sentence = f"the sentence: {beside}" if beside else "the sentence that it stands beside"
                raise MarkerError(f'no longer true: "{marker.text}" ({values}); rewrite {sentence}')
            return ""
        printed = self.printer.print(marker, slot.lang, slot.date)
        if form in _MARKUP:
            return self._markup(printed, marker, slot.lang, form)
        text = printed.text
        if form == "t" and printed.moved:
            text = f"{text} {self.views.at_publication(printed.then, slot.lang)}"
        return encoded(text, encodings)

    def _commanded(self, slot: Slot, form: str, encodings: str) -> str:
        name, _, arguments = slot.body.removeprefix(COMMAND).partition(" ")
        command = self.commands[name]
        # In a feed (t) markup is welcome too, but stands inside another encoding.
        if command.kind == "markup" and form not in _MARKUP | {"t"}:
            raise MarkerError(f'"{name} {arguments}" is markup and cannot stand in plain text')
        text = command.write(slot, arguments)
        if command.kind == "text":
            return encoded(text, encodings)
        if command.kind == "markup":
            return encoded(text, encodings.removeprefix("h"))
        # JSON and markup are encoded already; but no text may end the script element that it stands in.
        return _ENCODINGS["s"](text) if "s" in encodings else text

    def _markup(self, printed: Printed, marker: Figure, lang: str, form: str) -> str:
        """Return HTML: a machine-readable element, and in flow text its link and its notes.

        What may come true after the page was built is written too, hidden: the theme's script shows it then.
        """
        text = escape_html(printed.text)
        if printed.form == "label":
            return text
        asked = marker.asked or ("plan" if marker.plan else "")
        at = f' data-at="{escape_html(asked)}"' if asked else ""
        data_form, beside = printed.form, ""
        if printed.pieces and not marker.asked:
            # Where the page stays open, each part has to move with the figure.
            spans = [_span(piece, f'data-indicator="{printed.key}"', at) for piece in printed.pieces]
            if marker.agree:
                return spans[0]
            text, data_form = escape_html(printed.pieces[0].text), printed.pieces[0].form
            beside = f"{NBSP}{' '.join(spans[1:])}"
        elif marker.agree:
            return text
        data = (
            f'<data class="indicator" value="{escape_html(printed.value)}" data-indicator="{printed.key}"'
            f' data-form="{data_form}"{at}>{text}</data>{beside}'
        )
        if form == "m":
            return data
        address = escape_html(self.views.address(printed.key, lang))
        notes = ""
        if printed.then and (printed.moved or not marker.at):
            words = self.views.at_publication(printed.then, lang)
            notes += _note(words, f'data-then="{printed.then_value}"', shown=printed.moved)
        if form == "n" and (moment := self.views.stale_from(printed.key)):
            attributes = f'data-indicator="{printed.key}" data-stale-from="{moment}"'
            notes += _note(f"({self.views.out_of_date(lang)})", attributes, shown=self.views.stale(printed.key))
        return f'<a class="figure" href="{address}">{data}</a>{notes}'


def _span(piece: Piece, indicator: str, at: str) -> str:
    words = "".join(f' data-{category}="{escape_html(word)}"' for category, word in piece.words.items())
    if piece.form.endswith(CATEGORY) and not words:
        return escape_html(piece.text)
    return f'<span {indicator} data-form="{piece.form}"{at}{words}>{escape_html(piece.text)}</span>'


def _note(words: str, attributes: str, *, shown: bool) -> str:
    return f' <small class="figure-note" {attributes}{"" if shown else " hidden"}>{escape_html(words)}</small>'


def encoded(text: str, encodings: str) -> str:
    """Return a text encoded for a place, by the steps of :mod:`aimaq.figures.text.escaping`, the innermost first."""
    for encoding in encodings:
        text = _ENCODINGS[encoding](text)
    return text


@lru_cache(maxsize=4096)
def keys_of_marker(body: str) -> frozenset[str]:
    """Return the keys of the indicators that a marker names; that of all of them where it cannot be read."""
    try:
        marker = parse_marker(body)
    except MarkerError:
        return frozenset({EVERY})
    if isinstance(marker, Assertion):
        return frozenset(reference.key for reference in marker.references) or frozenset({EVERY})
    return frozenset({marker.key})


def problem_at(origin: str, message: str, hint: str = "") -> Problem:
    """Return the problem of a slot, whose origin is ``path:line:column`` or a path alone; a sentence may follow."""
    path, _, place = origin.partition("\n")[0].partition(":")
    line, _, column = place.partition(":")
    return Problem(path, message, int(line) if line else None, int(column) if column else None, hint=hint)
