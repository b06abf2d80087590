"""Propose markers that word a figure: in words, rounded with the word that makes it true, with a word for a magnitude.

"более 3 300 рабочих мест" is 3,314 in a sentence. What such a marker prints is compared with what was typed, so that a
proposal changes no word but one of the same meaning («свыше» for «более»).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice, product
from typing import Final

from aimaq.figures.contradictions.numbers_with_units import Counted
from aimaq.figures.fill.printing import Printer
from aimaq.figures.grammar.quantities import Wording
from aimaq.figures.grammar.rounding import ABOUT, NEARLY, OVER
from aimaq.figures.ledger import Ledger
from aimaq.figures.text.figure import Figure
from aimaq.figures.text.markers import MarkerError, parse_marker

__all__ = ["Worded", "in_words", "prints_as_typed", "rounded_figures"]

#: Words of one meaning: what markers print, and what people type.
_SYNONYMS: Final[Mapping[str, Mapping[str, str]]] = {
    "ru": {"более чем": "более чем", "более": "свыше|больше", "около": "порядка", "примерно": "приблизительно"},
    "kk": {"астам": "артық|аса", "жуық": "таяу|тарта", "шамамен": "шамасы"},
    "en": {"more than": "over|above", "nearly": "almost", "about": "around|approximately|some|roughly"},
}


@dataclass(frozen=True, slots=True)
class Worded:
    """A figure worded by a marker, and the places between which it replaces what was typed."""

    figure: Figure
    start: int
    end: int


def in_words(figure: Figure, counted: Counted, printer: Printer, lang: str, published: str) -> Figure:
    """Return the figure in words where a marker prints them as typed: "Двадцать восемь предприятий"; else as it is."""
    if not counted.numeral.in_words:
        return figure
    worded = replace(figure, wording=Wording(words=True, opening=counted.text[:1].isupper()))
    printed = _plain(_printed(worded, printer, lang, published) or "", lang)
    return worded if printed == _plain(counted.text, lang) else figure


def prints_as_typed(figure: Figure, counted: Counted, printer: Printer, lang: str, published: str) -> bool:
    """Return whether a marker prints the number and its unit as they were typed, a number in words in any way."""
    printed = _plain(_printed(figure, printer, lang, published) or "", lang)
    words = _plain(f" {counted.between} {counted.words}", lang)
    return printed == _plain(counted.text, lang) or (counted.numeral.in_words and printed.endswith(f" {words}"))


def rounded_figures(counted: Counted, printer: Printer, lang: str, published: str, then: Ledger) -> Iterator[Worded]:
    """Yield the current figures, as ``then`` knows them, that are worded as the number was typed."""
    for key, magnitude in counted.unit.keys.items():
        seen = then.current(key)
        if seen is not None and abs(seen.value * magnitude - counted.value) <= abs(counted.value) / 2:
            steps = (None, *_steps(counted.value / magnitude))
            figures = _cases(Figure(key, pinned=bool(published)), printer, lang)
            yield from islice(_worded(counted, figures, steps, printer, lang, published), 1)


def _worded(
    counted: Counted,
    figures: Iterable[Figure],
    steps: Sequence[Decimal | None],
    printer: Printer,
    lang: str,
    published: str,
) -> Iterator[Worded]:
    """Yield the wordings of figures that print what was typed, with the words around it."""
    wordings = [
        Wording(rounding=rounding, step=step, short=short)
        for short, rounding, step in product((False, True), (OVER, ABOUT, NEARLY), steps)
    ]
    ends = {counted.text: counted.end, f"{counted.text}{counted.behind}": counted.end + len(counted.behind)}
    for figure, wording in product(figures, (Wording(short=True), *wordings)):
        printed = _printed(replace(figure, wording=wording), printer, lang, published)
        for text, end in ends.items() if printed else ():
            typed = f"{counted.before}{text}"
            length = _length(typed, _plain(printed or "", lang), lang)
            if length >= len(text):
                opens = bool(wording.rounding) and typed[-length].isupper()
                yield Worded(replace(figure, wording=replace(wording, opening=opens)), end - length, end)


def _cases(figure: Figure, printer: Printer, lang: str) -> Iterator[Figure]:
    unit = printer.ledger.indicators[figure.key].unit.get(lang, {})
    yield from (replace(figure, case="" if case == "nominative" else case) for case in unit)


def _steps(number: Decimal) -> Iterator[Decimal]:
    """Yield the steps to which a number may be rounded: 100 and 10 for 2,500."""
    step = Decimal(10)
    while number and number % step == 0:
        yield step
        step *= 10


def _printed(figure: Figure, printer: Printer, lang: str, published: str) -> str | None:
    try:
        read = parse_marker(str(figure))
        return printer.print(read, lang, published).text if isinstance(read, Figure) else None
    except MarkerError:
        return None


def _plain(text: str, lang: str) -> str:
    """Return words for a comparison: small letters, single spaces, no grouping of digits, one of several synonyms."""
    plain = " ".join(text.lower().replace("ё", "е").split())
    plain = re.sub(r"(?<=\d)[ ,'’](?=\d{3}(?!\d))", "", plain)
    for word, others in _SYNONYMS[lang].items():
        plain = re.sub(rf"\b(?:{others})\b", word, plain)
    return plain


def _length(typed: str, printed: str, lang: str) -> int:
    """Return the length of the end of the typed words that a marker prints; 0 where it prints something else."""
    if not _plain(typed, lang).endswith(printed):
        return 0
    starts = (start for start in range(len(typed)) if _plain(typed[start:], lang) == printed)
    return len(typed) - max((start for start in starts if not typed[start].isspace()), default=len(typed))
