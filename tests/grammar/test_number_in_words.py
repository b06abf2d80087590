"""Numbers in words are those that num2words writes, another program with tables of its own."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from aimaq.figures.grammar.cases import CASES
from aimaq.figures.grammar.kazakh_suffixes import KAZAKH_ENDINGS
from aimaq.figures.grammar.numerals.number_in_words import LARGEST, number_in_words
from aimaq.figures.grammar.numerals.russian_numerals import GENDERS, counts_in_genitive
from aimaq.figures.grammar.russian_nouns import propose

#: A Kazakh number takes the endings on its last word; test_kazakh_suffixes.py has their table.
THOUSANDS = range(0, 10_001)


def russian(number: int, case: str, gender: str, *, animate: bool = False) -> str:
    """Return what num2words writes, without the "one" that newspapers leave out.

    The gender is that of what stands behind the thousands: num2words has "двадцать одна миллион" for a feminine noun.
    """
    rest = number % 1000
    parts = [(number - rest, "m", False)] if number >= 1000 else []
    parts += [(rest, gender[0], animate)] if rest or not parts else []
    words = (num2words(part, lang="ru", case=case[0], gender=of, animate=alive) for part, of, alive in parts)
    written = " ".join(words)
    return re.sub(r"^(?:один|одна|одной|одну|одного|одному|одним|одном) (?=тысяч|миллион)", "", written)


@pytest.mark.parametrize("case", CASES["ru"])
@pytest.mark.parametrize("gender", GENDERS)
def test_russian_to_ten_thousand(case: str, gender: str) -> None:
    wrong = {
        number: found
        for number in THOUSANDS
        if (found := number_in_words(Decimal(number), "ru", case=case, gender=gender)) != russian(number, case, gender)
    }
    assert wrong == {}


@given(st.integers(0, LARGEST), st.sampled_from(CASES["ru"]), st.sampled_from(GENDERS))
def test_russian_to_the_largest(number: int, case: str, gender: str) -> None:
    assert number_in_words(Decimal(number), "ru", case=case, gender=gender) == russian(number, case, gender)


@pytest.mark.parametrize("gender", ["masculine", "feminine"])
def test_russian_animate_accusative(gender: str) -> None:
    """One to four, and every compound number with один at its end, are as in the genitive.

    num2words has it for two to four in compound numbers too, which Rosenthal calls colloquial: there the expected
    words are those of the inanimate.
    """
    for number in THOUSANDS:
        colloquial = number > 4 and number % 10 in (2, 3, 4)
        expected = russian(number, "accusative", gender, animate=not colloquial)
        assert number_in_words(Decimal(number), "ru", case="accusative", gender=gender, animate=True) == expected


@pytest.mark.parametrize(
    ("number", "case", "gender", "animate", "words"),
    [
        (1, "nominative", "neuter", False, "одно"),
        (2, "accusative", "masculine", True, "двух"),
        (22, "accusative", "masculine", True, "двадцать два"),
        (21, "accusative", "masculine", True, "двадцать одного"),
        (21, "accusative", "feminine", True, "двадцать одну"),
        (2001, "accusative", "masculine", True, "две тысячи одного"),
        (2522, "prepositional", "neuter", False, "двух тысячах пятистах двадцати двух"),
        (1_000_000, "dative", "masculine", False, "миллиону"),
        (1_001_000, "nominative", "masculine", False, "миллион одна тысяча"),
        (80, "instrumental", "neuter", False, "восемьюдесятью"),
    ],
)
def test_russian_words(number: int, case: str, gender: str, animate: bool, words: str) -> None:
    assert number_in_words(Decimal(number), "ru", case=case, gender=gender, animate=animate) == words


def test_kazakh_to_ten_thousand() -> None:
    for number in THOUSANDS:
        assert number_in_words(Decimal(number), "kk") == num2words(number, lang="kz")


@given(st.integers(0, LARGEST))
def test_kazakh_and_english_to_the_largest(number: int) -> None:
    assert number_in_words(Decimal(number), "kk") == num2words(number, lang="kz")
    assert number_in_words(Decimal(number), "en") == num2words(number, lang="en_GB").replace(",", "")


def test_english_to_ten_thousand() -> None:
    for number in THOUSANDS:
        assert number_in_words(Decimal(number), "en") == num2words(number, lang="en_GB").replace(",", "")


@pytest.mark.parametrize(
    ("number", "ending", "words"),
    [
        (28, "ablative", "жиырма сегізден"),
        (40, "possessive-accusative", "қырығын"),
        (20, "ordinal", "жиырмасыншы"),
        (6, "collective", "алтауы"),
        (300, "similative", "үш жүздей"),
        (9, "only", "тоғыз-ақ"),
    ],
)
def test_kazakh_words_take_every_ending(number: int, ending: str, words: str) -> None:
    assert ending in KAZAKH_ENDINGS
    assert number_in_words(Decimal(number), "kk", case=ending) == words


@pytest.mark.parametrize("value", ["-1", "2.5", "1000000000"])
@pytest.mark.parametrize("lang", ["ru", "kk", "en"])
def test_what_has_no_words_is_refused(value: str, lang: str) -> None:
    with pytest.raises(ValueError, match="a whole number from 0 to 999,999,999"):
        number_in_words(Decimal(value), lang)


@pytest.mark.parametrize(
    ("lang", "case", "message"),
    [("ru", "locative", "expected one of"), ("kk", "Dative", "not a Kazakh ending"), ("en", "dative", "English")],
)
def test_an_unknown_case_is_refused(lang: str, case: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        number_in_words(Decimal(5), lang, case=case)


def test_an_unknown_language_and_gender_are_refused() -> None:
    with pytest.raises(ValueError, match='"pl", only in ru, kk, en'):
        number_in_words(Decimal(5), "pl")
    with pytest.raises(ValueError, match="common"):
        number_in_words(Decimal(5), "ru", gender="common")


@pytest.mark.parametrize("number", [0, 1, 21, 999, 1000, 1001, 2000, 1_000_000, 1_234_000])
def test_a_noun_behind_a_noun_is_in_the_genitive(number: int) -> None:
    """Тысяча and миллион are nouns, which the counted noun follows in the genitive plural."""
    last = number_in_words(Decimal(number), "ru").split()[-1]
    nouns = {form for noun in ("тысяча", "миллион") for form in propose(noun)["nominative"].values()}
    assert counts_in_genitive(number) == (last in nouns | {"ноль"})
