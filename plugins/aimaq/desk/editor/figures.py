"""The figures that a text can quote, fresh from the ledger, each as it is printed in the version's language."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

import msgspec

from aimaq.figures.fill.printing import Printer
from aimaq.figures.fill.today import moment_of
from aimaq.figures.grammar.cases import CASES
from aimaq.figures.grammar.dates_in_sentences import PHRASES
from aimaq.figures.grammar.rounding import ROUNDINGS
from aimaq.figures.ledger import Assertion
from aimaq.figures.ledger.read import ledger_of
from aimaq.figures.text.figure import AS_OF, CHANGE, DIFFERENCE, DOWN, PERCENT, POINTS, TIMES, UP, YEAR, Figure
from aimaq.figures.text.markers import MARKER, MarkerError, inside, parse_marker
from aimaq.settings.schema import Settings

__all__ = ["FigureChoice", "MarkerForm", "Quoted", "choices", "forms_of", "printed_text", "printer_of", "quoted"]

#: What a marker can show of a figure, beside the cases of its language.
_CHANGES: Final = tuple(f"{way} {show}" for way in (UP, DOWN) for show in (PERCENT, DIFFERENCE, TIMES, POINTS))
_DATES: Final = (AS_OF, *(f"{AS_OF} | {phrase}" for phrase in PHRASES), YEAR)
_SHOWN: Final = ("", "number", "short", "words", *ROUNDINGS, "plan", CHANGE, *_CHANGES, *_DATES, "label")


class FigureChoice(msgspec.Struct, frozen=True):
    """A figure of the ledger as the picker lists it, in one language; ``value`` is "" where there is none yet."""

    key: str
    label: str
    value: str
    period: str


class MarkerForm(msgspec.Struct, frozen=True):
    """A marker, and what it prints."""

    marker: str
    printed: str


class Quoted(msgspec.Struct, frozen=True):
    """A marker of a text, and what it prints or why it cannot."""

    marker: str
    printed: str = ""
    fault: str = ""


def choices(settings: Settings, lang: str) -> tuple[FigureChoice, ...]:
    """Return the figures with texts in a language; raise ``ProblemsFound`` for an unreadable ledger."""
    printer = printer_of(settings)
    return tuple(
        FigureChoice(key, indicator.label[lang], _text(printer, key, lang), _text(printer, f"{key} | {AS_OF}", lang))
        for key, indicator in printer.ledger.indicators.items()
        if lang in indicator.label
    )


def forms_of(settings: Settings, key: str, lang: str, day: str) -> tuple[MarkerForm, ...]:
    """Return the markers of a figure that print something: pinned to ``day``, an ISO date, or live for ""."""
    printer, at = printer_of(settings), " @ published" if day else ""
    cases = [case for case in CASES.get(lang, {}) if case != "nominative"]
    options = dict.fromkeys((*_SHOWN, *cases, *(f"number | {case}" for case in cases)))
    markers = (f"{key}{at}{f' | {option}' if option else ''}" for option in options)
    printed = ((marker, _text(printer, marker, lang, day)) for marker in markers)
    return tuple(MarkerForm(f"{{{{ {marker} }}}}", text) for marker, text in printed if text)


def quoted(settings: Settings, text: str, lang: str, day: str) -> tuple[Quoted, ...]:
    """Return what each marker of a text prints, and false assertions; a chart prints no words."""
    return tuple(_quoted(printer_of(settings), text, lang, day))


def printed_text(printer: Printer, text: str, lang: str, day: str) -> str:
    """Return a text with its markers as they are printed; one that cannot be is left as it is."""
    if not MARKER.search(text):
        return text
    return MARKER.sub(lambda match: _text(printer, inside(match[0]), lang, day) or match[0], text)


def _quoted(printer: Printer, text: str, lang: str, day: str) -> Iterator[Quoted]:
    for found in dict.fromkeys(match[0] for match in MARKER.finditer(text) if not match[0].startswith("\\")):
        try:
            marker = parse_marker(inside(found))
            if isinstance(marker, Figure):
                yield Quoted(found, printed=printer.print(marker, lang, day).text)
            elif isinstance(marker, Assertion) and not printer.holds(marker, day):
                yield Quoted(found, fault=printer.values(marker, day))
        except MarkerError as error:
            yield Quoted(found, fault=str(error))


def printer_of(settings: Settings) -> Printer:
    """Return what prints the figures that are public now; raise ``ProblemsFound`` for an unreadable ledger."""
    return Printer(ledger_of(settings).public(moment_of(settings, datetime.now(UTC))))


def _text(printer: Printer, marker: str, lang: str, day: str = "") -> str:
    """Return what a marker prints, "" where it prints nothing."""
    try:
        figure = parse_marker(marker)
        return printer.print(figure, lang, day).text if isinstance(figure, Figure) else ""
    except (MarkerError, ZeroDivisionError):
        return ""
