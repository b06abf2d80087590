"""Propose the Russian case forms of a unit from its dictionary form, for an editor to review.

Builds do not use this module: they print the forms in the ledger. The dictionary is OpenCorpora's, read by pymorphy3.
The agreement with numerals follows D. E. Rosenthal's handbook of spelling and style (Справочник по правописанию и
литературной правке, «Сочетания с именами числительными»).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Protocol

from aimaq.base.languages.messages import tr
from aimaq.figures.grammar.cases import CASES

__all__ = ["adjective_forms", "agreement", "paradigm", "propose"]

# Our names of the cases (CLDR's grammatical features) and OpenCorpora's.
_GRAMMEMES: Final = dict(zip(CASES["ru"], ("nomn", "gent", "datv", "accs", "ablt", "loct"), strict=True))
# Beside a number these two have a plural of their own: 5 лет, около 22 человек, помогли 22 человекам.
_COUNTED: Final = {
    "год": {"gent": "лет"},
    "человек": {"gent": "человек", "datv": "человекам", "ablt": "человеками", "loct": "человеках"},
}
# Adjectives that stand for people, which OpenCorpora does not mark as nouns too (its grammeme "Subx").
_PEOPLE: Final = frozenset(
    {
        "бездомный",
        "беременный",
        "вольнонаёмный",
        "малоимущий",
        "малолетний",
        "малообеспеченный",
        "многодетный",
        "несовершеннолетний",
        "пожилой",
        "совершеннолетний",
        "трудоспособный",
        "штатный",
    }
)
# OpenCorpora does not have these words and parses them as forms of others.
_INDECLINABLE: Final = frozenset({"тенге"})

_GENDERS: Final = {"masc": "masculine", "femn": "feminine", "neut": "neuter"}


def propose(noun_phrase: str) -> Mapping[str, Mapping[str, str]]:
    """Return the forms of ``noun_phrase`` beside a number: case → CLDR plural category → form.

    ``noun_phrase`` is in the nominative singular: adjectives or participles, a noun, and the words that the noun
    governs, which never change ("малый промышленный парк", "миллиард тенге", "тонна стали"). The rules:

    - one (21): the singular in the number's case;
    - few (22) and many (25): in an oblique case the plural. In the nominative the noun is in the genitive, singular
      after few and plural after many, and an adjective is in the genitive plural ("2 рабочих места"), or, beside a
      feminine noun after few, in the nominative plural ("2 новые заявки");
    - accusative: as the nominative, except for one ("21 заявку"). This holds for animate nouns after a compound number
      too ("пригласили 22 студента"), but not after 2, 3 and 4 alone ("3 студентов"), which take the genitive;
    - other (2,5): the genitive singular in every case of the number.

    A noun that is declined as an adjective agrees as one: "22 безработных", "2 столовые". So does an adjective or a
    participle that stands for people: "22 пострадавших". A noun without a singular is in the genitive plural after few
    and many ("22 суток": the norm has no compound numeral there, and print writes it in digits).

    Words are written without ё unless ``noun_phrase`` has one. Raises ValueError if no word is known as a noun in its
    dictionary form whose adjectives agree; the message says why.
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


def agreement(noun_phrase: str) -> tuple[str, bool]:
    """Return the gender of the phrase's noun, "" where it is not known or has none, and whether it is animate.

    Raises ValueError as ``propose`` does.
    """
    phrase = _parse(noun_phrase)
    known = phrase.noun or phrase.words[len(phrase.adjectives)].lower() in _INDECLINABLE
    return _GENDERS.get((known and phrase.gender) or "", ""), phrase.animate


def adjective_forms(noun_phrase: str) -> Mapping[str, tuple[str, ...]]:
    """Return the forms of only the phrase's adjectives by case, as the option ``with`` of a marker takes them.

    They are the forms beside whole numbers: one, few and many, or only one and many where few equals many. Raises
    ValueError as ``propose`` does, and for a phrase without an adjective.
    """
    count = len(_parse(noun_phrase).adjectives)
    if not count:
        raise ValueError(
            tr(
                '"%(noun_phrase)s" has no adjective before its noun, as "новое предприятие" has',
                noun_phrase=noun_phrase,
            )
        )
    proposal = {
        case: tuple(" ".join(forms[category].split()[:count]) for category in ("one", "few", "many"))
        for case, forms in propose(noun_phrase).items()
    }
    return {case: (one, many) if few == many else (one, few, many) for case, (one, few, many) in proposal.items()}


