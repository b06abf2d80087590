"""Kazakh case suffixes on numbers agree with the number as it is read.

The oracle shares nothing with the code under test: num2words reads the number, and the forms of each number
word are written out here in full, as a grammar prints them; hunspell's dictionary is a second witness for the words.
"""

import subprocess
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from aimaq.figures.grammar.kazakh_suffixes import (
    KAZAKH_CASES,
    KAZAKH_ENDINGS,
    inflected,
    kazakh_suffix,
    sign_with_suffix,
    with_suffix,
)
from aimaq.figures.grammar.numbers import format_number
from tools.programs import missing, require

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
# Тәуелдік жалғауы, III жақ: the word with it, then with it in the six cases.
POSSESSED = """
нөл       нөлі        нөлінің        нөліне        нөлін        нөлінде        нөлінен        нөлімен
бір       бірі        бірінің        біріне        бірін        бірінде        бірінен        бірімен
екі       екісі       екісінің       екісіне       екісін       екісінде       екісінен       екісімен
үш        үші         үшінің         үшіне         үшін         үшінде         үшінен         үшімен
төрт      төрті       төртінің       төртіне       төртін       төртінде       төртінен       төртімен
бес       бесі        бесінің        бесіне        бесін        бесінде        бесінен        бесімен
алты      алтысы      алтысының      алтысына      алтысын      алтысында      алтысынан      алтысымен
жеті      жетісі      жетісінің      жетісіне      жетісін      жетісінде      жетісінен      жетісімен
сегіз     сегізі      сегізінің      сегізіне      сегізін      сегізінде      сегізінен      сегізімен
тоғыз     тоғызы      тоғызының      тоғызына      тоғызын      тоғызында      тоғызынан      тоғызымен
он        оны         онының         онына         онын         онында         онынан         онымен
жиырма    жиырмасы    жиырмасының    жиырмасына    жиырмасын    жиырмасында    жиырмасынан    жиырмасымен
отыз      отызы       отызының       отызына       отызын       отызында       отызынан       отызымен
қырық     қырығы      қырығының      қырығына      қырығын      қырығында      қырығынан      қырығымен
елу       елуі        елуінің        елуіне        елуін        елуінде        елуінен        елуімен
алпыс     алпысы      алпысының      алпысына      алпысын      алпысында      алпысынан      алпысымен
жетпіс    жетпісі     жетпісінің     жетпісіне     жетпісін     жетпісінде     жетпісінен     жетпісімен
сексен    сексені     сексенінің     сексеніне     сексенін     сексенінде     сексенінен     сексенімен
тоқсан    тоқсаны     тоқсанының     тоқсанына     тоқсанын     тоқсанында     тоқсанынан     тоқсанымен
жүз       жүзі        жүзінің        жүзіне        жүзін        жүзінде        жүзінен        жүзімен
мың       мыңы        мыңының        мыңына        мыңын        мыңында        мыңынан        мыңымен
миллион   миллионы    миллионының    миллионына    миллионын    миллионында    миллионынан    миллионымен
миллиард  миллиарды   миллиардының   миллиардына   миллиардын   миллиардында   миллиардынан   миллиардымен
триллион  триллионы   триллионының   триллионына   триллионын   триллионында   триллионынан   триллионымен
"""
# -дай (мөлшер), реттік сан есім.
OTHERS = """
нөл       нөлдей       нөлінші
бір       бірдей       бірінші
екі       екідей       екінші
үш        үштей        үшінші
төрт      төрттей      төртінші
бес       бестей       бесінші
алты      алтыдай      алтыншы
жеті      жетідей      жетінші
сегіз     сегіздей     сегізінші
тоғыз     тоғыздай     тоғызыншы
он        ондай        оныншы
жиырма    жиырмадай    жиырмасыншы
отыз      отыздай      отызыншы
қырық     қырықтай     қырқыншы
елу       елудей       елуінші
алпыс     алпыстай     алпысыншы
жетпіс    жетпістей    жетпісінші
сексен    сексендей    сексенінші
тоқсан    тоқсандай    тоқсаныншы
жүз       жүздей       жүзінші
мың       мыңдай       мыңыншы
миллион   миллиондай   миллионыншы
миллиард  миллиардтай  миллиардыншы
триллион  триллиондай  триллионыншы
"""
COLLECTIVES = "біреуі екеуі үшеуі төртеуі бесеуі алтауы жетеуі".split()
ENDINGS = (
    *CASES,
    "possessive",
    *(f"possessive-{case}" for case in CASES),
    "similative",
    "ordinal",
)
#: What is left of a stem before the endings that begin with a vowel; behind figures stands the ending alone.
STEMS = {"қырық": ("қырық", "қырығ", "қырқ")}


