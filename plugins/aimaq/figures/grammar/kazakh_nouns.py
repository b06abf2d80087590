"""Propose the Kazakh case forms of a unit from its dictionary form, for an editor to review.

Builds do not use this module. After a number the noun is in the singular, so each case has one form. Only the last
word of a phrase takes the suffix ("шағын өнеркәсіптік паркке").

Source: the declension of nouns, plain (жай септеу) and possessive (тәуелді септеу), in Қазақ грамматикасы. Фонетика,
сөзжасам, морфология, синтаксис (Астана, 2002) and any school grammar. A borrowed word is refused if its sounds do not
determine its suffixes.
"""

import re
from collections.abc import Mapping
from typing import Final

from aimaq.base.languages.messages import Message, tr
from aimaq.figures.grammar.kazakh_suffixes import (
    BACK_VOWELS,
    FRONT_VOWELS,
    KAZAKH_CASES,
    POSSESSIVE,
    POSSESSIVE_CASES,
    SOUNDS,
    Sound,
    possessed_suffix,
    suffix,
)

__all__ = ["propose", "propose_possessive"]

# я is pronounced йа. и and у belong to no row of vowels, and take suffixes as consonants do: биге, оқуға.
_FINAL: Final = {**SOUNDS, "я": Sound.VOWEL, "и": Sound.SONORANT, "ф": Sound.VOICELESS}
_ROWS: Final = {**dict.fromkeys(BACK_VOWELS + "я", False), **dict.fromkeys(FRONT_VOWELS + "э", True)}
_VOWELS: Final = BACK_VOWELS + FRONT_VOWELS + "ёиуэюя"
_NEUTRAL: Final = {"и": True, "у": False}
_ADVICE: Final = Message("write its forms by hand, as a newspaper does")
#: Borrowed words with a back vowel that nevertheless take front suffixes.
_FRONT_LOANS: Final = ("банк", "парк")
# Nouns whose own last letter is ы or і. More are known by their sounds: see _is_stem.
_STEMS: Final = (
    "алты", "бөрі", "дәрі", "жарты", "жеті", "жүгері", "жылқы", "келі", "кісі", "қазы", "қозы", "тары",
    "тері", "түлкі",
)  # fmt: skip
#: Nouns that were two words, and are declined as the second one that belongs to the first: отбасына.
_GROWN_TOGETHER: Final = ("отбасы",)
#: Signs and abbreviations of measures, as they are read aloud.
_READ_AS: Final = {
    "%": "пайыз",
    "га": "гектар", "г": "грам", "кг": "килограм", "ц": "центнер", "т": "тонна", "мм": "миллиметр", "см": "сантиметр",
    "м": "метр", "км": "километр", "м²": "шаршы метр", "км²": "шаршы километр", "м³": "текше метр", "л": "литр",
    "мл": "миллилитр", "вт": "ват", "квт": "киловат", "мвт": "мегават", "гвт": "гигават", "гкал": "гигакалория",
    "квт·сағ": "киловат сағат", "сағ": "сағат", "мин": "минут", "тг": "теңге", "млн": "миллион",
    "млрд": "миллиард", "трлн": "триллион",
}  # fmt: skip

# Nouns that lose the vowel of their last syllable before a possessive: орны, халқы.
_SHORTENED: Final = {
    whole: whole[:-2] + whole[-1]
    for whole in "орын халық нарық парық қауіп әріп ғұрып ауыз мұрын ерін мойын қарын көрік бөрік".split()
}
#: What қ, к and п become before a vowel, except in borrowed words: қожалығы, бөлігі, мектебі, but банкі.
_VOICED: Final = {"қ": "ғ", "к": "г", "п": "б"}
_UNVOICED_LOANS: Final = (*_FRONT_LOANS, "танк", "этап", "тип", "принцип", "чек")


def propose(noun_phrase: str, *, possessive: bool | None = None) -> Mapping[str, Mapping[str, str]]:
    """Return the forms of ``noun_phrase`` beside a number: case → "other" → form.

    ``noun_phrase`` stands in the nominative singular. ``possessive`` says whether its last word belongs to the one
    before it ("жұмыс орны"). None assumes so for a phrase of at least two words whose last word ends in ы or і, unless
    that letter is known as the word's own ("жаңа оқушы", "бас жылқы"). An abbreviation takes its suffix after a hyphen,
    as it is read: "АЕК-ке", "га-ға" (гектарға). Raises ValueError for a word whose sounds do not determine its
    suffixes, and says why.
    """
    words = noun_phrase.split()
    if not words or not all(map(_is_word, words)):
        raise ValueError(
            tr(
                '"%(noun_phrase)s" is not understood; write it in the nominative singular: "жұмыс орны"',
                noun_phrase=noun_phrase,
            )
        )
    phrase, last = " ".join(words), words[-1]
    word = last.lower()
    if word in _READ_AS or (len(last) > 1 and last.isupper()):
        suffixes = {case: f"-{text}" for case, text in _suffixes(_read(last)).items()}
        return _forms(phrase, phrase, suffixes)
    ending = word.endswith(("ы", "і"))
    if possessive is None:
        possessive = word in _GROWN_TOGETHER or (ending and len(words) > 1 and not _is_stem(word))
    if possessive and not ending:
        raise ValueError(
            tr('"%(word)s" has no possessive ending: expected ы, і, сы or сі, as in "жұмыс орны"', word=word)
        )
    if possessive:
        front = _front(word)
        return _forms(phrase, phrase, {case: possessed_suffix(case, front=front) for case in KAZAKH_CASES})
    stem = _stem(word)
    return _forms(phrase, phrase[: len(phrase) - len(word)] + last[: len(stem)] + stem[len(word) :], _suffixes(stem))