def paradigm(noun_phrase: str) -> frozenset[str]:
    """Return every form of ``noun_phrase``, singular and plural, beside a number or not; raises as ``propose`` does."""
    phrase = _parse(noun_phrase)
    declined = {phrase.form(number, case, counted=False) for number in ("sing", "plur") for case in _GRAMMEMES.values()}
    return frozenset(declined.union(*(forms.values() for forms in propose(noun_phrase).values())))


class _Tag(Protocol):
    """The grammemes of a word: the part of pymorphy3's OpencorporaTag that is used here."""

    gender: str | None
    animacy: str | None
    grammemes: frozenset[str]


class _Parse(Protocol):
    """One reading of a word: the part of pymorphy3's Parse that is used here."""

    word: str
    normal_form: str
    is_known: bool
    tag: _Tag

    def inflect(self, grammemes: set[str]) -> _Parse | None: ...


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Adjectives that agree with the noun after them, the noun, and words that do not change."""

    words: tuple[str, ...]
    adjectives: tuple[_Parse, ...]
    noun: _Parse | None
    """None for a noun that never changes. Without a gender (``tag.gender``) it has no singular."""

    @property
    def gender(self) -> str | None:
        return self.noun.tag.gender if self.noun else "masc"

    @property
    def animate(self) -> bool:
        """Whether it is about people or animals; an adjective or participle that stands for a noun is about people."""
        return self.noun is not None and (self.noun.tag.animacy == "anim" or _is_adjective(self.noun))

    @property
    def _adjectival(self) -> bool:
        """Whether the noun is declined as an adjective is, which no other noun's genitive plural is."""
        return self.noun is not None and _inflect(self.noun, {"plur", "gent"}).endswith(("ых", "их"))

    def form(self, number: str, case: str, *, adjectives: tuple[str, str] | None = None, counted: bool = True) -> str:
        """Return the phrase in a number and a case; ``adjectives`` gives another number and case for its adjectives.

        ``counted`` states whether a number stands beside it: 22 человекам, but людям.
        """
        agreeing = adjectives or (number, case)
        changed = [self._adjective(parse, *agreeing) for parse in self.adjectives]
        if self.noun and _is_adjective(self.noun):
            changed.append(self._adjective(self.noun, *agreeing))
        else:
            changed.append(self._noun(*(agreeing if self._adjectival else (number, case)), counted=counted))
        rest = self.words[len(changed) :]
        return " ".join([*map(self._as_written, changed, self.words), *rest])

    def _adjective(self, parse: _Parse, number: str, case: str) -> str:
        agreeing = {"plur"} if number == "plur" or self.gender is None else {"sing", self.gender}
        if case == "accs" and agreeing & {"plur", "masc"}:
            agreeing.add("anim" if self.animate else "inan")
        return _inflect(parse, agreeing | {case})

    def _noun(self, number: str, case: str, *, counted: bool) -> str:
        if self.noun is None:
            return self.words[len(self.adjectives)].lower()
        if self.gender is None:
            number = "plur"
        if number == "plur" and counted and case in (own := _COUNTED.get(self.noun.normal_form, {})):
            return own[case]
        return _inflect(self.noun, {number, case})

    def _as_written(self, form: str, word: str) -> str:
        if not any("ё" in word.lower() for word in self.words):
            form = form.replace("ё", "е")
        # The letters that the form shares with the word keep their capitals: IT-компанией.
        differing = (n for n, (new, old) in enumerate(zip(form, word.lower(), strict=False)) if new != old)
        kept = next(differing, min(len(form), len(word)))
        return word[:kept] + form[kept:]


def _parse(noun_phrase: str) -> _Phrase:
    words = tuple(noun_phrase.split())
    # From the end, because an adjective may also be a noun: "рабочий посёлок".
    for head in reversed(range(len(words))):
        for noun in _nouns(words[head], words[head + 1 :]):
            adjectives = [parse for word in words[:head] if (parse := _adjective(word, _agreeing(noun)))]
            if len(adjectives) == head:
                return _Phrase(words, tuple(adjectives), noun)
    raise ValueError(tr('"%(noun_phrase)s" is not understood: %(why)s', noun_phrase=noun_phrase, why=_why(words)))


