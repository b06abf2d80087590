"""What a rounded figure claims is true of its value, and is worded as newspapers word it."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimaq.figures.grammar import kazakh_nouns, russian_nouns
from aimaq.figures.grammar.quantities import Unit, Wording, beside, magnitude_of, quantity

UNITS = {
    "ru": Unit(russian_nouns.propose("рабочее место"), "neuter"),
    "kk": Unit(kazakh_nouns.propose("жұмыс орны")),
    "en": Unit({"nominative": {"one": "job", "other": "jobs"}}),
}
LANGUAGES = st.sampled_from(sorted(UNITS))
WORDINGS = st.sampled_from(["over", "nearly", "about"])
VALUES = st.one_of(
    st.integers(0, 100_000), st.integers(0, 10**14), st.decimals(0, 10_000, places=2, allow_nan=False)
).map(Decimal)
STEPS = st.one_of(st.none(), st.sampled_from([1, 5, 10, 50, 100, 250, 1000, 100_000]).map(Decimal))

# The reader: words with the claims that people read in them.
SAYS = {
    "more than": "over", "более": "over", "более чем": "over", "астам": "over",
    "nearly": "nearly", "почти": "nearly", "жуық": "nearly",
    "about": "about", "около": "about", "примерно": "about", "шамамен": "about",
}  # fmt: skip
SIZES = {
    "тыс.": 10**3, "мың": 10**3, "млн": 10**6, "million": 10**6, "млрд": 10**9, "billion": 10**9, "трлн": 10**12,
    "trillion": 10**12,
}  # fmt: skip
PRINTED = re.compile(
    r"(?P<before>more than |nearly |about |более чем |более |почти |около |примерно |шамамен )?"
    r"(?P<digits>\d{1,3}(?:[\u00a0,]\d{3})*(?:[.,]\d{1,2})?)"
    r"(?:-\w+|\u00a0(?P<size>тыс\.|мың|млн|млрд|трлн|million|billion|trillion)(?:-?[ндт][ае]н|[ғқгк][ае]|-\w+)?)?"
    r"(?P<behind> астам| жуық)?"
    r"[ \u00a0](?P<unit>[^\d]+)"
)


def read(text: str, lang: str) -> tuple[str, Decimal]:
    """Return what a person reads in a printed claim: its word and its number."""
    found = PRINTED.fullmatch(text)
    assert found, text
    digits = found["digits"].replace("\u00a0", "")
    digits = digits.replace(",", "") if lang == "en" else digits.replace(",", ".")
    said = (found["before"] or found["behind"] or "").strip()
    return SAYS.get(said, ""), Decimal(digits) * SIZES.get(found["size"] or "", 1)


@given(VALUES, LANGUAGES, WORDINGS, STEPS, st.booleans())
def test_a_claim_is_true(value: Decimal, lang: str, word: str, step: Decimal | None, short: bool) -> None:
    """Over is below the value, nearly above it and about on either side, all within a step; no word means exactly."""
    text = quantity(value, UNITS[lang], lang, 2, "nominative", Wording(rounding=word, step=step, short=short))
    said, number = read(text, lang)
    size = step or Decimal(10) ** (value.adjusted() - 1 if value else 0)
    if said == "over":
        assert number < value < number + size
        assert word == "over"
    elif said == "nearly":
        assert number - size / 2 <= value < number
        assert word == "nearly"
    elif said == "about":
        assert abs(number - value) <= size / 2
        assert word != "over"
    else:
        assert number == value


@given(VALUES, LANGUAGES)
def test_a_short_number_is_the_value_rounded(value: Decimal, lang: str) -> None:
    """It differs by half of its last printed place at most, and has two significant digits or more."""
    text = quantity(value, UNITS[lang], lang, 2, "nominative", Wording(short=True))
    said, number = read(text, lang)
    assert said == ""
    assert abs(number - value) <= value * Decimal("0.05")
    assert number == value or any(word in text for word in SIZES)


@pytest.mark.parametrize(
    ("value", "lang", "case", "wording", "text"),
    [
        ("2522", "ru", "nominative", Wording(rounding="over"), "более 2 500 рабочих мест"),
        ("2522", "ru", "accusative", Wording(rounding="over"), "более 2 500 рабочих мест"),
        ("2522", "ru", "dative", Wording(rounding="over"), "более чем 2 500 рабочим местам"),
        ("2522", "ru", "prepositional", Wording(rounding="about"), "примерно 2 500 рабочих местах"),
        ("2580", "ru", "nominative", Wording(rounding="nearly"), "почти 2 600 рабочих мест"),
        ("2580", "ru", "instrumental", Wording(rounding="nearly"), "почти 2 600 рабочими местами"),
        ("2522", "ru", "nominative", Wording(rounding="about"), "около 2 500 рабочих мест"),
        ("2522", "ru", "nominative", Wording(rounding="over", short=True), "более 2,5 тыс. рабочих мест"),
        ("2522", "ru", "dative", Wording(short=True), "2,5 тыс. рабочих мест"),
        ("22", "ru", "nominative", Wording(rounding="over", step=Decimal(21)), "более 21 рабочего места"),
        ("2522", "kk", "nominative", Wording(rounding="over"), "2 500-ден астам жұмыс орны"),
        ("2522", "kk", "accusative", Wording(rounding="over"), "2 500-ден астам жұмыс орнын"),
        ("2580", "kk", "nominative", Wording(rounding="nearly"), "2 600-ге жуық жұмыс орны"),
        ("2522", "kk", "locative", Wording(rounding="about"), "шамамен 2 500 жұмыс орнында"),
        ("2522", "kk", "nominative", Wording(rounding="over", short=True), "2,5 мыңнан астам жұмыс орны"),
        ("2522000", "kk", "nominative", Wording(rounding="over", short=True), "2,5 млн-нан астам жұмыс орны"),
        ("2522", "en", "nominative", Wording(rounding="over"), "more than 2,500 jobs"),
        ("2580", "en", "nominative", Wording(rounding="nearly"), "nearly 2,600 jobs"),
        ("2522", "en", "nominative", Wording(rounding="about", opening=True), "About 2,500 jobs"),
        ("2522000", "en", "nominative", Wording(short=True), "2.5 million jobs"),
        ("2522", "en", "nominative", Wording(short=True), "2,522 jobs"),
        ("2500", "ru", "nominative", Wording(rounding="over"), "2 500 рабочих мест"),
        ("2501", "ru", "nominative", Wording(rounding="nearly"), "около 2 500 рабочих мест"),
        ("40", "en", "nominative", Wording(rounding="over", step=Decimal(100)), "40 jobs"),
        ("999950", "ru", "nominative", Wording(short=True), "1 млн рабочих мест"),
        ("1", "ru", "nominative", Wording(words=True), "одно рабочее место"),
        ("9", "ru", "genitive", Wording(words=True), "девяти рабочих мест"),
        ("10", "ru", "nominative", Wording(words=True), "10 рабочих мест"),
        ("22", "ru", "nominative", Wording(words=True, opening=True), "Двадцать два рабочих места"),
        ("1000", "ru", "dative", Wording(words=True, opening=True), "Тысяче рабочих мест"),
        ("9", "kk", "dative", Wording(words=True), "тоғыз жұмыс орнына"),
        ("28", "kk", "nominative", Wording(words=True, opening=True), "Жиырма сегіз жұмыс орны"),
        ("9", "en", "nominative", Wording(words=True), "nine jobs"),
        ("21", "en", "nominative", Wording(words=True, opening=True), "Twenty-one jobs"),
    ],
)
def test_wordings(value: str, lang: str, case: str, wording: Wording, text: str) -> None:
    printed = quantity(Decimal(value), UNITS[lang], lang, 0, case, wording)
    assert printed.replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("lang", "case", "wording", "text"),
    [
        ("kk", "nominative", Wording(rounding="over"), "2 500-ден астам"),
        ("kk", "nominative", Wording(rounding="nearly", short=True), "шамамен 2,5 мың"),
        ("kk", "dative", Wording(short=True), "2,5 мыңға"),
        ("kk", "ablative", Wording(rounding="about"), "шамамен 2 500-ден"),
        ("ru", "nominative", Wording(rounding="over"), "более 2 500"),
        ("en", "nominative", Wording(rounding="over"), "more than 2,500"),
    ],
)
def test_a_number_that_stands_alone(lang: str, case: str, wording: Wording, text: str) -> None:
    assert quantity(Decimal(2522), None, lang, 0, case, wording).replace("\u00a0", " ") == text


STUDENTS = Unit(russian_nouns.propose("студент"), "masculine", animate=True)


@pytest.mark.parametrize(("value", "in_words"), [(3, "трёх студентов"), (1, "одного студента"), (5, "пять студентов")])
def test_animate_nouns(value: int, in_words: str) -> None:
    """Of two to four persons the accusative is that of the genitive, in figures too: "пригласили 3 студентов"."""
    worded = quantity(Decimal(value), STUDENTS, "ru", 0, "accusative", Wording(words=True))
    assert worded == in_words
    plain = quantity(Decimal(value), STUDENTS, "ru", 0, "accusative", Wording())
    assert plain == f"{value}\u00a0{in_words.split()[-1]}"
    assert quantity(Decimal(22), STUDENTS, "ru", 0, "accusative", Wording()) == "22\u00a0студента"


PERCENT = Unit({case: {"other": f"%{end}"} for case, end in (("nominative", ""), ("ablative", "-дан"))})
TENGE = Unit(kazakh_nouns.propose("млрд теңге"))


@pytest.mark.parametrize(
    ("unit", "word", "text"),
    [
        (TENGE, "over", "370 млрд теңгеден астам"),
        (TENGE, "nearly", "380 млрд теңгеге жуық"),
        (PERCENT, "over", "370 %-дан астам"),
    ],
)
def test_a_kazakh_measure_takes_the_ending_itself(unit: Unit, word: str, text: str) -> None:
    printed = quantity(Decimal(378), unit, "kk", 0, "nominative", Wording(rounding=word))
    assert printed.replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("value", "lang", "unit", "case", "wording", "message"),
    [
        ("-5", "en", UNITS["en"], "nominative", Wording(rounding="over"), "negative"),
        ("5", "en", UNITS["en"], "nominative", Wording(rounding="over", step=Decimal(0)), "must be positive"),
        ("378", "kk", TENGE, "dative", Wording(rounding="over"), "takes no case"),
        ("378", "kk", None, "dative", Wording(rounding="over"), "takes no case"),
        ("3780", "kk", None, "collective", Wording(short=True), 'take "short" out'),
        ("3780", "kk", None, "ordinal", Wording(short=True), 'take "short" out'),
        ("3780", "kk", TENGE, "nominative", Wording(short=True), 'take "short" out'),
        ("5", "kk", PERCENT, "nominative", Wording(words=True), "does not go"),
        ("5", "ru", Unit(UNITS["ru"].forms), "nominative", Wording(words=True), "no gender"),
        ("2522", "ru", Unit({"nominative": {"other": "места"}}), "nominative", Wording(rounding="over"), "genit"),
        ("2522", "ru", Unit({"nominative": {"few": "х", "other": "х"}}), "nominative", Wording(short=True), '"many"'),
        ("2522", "ru", Unit({"genitive": {"other": "места"}}), "genitive", Wording(rounding="over"), 'no "many"'),
        ("-5", "en", UNITS["en"], "nominative", Wording(words=True), "cannot be put in words"),
        ("5", "pl", UNITS["en"], "nominative", Wording(words=True), "only in ru, kk, en"),
    ],
)
def test_what_cannot_be_worded_is_refused(
    value: str, lang: str, unit: Unit | None, case: str, wording: Wording, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        quantity(Decimal(value), unit, lang, 0, case, wording)


@pytest.mark.parametrize(
    ("number", "unit", "lang", "text"),
    [
        ("1.2 million", "$…", "en", "$1.2 million"),
        ("9.5", "KZT … billion", "en", "KZT 9.5 billion"),
        ("12.5", "%", "en", "12.5%"),
        ("12,5", "%", "ru", "12,5 %"),
        ("12,5", "%-ға", "kk", "12,5 %-ға"),
        ("12,5", "%", "tr", "%12,5"),
        ("2,522", "jobs", "en", "2,522 jobs"),
        ("5", "", "en", "5"),
    ],
)
def test_signs(number: str, unit: str, lang: str, text: str) -> None:
    """Signs stand where the unit or CLDR's pattern for per cent has them."""
    assert beside(number, unit, lang).replace("\u00a0", " ") == text


def test_magnitudes_of_units() -> None:
    assert [magnitude_of(unit) for unit in ("млрд тенге", "$… million", "KZT … billion", "мың теңге", "место")] == [
        "млрд", "million", "billion", "мың", "",
    ]  # fmt: skip