def propose_possessive(noun_phrase: str) -> Mapping[str, Mapping[str, str]]:
    """Return the forms with the third person's possessive: "аймақтың 28 кәсіпорны, кәсіпорнында".

    There are none of a phrase that is possessive already, and of abbreviations. Raises ValueError as ``propose`` does.
    """
    plain = propose(noun_phrase)
    words = noun_phrase.split()
    word = words[-1].lower()
    if plain["genitive"]["other"].startswith(f"{noun_phrase}-") or plain["accusative"]["other"] == f"{noun_phrase}н":
        return {}
    short = next((short for whole, short in _SHORTENED.items() if word.endswith(whole)), "")
    stem = word[: -len(short) - 1] + short if short else _stem(word).removesuffix("ь")
    if not short and stem[-1] in _VOICED and not word.endswith(_UNVOICED_LOANS):
        stem = stem[:-1] + _VOICED[stem[-1]]
    front = _front(_stem(word))
    owned = stem + ("с" if _FINAL.get(stem[-1]) is Sound.VOWEL else "") + ("і" if front else "ы")
    phrase = " ".join([*words[:-1], words[-1][0] + owned[1:]])
    cases = {each: possessed_suffix(case, front=front) for each, case in POSSESSIVE_CASES.items()}
    return {name: {"other": phrase + ending} for name, ending in {POSSESSIVE: "", **cases}.items()}


def _is_word(text: str) -> bool:
    return text.lower() in _READ_AS or all(part.isalpha() for part in text.split("-"))


def _forms(nominative: str, stem: str, suffixes: Mapping[str, str]) -> Mapping[str, Mapping[str, str]]:
    return {"nominative": {"other": nominative}} | {case: {"other": stem + suffixes[case]} for case in KAZAKH_CASES}


def _suffixes(word: str) -> Mapping[str, str]:
    """Return the suffixes of the plain declension after a word; raises as ``_front`` does."""
    front = _front(word)
    # A soft sign is no sound: it says that what stands before it is pronounced with front vowels, as рубльге has.
    return {case: suffix(case, _FINAL[word.rstrip("ь")[-1]], front=front) for case in KAZAKH_CASES}


def _is_stem(word: str) -> bool:
    """Return whether a word's last ы or і is its own, and not the possessive's.

    It is in names of doers in -шы, -ші (жұмысшы, оқушы, but күші, көрсеткіші) and of tools and results in -ғы, -гі
    after a consonant (құрылғы, белгі); and after a vowel and қ or к, which the possessive would voice (жалақы, but
    аймағы).
    """
    doer = re.search(rf"[^{_VOWELS}]ш[ыі]$|[аиу]ш[ыі]$", word) and not word.endswith("ағашы")
    return bool(doer) or word.endswith(_STEMS) or bool(re.search(rf"[^{_VOWELS}][ғг][ыі]$|[{_VOWELS}][қк][ыі]$", word))


def _stem(word: str) -> str:
    """Return what suffixes are added to: a borrowed word in кт gets an і, one in a double consonant loses a letter.

    Source: the rules of orthography (Қазақ тілінің орфографиялық ережелері) on borrowed words: акт – актіге, факт –
    фактіні; грамм – грамға, ватт – ватқа, металл – металды, класс – класты.
    """
    if word.endswith("кт"):
        return f"{word}і"
    return word[:-1] if re.search(r"([лмсткнпфр])\1$", word) else word


def _read(abbreviation: str) -> str:
    """Return an abbreviation as it is read, for its suffixes: МВт as "мегават", АЕК by its own letters."""
    read = _READ_AS.get(abbreviation.lower(), abbreviation.lower()).split()[-1]
    if not any(letter in _ROWS for letter in read):
        raise ValueError(
            tr(
                '"%(abbreviation)s" is read letter by letter, and its suffixes follow that: %(advice)s',
                abbreviation=abbreviation,
                advice=_ADVICE,
            )
        )
    return read


def _front(word: str) -> bool:
    """Return whether a word takes suffixes with front vowels; raise ValueError where its sounds do not decide."""
    if word.endswith(_FRONT_LOANS):
        return True
    if word.endswith("ь"):
        if re.search(r"[еиэ]ль$|[^аеёиоуыэюя]ль$", word):
            return True  # автомобильге, рубльге
        raise _unsure(word, tr("after a soft sign and a back vowel both rows are written (рольге, медальға)"))
    letters = [letter for letter in word if letter in _ROWS or letter in _NEUTRAL]
    if not letters:
        raise _unsure(word, tr("it has no vowel of a known row"))
    if word[-1] not in _FINAL:
        raise _unsure(word, tr('borrowed words that end in "%(word)s" are written in two ways', word=word[-1]))
    last, rows = letters[-1], [_ROWS[letter] for letter in letters if letter in _ROWS]
    if last in _NEUTRAL and last != word[-1]:
        front = _NEUTRAL[last]  # a borrowed word's last syllable: кредитке, клубқа
    elif rows:
        front = rows[-1]
        if last == "и" and not front:
            raise _unsure(word, tr("borrowed words in и after a back vowel differ (таксиге, but also native words)"))
    else:
        front = _NEUTRAL[last]
    if word[-1] in "кг" and not front:
        raise _unsure(
            word, tr('its last letter stands for a front sound, "%(word)s", after a back vowel', word=word[-1])
        )
    return front


def _unsure(word: str, why: str) -> ValueError:
    return ValueError(
        tr(
            'the suffixes of "%(word)s" do not follow from its sounds, since %(why)s: %(advice)s',
            word=word,
            why=why,
            advice=_ADVICE,
        )
    )