def _nouns(word: str, governed: Sequence[str]) -> Iterator[_Parse | None]:
    """Yield the readings of a word as a noun before the words that it governs, the likeliest first."""
    parses = _dictionary()(word)
    if word.lower() in _INDECLINABLE or word.endswith(".") or (word.isupper() and not parses[0].is_known):
        yield None
    if any("PREP" in parse.tag.grammemes for parse in parses):
        return  # and no initial: "нуждающийся в жилье"
    parses = [parse for parse in parses if "nomn" in parse.tag.grammemes]
    yield from (
        parse for parse in parses if {"NOUN", "sing"} <= parse.tag.grammemes or {"NOUN", "Pltm"} <= parse.tag.grammemes
    )
    # What follows an adjective that stands for people is governed by it, and is no noun beside it.
    if not governed or any(not parse.tag.grammemes & {"nomn", "accs"} for parse in _dictionary()(governed[0])):
        yield from (parse for parse in parses if parse.tag.gender in ("masc", "femn") and _is_about_people(parse))


def _is_about_people(parse: _Parse) -> bool:
    return _is_adjective(parse) and (bool(parse.tag.grammemes & {"PRTF", "Subx"}) or parse.normal_form in _PEOPLE)


def _is_adjective(parse: _Parse) -> bool:
    return bool(parse.tag.grammemes & {"ADJF", "PRTF"})


def _agreeing(noun: _Parse | None) -> set[str]:
    """Return the grammemes of an adjective before a noun in its dictionary form."""
    gender = noun.tag.gender if noun else "masc"
    return {"nomn", "sing", gender} if gender else {"nomn", "plur"}


def _adjective(word: str, agreeing: set[str]) -> _Parse | None:
    parses = (parse for parse in _dictionary()(word) if agreeing <= parse.tag.grammemes)
    return next((parse for parse in parses if _is_adjective(parse)), None)


def _why(words: Sequence[str]) -> str:
    """Return why no noun in its dictionary form has been found among words, and what to do."""
    advice = tr(
        'write it in the nominative singular, the adjectives before the noun: "рабочее место", "миллиард тенге"'
    )
    for word in words:
        if not re.fullmatch(r"[а-яё]+(?:-[а-яё]+)*\.?", word, re.IGNORECASE):
            return tr('"%(word)s" is no Russian word; %(advice)s', word=word, advice=advice)
    for place, word in enumerate(words):
        for noun in _nouns(word, words[place + 1 :]):
            for before in words[:place]:
                if not _adjective(before, _agreeing(noun)):
                    return tr(
                        '"%(before)s" is no adjective that agrees with "%(word)s"; %(advice)s',
                        before=before,
                        word=word,
                        advice=advice,
                    )
    for place, word in enumerate(words, 1):
        readings = _dictionary()(word)
        if place < len(words) and any(map(_is_adjective, readings)):
            continue
        for grammemes, is_what in (({"NOUN", "nomn", "plur"}, tr("a plural")), ({"NOUN"}, tr("not in the nominative"))):
            for reading in readings:
                if grammemes <= reading.tag.grammemes:
                    return tr(
                        '"%(word)s" is %(is_what)s; write it in the nominative singular: "%(normal_form)s"',
                        word=word,
                        is_what=is_what,
                        normal_form=reading.normal_form,
                    )
        if any(map(_is_adjective, readings)):
            return tr('"%(word)s" is an adjective, and no known noun is written so; write its forms by hand', word=word)
    return tr("there is no noun in it; %(advice)s", advice=advice)


def _inflect(parse: _Parse, grammemes: set[str]) -> str:
    inflected = parse.inflect(grammemes)
    if inflected is None:
        raise ValueError(
            tr('the dictionary has no form %(list)s of "%(word)s"', list=", ".join(sorted(grammemes)), word=parse.word)
        )
    return inflected.word


@cache
def _dictionary() -> Callable[[str], list[_Parse]]:
    import pymorphy3  # here because it takes a second to start

    parse: Callable[[str], list[_Parse]] = pymorphy3.MorphAnalyzer().parse
    return parse
