"""Kazakh endings, and those on numbers written in digits: "2 522-ге", "10-нан", "6-сынан", "300-дей", "5-еуі".

A suffix agrees with the word before it in the row of its vowels (үндестік заңы, vowel harmony) and in the sound that
it follows. For a number this is the last word as the number is read aloud. The rules use the sounds of that word.

Sources: the choice of suffix is the declension of nouns in any Kazakh grammar (септік жалғаулары); how a
number is read, whole and decimal, is CLDR's spell-out rules (common/rbnf/kk.xml: "x.x: << бүтін
>%%fractions>"); that a hyphen joins a suffix to Arabic figures is the orthography (Қазақ тілі орфографиясының
ережелері, §44: "Араб цифрымен берілген санға қосымша дефис арқылы жалғанады: 6-ға, 100-ге дейін"). The same paragraph
puts a hyphen in the place of the suffix of an ordinal before its noun (5-санат). An ordinal that stands alone therefore
takes its whole suffix as it is read, like any other ending: "28-інші", "6-ншы". The "28-ші" of some newspapers is
neither the suffix nor its replacement.
"""

from decimal import Decimal
from enum import IntEnum
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.figures.grammar.numbers import rounded

__all__ = [
    "ABBREVIATIONS",
    "BACK_VOWELS",
    "COLLECTIVE",
    "FRONT_VOWELS",
    "KAZAKH_CASES",
    "KAZAKH_ENDINGS",
    "ONLY",
    "ORDINAL",
    "PERCENT_WORDS",
    "POSSESSIVE",
    "POSSESSIVE_CASES",
    "SIMILATIVE",
    "SOUNDS",
    "TENS",
    "UNITS",
    "Sound",
    "inflected",
    "kazakh_suffix",
    "possessed_suffix",
    "sign_with_suffix",
    "suffix",
    "with_suffix",
    "word_suffix",
]

