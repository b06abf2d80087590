"""Kazakh case suffixes on numbers agree with the number as it is read.

The oracle shares nothing with the code under test: num2words reads the number, and the forms of each number
word are written out here in full, as a grammar prints them.
"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from aimaq.figures.grammar.kazakh_suffixes import KAZAKH_CASES, kazakh_suffix, with_suffix
from aimaq.figures.grammar.numbers import format_number

CASES = ("genitive", "dative", "accusative", "locative", "ablative", "instrumental")

# Ілік, барыс, табыс, жатыс, шығыс, көмектес септік.
DECLENSION = """
нөл       нөлдің        нөлге        нөлді        нөлде        нөлден        нөлмен
бір       бірдің        бірге        бірді        бірде        бірден        бірмен
екі       екінің        екіге        екіні        екіде        екіден        екімен
үш        үштің         үшке         үшті         үште         үштен         үшпен
төрт      төрттің       төртке       төртті       төртте       төрттен       төртпен
бес       бестің        беске        бесті        бесте        бестен        беспен
алты      алтының       алтыға       алтыны       алтыда       алтыдан       алтымен
жеті      жетінің       жетіге       жетіні       жетіде       жетіден       жетімен
сегіз     сегіздің      сегізге      сегізді      сегізде      сегізден      сегізбен
тоғыз     тоғыздың      тоғызға      тоғызды      тоғызда      тоғыздан      тоғызбен
он        онның         онға         онды         онда         оннан         онмен
жиырма    жиырманың     жиырмаға     жиырманы     жиырмада     жиырмадан     жиырмамен
отыз      отыздың       отызға       отызды       отызда       отыздан       отызбен
қырық     қырықтың      қырыққа      қырықты      қырықта      қырықтан      қырықпен
елу       елудің        елуге        елуді        елуде        елуден        елумен
алпыс     алпыстың      алпысқа      алпысты      алпыста      алпыстан      алпыспен
жетпіс    жетпістің     жетпіске     жетпісті     жетпісте     жетпістен     жетпіспен
сексен    сексеннің     сексенге     сексенді     сексенде     сексеннен     сексенмен
тоқсан    тоқсанның     тоқсанға     тоқсанды     тоқсанда     тоқсаннан     тоқсанмен
жүз       жүздің        жүзге        жүзді        жүзде        жүзден        жүзбен
мың       мыңның        мыңға        мыңды        мыңда        мыңнан        мыңмен
миллион   миллионның    миллионға    миллионды    миллионда    миллионнан    миллионмен
миллиард  миллиардтың   миллиардқа   миллиардты   миллиардта   миллиардтан   миллиардпен
триллион  триллионның   триллионға   триллионды   триллионда   триллионнан   триллионмен
"""
# Тәуелдік жалғауы, III жақ. Қырық gives қырығы; behind the figures stands the suffix alone.
POSSESSED = """
нөл-і бір-і екі-сі үш-і төрт-і бес-і алты-сы жеті-сі сегіз-і тоғыз-ы он-ы жиырма-сы отыз-ы қырық-ы елу-і алпыс-ы
жетпіс-і сексен-і тоқсан-ы жүз-і мың-ы миллион-ы миллиард-ы триллион-ы
"""
POSSESSIVES = dict(form.split("-") for form in POSSESSED.split())
SUFFIXES = {
    word: tuple(form.removeprefix(word) for form in forms)
    for word, *forms in map(str.split, DECLENSION.strip().splitlines())
}


def suffixes(value: Decimal, decimals: int = 0) -> tuple[str, ...]:
    return tuple(kazakh_suffix(value, case, decimals) for case in CASES)


def expected(value: Decimal) -> tuple[str, ...]:
    """Return what the written-out table has for the last word of num2words' reading."""
    return SUFFIXES[num2words(value, lang="kz").split()[-1]]


def test_every_number_to_ten_thousand() -> None:
    """From 0 to 10 000, all six suffixes are those of the number's last word, without an exception."""
    wrong = {n: suffixes(Decimal(n)) for n in range(10_001) if suffixes(Decimal(n)) != expected(Decimal(n))}
    assert wrong == {}


@pytest.mark.parametrize(
    "number",
    [n * 10**power + rest for power in (4, 5, 6, 9, 12) for n in (1, 5, 20, 100) for rest in (0, 1, 10, 300, 7000)],
)
def test_large_numbers(number: int) -> None:
    """Thousands, millions, milliards and trillions decide only where nothing is read after them."""
    assert suffixes(Decimal(number)) == expected(Decimal(number))


@given(st.integers(-(10**14), 10**14))
def test_any_whole_number(number: int) -> None:
    """Any whole number, negative ones too, takes the suffixes of its last word."""
    assert suffixes(Decimal(number)) == expected(Decimal(number))


@given(st.integers(-(10**14), 10**14))
def test_the_possessive_of_any_whole_number(number: int) -> None:
    """The possessive of the third person, "105-і", is that of the last word."""
    word = num2words(number, lang="kz").split()[-1]
    assert kazakh_suffix(Decimal(number), "possessive", 0) == POSSESSIVES[word]


@given(st.integers(0, 10**6), st.integers(1, 4), st.data())
def test_any_decimal(whole: int, decimals: int, data: st.DataObject) -> None:
    """A fraction is read as a whole number, printed zeros included: 2,5 ends in "бес", 2,50 in "елу"."""
    fraction = data.draw(st.integers(0, 10**decimals - 1))
    value = Decimal(f"{whole}.{fraction:0{decimals}}")
    assert suffixes(value, decimals) == SUFFIXES[num2words(fraction, lang="kz").split()[-1]]
    assert suffixes(-value, decimals) == suffixes(value, decimals)


@pytest.mark.parametrize(
    ("value", "decimals", "case", "text"),
    [
        ("9", 0, "dative", "9-ға"),
        ("10", 0, "dative", "10-ға"),
        ("28", 0, "dative", "28-ге"),
        ("40", 0, "dative", "40-қа"),
        ("60", 0, "dative", "60-қа"),
        ("2522", 0, "dative", "2\u00a0522-ге"),
        ("1000000", 0, "dative", "1\u00a0000\u00a0000-ға"),
        ("10", 0, "ablative", "10-нан"),
        ("50", 0, "genitive", "50-дің"),
        ("20", 0, "accusative", "20-ны"),
        ("8", 0, "instrumental", "8-бен"),
        ("5", 0, "locative", "5-те"),
        ("105", 0, "possessive", "105-і"),
        ("27", 0, "possessive", "27-сі"),
        ("40", 0, "possessive", "40-ы"),
        ("-3", 0, "dative", "\u22123-ке"),
        ("2.5", 1, "dative", "2,5-ке"),
        ("2.5", 2, "dative", "2,50-ге"),
        ("3.06", 2, "dative", "3,06-ға"),
        ("3", 1, "ablative", "3,0-ден"),
        ("9.5", 0, "dative", "10-ға"),
    ],
)
def test_printed(value: str, decimals: int, case: str, text: str) -> None:
    """The suffix follows the number as printed, rounded, behind a plain hyphen."""
    number = Decimal(value)
    assert with_suffix(format_number(number, "kk", decimals), number, case, decimals) == text


def test_cases() -> None:
    """Six cases have a suffix; a misspelt one, and the nominative, are refused with the list of them."""
    assert KAZAKH_CASES == CASES
    for case in ("nominative", "prepositional", "Dative", ""):
        with pytest.raises(ValueError, match="expected one of: genitive, dative"):
            kazakh_suffix(Decimal(1), case, 0)
