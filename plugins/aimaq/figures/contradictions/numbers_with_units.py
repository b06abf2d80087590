"""Find the numbers of a plain text that belong to a unit of the ledger.

The unit stands behind the number («28 новых предприятий», «от 22 до 28 предприятий», "9.5bn tenge"), right before it
("KZT 9.5 billion"), or earlier in the sentence («число предприятий выросло до 28»).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from aimaq.figures.contradictions.reading.language_patterns import LANGUAGES, POSTPOSITIONS
from aimaq.figures.contradictions.reading.numerals import Numeral, numerals
from aimaq.figures.contradictions.reading.unit_patterns import is_spelling
from aimaq.figures.contradictions.unit_words import Named, Unit, UnitWords
from aimaq.figures.grammar.cases import NOMINATIVE
from aimaq.figures.grammar.kazakh_suffixes import SIMILATIVE

__all__ = ["Counted", "numbers_with_units", "settled", "subject_of"]

#: How far before a number its unit may stand, and a word that makes it a name.
_FAR, _NEAR = 160, 40
_SENTENCE_END = re.compile(r"[.!?…][»”\")]* +(?=[^\W\d_a-zа-яё])|[\n;|]")
_BLOCK_END = re.compile(r"[\n|]")
_CODE = re.compile(r"(?:[$€£¥₽₸]|\b(?:KZT|USD|EUR|RUB|GBP|CNY)) ?\Z")


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with its unit.

    ``start`` and ``end`` are the places of the number with its unit, where the unit stands behind it, else of the
    number alone; ``between`` are the words between the two, and ``words`` the unit as typed, which may be
    ``abbreviated``. ``text`` shows number and unit to an editor. ``value`` is in single units; ``before`` are the words
    before the number, ``governed`` is the case that the last of them asks for, or "", and ``behind`` a Kazakh
    postposition behind the unit. ``change`` says how a number states the change of a figure, in the words of markers;
    it is "" for a value.

    A ``loose`` number may be something else: it stands beside only a part of the unit («28 парков»), a synonym
    («28 компаний») or a sign such as "%", is one or looks like a year, the unit is earlier in the sentence, or the
    ledger says of the unit that it counts other things too. It counts only if a figure has that value.
    """

    text: str
    start: int
    end: int
    numeral: Numeral
    unit: Unit
    value: Decimal
    loose: bool = False
    between: str = ""
    words: str = ""
    abbreviated: bool = False
    before: str = ""
    governed: str = ""
    behind: str = ""
    change: str = ""

    @property
    def number(self) -> Decimal:
        return self.numeral.number


def numbers_with_units(text: str, words: UnitWords, markers: Sequence[Named] = ()) -> list[Counted]:
    """Return the numbers of a plain text that have a unit, in the order of the text; ``markers`` name units too."""
    numbers = numerals(text, words.lang)
    found: dict[int, Counted] = {}
    following: Counted | None = None
    for numeral in reversed(numbers):
        counted = None
        before = text[max(0, numeral.start - _NEAR) : numeral.start]
        if not (_matches(LANGUAGES[words.lang].named, before) or _CODE.search(before)):
            counted = _before_unit(text, numeral, words) or (following and _joined(text, numeral, following, words))
        following = counted if counted and counted.words else None
        if counted:
            found[numeral.start] = counted
    owned = [*(range(each.start, each.end) for each in found.values())]
    for numeral in numbers:
        if numeral.start not in found and (counted := _behind_unit(text, numeral, words, markers, owned)):
            found[numeral.start] = counted
    return [found[place] for place in sorted(found)]


def _before_unit(text: str, numeral: Numeral, words: UnitWords) -> Counted | None:
    """Return a number with the unit behind it: «28 новых предприятий»."""
    noun = words.behind(text, numeral.end)
    if noun is None or (words.lang == "kk" and not _may_count(numeral, noun.between)):
        return None
    typed = text[numeral.start : noun.end]
    counted = Counted(typed, numeral.start, noun.end, numeral, noun.unit, numeral.value, noun.loose)
    postposition = re.compile(rf" +{POSTPOSITIONS.pattern}").match(text, noun.end) if words.lang == "kk" else None
    behind = postposition[0] if postposition else ""
    # A marker cannot print the first half of «предприятий-резидентов».
    own_words = "" if text[noun.end : noun.end + 1] == "-" else noun.words
    named = replace(counted, between=noun.between, words=own_words, abbreviated=noun.abbreviated, behind=behind)
    return settled(named, text[max(0, numeral.start - _NEAR) : numeral.start], words.lang)


def _joined(text: str, numeral: Numeral, following: Counted, words: UnitWords) -> Counted | None:
    """Return a number that shares the unit of the following one: «от 22 до 28 предприятий»."""
    language = LANGUAGES[words.lang]
    # «28 действующих и 22 новых предприятия»
    pattern = rf"(?: +{language.between}){{0,3}}?(?:{language.joining})"
    joining = re.compile(pattern, re.IGNORECASE).match(text, numeral.end)
    if joining is None or joining.end() != following.numeral.start:
        return None
    value = numeral.value if numeral.magnitude else numeral.value * language.magnitude(following.numeral.magnitude)
    typed = text[numeral.start : following.end]
    joined = Counted(typed, numeral.start, numeral.end, numeral, following.unit, value, following.loose)
    return settled(joined, "", words.lang)


