"""Russian agreement is pymorphy3's, from 0 to 10 000, for every unit in the ledger and for phrases with adjectives.

The oracle is ``Parse.make_agree_with_number``: of every number it is asked anew which form stands beside it. Where it
is wrong, the test says so and proves it by pymorphy3 itself.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import pymorphy3
import pytest

from aimaq.figures.grammar.cases import CASES
from aimaq.figures.grammar.plural_forms import agreeing_form, agreeing_forms, plural_category
from aimaq.figures.grammar.russian_nouns import adjective_forms, propose
from tools.built import ROOT

NUMBERS = range(10_001)
RUSSIAN_CASES = CASES["ru"]
GRAMMEMES = dict(zip(RUSSIAN_CASES, ("nomn", "gent", "datv", "accs", "ablt", "loct"), strict=True))
DIRECT = ("nominative", "accusative")

#: With a number these two have a plural of their own (5 лет, 5 человек, помогли 22 человекам), which pymorphy3,
#: inflecting the word without its number, does not choose: "годов", "людей".
COUNTED = {
    "год": {"годов": "лет"},
    "человек": {"людей": "человек", "людям": "человекам", "людьми": "человеками", "людях": "человеках"},
}

LEDGER = json.loads((ROOT / "tests/indicators/zone.json").read_text(encoding="utf-8"))["indicators"]
UNITS: dict[str, Mapping[str, Mapping[str, str]]] = {
    each["unit"]["ru"]["nominative"]["one"]: each["unit"]["ru"] for each in LEDGER.values()
}
# Adjectives, a participle, a soft stem and a possible noun; before each gender, animate nouns too.
PHRASES = (
    "новое предприятие",
    "новый проект",
    "новая заявка",
    "новый студент",
    "большое рабочее место",
    "созданное рабочее место",
    "открытый малый промышленный парк",
    "последняя теплица",
    "крупный производственный объект",
    "хорошая новая дорога",
    "рабочий поселок",
    "лучший работник",
    "завод",
    "заявка",
    "тонна стали",
    "человек",
    "год",
)


@cache
def analyzer() -> Any:
    return pymorphy3.MorphAnalyzer()


@cache
def categories() -> tuple[str, ...]:
    """Our plural category of each number."""
    return tuple(plural_category(Decimal(number), "ru", 0) for number in NUMBERS)


@cache
def grammemes(tag: Any) -> tuple[frozenset[str], ...]:
    """The grammemes to which pymorphy3 inflects a word beside each number."""
    return tuple(frozenset(tag.numeral_agreement_grammemes(number)) for number in NUMBERS)


@cache
def combinations(tags: tuple[Any, ...]) -> tuple[tuple[Any, ...], ...]:
    """Our category with pymorphy3's grammemes for words with these tags, each combination that some number has."""
    return tuple(dict.fromkeys(zip(categories(), *map(grammemes, tags), strict=True)))


@cache
def parses(phrase: str) -> tuple[tuple[Any, ...], Any, tuple[str, ...]]:
    """The adjectives' parses, the noun's, and the words that it governs."""
    words = phrase.split()
    for head in reversed(range(len(words))):
        for noun in analyzer().parse(words[head]):
            if {"NOUN", "nomn", "sing"} <= noun.tag.grammemes:
                agreeing = {"nomn", "sing", noun.tag.gender}
                found = [
                    next(
                        (p for p in analyzer().parse(word) if agreeing <= p.tag.grammemes and p.tag.POS != "NOUN"), None
                    )
                    for word in words[:head]
                ]
                if None not in found:
                    return tuple(found), noun, tuple(words[head + 1 :])
    raise AssertionError(phrase)


@cache
def inflected(parse: Any, wanted: frozenset[str]) -> str:
    return str(parse.inflect(wanted).word).replace("ё", "е")


@cache
def beside_numbers(phrase: str, case: str) -> tuple[tuple[str, Any, frozenset[str], list[str]], ...]:
    """Our category with pymorphy3's noun, its grammemes, and its adjectives, for each combination that occurs."""
    adjectives, noun, _ = parses(phrase)
    declined = noun.inflect({"sing", GRAMMEMES[case]})
    extra = {noun.tag.animacy} if case == "accusative" and noun.tag.gender == "masc" else set()
    start = [each.inflect({"sing", noun.tag.gender, GRAMMEMES[case], *extra}) for each in adjectives]
    return tuple(
        (category, declined, wanted, [inflected(p, w) for p, w in zip(start, adjectival, strict=True)])
        for category, wanted, *adjectival in combinations((declined.tag, *(each.tag for each in start)))
    )


def counted(noun: Any, form: str) -> str:
    return COUNTED.get(noun.normal_form, {}).get(form, form)


