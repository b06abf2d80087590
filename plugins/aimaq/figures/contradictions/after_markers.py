"""Find what was typed right after a marker and belongs into it: an ending, a per cent sign, the unit once more.

"{{ jobs }}-ға" is right for one value at most: a Kazakh ending follows the number as it is read, and the marker prints
the unit behind it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.figures.contradictions.content_file import Finding, Text
from aimaq.figures.contradictions.marker_proposals import MarkerProposals
from aimaq.figures.contradictions.reading.plain_text import read_plain
from aimaq.figures.contradictions.unit_words import UnitWords
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