UNITS: Final = ("нөл", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз")
TENS: Final = ("", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан")
_THOUSANDS: Final = ("мың", "миллион", "миллиард", "триллион", "квадриллион")

BACK_VOWELS: Final = "аоұы"
FRONT_VOWELS: Final = "әеөүі"
# и and у belong to neither row; the vowel before them decides (елу: е, so елуге).


class Sound(IntEnum):
    """The kind of sound with which a suffix's first consonant agrees."""

    VOWEL = 0
    NASAL = 1
    SONORANT = 2
    FRICATIVE = 3
    VOICELESS = 4


# у sounds like a vowel, but takes suffixes as a sonorant consonant does (елудің, as in оқудың). A final б, в, г, д is
# pronounced voiceless, so миллиард takes the suffixes of т: миллиардқа, миллиардтан.
SOUNDS: Final = {
    **dict.fromkeys(BACK_VOWELS + FRONT_VOWELS, Sound.VOWEL),
    **dict.fromkeys("мнң", Sound.NASAL),
    **dict.fromkeys("рлйу", Sound.SONORANT),
    **dict.fromkeys("зж", Sound.FRICATIVE),
    **dict.fromkeys("пкқтсшбвгғд", Sound.VOICELESS),
}


# For each form: the first consonant after each kind of Sound, then the rest after a back and after a front vowel.
# The instrumental has one vowel: it developed from a postposition (менен) and does not follow vowel harmony.
_CASES: Final = {
    "genitive": ("ннддт", "ың", "ің"),
    "dative": ("ғғғғқ", "а", "е"),
    "accusative": ("ндддт", "ы", "і"),
    "locative": ("ддддт", "а", "е"),
    "ablative": ("днддт", "ан", "ен"),
    "instrumental": ("мммбп", "ен", "ен"),
}
_SIMILATIVE: Final = ("ддддт", "ай", "ей")

KAZAKH_CASES: Final = tuple(_CASES)
"""The six cases that take a suffix (the nominative has none), in the order of Kazakh school grammar."""

POSSESSIVE: Final = "possessive"
"""The third person's possessive (тәуелдік жалғауы): "105-і", 105 of them. Of the forms of a number it is no case."""

# Behind the possessive, which ends in ы or і, the cases have suffixes of their own: орны, орнының, орнына, орнын.
_POSSESSED: Final = {
    "genitive": ("ның", "нің"),
    "dative": ("на", "не"),
    "accusative": ("н", "н"),
    "locative": ("нда", "нде"),
    "ablative": ("нан", "нен"),
    "instrumental": ("мен", "мен"),
}
POSSESSIVE_CASES: Final = {f"{POSSESSIVE}-{case}": case for case in KAZAKH_CASES}
"""The possessive with each case, "6-сынан", and the name of that case."""

SIMILATIVE: Final = "similative"
"""-дай, about as many as (ұқсату, мөлшер): "300-дей"."""

ORDINAL: Final = "ordinal"
"""Реттік сан есім that stands alone: "28-інші". Before its noun a hyphen replaces the suffix: "28-кәсіпорын"."""

COLLECTIVE: Final = "collective"
"""Жинақтық сан есім with the possessive, "5-еуі", all five of them; Kazakh has it of one to seven."""

ONLY: Final = "only"
"""The particle ақ, no more than: "28-ақ"."""

KAZAKH_ENDINGS: Final = (*KAZAKH_CASES, POSSESSIVE, *POSSESSIVE_CASES, SIMILATIVE, ORDINAL, COLLECTIVE, ONLY)
"""What a number can take, in the order in which a list names them."""

_COLLECTIVES: Final = ("бір", "екі", "үш", "төрт", "бес", "алты", "жеті")

PERCENT_WORDS: Final = ("пайыз", "процент")
"""How the sign % is read. Newspapers are of two schools: "12 %-ға" and "12 %-ке"."""

ABBREVIATIONS: Final = {"млн": "миллион", "млрд": "миллиард", "трлн": "триллион"}
"""Abbreviated words for magnitudes, and how they are read."""


def last_word(value: Decimal, decimals: int) -> str:
    """Return the last word of a number as it is read aloud, printed with ``decimals`` fraction digits.

    2522 ends in "екі", 1 000 000 in "миллион". A fraction is read as a whole number of tenths, hundredths, …:
    2,5 is "екі бүтін оннан бес", 0,25 "нөл бүтін жүзден жиырма бес", and 3,0 "үш бүтін оннан нөл". A minus is
    read first and changes nothing. Raises ValueError as ``rounded`` does.
    """
    digits = f"{rounded(value, decimals).copy_abs():f}".rpartition(".")[2]
    # The last word is the last figure before the trailing zeros, or the word for the zeros: ten, hundred, thousand.
    figures = digits.rstrip("0")
    zeros = len(digits) - len(figures)
    if not figures:
        return UNITS[0]
    if zeros == 0:
        return UNITS[int(figures[-1])]
    if zeros == 1:
        return TENS[int(figures[-1])]
    if zeros == 2:
        return "жүз"
    return _THOUSANDS[min(zeros // 3, len(_THOUSANDS)) - 1]


def kazakh_suffix(value: Decimal, ending: str, decimals: int) -> str:
    """Return an ending, without a hyphen, of ``value`` as printed with ``decimals``: "ге".

    ``ending`` is one of KAZAKH_ENDINGS. ValueError is raised for any other, for a collective of another number than 1
    to 7, for an ordinal of a number that is not whole or is negative, and as ``rounded`` does.
    """
    printed = rounded(value, decimals)
    if ending == ORDINAL and (decimals or printed < 0):
        raise ValueError(
            tr("%(printed)s has no ordinal; only whole numbers have one, and none below zero", printed=printed)
        )
    if ending == COLLECTIVE and (decimals or not 1 <= printed <= len(_COLLECTIVES)):
        raise ValueError(
            tr(
                "%(printed)s has no collective; in Kazakh the numbers 1 to %(number)s have one",
                printed=printed,
                number=len(_COLLECTIVES),
            )
        )
    return word_suffix(last_word(value, decimals), ending)


def word_suffix(word: str, ending: str) -> str:
    """Return an ending of a word as it is read, which is written behind a hyphen: "тан" of миллиард, "ға" of пайыз.

    ``ending`` is one of KAZAKH_ENDINGS; ValueError is raised for any other. The word's own letters may change before
    it (қырық, қырығы, but "40-ы"): ``inflected`` returns whole words.
    """
    vowel = SOUNDS[word[-1]] is Sound.VOWEL
    front = next(letter for letter in reversed(word) if letter in BACK_VOWELS + FRONT_VOWELS) in FRONT_VOWELS
    high = "і" if front else "ы"
    if ending in _CASES or ending == SIMILATIVE:
        return suffix(ending, SOUNDS[word[-1]], front=front)
    if ending == POSSESSIVE:
        return ("с" if vowel else "") + high
    if ending in POSSESSIVE_CASES:
        return word_suffix(word, POSSESSIVE) + possessed_suffix(POSSESSIVE_CASES[ending], front=front)
    if ending == ORDINAL:
        # The one vowel stem that takes -сыншы.
        return ("с" if word == "жиырма" else "") + ("" if vowel and word != "жиырма" else high) + f"нш{high}"
    if ending == COLLECTIVE:
        return "еуі" if front else "ауы"
    if ending == ONLY:
        return "ақ"
    expected = ", ".join(KAZAKH_ENDINGS)
    raise ValueError(
        tr(
            '"%(ending)s" is not a Kazakh ending of a number; expected one of: %(expected)s',
            ending=ending,
            expected=expected,
        )
    )


def inflected(word: str, ending: str) -> str:
    """Return a word for a number with an ending, as it is written in words: қырығы, қырқыншы, алтауы, жеті-ақ."""
    added = word_suffix(word, ending)
    if ending == ONLY:
        return f"{word}-{added}"
    if ending == COLLECTIVE:
        return word.rstrip("ыі") + added if SOUNDS[word[-1]] is Sound.VOWEL else word + added
    if word == "қырық" and ending == ORDINAL:
        return f"қырқ{added}"
    if word == "қырық" and ending.startswith(POSSESSIVE):
        return f"қырығ{added}"
    return word + added


def suffix(case: str, after: Sound, *, front: bool) -> str:
    """Return the suffix of one of KAZAKH_CASES or of SIMILATIVE after a sound and after back or ``front`` vowels."""
    consonants, back_rest, front_rest = _SIMILATIVE if case == SIMILATIVE else _CASES[case]
    consonant = consonants[after]
    return {"ғ": "г", "қ": "к"}.get(consonant, consonant) + front_rest if front else consonant + back_rest


def possessed_suffix(case: str, *, front: bool) -> str:
    """Return the suffix of one of KAZAKH_CASES behind the third person's possessive: "нан" in "6-сынан"."""
    return _POSSESSED[case][front]


def with_suffix(number_text: str, value: Decimal, ending: str, decimals: int) -> str:
    """Return the printed number with its ending: "2 522-ге" for ("2 522", 2522, "dative", 0).

    The hyphen is U+002D, which newspapers use, readers search for and every font has, unlike U+2011. A stylesheet can
    keep a line from ending after it (white-space: nowrap). Raises ValueError as ``kazakh_suffix`` does.
    """
    return f"{number_text}-{kazakh_suffix(value, ending, decimals)}"


def sign_with_suffix(sign: str, ending: str, *, percent: str = PERCENT_WORDS[0]) -> str:
    """Return a sign or an abbreviation with its ending, as it is read: "%-ға", "млрд-тан"; a whole word is joined.

    ``percent`` is one of PERCENT_WORDS. Abbreviations take a hyphen too: "Қосымшалар қысқарған сөздің айтылу
    заңдылықтарына сәйкес дефис арқылы жазылады" (the same orthography, §73).
    """
    read = percent if sign == "%" else ABBREVIATIONS.get(sign, sign)
    return inflected(sign, ending) if read == sign else f"{sign}-{word_suffix(read, ending)}"