@cache
def forms_of(phrase: str) -> Mapping[str, Mapping[str, str]]:
    return UNITS[phrase] if phrase in UNITS else propose(phrase)


@pytest.mark.parametrize("case", RUSSIAN_CASES)
@pytest.mark.parametrize("phrase", [*UNITS, *PHRASES])
def test_every_number_to_ten_thousand(phrase: str, case: str) -> None:
    """Noun, adjectives and what is governed stand beside each number in the form that pymorphy3 gives them.

    An oblique case is left out for adjectives: the next test has it.
    """
    adjectives, _, governed = parses(phrase)
    checked = 0
    for category, noun, wanted, agreed in beside_numbers(phrase, case):
        ours = forms_of(phrase)[case][category].replace("ё", "е").split()
        count = len(adjectives)
        assert ours[count] == counted(noun, inflected(noun, wanted)), category
        assert tuple(ours[count + 1 :]) == governed
        if case in DIRECT and (case, category) != ("accusative", "one"):
            assert ours[:count] == agreed, category
        checked += 1
    assert checked == 3, "one, few and many, and each of them always beside the same form of pymorphy3's"


@pytest.mark.parametrize("case", RUSSIAN_CASES)
@pytest.mark.parametrize("phrase", [phrase for phrase in [*UNITS, *PHRASES] if parses(phrase)[0]])
def test_adjectives_agree_with_their_noun(phrase: str, case: str) -> None:
    """In an oblique case, and beside one thing in the accusative, an adjective is in the noun's case and number.

    There pymorphy3's ``make_agree_with_number`` is wrong: it looks at the case of nouns only, and gives adjectives the
    nominative or the genitive ("к 28 новых предприятиям"). That is proved by its own dictionary: wherever it differs
    from us, no reading of its adjective has the noun's case and number, and every reading of ours does.
    """
    adjectives, _, _ = parses(phrase)
    for category, noun, wanted, agreed in beside_numbers(phrase, case):
        if case in DIRECT and (case, category) != ("accusative", "one"):
            continue  # 22 новых места: the numeral governs, and the test above compares
        number, tag = ("sing" if "sing" in wanted else "plur"), GRAMMEMES[case]
        animacy = {noun.tag.animacy} if case == "accusative" and noun.tag.gender == "masc" else set()
        gender = {noun.tag.gender} if number == "sing" else set()
        asked = {number, tag, *gender, *animacy}
        ours = forms_of(phrase)[case][category].replace("ё", "е").split()
        assert ours[: len(adjectives)] == [inflected(each, frozenset(asked)) for each in adjectives]
        for our, its in zip(ours, agreed, strict=False):
            if our != its:
                assert not any(asked <= reading.tag.grammemes for reading in analyzer().parse(its)), (our, its)


def test_where_pymorphy_is_wrong_is_known() -> None:
    """Every case and category in which its adjective differs from ours, by gender, and nothing else does."""
    differing = {
        (noun.tag.gender, case, category)
        for phrase in [*UNITS, *PHRASES]
        for case in RUSSIAN_CASES
        for category, noun, _, agreed in beside_numbers(phrase, case)
        if forms_of(phrase)[case][category].replace("ё", "е").split()[: len(agreed)] != agreed
    }
    oblique = [(case, each) for case in ("dative", "instrumental") for each in ("one", "few", "many")]
    assert differing == {
        *(("masc", *each) for each in [*oblique, ("prepositional", "one")]),
        *(("neut", *each) for each in [*oblique, ("prepositional", "one"), ("genitive", "one")]),
        *(("femn", *each) for each in [*oblique, ("prepositional", "one"), ("prepositional", "few")]),
        *(("femn", *each) for each in [("genitive", "one"), ("genitive", "few")]),
    }


@pytest.mark.parametrize("case", RUSSIAN_CASES)
@pytest.mark.parametrize("phrase", [phrase for phrase in PHRASES if parses(phrase)[0]])
def test_an_adjective_put_before_a_unit(phrase: str, case: str) -> None:
    """The option ``with`` and the unit make the whole phrase, for each number: no unit of its own is needed."""
    adjectives, _, _ = parses(phrase)
    unit = forms_of(" ".join(phrase.split()[len(adjectives) :]))
    words = agreeing_forms(adjective_forms(phrase)[case], "ru", 0, adjective=True)
    whole = forms_of(phrase)[case]
    for number in (*range(1_200), *range(1_200, 10_001, 83)):
        value = Decimal(number)
        put = f"{agreeing_form(words, value, 'ru', 0)} {agreeing_form(unit[case], value, 'ru', 0)}"
        assert put == agreeing_form(whole, value, "ru", 0)
