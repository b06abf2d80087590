"""Propose the case forms of a unit in each language, for an editor to review; only ``aimaq forms`` imports this."""

import json
from collections.abc import Callable, Mapping
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.figures.grammar import english_nouns, kazakh_nouns, russian_nouns

__all__ = ["PROPOSED", "adjective_options", "propose", "unit_json"]

#: The languages in which forms are proposed, and what proposes them.
PROPOSED: Final[Mapping[str, Callable[[str], Mapping[str, Mapping[str, str]]]]] = {
    "ru": russian_nouns.propose,
    "kk": kazakh_nouns.propose,
    "en": english_nouns.propose,
}


def propose(noun_phrase: str, lang: str, *, possessive: bool | None = None) -> Mapping[str, Mapping[str, str]]:
    """Return the forms of ``noun_phrase`` beside a number: case → CLDR plural category → form.

    ``possessive`` is for Kazakh: see :func:`kazakh_nouns.propose`; unless it is, the forms with the possessive follow.
    Raises ValueError for a phrase that is not understood and for another language.
    """
    if lang == "kk":
        forms = kazakh_nouns.propose(noun_phrase, possessive=possessive)
        return forms if possessive else {**forms, **kazakh_nouns.propose_possessive(noun_phrase)}
    if lang in PROPOSED:
        return PROPOSED[lang](noun_phrase)
    raise ValueError(
        tr(
            'nothing is known of the forms of nouns in "%(lang)s"; expected one of: %(list)s',
            lang=lang,
            list=", ".join(PROPOSED),
        )
    )


def unit_json(noun_phrase: str, lang: str, *, possessive: bool | None = None) -> str:
    """Return the JSON object to store in the ledger under "unit" and the language, one case in a line.

    A Russian one begins with the gender, with which numbers in words agree. Raises ValueError as ``propose`` does.
    """
    forms = propose(noun_phrase, lang, possessive=possessive)
    gender, animate = russian_nouns.agreement(noun_phrase) if lang == "ru" else ("", False)
    listed = {**({"gender": gender} if gender else {}), **({"animate": True} if animate else {}), **forms}
    lines = (f'  "{name}": {json.dumps(value, ensure_ascii=False)}' for name, value in listed.items())
    return "{\n" + ",\n".join(lines) + "\n}"


def adjective_options(noun_phrase: str, lang: str) -> str:
    """Return a marker's options that put the phrase's adjectives before a unit, one case in a line.

    Raises ValueError where no adjective agrees, and as :func:`russian_nouns.adjective_forms` does.
    """
    if lang != "ru":
        raise ValueError(
            tr('in "%(lang)s" an adjective does not change beside a number: write it once, "with: new"', lang=lang)
        )
    forms = russian_nouns.adjective_forms(noun_phrase)
    return "\n".join(f"| {case} | with: {'/'.join(words)}" for case, words in forms.items())