def _behind_unit(
    text: str, numeral: Numeral, words: UnitWords, markers: Sequence[Named], owned: Sequence[range]
) -> Counted | None:
    """Return a number with a unit earlier in the sentence, or with a currency's code right before it.

    ``owned`` are the places of units that have a number of their own.
    """
    language = LANGUAGES[words.lang]
    start = _part_start(text, numeral, _SENTENCE_END)
    before = text[start : numeral.start]
    if _matches(language.named, before):
        return None
    if code := _CODE.search(before):
        sign = code[0].strip()
        units = (unit for unit, _ in words.units.values() if sign == unit.word or is_spelling(sign, unit.word))
        unit = next(units, None)
        return _with_code(text, numeral, code[0], unit, words.lang) if unit else None
    leads = (
        re.search(rf"(?:{ahead})\Z", before, re.IGNORECASE)
        for ahead, behind in language.after_noun
        if re.compile(behind, re.IGNORECASE).match(text, numeral.end)
    )
    lead = next(filter(None, leads), None)
    if lead is None:
        return None
    if their := re.search(language.their_number, before, re.IGNORECASE):
        # «Их число достигнет 28»: the unit may have a number of its own, and stand in the sentence before.
        nouns = words.named(text, _part_start(text, numeral, _BLOCK_END), start + their.start(), markers)
        subject = (nouns[-1], False) if nouns else None
    else:
        nouns = words.named(text, start, start + lead.start(), markers)
        free = [each for each in nouns if not (each.owned or any(each.start in places for places in owned))]
        of_them = nouns and numeral.ending and nouns[-1].end == numeral.start - 1  # "28 кәсіпорынның 22-сі"
        subject = (nouns[-1], False) if of_them else _subject(text[: numeral.start], start, free, words)
    if subject is None:
        return None
    noun, is_count = subject
    typed = text[noun.start : numeral.end]
    loose = noun.loose or not is_count
    counted = Counted(typed, numeral.start, numeral.end, numeral, noun.unit, numeral.value, loose)
    return settled(counted, before, words.lang)


def _subject(before: str, start: int, nouns: Sequence[Named], words: UnitWords) -> tuple[Named, bool] | None:
    """Return the unit of which a number behind ``before`` says how many there are; None where it is of another thing.

    The second value states that a word says so: «число предприятий».
    """
    language = LANGUAGES[words.lang]
    counting = list(re.finditer(rf"\b{language.counting}(?!\w)", before[start:], re.IGNORECASE))
    if counting and not (words.lang == "en" and start + counting[-1].end() == len(before.rstrip())):  # "jobs number 28"
        for noun in nouns:
            if words.lang == "kk":
                gap, pattern = before[noun.end : start + counting[-1].start()], r"(?: +(?:жалпы|барлық))? +"
            else:
                gap = before[start + counting[-1].end() : noun.start]
                pattern = rf"(?: +of(?: +the)?)?(?: +{language.between}{language.listed})*(?: +|: *)"
            if re.fullmatch(pattern, gap, re.IGNORECASE):
                return noun, True
        return None
    for noun in reversed(nouns):
        if words.lang == "kk":
            typed = before[noun.start : noun.end]
            oblique = len(typed) > len(noun.unit.word) and re.search(rf"{language.obliquely}\Z", typed, re.IGNORECASE)
        else:
            oblique = re.search(rf"\b{language.obliquely} +\Z", before[: noun.start], re.IGNORECASE)
        if not oblique:
            return noun, False
    return None


def subject_of(text: str, numeral: Numeral, words: UnitWords, markers: Sequence[Named]) -> Named | None:
    """Return the unit earlier in the sentence of a number, of which the sentence says something; None without one."""
    start = _part_start(text, numeral, _SENTENCE_END)
    found = _subject(text[: numeral.start], start, words.named(text, start, numeral.start, markers), words)
    return found[0] if found else None


def _with_code(text: str, numeral: Numeral, code: str, unit: Unit, lang: str) -> Counted | None:
    start = numeral.start - len(code)
    typed = text[start : numeral.end]
    return settled(Counted(typed, start, numeral.end, numeral, unit, numeral.value, abbreviated=True), "", lang)


def _part_start(text: str, numeral: Numeral, end: re.Pattern[str]) -> int:
    """Return the start of the part of a text with a number, not far before it; ``end`` ends the part before."""
    far = max(0, numeral.start - _FAR)
    return max([far, *(match.end() for match in end.finditer(text, far, numeral.start))])


def _may_count(numeral: Numeral, between: str) -> bool:
    """Return whether a Kazakh number can count the noun behind it: "28-дей" and "28-ге жуық" can, "10-да" cannot."""
    ending = numeral.ending or numeral.case
    if ending in (NOMINATIVE, SIMILATIVE) or re.fullmatch(r"-(?:[дт][ае]й|ақ)", ending):
        return True
    return bool(POSTPOSITIONS.match(between))


def settled(counted: Counted, before: str, lang: str) -> Counted | None:
    """Return a number as what stands before it makes it; None where the unit's figures are never as small as that."""
    numeral, language = counted.numeral, LANGUAGES[lang]
    counted_in = counted.value / numeral.number if numeral.number else language.magnitude(numeral.magnitude)
    meant = counted.unit.meant(counted.value, counted_in)
    if not meant:
        return None
    # «на 1 предприятие», "1 адамның"; small numbers in words are of anything; тоқсан is a quarter of a year too.
    doubtful = numeral.number == 1 or (numeral.in_words and (numeral.number < 10 or numeral.number == 90))
    year = numeral.year_like and (numeral.years or _matches(language.year, before))
    governed = next((case for case, words in language.governing.items() if _matches(rf"\b{words}", before)), "")
    loose = counted.loose or doubtful or year or counted.unit.known_only.issuperset(meant)
    return replace(counted, loose=loose, before=before[-_NEAR:], governed=governed)


def _matches(pattern: str, before: str) -> bool:
    """Return whether a pattern stands at the end of the words before a number."""
    return bool(re.search(rf"(?:{pattern})\s*\Z", before, re.IGNORECASE))
