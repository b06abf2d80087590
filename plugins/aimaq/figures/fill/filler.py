"""The last step of a build: each slot of a composed text is replaced by its value, escaped for its place."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from html import escape as escape_html
from types import MappingProxyType
from typing import Final, Literal
from urllib.parse import quote
from xml.sax.saxutils import escape as escape_xml

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound, raise_any
from aimaq.base.slots import COMMAND, SLOT, Slot, decode
from aimaq.figures.fill.commands import EVERY, Command, Fill
from aimaq.figures.fill.live_values import version_of
from aimaq.figures.fill.printing import CATEGORY, Printed, PrintedPart
from aimaq.figures.grammar.numbers import NO_BREAK_SPACE
from aimaq.figures.ledger import Assertion
from aimaq.figures.open_data.registry import write_file
from aimaq.figures.text.markers import ChartMarker, Figure, MarkerError, parse_marker
from aimaq.figures.views.text_charts import render_chart, text_chart
from aimaq.figures.views.views import ThemeViews

__all__ = [
    "CHART_PICTURE",
    "DATA",
    "TEXT_VIEW",
    "VIEW",
    "Filler",
    "encoded",
    "keys_of_marker",
    "problem_at",
    "with_values",
]

VIEW, TEXT_VIEW, DATA = f"{COMMAND}view ", f"{COMMAND}text-view ", f"{COMMAND}data "
CHART_PICTURE = f"{COMMAND}chart-picture "

_ENCODED_COMMAND = quote(COMMAND, safe="")

#: The forms in which a slot may print markup: see :mod:`aimaq.figures.text.escaping`.
_MARKUP = frozenset("lmn")

#: A slot; and the ends of elements with a full stop behind it, unless that is one of several or within a name.
_SLOT_AND_STOP: Final = re.compile(rf"{SLOT.pattern}(?:(?P<ends>(?:</[a-z]+>)*)\.(?![\w.]))?")
#: The full stop at the end of what a slot shows, before the ends of its elements and notes that readers do not see.
_STOP: Final = re.compile(r"\.(?:</[a-z]+>|<small [^<>]* hidden>[^<>]*</small>)*\Z")

_ENCODINGS: dict[str, Callable[[str], str]] = {
    "h": escape_html,
    "j": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "s": lambda text: text.replace("<", "\\u003c"),
    "x": lambda text: escape_xml(text, {'"': "&quot;"}),
    "w": lambda text: text,
}


def _view(views: ThemeViews, kind: Literal["markup", "text"], ending: str) -> Command:
    """Return the command that renders a view of figures; ``ending`` is that of the templates of this kind.

    Its arguments are the name of the view and, in lines, markers.
    """

    def write(slot: Slot, arguments: str, fill: Fill) -> str:
        name, _, markers = arguments.partition(" ")
        figures = []
        for marker in markers.split("\n"):
            figure = parse_marker(marker)
            if not isinstance(figure, Figure):
                raise MarkerError(
                    tr('the view "%(name)s" shows a figure, and "%(marker)s" is none', name=name, marker=marker)
                )
            figures.append(figure)
        return views.render(f"{name}{ending}", figures, slot.lang, slot.date)

    def keys(arguments: str) -> frozenset[str]:
        return frozenset[str]().union(*map(keys_of_marker, arguments.partition(" ")[2].split("\n")))

    return Command(kind, write, keys)


def _keys_of_file(name: str) -> frozenset[str]:
    """Return what an open-data file shows, by its name for ``write_file``: one indicator, or, without a folder, all."""
    return frozenset({name.partition("/")[2].partition(".")[0] or EVERY})


class Filler:
    """Fills slots from one ledger. Slots that print the same are written once."""

    def __init__(self, views: ThemeViews, commands: Mapping[str, Command] = MappingProxyType({})) -> None:
        self.views, self.data, self.printer = views, views.data, views.data.printer
        self.commands: Mapping[str, Command] = {
            "view": _view(views, "markup", ".html"),
            "text-view": _view(views, "text", ".txt"),
            CHART_PICTURE[1:-1]: Command("markup", self._chart_picture, keys_of_marker),
            "data": Command("document", lambda _, name, __: write_file(self.data, name), _keys_of_file),
            **commands,
        }
        self._written: dict[tuple[str, str, str | int, str], str] = {}
        self._moments: dict[str, str | int] = {"": ""}

    def keys(self, slot: Slot) -> frozenset[str]:
        """Return the keys of the indicators that a slot's text depends on."""
        if slot.body.startswith(COMMAND):
            name, _, arguments = slot.body.removeprefix(COMMAND).partition(" ")
            return self.commands[name].keys(arguments) if name in self.commands else frozenset({EVERY})
        return keys_of_marker(slot.body)

    def fill(self, text: str) -> str:
        """Return the text with every slot filled; raise ``ProblemsFound`` with a problem for each that cannot be."""
        problems: list[Problem] = []

        def value(token: str) -> str:
            body, lang, day, _, place = token.split(";")
            moment = day if body.startswith(_ENCODED_COMMAND) else self._moment(day)
            key = (body, lang, moment, place)
            try:
                if key not in self._written:
                    self._written[key] = self.write(decode(token))
                return self._written[key]
            except MarkerError as error:
                problems.append(problem_at(decode(token).origin, str(error)))
            except ProblemsFound as found:
                problems.extend(found.problems)
            return ""

        filled = with_values(text, value)
        raise_any(problems)
        return filled

    def try_marker(self, slot: Slot) -> None:
        """Raise :class:`MarkerError` if an editor's marker cannot be filled; the result is cached.

        Of a chart only the values are looked at: a text that opened templates when it is read would depend on them.
        """
        marker = parse_marker(slot.body)
        if isinstance(marker, ChartMarker):
            text_chart(self.views, marker, slot.lang, slot.date)
            return
        key = (quote(slot.body, safe=""), slot.lang, self._moment(slot.date), slot.place)
        if key not in self._written:
            self._written[key] = self.write(slot)

    def knows(self, token: str) -> bool:
        """Tell whether a slot that prints the same has already been filled or tried."""
        body, lang, day, _, place = token.split(";")
        return not body.startswith(_ENCODED_COMMAND) and (body, lang, self._moment(day), place) in self._written

    def _moment(self, day: str) -> str | int:
        """Return the same for all days on which the same was known: a marker's date matters for nothing else."""
        if day not in self._moments:
            self._moments[day] = self.printer.ledger.releases_until(date.fromisoformat(day))
        return self._moments[day]

    def write(self, slot: Slot) -> str:
        """Return one slot's text, encoded for its place; raise :class:`MarkerError` where it cannot be written."""
        form, encodings = slot.place[:1] or "p", slot.place[1:]
        if slot.body.startswith(COMMAND):
            return self._run_command(slot, form, encodings)
        marker = parse_marker(slot.body)
        if isinstance(marker, Assertion):
            if not self.printer.holds(marker, slot.date):
                values = self.printer.values(marker, slot.date)
                beside = slot.origin.partition("\n")[2]
                advice = (
                    tr("rewrite the sentence: %(sentence)s", sentence=beside)
                    if beside
                    else tr("rewrite the sentence that it stands beside")
                )
                raise MarkerError(
                    tr('no longer true: "%(claim)s" (%(values)s)', claim=marker.text, values=values) + f"; {advice}"
                )
            return ""
        if isinstance(marker, ChartMarker):
            return self._chart(marker, slot, form, encodings)
        printed = self.printer.print(marker, slot.lang, slot.date)
        if form in _MARKUP:
            return self._markup(printed, marker, slot.lang, form)
        text = printed.text
        if form == "t" and printed.moved:
            text = f"{text} {self.views.at_publication(printed.then, slot.lang)}"
        return encoded(text, encodings)

    def _chart(self, marker: ChartMarker, slot: Slot, form: str, encodings: str) -> str:
        """Return a chart: a drawing on a page, a picture in a feed, a list of values in a text, else what it shows."""
        if form in _MARKUP:
            return render_chart(self.views, "text-chart.html", marker, slot)
        if form == "t" and encodings.startswith("h"):
            return encoded(render_chart(self.views, "text-chart-picture.html", marker, slot), encodings[1:])
        name = "text-chart.txt" if form == "t" else "text-chart-words.txt"
        return encoded(render_chart(self.views, name, marker, slot), encodings)

    def _chart_picture(self, slot: Slot, arguments: str, _: Fill) -> str:
        marker = parse_marker(arguments)
        assert isinstance(marker, ChartMarker), "what writes this slot has found a chart"
        return render_chart(self.views, "text-chart-picture.html", marker, slot)

    def _run_command(self, slot: Slot, form: str, encodings: str) -> str:
        name, _, arguments = slot.body.removeprefix(COMMAND).partition(" ")
        command = self.commands.get(name)
        if command is None:
            raise MarkerError(tr('the transform that INCREMENTAL_TRANSFORM names has no command "%(name)s"', name=name))
        # A feed (t) takes markup too, inside another encoding.
        if command.kind == "markup" and form not in _MARKUP | {"t"}:
            raise MarkerError(
                tr('"%(name)s %(arguments)s" is markup and cannot stand in plain text', name=name, arguments=arguments)
            )
        text = command.write(slot, arguments, self.fill)
        if command.kind == "text":
            return encoded(text, encodings)
        if command.kind == "markup":
            return encoded(text, encodings.removeprefix("h"))
        # JSON is encoded already, but must not end the script element that it stands in.
        return _ENCODINGS["s"](text) if "s" in encodings else text

    def _markup(self, printed: Printed, marker: Figure, lang: str, form: str) -> str:
        """Return HTML: a machine-readable element, and in flow text its link and its notes.

        A note that may apply only after the page was built is written hidden; the theme's script shows it then.
        """
        text = escape_html(printed.text)
        if printed.form == "label":
            return text
        asked = marker.asked or ("plan" if marker.plan else "")
        at = f' data-at="{escape_html(asked)}"' if asked else ""
        since = f' data-since="{marker.since}"' if marker.since else ""
        data_form, beside = printed.form, ""
        if marker.prints_words and not marker.agree:
            return text
        if printed.parts and marker.is_live:
            # On a page that stays open, the theme's script updates each part.
            spans = [_span(part, f'data-indicator="{printed.key}"', at) for part in printed.parts]
            if marker.agree:
                return spans[0]
            text, data_form = escape_html(printed.parts[0].text), printed.parts[0].form
            beside = f"{NO_BREAK_SPACE}{' '.join(spans[1:])}"
        elif marker.agree:
            return text
        data = (
            f'<data class="indicator" value="{escape_html(printed.value)}" data-indicator="{printed.key}"'
            f' data-form="{data_form}"{at}{since}>{text}</data>{beside}'
        )
        if form == "m":
            return data
        notes = ""
        if printed.then and (printed.moved or not marker.at):
            words = self.views.at_publication(printed.then, lang)
            notes += _note(words, f'data-then="{printed.then_value}"', shown=printed.moved)
        if form == "n" and (moment := self.data.staleness.moment(printed.key)):
            attributes = f'data-indicator="{printed.key}" data-stale-from="{moment}"'
            notes += _note(
                f"({self.views.out_of_date(lang)})", attributes, shown=self.data.staleness.stale(printed.key)
            )
        if not marker.is_live and not marker.is_fixed:
            notes += self._newer_value(marker, lang)
        if not self.data.publication.has_pages:
            return f"{data}{notes}"
        address = escape_html(self.data.publication.page(printed.key, lang))
        # "27" does not say what it leads to.
        label = escape_html(self.data.ledger.indicators[printed.key].label[lang])
        return f'<a class="figure" href="{address}" title="{label}">{data}</a>{notes}'

    def _newer_value(self, marker: Figure, lang: str) -> str:
        """Return a hidden note, for a newer value of a figure whose form data for browsers do not have."""
        ledger = self.data.ledger
        seen = ledger.plan(marker.key) if marker.plan else ledger.current(marker.key)
        at = ' data-at="plan"' if marker.plan else ""
        version = f'data-indicator="{marker.key}" data-version="{version_of(seen)}"{at} data-newer' if seen else ""
        return _note(f"({self.views.newer_value(lang)})", version, shown=False)


