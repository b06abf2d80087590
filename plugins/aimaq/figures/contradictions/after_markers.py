"""Find what was typed right after a marker and makes it wrong: an ending, its unit once more, another unit.

"{{ jobs }}-ға" is right for one value at most: a Kazakh ending follows the number as it is read, and the marker prints
the unit behind it. "{{ jobs | number }} enterprises" is the number of something else, and so is one of millions before
"billion".
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.figures.contradictions.content_file import Finding, Text
from aimaq.figures.contradictions.marker_proposals import MarkerProposals
from aimaq.figures.contradictions.reading.language_patterns import LANGUAGES
from aimaq.figures.contradictions.reading.plain_text import read_plain
from aimaq.figures.contradictions.unit_words import Unit, UnitWords
from aimaq.figures.ledger import Ledger
from aimaq.figures.text.figure import DIFFERENCE
from aimaq.figures.text.markers import Figure

__all__ = ["typed_after_markers"]

#: How many characters behind a marker are looked at.
_FAR: Final = 60
_PERCENT = re.compile(r" ?%")
#: Endings that people join to a number; longer words behind a hyphen are words of their own.
_ENDINGS: Final = {
    "ru": re.compile(r"-?(?:ого|ому|ти|ми|мя|ых|ым|ей|й|х|м|и|ю|е|а|я)(?![-\w])"),
    "kk": re.compile(
        r"-?(?:[ғгқк][ае]|[дтн][ае]н?|[ндт][ыі]ң?|[мбп]ен|[дт][ае]й|с?[ыі](?:н[ыі]ң|н[ае]н?|н|нд[ае]|мен)?|[ае]у[ыі]"
        r"|[ыі]?нш[ыі]|ақ|ші|шы|н[ае]|нда|нде)(?![-\w])"
    ),
    "en": re.compile(r"-?(?:s|st|nd|rd|th)(?![-\w’'])"),
}


def typed_after_markers(text: Text, words: UnitWords, proposals: MarkerProposals) -> Iterator[Finding]:
    """Find endings, signs and units that were typed right after a marker."""
    for quote in text.quotes:
        figure = quote.marker
        if not isinstance(figure, Figure):
            continue
        behind = read_plain(text.prose[quote.end : quote.end + _FAR]).words
        marker = text.file.text[quote.offset : quote.end]
        if ending := _ENDINGS[words.lang].match(behind):
            message = tr(
                'an ending typed after a marker: "%(marker)s%(ending)s"', marker=_one_line(marker), ending=ending[0]
            )
            yield Finding(quote.offset, message, _ending_hint(figure, ending[0], text, words.lang, proposals))
        elif repeated := _repeated(figure, behind, words):
            message = tr(
                'typed after a marker that prints its unit: "%(marker)s%(repeated)s"',
                marker=_one_line(marker),
                repeated=repeated,
            )
            number = replace(figure, show="number", case="")
            hint = tr(
                'delete "%(repeated)s", or write {{ %(number)s }} before it', repeated=repeated.strip(), number=number
            )
            yield Finding(quote.offset, message, hint)
        elif figure.is_bare and not figure.agree:
            ledger = proposals.printer.ledger
            yield from (
                Finding(quote.offset, *each) for each in _of_something_else(figure, marker, behind, words, ledger)
            )


def _of_something_else(
    figure: Figure, marker: str, behind: str, words: UnitWords, ledger: Ledger
) -> Iterator[tuple[str, str]]:
    """Yield why a figure's number is not what is typed behind it, and what to do."""
    own = next((unit for unit, _ in words.units.values() if figure.key in unit.keys), None)
    language = LANGUAGES[words.lang]
    magnitude = re.match(rf" *(?:{'|'.join(language.magnitudes)})(?!\w)", behind, re.IGNORECASE)
    typed = magnitude[0] if magnitude else ""
    noun = words.behind(behind, len(typed))
    named = noun if own and noun and not (noun.loose or noun.between) else None
    shown = f"{_one_line(marker)}{behind[: named.end] if named else typed}"
    whole = replace(figure, show=DIFFERENCE if figure.is_change else "", case="")
    if named and not any(_have_a_unit(ledger, words.lang, figure.key, key) for key in named.unit.keys):
        hint = tr(
            "write {{ %(whole)s }}, which prints its own unit, or the marker of the figure that you mean", whole=whole
        )
        yield tr('the unit of another figure stands behind this one: "%(shown)s"', shown=shown), hint
    elif (typed or named) and language.magnitude(typed.strip()) != _magnitude(own, figure):
        hint = tr("write {{ %(whole)s }}, which prints the unit with its magnitude", whole=whole)
        yield tr('the number is counted in another magnitude than is typed behind it: "%(shown)s"', shown=shown), hint


def _have_a_unit(ledger: Ledger, lang: str, one: str, other: str) -> bool:
    """Return whether two figures have a unit in common, in any of its forms: "job" and "jobs"."""
    written = [
        {
            LANGUAGES[lang].split(form)[0]
            for forms in ledger.indicators[key].unit.get(lang, {}).values()
            for form in forms.values()
        }
        for key in (one, other)
    ]
    return one == other or not written[0].isdisjoint(written[1])


def _magnitude(unit: Unit | None, figure: Figure) -> Decimal:
    """Return in what a figure is counted, as its unit says; a short number prints its own magnitude."""
    return unit.keys[figure.key] if unit and not figure.wording.short else Decimal(1)


def _ending_hint(figure: Figure, ending: str, text: Text, lang: str, proposals: MarkerProposals) -> str:
    with_ending = proposals.with_ending(figure, ending, lang, text.day)
    if with_ending is not None:
        return tr("write %(texts)s", texts=f"{{{{ {with_ending} }}}}")
    return tr('no marker prints "%(ending)s" there: delete it, and say it in other words', ending=ending)


def _repeated(figure: Figure, behind: str, words: UnitWords) -> str:
    """Return the unit, or a per cent sign, that stands behind a marker which prints a unit; "" if none does."""
    own = words.of_marker(figure, 0, 0)
    if own is None or not own.owned:
        return ""
    if sign := _PERCENT.match(behind):
        return sign[0]
    noun = words.behind(behind, 0)
    return behind[: noun.end] if noun and noun.unit.word == own.unit.word and not noun.between else ""


def _one_line(marker: str) -> str:
    return " ".join(marker.split())
