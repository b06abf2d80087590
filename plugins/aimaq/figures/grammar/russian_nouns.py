"""Propose the Russian case forms of a unit from its dictionary form, for an editor to review.

Builds do not use this module: they print the forms in the ledger. The dictionary is OpenCorpora's, read by pymorphy3.
The agreement with numerals follows D. E. Rosenthal's handbook of spelling and style (Справочник по правописанию и
литературной правке, «Сочетания с именами числительными»).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Protocol

from aimaq.figures.grammar.cases import CASES

__all__ = ["adjective_forms", "paradigm", "propose"]

# Our names of the cases (CLDR's grammatical features) and OpenCorpora's.
_GRAMMEMES: Final = dict(zip(CASES["ru"], ("nomn", "gent", "datv", "accs", "ablt", "loct"), strict=True))
# Beside a number these two have a genitive plural of their own: 5 лет, около 22 человек.
_COUNTED: Final = {"год": "лет", "человек": "человек"}
# OpenCorpora does not have these words and parses them as forms of others.
_INDECLINABLE: Final = frozenset({"тенге"})


def propose(noun_phrase: str) -> Mapping[str, Mapping[str, str]]:
    """Return the forms of ``noun_phrase`` beside a number: case → CLDR plural category → form.

    ``noun_phrase`` is in the nominative singular: adjectives or participles, a noun, and the words that the noun
    governs, which never change ("малый промышленный парк", "миллиард тенге", "тонна стали"). The rules:

    - one (21): the singular in the number's case;
    - few (22) and many (25): in an oblique case the plural. In the nominative the noun is in the genitive, singular
      after few and plural after many, and an adjective is in the genitive plural ("2 рабочих места"), or, beside a
      feminine noun after few, in the nominative plural ("2 новые заявки");
    - accusative: as the nominative, except for one ("21 заявку"). This holds for animate nouns too, because a number
      that ends in 2, 3 or 4 is most often a compound one ("пригласили 22 студента");
    - other (2,5): the genitive singular in every case of the number.

    Words are written without ё unless ``noun_phrase`` has one. Raises ValueError if no word is known as a noun in the
    nominative singular whose adjectives agree.
    """
    phrase = _parse(noun_phrase)
    few_adjectives = ("plur", "nomn" if phrase.gender == "femn" else "gent")
    fraction = phrase.form("sing", "gent")
    direct = {"few": phrase.form("sing", "gent", adjectives=few_adjectives), "many": phrase.form("plur", "gent")}
    proposal = {}
    for case, grammeme in _GRAMMEMES.items():
        oblique = dict.fromkeys(("few", "many"), phrase.form("plur", grammeme))
        plural = direct if case in ("nominative", "accusative") else oblique
        proposal[case] = {"one": phrase.form("sing", grammeme), **plural, "other": fraction}
    return proposal


def adjective_forms(noun_phrase: str) -> Mapping[str, tuple[str, ...]]:
    """Return the forms of only the phrase's adjectives by case, as the option ``with`` of a marker takes them.

    They are the forms beside whole numbers: one, few and many, or only one and many where few equals many. Raises
    ValueError as ``propose`` does, and for a phrase without an adjective.
    """
    count = len(_parse(noun_phrase).adjectives)
    if not count:
        raise ValueError(f'"{noun_phrase}" has no adjective before its noun, as "новое предприятие" has')
    proposal = {
        case: tuple(" ".join(forms[category].split()[:count]) for category in ("one", "few", "many"))
        for case, forms in propose(noun_phrase).items()
    }
    return {case: (one, many) if few == many else (one, few, many) for case, (one, few, many) in proposal.items()}


def paradigm(noun_phrase: str) -> frozenset[str]:
    """Return every form of ``noun_phrase``, singular and plural, beside a number or not; raises as ``propose`` does."""
    phrase = _parse(noun_phrase)
    declined = {phrase.form(number, case) for number in ("sing", "plur") for case in _GRAMMEMES.values()}
    return frozenset(declined.union(*(forms.values() for forms in propose(noun_phrase).values())))


class _Tag(Protocol):
    """The grammemes of a word: the part of pymorphy3's OpencorporaTag that is used here."""

    gender: str
    animacy: str
    grammemes: frozenset[str]


