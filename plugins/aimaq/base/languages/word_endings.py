"""How words of a language are made alike for the search: letters written as others, endings taken away.

The rules are data, because a reader's browser follows them too (``word_keys``, ``theme/scripts/search.js``). They are
written in the language's own letters.

Sources: the declension of nouns in any grammar of the language; for Russian also M. F. Porter's stemmer
(https://snowballstem.org/algorithms/russian/stemmer.html), for English the first steps of his older one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Final

__all__ = ["NO_ENDINGS", "WORD_ENDINGS", "Step", "WordEndings"]


@dataclass(frozen=True, slots=True)
class Step:
    """Endings to take away, separated by spaces, ``ending>replacement`` where something takes their place.

    At least ``keeps`` letters remain. The longest ending that fits is taken away, once. Where endings follow each other
    (``chained``), every one that fits is, until none does, in each possible way: so a word and all its forms have a
    way of their own in common, no matter what the word itself ends in.
    """

    endings: str
    keeps: int = 3
    chained: bool = False


@dataclass(frozen=True, slots=True)
class WordEndings:
    """``latin`` reads the language where it is written in Latin letters, ``letters`` stand for others.

    ``whole`` has names whose last letters look like an ending; ``steps`` follow each other.
    """

    letters: Mapping[str, str] = field(default_factory=dict)
    latin: Mapping[str, str] = field(default_factory=dict)
    whole: str = ""
    steps: tuple[Step, ...] = ()


def _combined(*parts: str) -> str:
    """Return every combination of one ending of each part; "" is written "-"."""
    return " ".join("".join(each).replace("-", "") for each in product(*map(str.split, parts)))


# Passports, maps and readers transliterate in several ways: Zhetysu and Jetisu, Khan and Han, Yelena and Elena.
_LATIN: Final = {
    "shch": "щ", "sh": "ш", "ch": "ч", "zh": "ж", "kh": "х", "gh": "г", "ph": "ф", "ts": "ц", "ya": "я", "yu": "ю",
    "ye": "е", "yo": "ё", "y": "ы", "q": "к", "w": "у", "x": "кс", "c": "ц",
}  # fmt: skip

_ADJECTIVES: Final = "ый ий ой ая яя ое ее ые ие ого его ому ему ым им ом ем ую юю ою ею ей ых их ыми ими"
_RUSSIAN: Final = (
    Step(
        f"{_ADJECTIVES} {_combined('нн вш ющ ущ ащ ящ', _ADJECTIVES)} "
        "а я ы и у ю е о ам ям ами ями ах ях ов ев ью ия ий ию ии ием иям иями иях ией",
        keeps=2,
    ),
    # The vowel that comes and goes: рынок, рынка; заявка, заявок; стройка, строек; земля, земель.
    Step("ок>к ек>к оек>ойк аек>айк еек>ейк ец>ц ел>л ен>н", keeps=1),
)

_KAZAKH: Final = (
    Step(
        "лар лер дар дер тар тер ымыз іміз мыз міз сы сі ы і "
        "ның нің дың дің тың тің ға ге қа ке на не ны ні ды ді ты ті ын ін сын сін нда нде да де та те "
        "дан ден тан тен нан нен мен бен пен дай дей тай тей ғы гі қы кі дағы дегі тағы тегі ндағы ндегі "
        "ған ген қан кен у",
        keeps=2,
        chained=True,
    ),
    Step("б>п г>к ғ>к кт>к лл>л мм>м сс>с тт>т", keeps=1),  # кітап, кітабы; аймақ, аймағы; факт, фактіні; грамм, грамға
    Step("ін>н ім>м іл>л ір>р із>з іс>с ік>к іп>п", keeps=1),  # халық, халқы; орын, орны
)
_KYRGYZ: Final = (
    Step(
        f"{_combined('л д т', 'ар ер ор өр')} {_combined('н д т', 'ын ин ун үн')} {_combined('г к', 'а е о ө')} "
        f"{_combined('н д т', 'ы и у ү')} {_combined('н- д т', 'а е о ө')} {_combined('н д т', 'ан ен он өн')} "
        f"{_combined('с -', 'ы и у ү')} ыбыз ибиз убуз үбүз",
        chained=True,
    ),
    Step("б>п г>к", keeps=2),
)
_TURKISH: Final = (
    Step(
        "lar ler ın in un ün nın nin nun nün a e ya ye na ne ı i u ü yı yi yu yü nı ni nu nü sı si su sü "
        "da de ta te nda nde dan den tan ten ndan nden la le yla yle ımız imiz umuz ümüz",
        chained=True,
    ),
    Step("b>p c>ç d>t g>k ğ>k", keeps=2),
)
_UZBEK: Final = (
    Step("lar ning ga ka qa ni da dan i si imiz miz ini ida idan iga lari larini", chained=True),
    Step("g>k", keeps=2),
)
_UKRAINIAN: Final = (
    Step(
        "ий ій а я е є і ї о у ю и ого його ому йому им ім ої ей ою ею их іх ими іми ам ям ами ями ах ях ів їв ев єв "
        "ом ем єм ові еві єві ія ії ію ією ій іями іях"
    ),
    Step("ок>к ек>к ець>ц", keeps=2),
)
_POLISH: Final = (
    Step(
        "a ą e ę i o ó u y ów om ami ach em ie ia ią ię io iom iami iach owi owie ego emu ej ym im ych ich ymi imi "
        "ć ł ła ło li ły ał ała ali"
    ),
    Step("ek>k ec>c", keeps=2),
)
_GERMAN: Final = (Step("e en er ern em es s n nen", keeps=3), Step("ä>a ö>o ü>u", keeps=2))
_ENGLISH: Final = (
    Step("ies>y ss>ss us>us is>is s"),
    Step("ied>y ing ed ment"),
    Step("e bb>b dd>d gg>g mm>m nn>n pp>p rr>r tt>t", keeps=2),
)

NO_ENDINGS: Final = WordEndings()
WORD_ENDINGS: Final[Mapping[str, WordEndings]] = {
    "ru": WordEndings(latin=_LATIN, steps=_RUSSIAN),
    "kk": WordEndings(
        letters={"ş": "ш", "ç": "ч"}, latin={**_LATIN, "ng": "ң"}, whole="алматы қазақстан жетісу жылқы", steps=_KAZAKH
    ),
    "en": WordEndings(steps=_ENGLISH),
    "uk": WordEndings(latin=_LATIN, steps=_UKRAINIAN),
    "pl": WordEndings(steps=_POLISH),
    "de": WordEndings(steps=_GERMAN),
    "tr": WordEndings(steps=_TURKISH),
    "uz": WordEndings(steps=_UZBEK),
    "ky": WordEndings(latin={**_LATIN, "ng": "ң"}, steps=_KYRGYZ),
}
