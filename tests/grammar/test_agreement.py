"""A number and its unit agree in Russian, Kazakh and English, in each case listed."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from aimaq.figures.grammar.kazakh_suffixes import KAZAKH_CASES, with_suffix
from aimaq.figures.grammar.numbers import format_number
from aimaq.figures.grammar.plural_forms import agreeing_form
from aimaq.figures.grammar.russian_nouns import propose

NUMBERS = {
    1: ("1", "1"),
    2: ("2", "2"),
    5: ("5", "5"),
    11: ("11", "11"),
    21: ("21", "21"),
    22: ("22", "22"),
    25: ("25", "25"),
    101: ("101", "101"),
    111: ("111", "111"),
    1_000: ("1\u00a0000", "1,000"),
    2_522: ("2\u00a0522", "2,522"),
    1_000_000: ("1\u00a0000\u00a0000", "1,000,000"),
}
ENDS_LIKE_ONE = {1, 21, 101}
ENDS_LIKE_TWO = {2, 22, 2_522}

# Beside a number like 1, like 2, and any other.
RUSSIAN = {
    ("рабочее место", "nominative"): ("рабочее место", "рабочих места", "рабочих мест"),
    ("рабочее место", "genitive"): ("рабочего места", "рабочих мест", "рабочих мест"),
    ("рабочее место", "dative"): ("рабочему месту", "рабочим местам", "рабочим местам"),
    ("рабочее место", "accusative"): ("рабочее место", "рабочих места", "рабочих мест"),
    ("рабочее место", "instrumental"): ("рабочим местом", "рабочими местами", "рабочими местами"),
    ("рабочее место", "prepositional"): ("рабочем месте", "рабочих местах", "рабочих местах"),
    ("предприятие", "nominative"): ("предприятие", "предприятия", "предприятий"),
    ("предприятие", "genitive"): ("предприятия", "предприятий", "предприятий"),
    ("предприятие", "dative"): ("предприятию", "предприятиям", "предприятиям"),
    ("предприятие", "accusative"): ("предприятие", "предприятия", "предприятий"),
    ("предприятие", "instrumental"): ("предприятием", "предприятиями", "предприятиями"),
    ("предприятие", "prepositional"): ("предприятии", "предприятиях", "предприятиях"),
}
# A Kazakh noun stays in the singular beside any number.
KAZAKH = {
    ("жұмыс орны", "nominative"): "жұмыс орны",
    ("жұмыс орны", "genitive"): "жұмыс орнының",
    ("жұмыс орны", "dative"): "жұмыс орнына",
    ("жұмыс орны", "accusative"): "жұмыс орнын",
    ("жұмыс орны", "locative"): "жұмыс орнында",
    ("жұмыс орны", "ablative"): "жұмыс орнынан",
    ("жұмыс орны", "instrumental"): "жұмыс орнымен",
    ("кәсіпорын", "nominative"): "кәсіпорын",
    ("кәсіпорын", "genitive"): "кәсіпорынның",
    ("кәсіпорын", "dative"): "кәсіпорынға",
    ("кәсіпорын", "accusative"): "кәсіпорынды",
    ("кәсіпорын", "locative"): "кәсіпорында",
    ("кәсіпорын", "ablative"): "кәсіпорыннан",
    ("кәсіпорын", "instrumental"): "кәсіпорынмен",
}
KAZAKH_NUMBERS = {
    1: "1-дің 1-ге 1-ді 1-де 1-ден 1-мен",
    2: "2-нің 2-ге 2-ні 2-де 2-ден 2-мен",
    5: "5-тің 5-ке 5-ті 5-те 5-тен 5-пен",
    11: "11-дің 11-ге 11-ді 11-де 11-ден 11-мен",
    21: "21-дің 21-ге 21-ді 21-де 21-ден 21-мен",
    22: "22-нің 22-ге 22-ні 22-де 22-ден 22-мен",
    25: "25-тің 25-ке 25-ті 25-те 25-тен 25-пен",
    101: "101-дің 101-ге 101-ді 101-де 101-ден 101-мен",
    111: "111-дің 111-ге 111-ді 111-де 111-ден 111-мен",
    1_000: "1_000-ның 1_000-ға 1_000-ды 1_000-да 1_000-нан 1_000-мен",
    2_522: "2_522-нің 2_522-ге 2_522-ні 2_522-де 2_522-ден 2_522-мен",
    1_000_000: "1_000_000-ның 1_000_000-ға 1_000_000-ды 1_000_000-да 1_000_000-нан 1_000_000-мен",
}
ENGLISH = {"job": ("job", "jobs"), "enterprise": ("enterprise", "enterprises")}


def printed(number: int, lang: str, forms: Mapping[str, str]) -> str:
    value = Decimal(number)
    return f"{format_number(value, lang, 0)}\u00a0{agreeing_form(forms, value, lang, 0)}"


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(("unit", "case"), RUSSIAN)
def test_russian(unit: str, case: str, number: int) -> None:
    """The proposed forms, chosen by CLDR's category, give what the table has for numbers that end so."""
    index = 0 if number in ENDS_LIKE_ONE else 1 if number in ENDS_LIKE_TWO else 2
    expected = f"{NUMBERS[number][0]}\u00a0{RUSSIAN[unit, case][index]}"
    assert printed(number, "ru", propose(unit)[case]) == expected


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(("unit", "case"), KAZAKH)
def test_kazakh(unit: str, case: str, number: int) -> None:
    """One stored form a case is enough: 1 too, CLDR's "one", takes it."""
    form = KAZAKH[unit, case]
    assert printed(number, "kk", {"other": form}) == f"{NUMBERS[number][0]}\u00a0{form}"


@pytest.mark.parametrize("number", NUMBERS)
def test_kazakh_number(number: int) -> None:
    """A number without its unit takes the case suffix itself, in each of six cases."""
    value = Decimal(number)
    texts = [with_suffix(format_number(value, "kk", 0), value, case, 0) for case in KAZAKH_CASES]
    assert " ".join(texts).replace("\u00a0", "_") == KAZAKH_NUMBERS[number]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("unit", ENGLISH)
def test_english(unit: str, number: int) -> None:
    """English has the singular beside 1 alone."""
    forms = dict(zip(("one", "other"), ENGLISH[unit], strict=True))
    assert printed(number, "en", forms) == f"{NUMBERS[number][1]}\u00a0{ENGLISH[unit][number != 1]}"
