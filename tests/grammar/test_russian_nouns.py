"""What `propose` offers an editor is what a Russian newspaper prints."""

import json
import re
import subprocess
from decimal import Decimal

import pytest

from aimaq.figures.grammar.cases import CASES
from aimaq.figures.grammar.proposals import unit_json
from aimaq.figures.grammar.quantities import Unit
from aimaq.figures.grammar.russian_nouns import adjective_forms, agreement, propose
from tools.programs import missing, require

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
        человеку, человекам, человекам, человека
        человека, человека, человек, человека
        человеком, человеками, человеками, человека
        человеке, человеках, человеках, человека""",
    "безработный": """
        безработный, безработных, безработных, безработного
        безработного, безработных, безработных, безработного
        безработному, безработным, безработным, безработного
        безработного, безработных, безработных, безработного
        безработным, безработными, безработными, безработного
        безработном, безработных, безработных, безработного""",
    "новая столовая": """
        новая столовая, новые столовые, новых столовых, новой столовой
        новой столовой, новых столовых, новых столовых, новой столовой
        новой столовой, новым столовым, новым столовым, новой столовой
        новую столовую, новые столовые, новых столовых, новой столовой
        новой столовой, новыми столовыми, новыми столовыми, новой столовой
        новой столовой, новых столовых, новых столовых, новой столовой""",
    "пострадавший": """
        пострадавший, пострадавших, пострадавших, пострадавшего
        пострадавшего, пострадавших, пострадавших, пострадавшего
        пострадавшему, пострадавшим, пострадавшим, пострадавшего
        пострадавшего, пострадавших, пострадавших, пострадавшего
        пострадавшим, пострадавшими, пострадавшими, пострадавшего
        пострадавшем, пострадавших, пострадавших, пострадавшего""",
    "новые ясли": """
        новые ясли, новых яслей, новых яслей, новых яслей
        новых яслей, новых яслей, новых яслей, новых яслей
        новым яслям, новым яслям, новым яслям, новых яслей
        новые ясли, новых яслей, новых яслей, новых яслей
        новыми яслями, новыми яслями, новыми яслями, новых яслей
        новых яслях, новых яслях, новых яслях, новых яслей""",
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
        ("МРП", "dative", "МРП, МРП, МРП, МРП"),
        ("сутки", "dative", "суткам, суткам, суткам, суток"),
        ("IT-компания", "dative", "IT-компании, IT-компаниям, IT-компаниям, IT-компании"),
        (
            "нуждающийся в жилье",
            "dative",
            "нуждающемуся в жилье, нуждающимся в жилье, нуждающимся в жилье, нуждающегося в жилье",
        ),
        ("тонна стали", "accusative", "тонну стали, тонны стали, тонн стали, тонны стали"),
    ],
)
def test_difficult_nouns(noun_phrase: str, case: str, forms: str) -> None:
    """Counted plurals, animate nouns, adjectives that may be nouns, ё, abbreviations and tenge are right."""
    assert list(propose(noun_phrase)[case].values()) == forms.split(", ")


def test_json_is_the_proposal() -> None:
    """The text to paste is JSON, in letters that an editor can read."""
    text = unit_json("рабочее место", "ru")
    assert json.loads(text) == {"gender": "neuter", **propose("рабочее место")}
    assert '"few": "рабочих места"' in text
    assert len(text.splitlines()) == 3 + len(RUSSIAN_CASES)


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("новая заявка", ("feminine", False)),
        ("студентка", ("feminine", True)),
        ("мужчина", ("masculine", True)),
        ("безработный", ("masculine", True)),
        ("тонна стали", ("feminine", False)),
        ("тенге", ("masculine", False)),
        ("сутки", ("", False)),
        ("шт.", ("", False)),
    ],
)
def test_the_gender_is_the_dictionarys(noun: str, expected: tuple[str, bool]) -> None:
    """Numbers in words agree with it; it is left out where no dictionary has it, and a person adds it."""
    assert agreement(noun) == expected


#: Who or what is counted, and its genitive plural: Zaliznyak's dictionary says which nouns are declined as adjectives
#: are and which have no singular, Rosenthal's handbook what stands beside a number.
AS_ADJECTIVES = """
военнослужащий военнослужащих | пожарный пожарных | полицейский полицейских | учёный учёных | рабочий рабочих
служащий служащих | дежурный дежурных | участковый участковых | военный военных | взрослый взрослых
раненый раненых | больной больных | слепой слепых | глухой глухих | верующий верующих | вожатый вожатых
пострадавший пострадавших | погибший погибших | задержанный задержанных | учащийся учащихся | обучающийся обучающихся
трудящийся трудящихся | заболевший заболевших | осуждённый осуждённых | обвиняемый обвиняемых | подсудимый подсудимых
арестованный арестованных | подозреваемый подозреваемых | застрахованный застрахованных | уволенный уволенных
эвакуированный эвакуированных | госпитализированный госпитализированных | вакцинированный вакцинированных
выживший выживших | прибывший прибывших | самозанятый самозанятых | несовершеннолетний несовершеннолетних
новорождённый новорождённых | малоимущий малоимущих | бездомный бездомных | животное животных | насекомое насекомых
"""
PLURAL_ONLY = """
сутки суток | ясли яслей | каникулы каникул | выборы выборов | ножницы ножниц | ворота ворот | переговоры переговоров
дебаты дебатов | похороны похорон | очки очков | весы весов | сани саней | роды родов | обои обоев | брюки брюк
"""


@pytest.mark.parametrize("pair", [pair.split() for pair in "|".join(AS_ADJECTIVES.strip().splitlines()).split("|")])
def test_nouns_that_are_declined_as_adjectives(pair: tuple[str, str]) -> None:
    """They are in the genitive plural after 2 as after 5: 22 военнослужащих; people and animals in the accusative."""
    noun, plural = pair
    proposed = propose(noun)
    assert proposed["nominative"]["few"] == proposed["nominative"]["many"] == plural
    assert proposed["accusative"]["few"] == plural
    assert proposed["genitive"]["one"] == proposed["accusative"]["one"] or noun.endswith("ое")


@pytest.mark.parametrize(
    "noun", ["столовая", "парикмахерская", "мастерская", "прачечная", "набережная", "гостиная", "кладовая", "горничная"]
)
def test_feminine_ones_are_in_the_nominative_after_two(noun: str) -> None:
    """2 столовые, 5 столовых."""
    nominative = f"{noun[:-2]}{'ие' if noun[-3] in 'гкх' else 'ые'}"
    assert propose(noun)["nominative"]["few"] == nominative
    assert propose(noun)["nominative"]["many"] == f"{nominative[:-1]}х"


@pytest.mark.parametrize("pair", [pair.split() for pair in "|".join(PLURAL_ONLY.strip().splitlines()).split("|")])
def test_nouns_without_a_singular(pair: tuple[str, str]) -> None:
    """1 сутки, 22 суток, 1,5 суток, к 22 суткам."""
    noun, plural = pair
    proposed = propose(noun)["nominative"]
    assert list(proposed.values()) == [noun, plural, plural, plural]


@pytest.mark.parametrize(
    ("noun", "few", "many"),
    [
        ("студент", "студента", "студентов"),
        ("студентка", "студентки", "студенток"),
        ("ребёнок", "ребёнка", "детей"),
        ("гражданин", "гражданина", "граждан"),
        ("врач", "врача", "врачей"),
        ("лошадь", "лошади", "лошадей"),
        ("новый сотрудник", "новых сотрудника", "новых сотрудников"),
        ("многодетная мать", "многодетные матери", "многодетных матерей"),
    ],
)
def test_animate_accusatives(noun: str, few: str, many: str) -> None:
    """Пригласили 3 студентов, но 22 студента, 33 студента (Rosenthal): the unit says that it lives."""
    unit = Unit(propose(noun), animate=agreement(noun)[1])
    printed = {number: unit.form("accusative", Decimal(number), "ru", 0) for number in (2, 3, 4, 5, 12, 22, 33, 104)}
    assert printed == {2: many, 3: many, 4: many, 5: many, 12: many, 22: few, 33: few, 104: few}
    assert unit.form("accusative", Decimal("3.5"), "ru", 1) == propose(noun)["accusative"]["other"]


@pytest.mark.parametrize(
    ("noun_phrase", "why"),
    [
        ("", "there is no noun in it"),
        ("люди", '"люди" is a plural; write it in the nominative singular: "человек"'),
        ("дети", 'write it in the nominative singular: "ребёнок"'),
        ("рабочие места", '"места" is a plural; write it in the nominative singular: "место"'),
        ("рабочая место", '"рабочая" is no adjective that agrees with "место"'),
        ("jobs", '"jobs" is no Russian word'),
        ("быстро", "there is no noun in it"),
        ("предприятием", '"предприятием" is not in the nominative; write it in the nominative singular: "предприятие"'),
        ("промышленный", '"промышленный" is an adjective, and no known noun is written so'),
        ("жильё", 'the dictionary has no form gent, plur of "жильё"'),
    ],
)
def test_what_is_not_understood_is_refused_with_its_reason(noun_phrase: str, why: str) -> None:
    """An editor learns which word is the trouble, and what to write."""
    with pytest.raises(ValueError, match=re.escape(why)):
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


def test_a_dictionary_knows_every_form() -> None:
    """hunspell's Russian dictionary shares nothing with pymorphy3's, and knows nearly all that is proposed."""
    nouns = [pair.split()[0] for pair in f"{AS_ADJECTIVES}|{PLURAL_ONLY}".replace("\n", "|").split("|") if pair.strip()]
    forms = {noun: {form for case in propose(noun).values() for form in case.values()} for noun in nouns}
    command = [require("hunspell", "hunspell"), "-d", "ru_RU", "-i", "utf-8", "-l"]
    words = "\n".join(sorted(set().union(*forms.values())))
    done = subprocess.run(command, input=words, capture_output=True, encoding="utf-8")
    if "open the dictionary" in done.stderr or "affix or dictionary" in done.stderr:
        missing("hunspell", " dictionary ru_RU")
    unknown = set(done.stdout.split())
    # A form that it lacks stands among none that it knows: then it lacks the word.
    assert [(noun, own & unknown) for noun, own in forms.items() if own & unknown and own - unknown] == []
    assert sum(not own & unknown for own in forms.values()) > 50
