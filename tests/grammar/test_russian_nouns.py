"""What `propose` offers an editor is what a Russian newspaper prints."""

import json

import pytest

from aimaq.figures.grammar.cases import CASES
from aimaq.figures.grammar.proposals import forms_json
from aimaq.figures.grammar.russian_nouns import adjective_forms, propose

RUSSIAN_CASES = CASES["ru"]
# one, few, many, other of each case, in RUSSIAN_CASES' order.
PROPOSED = {
    "рабочее место": """
        рабочее место, рабочих места, рабочих мест, рабочего места
        рабочего места, рабочих мест, рабочих мест, рабочего места
        рабочему месту, рабочим местам, рабочим местам, рабочего места
        рабочее место, рабочих места, рабочих мест, рабочего места
        рабочим местом, рабочими местами, рабочими местами, рабочего места
        рабочем месте, рабочих местах, рабочих местах, рабочего места""",
    "предприятие": """
        предприятие, предприятия, предприятий, предприятия
        предприятия, предприятий, предприятий, предприятия
        предприятию, предприятиям, предприятиям, предприятия
        предприятие, предприятия, предприятий, предприятия
        предприятием, предприятиями, предприятиями, предприятия
        предприятии, предприятиях, предприятиях, предприятия""",
    "новая заявка": """
        новая заявка, новые заявки, новых заявок, новой заявки
        новой заявки, новых заявок, новых заявок, новой заявки
        новой заявке, новым заявкам, новым заявкам, новой заявки
        новую заявку, новые заявки, новых заявок, новой заявки
        новой заявкой, новыми заявками, новыми заявками, новой заявки
        новой заявке, новых заявках, новых заявках, новой заявки""",
    "промышленный парк": """
        промышленный парк, промышленных парка, промышленных парков, промышленного парка
        промышленного парка, промышленных парков, промышленных парков, промышленного парка
        промышленному парку, промышленным паркам, промышленным паркам, промышленного парка
        промышленный парк, промышленных парка, промышленных парков, промышленного парка
        промышленным парком, промышленными парками, промышленными парками, промышленного парка
        промышленном парке, промышленных парках, промышленных парках, промышленного парка""",
    "миллиард тенге": """
        миллиард тенге, миллиарда тенге, миллиардов тенге, миллиарда тенге
        миллиарда тенге, миллиардов тенге, миллиардов тенге, миллиарда тенге
        миллиарду тенге, миллиардам тенге, миллиардам тенге, миллиарда тенге
        миллиард тенге, миллиарда тенге, миллиардов тенге, миллиарда тенге
        миллиардом тенге, миллиардами тенге, миллиардами тенге, миллиарда тенге
        миллиарде тенге, миллиардах тенге, миллиардах тенге, миллиарда тенге""",
    "человек": """
        человек, человека, человек, человека
        человека, человек, человек, человека
        человеку, людям, людям, человека
        человека, человека, человек, человека
        человеком, людьми, людьми, человека
        человеке, людях, людях, человека""",
}


@pytest.mark.parametrize("noun_phrase", PROPOSED)
def test_paradigm(noun_phrase: str) -> None:
    """Six cases and four categories, with the adjective's agreement after 2, 3 and 4."""
    expected = [line.strip().split(", ") for line in PROPOSED[noun_phrase].strip().splitlines()]
    proposed = propose(noun_phrase)
    assert tuple(proposed) == RUSSIAN_CASES
    assert [list(forms) for forms in proposed.values()] == [["one", "few", "many", "other"]] * 6
    assert [list(forms.values()) for forms in proposed.values()] == expected


@pytest.mark.parametrize(
    ("noun_phrase", "case", "forms"),
    [
        ("год", "nominative", "год, года, лет, года"),
        ("резидент", "accusative", "резидента, резидента, резидентов, резидента"),
        (
            "рабочий посёлок",
            "genitive",
            "рабочего посёлка, рабочих посёлков, рабочих посёлков, рабочего посёлка",
        ),
        (
            "рабочий поселок",
            "nominative",
            "рабочий поселок, рабочих поселка, рабочих поселков, рабочего поселка",
        ),
        (
            "квадратный метр",
            "dative",
            "квадратному метру, квадратным метрам, квадратным метрам, квадратного метра",
        ),
        ("малый парк", "nominative", "малый парк, малых парка, малых парков, малого парка"),
        ("МВт", "dative", "МВт, МВт, МВт, МВт"),
        ("тенге", "instrumental", "тенге, тенге, тенге, тенге"),
        ("тонна стали", "accusative", "тонну стали, тонны стали, тонн стали, тонны стали"),
    ],
)
def test_difficult_nouns(noun_phrase: str, case: str, forms: str) -> None:
    """Counted plurals, animate nouns, adjectives that may be nouns, ё, abbreviations and tenge are right."""
    assert list(propose(noun_phrase)[case].values()) == forms.split(", ")


def test_json_is_the_proposal() -> None:
    """The text to paste is JSON, in letters that an editor can read."""
    text = forms_json(propose("рабочее место"))
    assert json.loads(text) == propose("рабочее место")
    assert '"few": "рабочих места"' in text
    assert len(text.splitlines()) == 2 + len(RUSSIAN_CASES)


@pytest.mark.parametrize("noun_phrase", ["", "сутки", "рабочая место", "jobs", "быстро"])
def test_what_is_not_understood_is_refused(noun_phrase: str) -> None:
    """A phrase without a noun in the nominative singular says so, and how to write one."""
    with pytest.raises(ValueError, match="nominative singular"):
        propose(noun_phrase)


@pytest.mark.parametrize(
    ("noun_phrase", "case", "forms"),
    [
        ("новое предприятие", "nominative", ("новое", "новых")),
        ("новое предприятие", "dative", ("новому", "новым")),
        ("новое предприятие", "prepositional", ("новом", "новых")),
        ("новая заявка", "nominative", ("новая", "новые", "новых")),
        ("новая заявка", "accusative", ("новую", "новые", "новых")),
        ("новая заявка", "instrumental", ("новой", "новыми")),
        ("новый резидент", "accusative", ("нового", "новых")),
        ("крупный новый парк", "dative", ("крупному новому", "крупным новым")),
    ],
)
def test_adjectives_alone(noun_phrase: str, case: str, forms: tuple[str, ...]) -> None:
    """The forms that a marker's option takes: two where those after 2 and after 5 are alike, else three."""
    assert adjective_forms(noun_phrase)[case] == forms


def test_a_phrase_without_an_adjective_is_refused() -> None:
    with pytest.raises(ValueError, match="has no adjective before its noun"):
        adjective_forms("предприятие малого и среднего бизнеса")