def rows(table: str) -> dict[str, list[str]]:
    return {word: forms for word, *forms in map(str.split, table.strip().splitlines())}


#: Word → the fifteen words with its endings, in the order of ENDINGS.
WORDS = {word: [*forms, *rows(POSSESSED)[word], *rows(OTHERS)[word]] for word, forms in rows(DECLENSION).items()}


def ending_alone(word: str, form: str) -> str:
    stem = next(stem for stem in STEMS.get(word, (word,)) if form.startswith(stem))
    return form.removeprefix(stem)


SUFFIXES = {word: tuple(ending_alone(word, form) for form in forms) for word, forms in WORDS.items()}


def suffixes(value: Decimal, decimals: int = 0) -> tuple[str, ...]:
    return tuple(kazakh_suffix(value, ending, decimals) for ending in ENDINGS if value >= 0 or ending != "ordinal")


def expected(value: Decimal) -> tuple[str, ...]:
    """Return what the written-out table has for the last word of num2words' reading."""
    found = SUFFIXES[num2words(value, lang="kz").split()[-1]]
    return found if value >= 0 else found[:-1]  # no ordinal


def test_every_number_to_ten_thousand() -> None:
    """From 0 to 10 000, all fifteen endings are those of the number's last word, without an exception."""
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


def test_a_number_in_words_takes_the_same_endings() -> None:
    """The words of the tables, whose stems may change: қырығы, қырқыншы, жиырмасыншы."""
    for word, forms in WORDS.items():
        assert [inflected(word, ending) for ending in ENDINGS] == forms


def test_the_collective_is_of_one_to_seven() -> None:
    """Behind a figure stands what follows the consonants of the number's stem: екеуі is "2-еуі", алтауы "6-ауы"."""
    for number in range(-10, 10_001):
        if 1 <= number <= 7:
            word = num2words(number, lang="kz")
            whole = COLLECTIVES[number - 1]
            assert inflected(word, "collective") == whole
            assert whole.endswith(kazakh_suffix(Decimal(number), "collective", 0))
            assert whole.removesuffix(kazakh_suffix(Decimal(number), "collective", 0)) == word.rstrip("ыі")
        else:
            with pytest.raises(ValueError, match="numbers 1 to 7"):
                kazakh_suffix(Decimal(number), "collective", 0)
    with pytest.raises(ValueError, match="numbers 1 to 7"):
        kazakh_suffix(Decimal("2.0"), "collective", 1)


def test_the_particle_never_changes() -> None:
    assert {kazakh_suffix(Decimal(number), "only", 0) for number in range(10_001)} == {"ақ"}


@pytest.mark.parametrize(("value", "decimals"), [("2.5", 1), ("2", 1), ("-3", 0)])
def test_only_whole_numbers_have_an_ordinal(value: str, decimals: int) -> None:
    with pytest.raises(ValueError, match="has no ordinal"):
        kazakh_suffix(Decimal(value), "ordinal", decimals)


@pytest.mark.parametrize("decimals", [1, 2])
def test_every_decimal(decimals: int) -> None:
    """Every fraction with one and with two places, behind every kind of whole number."""
    for fraction in range(10**decimals):
        read = num2words(fraction, lang="kz").split()[-1]
        for whole in (0, 1, 6, 10, 40, 2522):
            value = Decimal(f"{whole}.{fraction:0{decimals}}")
            found = [kazakh_suffix(value, ending, decimals) for ending in ENDINGS[:-1]]
            assert found == list(SUFFIXES[read][:-1]), value