class _Parse(Protocol):
    """One reading of a word: the part of pymorphy3's Parse that is used here."""

    word: str
    normal_form: str
    tag: _Tag

    def inflect(self, grammemes: set[str]) -> _Parse | None: ...


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Adjectives that agree with the noun after them, the noun, and words that do not change."""

    words: tuple[str, ...]
    adjectives: tuple[_Parse, ...]
    noun: _Parse | None
    """None for a noun that never changes."""

    @property
    def gender(self) -> str:
        return self.noun.tag.gender if self.noun else "masc"

    def form(self, number: str, case: str, *, adjectives: tuple[str, str] | None = None) -> str:
        """Return the phrase in a number and a case; ``adjectives`` gives another number and case for its adjectives."""
        changed = [self._adjective(parse, *(adjectives or (number, case))) for parse in self.adjectives]
        changed.append(self._noun(number, case))
        rest = self.words[len(changed) :]
        return " ".join([*map(self._as_written, changed, self.words), *rest])

    def _adjective(self, parse: _Parse, number: str, case: str) -> str:
        if number == "plur":
            return _inflect(parse, {"plur", case})
        if case == "accs" and self.gender == "masc":
            return _inflect(parse, {"sing", "masc", "accs", self.noun.tag.animacy if self.noun else "inan"})
        return _inflect(parse, {"sing", self.gender, case})

    def _noun(self, number: str, case: str) -> str:
        if self.noun is None:
            return self.words[len(self.adjectives)].lower()
        if (number, case) == ("plur", "gent") and self.noun.normal_form in _COUNTED:
            return _COUNTED[self.noun.normal_form]
        return _inflect(self.noun, {number, case})

    def _as_written(self, form: str, word: str) -> str:
        if not any("ё" in word.lower() for word in self.words):
            form = form.replace("ё", "е")
        if form == word.lower():
            return word
        return form.capitalize() if word[0].isupper() else form


def _parse(noun_phrase: str) -> _Phrase:
    words = tuple(noun_phrase.split())
    # From the end, because an adjective may also be a noun: "рабочий посёлок".
    for head in reversed(range(len(words))):
        for noun in _nouns(words[head]):
            agreeing = {"nomn", "sing", noun.tag.gender if noun else "masc"}
            adjectives = [parse for word in words[:head] if (parse := _adjective(word, agreeing))]
            if len(adjectives) == head:
                return _Phrase(words, tuple(adjectives), noun)
    raise ValueError(
        f'"{noun_phrase}" is not understood; write it in the nominative singular, the adjectives before the '
        'noun: "рабочее место", "миллиард тенге"'
    )


def _nouns(word: str) -> Sequence[_Parse | None]:
    if word.lower() in _INDECLINABLE:
        return [None]
    return [parse for parse in _dictionary()(word) if {"NOUN", "nomn", "sing"} <= parse.tag.grammemes]


def _adjective(word: str, agreeing: set[str]) -> _Parse | None:
    parses = (parse for parse in _dictionary()(word) if agreeing <= parse.tag.grammemes)
    return next((parse for parse in parses if parse.tag.grammemes & {"ADJF", "PRTF"}), None)


def _inflect(parse: _Parse, grammemes: set[str]) -> str:
    inflected = parse.inflect(grammemes)
    if inflected is None:
        raise ValueError(f'the dictionary has no form {", ".join(sorted(grammemes))} of "{parse.word}"')
    return inflected.word


@cache
def _dictionary() -> Callable[[str], list[_Parse]]:
    import pymorphy3  # here because it takes a second to start

    parse: Callable[[str], list[_Parse]] = pymorphy3.MorphAnalyzer().parse
    return parse
