"""Find changes of figures that were typed by hand: «выросло на 6», "31,4 %-ға артты", "1.3 times as many jobs".

Only a change that the ledger knows is one: a percentage beside a unit is more often a share, or of another thing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from aimaq.figures.contradictions.numbers_with_units import Counted, subject_of
from aimaq.figures.contradictions.reading.kazakh_cases import kazakh_case
from aimaq.figures.contradictions.reading.language_patterns import LANGUAGES
from aimaq.figures.contradictions.reading.numerals import Numeral, numerals
from aimaq.figures.contradictions.unit_words import Named, UnitWords
from aimaq.figures.text.figure import CHANGE, PERCENT, TIMES

__all__ = ["changes_in_words"]

_PERCENT = re.compile(
    r" ?(?:%|процент(?:а|ов)?(?!\w)|пайыз(?=\w{0,3}(?!\w))|per ?cent(?!\w))(?P<ending>-?\w{0,3})(?!\w)", re.IGNORECASE
)
_TIMES = re.compile(r"(?: раза?| есе| times|-fold)(?P<ending>\w{0,2})(?!\w)", re.IGNORECASE)
#: What stands between a change and a noun behind it: "1.3 times as many jobs".
_THAN = re.compile(r" +(?:больше|меньше|as many|as much|more|fewer|less|көп|аз)(?!\w)", re.IGNORECASE)


def changes_in_words(text: str, words: UnitWords, markers: Sequence[Named]) -> Iterator[Counted]:
    """Yield the numbers of a plain text that may say by how much a figure has changed."""
    language = LANGUAGES[words.lang]
    for numeral in numerals(text, words.lang):
        before = text[max(0, numeral.start - 40) : numeral.start]
        show, end, ending = _shown(text, numeral)
        if show != TIMES and not re.search(rf"(?:{language.by})\Z", before, re.IGNORECASE):
            continue
        if show == CHANGE and not _ends_sentence(text, numeral, words.lang):
            continue
        compared = _THAN.match(text, end)
        if compared and (noun := words.behind(text, compared.end())):
            unit, typed = noun.unit, text[numeral.start : noun.end]
        elif subject := subject_of(text, numeral, words, markers):
            unit, typed = subject.unit, text[subject.start : end]
        else:
            continue
        found = Counted(typed, numeral.start, end, numeral, unit, numeral.number, loose=True, change=show)
        yield replace(found, numeral=replace(numeral, ending=ending))


def _ends_sentence(text: str, numeral: Numeral, lang: str) -> bool:
    """Return whether no word that the number counts follows; a Kazakh change has the ending of the dative."""
    if lang == "kk" and kazakh_case(numeral.ending.lstrip("-")) != "dative":
        return False
    return bool(re.compile(LANGUAGES[lang].after_noun[0][1], re.IGNORECASE).match(text, numeral.end))


def _shown(text: str, numeral: Numeral) -> tuple[str, int, str]:
    """Return how a change is stated, the place where it ends, and its ending."""
    for show, pattern in ((PERCENT, _PERCENT), (TIMES, _TIMES)):
        if match := pattern.match(text, numeral.end):
            return show, match.end(), match["ending"]
    return CHANGE, numeral.end, numeral.ending