def with_values(text: str, value: Callable[[str], str]) -> str:
    """Return a text with the value of each slot, which ``value`` returns for what stands in the slot.

    Where a value ends with the full stop of an abbreviation, as "2,5 тыс." does, it ends the sentence too: no text has
    two in a row. Whether it does can change with the ledger, so its author always writes the sentence's own.
    """

    def written(match: re.Match[str]) -> str:
        shown, ends = value(match[1]), match["ends"]
        if ends is None:
            return shown
        return f"{shown}{ends}" if _STOP.search(shown) else f"{shown}{ends}."

    return _SLOT_AND_STOP.sub(written, text)


def _span(part: PrintedPart, indicator: str, at: str) -> str:
    words = "".join(f' data-{category}="{escape_html(word)}"' for category, word in part.words.items())
    if part.form.endswith(CATEGORY) and not words:
        return escape_html(part.text)
    return f'<span {indicator} data-form="{part.form}"{at}{words}>{escape_html(part.text)}</span>'


def _note(words: str, attributes: str, *, shown: bool) -> str:
    """Return a note behind a figure. Its space is its own: before a comma a hidden note leaves none."""
    return f'<small class="figure-note" {attributes}{"" if shown else " hidden"}> {escape_html(words)}</small>'


def encoded(text: str, encodings: str) -> str:
    """Return a text encoded by the steps of :mod:`aimaq.figures.text.escaping`, the innermost first."""
    for encoding in encodings:
        text = _ENCODINGS[encoding](text)
    return text


@lru_cache(maxsize=4096)
def keys_of_marker(body: str) -> frozenset[str]:
    """Return the keys of the indicators that a marker names; :data:`EVERY` for a marker that cannot be read."""
    try:
        marker = parse_marker(body)
    except MarkerError:
        return frozenset({EVERY})
    if isinstance(marker, Assertion):
        return frozenset(reference.key for reference in marker.references) or frozenset({EVERY})
    return frozenset(marker.keys if isinstance(marker, ChartMarker) else {marker.key})


def problem_at(origin: str, message: str, hint: str = "") -> Problem:
    """Return a slot's problem; the origin is a path or ``path:line:column``, and a second line may hold a sentence."""
    path, _, place = origin.partition("\n")[0].partition(":")
    line, _, column = place.partition(":")
    return Problem(path, message, int(line) if line else None, int(column) if column else None, hint=hint)