#: Signs and abbreviations, how they are read, and their fifteen endings. Пайыз declines as тоғыз does, процент as төрт.
SIGNS = [("%", "пайыз", "тоғыз"), ("%", "процент", "төрт"), ("млн", "", "миллион"), ("млрд", "", "миллиард")]


@pytest.mark.parametrize(("sign", "percent", "like"), [*SIGNS, ("трлн", "", "триллион")])
def test_signs_take_the_endings_of_what_is_read(sign: str, percent: str, like: str) -> None:
    """Behind a hyphen, as the orthography has it: "12 %-ға" or "12 %-ке", "2,5 млрд-тан"."""
    found = [sign_with_suffix(sign, ending, percent=percent or "пайыз") for ending in ENDINGS]
    assert found == [f"{sign}-{each}" for each in SUFFIXES[like]]


def test_a_whole_word_for_a_magnitude_is_joined_with_its_ending() -> None:
    assert sign_with_suffix("мың", "ablative") == "мыңнан"


@given(st.integers(0, 10**6), st.integers(1, 4), st.data())
def test_any_decimal(whole: int, decimals: int, data: st.DataObject) -> None:
    """A fraction is read as a whole number, printed zeros included: 2,5 ends in "бес", 2,50 in "елу"."""
    fraction = data.draw(st.integers(0, 10**decimals - 1))
    value = Decimal(f"{whole}.{fraction:0{decimals}}")
    last = SUFFIXES[num2words(fraction, lang="kz").split()[-1]][:-1]
    assert tuple(kazakh_suffix(value, ending, decimals) for ending in ENDINGS[:-1]) == last
    assert tuple(kazakh_suffix(-value, ending, decimals) for ending in ENDINGS[:-1]) == last


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
        ("6", 0, "possessive-ablative", "6-сынан"),
        ("214", 0, "possessive-accusative", "214-ін"),
        ("28", 0, "possessive-dative", "28-іне"),
        ("300", 0, "similative", "300-дей"),
        ("14000", 0, "similative", "14\u00a0000-дай"),
        ("5", 0, "collective", "5-еуі"),
        ("6", 0, "collective", "6-ауы"),
        ("28", 0, "ordinal", "28-інші"),
        ("20", 0, "ordinal", "20-сыншы"),
        ("28", 0, "only", "28-ақ"),
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


def test_endings() -> None:
    """Seventeen endings; a misspelt one, and the nominative, are refused with the list of them."""
    assert KAZAKH_CASES == CASES
    assert (*ENDINGS, "collective", "only") == KAZAKH_ENDINGS
    for ending in ("nominative", "prepositional", "Dative", "possessive-possessive", ""):
        with pytest.raises(ValueError, match="expected one of: genitive, dative"):
            kazakh_suffix(Decimal(1), ending, 0)


def test_a_dictionary_bears_witness() -> None:
    """hunspell, which lacks half of the words, never has the one with the other row's vowels where it lacks ours."""
    other_row = str.maketrans("ыіаеғгқк", "іыеагғкқ")
    pairs = [
        (form, word + added.translate(other_row))
        for word, forms in WORDS.items()
        for form, added in zip(forms, SUFFIXES[word], strict=True)
    ]
    command = [require("hunspell", "hunspell"), "-d", "kk_KZ", "-i", "utf-8", "-l"]
    done = subprocess.run(command, input="\n".join(map("\n".join, pairs)), capture_output=True, encoding="utf-8")
    if "open the dictionary" in done.stderr or "affix or dictionary" in done.stderr:
        missing("hunspell", " dictionary kk_KZ")
    unknown = set(done.stdout.split())
    assert [pair for pair in pairs if pair[0] in unknown and pair[1] not in unknown] == []
    assert sum(ours not in unknown and other in unknown for ours, other in pairs) > 100
