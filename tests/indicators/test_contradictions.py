"""What the contradiction check finds in texts, what it ignores, and what it advises an editor to write."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aimaq.figures.contradictions.check import contradictions
from aimaq.figures.contradictions.content_file import ContentFile
from aimaq.figures.contradictions.numbers_with_units import Counted, numbers_with_units
from aimaq.figures.contradictions.reading.plain_text import read_plain
from aimaq.figures.contradictions.unit_words import UnitWords, unit_words
from aimaq.figures.counting import counted_since, is_counted_alike
from aimaq.figures.fill.printing import Printer
from aimaq.figures.grammar.numbers import NO_BREAK_SPACE
from aimaq.figures.grammar.russian_nouns import paradigm
from aimaq.figures.ledger import Ledger, read_ledger
from aimaq.figures.ledger.definition_changes import DefinitionChange
from aimaq.figures.periods import Period

ROOT = Path(__file__).parents[2]
LANGUAGES = ("ru", "kk", "en")
LEDGER = read_ledger(ROOT / "tests/indicators/zone.json", languages=LANGUAGES, root=ROOT)
ALONE = " in the place of the number alone"
NONE = (
    "no figure has this value; quote the one that is meant, such as {{ jobs }}, {{ jobs-per-enterprise }}, "
    "{{ jobs-created }}, …, or record it with `aimaq set`"
)
NO_REASON = "a figure may stand as it is typed for a reason, and this comment gives none"
FOR_NOTHING = "this comment gives a reason for nothing: no figure beside it has to be explained"
SENTENCES = {"ru": "Сейчас это {}, не меньше.", "kk": "Бұл — {}, одан кем емес.", "en": "That is {}, no less."}


def words(lang: str, ledger: Ledger = LEDGER) -> UnitWords:
    found = unit_words(ledger, lang)
    assert found is not None
    return found


WORDS = {lang: words(lang) for lang in LANGUAGES}


def article(
    text: str, lang: str = "ru", *, title: str = "Заголовок", date: str = "2024-05-01", more: str = ""
) -> ContentFile:
    head = f'---\ntitle: "{title}"\ndate: {date}\n{more}---\n\n'
    return ContentFile(f"content/news/x.{lang}.md", "news/x", lang, f"{head}{text}\n")


def problems_in(*sources: ContentFile) -> list[str]:
    return [str(problem) for problem in contradictions(sources, LEDGER)]


def counted_in(lang: str, text: str) -> list[Counted]:
    return numbers_with_units(read_plain(text).words, WORDS[lang])


def typed(lang: str, text: str) -> list[str]:
    """The numbers with unit words of a text, as the pattern sees them, sure and doubtful ones."""
    return [counted.text for counted in counted_in(lang, text)]


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(sorted(LEDGER.indicators)),
    st.sampled_from(LANGUAGES),
    st.integers(-(10**9), 10**9),
    st.sampled_from([NO_BREAK_SPACE, " ", "\u202f", "\u2009"]),
    st.data(),
)
def test_every_printed_form_is_found_when_it_is_typed(
    key: str, lang: str, digits: int, space: str, data: st.DataObject
) -> None:
    """For every indicator, language and case, and any number: what a marker prints never stands there by hand."""
    indicator = LEDGER.indicators[key]
    case = data.draw(st.sampled_from(sorted(indicator.unit[lang])))
    value = Decimal(digits).scaleb(-indicator.decimals)
    printed = Printer(LEDGER).amount(indicator, value, lang, case).replace(NO_BREAK_SPACE, space)
    text = SENTENCES[lang].format(printed)
    doubtful = value == 1 or indicator.known_values_only
    (counted,) = [each for each in counted_in(lang, text) if not each.loose or doubtful]
    assert counted.text == read_plain(printed).words.lstrip("−-")
    assert counted.number == value
    assert key in counted.unit.keys and counted.value == value * counted.unit.keys[key]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            (
                "рабочих",
                "мест",
                "предприятий",
                "жұмыс",
                "орны",
                "кәсіпорын",
                "jobs",
                "тенге",
                "тысячи",
                "мыңдаған",
                "бір",
                "one",
                ".",
                "\n",
                "—",
            )
        ),
        max_size=40,
    )
)
def test_a_text_without_digits_is_never_flagged(parts: list[str]) -> None:
    """Words that name no number, however close to units they stand, contradict no figure."""
    text = " ".join(parts)
    assert not any(typed(lang, text) for lang in LANGUAGES)
    assert not problems_in(*(article(text, lang) for lang in LANGUAGES))


@pytest.mark.parametrize(
    "unit", sorted({next(iter(each.unit["ru"]["nominative"].values())) for each in LEDGER.indicators.values()})
)
def test_the_whole_russian_paradigm_is_found(unit: str) -> None:
    """Also forms that no number takes, and е for ё."""
    if "тенге" not in unit:  # the dictionary has no such word
        for form in paradigm(unit):
            assert typed("ru", f"Эти 22 {form}."), form


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ru", "2522 рабочих мест"),
        ("ru", "2 522 рабочих места"),
        ("ru", "28 новых предприятий"),
        ("ru", "28 новых и действующих предприятий"),
        ("ru", "22-х предприятий"),
        ("ru", "20–30 предприятий"),
        ("ru", "9 миллиардов тенге"),
        ("ru", "2,5 тыс. рабочих мест"),
        ("ru", "двадцати восьми предприятий"),
        ("kk", "28 кәсіпорын"),
        ("kk", "28 кәсіпорынның"),
        ("kk", "28-ге жуық кәсіпорын"),
        ("kk", "28 кәсіпорны"),
        ("kk", "27 жобасы"),
        ("kk", "27 жобаларымен"),
        ("kk", "2522 жұмыс орындары"),
        ("kk", "2500-ден астам жұмыс орны"),
        ("kk", "28 жаңа кәсіпорын"),
        ("kk", "9 мың шаршы метрден"),
        ("en", "88 enterprises"),
        ("en", "2,522 jobs"),
        ("en", "2522 jobs"),
        ("en", "3,314 permanent jobs"),
        ("en", "9 billion tenge"),
        ("en", "88-enterprise"),
        ("en", "9,000 square meters"),
        ("ru", "28 новым компаниям"),
        ("kk", "88 компанияның"),
        ("en", "88 companies"),
        ("en", "88 firms’"),
    ],
)
def test_a_number_is_found_in_any_grammatical_form(lang: str, text: str) -> None:
    """Endings, adjectives between, magnitudes, other spaces, and the spelling of others."""
    assert typed(lang, SENTENCES[lang].format(text)) == [text]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ru", "28 июля предприятия открылись"),
        ("ru", "9 мая проекты"),
        ("ru", "В 2022 году проекты"),
        ("ru", "3-й проект"),
        ("ru", "билет за 500 тенге"),
        ("ru", "28 рабочих предприятия"),
        ("ru", "предприятие № 28 и № 5 предприятие"),
        ("ru", "в 10:00 предприятия"),
        ("ru", "01.07.2021 предприятия"),
        ("ru", "28. Предприятия"),
        ("ru", "28 процентов предприятий"),
        ("ru", "28 % предприятий"),
        ("kk", "2022 жылы кәсіпорын ашылды"),
        ("kk", "2022 жылғы кәсіпорын"),
        ("kk", "5-жоба"),
        ("kk", "28 жобалау ұйымы"),
        ("en", "In 2022 the enterprises"),
        ("en", "12 months of jobs"),
        ("en", "28 July. Enterprises"),
        ("en", "5 of the enterprises"),
    ],
)
def test_other_numbers_near_a_unit_word_are_left_alone(lang: str, text: str) -> None:
    """Dates, years, ordinals, names, shares, other things that are counted."""
    assert not typed(lang, text)
    assert not problems_in(article(text, lang))


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("en", "In 2022 new enterprises opened.", False),
        ("en", "By the end of 2022 projects were late.", False),
        ("ru", "Открыли 17 парков.", False),
        ("ru", "Открыли 18 парков.", True),
        ("en", "The zone has 18 parks.", True),
        ("ru", "Рабочих мест — 10 379.", True),
        ("ru", "Рабочих мест — 10 378.", False),
        ("kk", "Жұмыс орындарының саны: 10 379.", True),
        ("ru", "Предприятия (28 июля) открылись.", False),
        ("en", "The zone has 88 companies.", True),
        ("en", "On the forum there were 89 companies.", False),
        ("ru", "К 28 компаниям.", True),
        ("kk", "Онда 89 компания болды.", False),
    ],
)
def test_what_may_be_something_else_counts_only_with_a_known_value(lang: str, text: str, found: bool) -> None:
    """A part of a unit, a number after it, a number that looks like a year, another word for the unit."""
    assert bool(problems_in(article(text, lang))) is found


@pytest.mark.parametrize(
    "text",
    [
        "`88 предприятий`",
        "```\n88 предприятий\n```",
        "Так:\n\n    88 предприятий\n",
        "[зона](/news/88 предприятий/)",
        "<span title='88 предприятий'>зона</span>",
        "<!-- 88 предприятий -->",
        "[зона]: /x/ '88 предприятий'",
        "{{ enterprises @ 2023 }}",
        "{{ enterprises @ 2023 | number }} предприятий",
        r"\{{ 88 предприятий }}",
        "https://x.example/88-предприятий",
    ],
)
def test_what_no_reader_sees_as_words_is_not_searched(text: str) -> None:
    """Code, addresses, attributes, comments, markers."""
    assert not problems_in(article(text))


@pytest.mark.parametrize(
    ("lang", "text", "date", "hint"),
    [
        ("ru", "Уже 88 предприятий.", "2024-05-01", "write {{ enterprises @ published }}"),
        ("ru", "Уже 88 предприятий.", "2022-05-01", "write {{ enterprises @ 2023-07-31 }}"),
        ("ru", "Нет 88 предприятий.", "", "write {{ enterprises }}"),
        ("ru", "К 88 предприятиям.", "2024-05-01", "write {{ enterprises @ published | dative }}"),
        ("ru", "Уже 88 новых предприятий.", "2024-05-01", "write {{ enterprises @ published | with: новое/новых }}"),
        ("kk", "88-ге жуық кәсіпорын.", "2024-05-01", "write {{ enterprises @ published | number | dative }}" + ALONE),
        ("kk", "88-ден астам кәсіпорын.", "", "write {{ enterprises | number | ablative }}" + ALONE),
        ("ru", "Там 10 379 рабочих мест.", "2024-05-01", "write {{ jobs @ published }}"),
        ("en", "1,100 billion tenge.", "", "write {{ goods-produced }}"),
        ("en", "It has 2,600 jobs.", "2026-01-01", "write {{ jobs-in-plan @ published }}"),
        ("ru", "Открыто 3 парка.", "", "write {{ parks-opened | number }}" + ALONE),
        ("en", "It has 2,599 jobs.", "", NONE),
        ("en", "It has 88 companies.", "2024-05-01", "write {{ enterprises @ published | number }}" + ALONE),
        ("ru", "«Нас 88 предприятий», — сказал он.", "2024-05-01", "write {{ enterprises @ published }}"),
    ],
)  # fmt: skip
def test_the_marker_to_use_instead_is_told(lang: str, text: str, date: str, hint: str) -> None:
    """The figure with that value, as known on the article's date, in the form that was typed."""
    (problem,) = contradictions([article(text, lang, date=date)], LEDGER)
    assert problem.hint == hint
    assert "typed by hand" in problem.message


def test_a_finding_has_its_line_and_column() -> None:
    """In the title, the summary and the text, counted in the file as it stands."""
    source = article(
        "Первая строка.\nЕщё 88 предприятий.", title="Их 88 предприятий", more='summary: "О 88 предприятиях."\n'
    )
    places = [(problem.line, problem.column) for problem in contradictions([source], LEDGER)]
    assert places == [(2, 12), (4, 13), (8, 5)]


def test_a_number_that_an_assertion_names_may_stand() -> None:
    """It is tied to its figure: but only the same number, only in the same sentence."""
    claim = "{{ assert jobs > 10000 }}"
    assert not problems_in(article(f"Больше 10 000 рабочих мест.{claim} Дальше."))
    assert not problems_in(article(f"Больше 10 тысяч рабочих мест {claim}."))
    assert problems_in(article(f"Больше 10 001 рабочего места.{claim}"))
    assert problems_in(article(f"Больше 10 000 рабочих мест. Дальше.{claim}"))
    assert not problems_in(article("В среднем 9 млрд тенге.{{ assert investment / enterprises < 9 }}"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("![Цех, 88 предприятий](/a.jpg)", 'the words for a picture repeat a figure: "88 предприятий"'),
        ("![Цех: {{ enterprises }}](/a.jpg)", "a marker in the words for a picture"),
        ("![{{ enterprises }}][цех]", "a marker in the words for a picture"),
        ('<img src="/a.jpg" alt="Все 88 предприятий">', 'the words for a picture repeat a figure: "88 предприятий"'),
        ("![Рабочие у станка](/a.jpg)", ""),
        ("![Цех № 88 предприятия](/88/предприятий.jpg)", ""),
    ],
)
def test_words_for_a_picture_say_what_is_seen(text: str, found: str) -> None:
    """A figure in them would go stale unseen, and is read aloud twice."""
    assert [problem.message for problem in contradictions([article(text)], LEDGER)] == ([found] if found else [])


@pytest.mark.parametrize(
    ("head", "body", "found"),
    [
        ("{{ jobs }}", "{{ jobs | number }}", ""),
        ("{{ jobs | number }}", "{{ jobs | genitive }}", ""),
        (
            "{{ jobs }}",
            "{{ jobs @ published }}",
            "the title quotes {{ jobs }}, but the text {{ jobs @ published }} (line 6)",
        ),
        ("{{ jobs @ 2023 }}", "{{ jobs }}", "the title quotes {{ jobs @ 2023 }}, but the text {{ jobs }} (line 6)"),
        ("{{ jobs }}", "{{ jobs | label }}", "the title quotes {{ jobs }}, which the text does not"),
        ("{{ jobs }}", "`{{ jobs }}`", "the title quotes {{ jobs }}, which the text does not"),
        ("{{ jobs | change }}", "{{ jobs }}", ""),
        ("{{ jobs | label }}", "Текст.", ""),
        ("Без числа", "{{ jobs }}", ""),
    ],
)
def test_a_headline_quotes_what_its_text_quotes(head: str, body: str, found: str) -> None:
    """The same figure of the same period, pinned or not; its form is free."""
    assert [problem.message for problem in contradictions([article(body, title=head)], LEDGER)] == (
        [found] if found else []
    )


def test_front_matter_pins_a_whole_article() -> None:
    """Then a headline agrees with a text that pins, and a version with one that pins each of its figures."""
    pinned = article("{{ jobs }}", title="{{ jobs @ published }}", more="indicators: published\n")
    assert not problems_in(pinned, article("{{ jobs @ published }}", "en", title="{{ jobs @ published }}"))


def test_versions_that_differ_are_told_once_for_each_figure() -> None:
    """Which version quotes what, and where."""
    ru = article("{{ jobs @ 2023 }}, {{ enterprises }}\n\n{{ investment }}{{ assert jobs > 1 }}")
    kk = article(
        "{{ investment | genitive }}, {{ jobs @ 2023 | number | dative }}, {{ enterprises | as-of }}",
        "kk",
    )
    en = article("{{ jobs @ published }} {{ enterprises }} {{ investment }}", "en")
    assert problems_in(ru, kk, en) == [
        'content/news/x.en.md:6:1: the versions quote "jobs" differently (en: {{ jobs @ published }} in line 6; '
        "kk: {{ jobs @ 2023 }} in line 6; ru: {{ jobs @ 2023 }} in line 6)\n"
        "    quote the same figure, of the same period, in every version",
        'content/news/x.en.md:6:24: the versions quote "enterprises" differently (en: {{ enterprises }} in line 6; '
        "kk: {{ enterprises | as-of }} in line 6; ru: {{ enterprises }} in line 6)\n"
        "    quote the same figure, of the same period, in every version",
        'content/news/x.ru.md:8:17: "assert jobs > 1" is missing in en, kk\n'
        "    put it beside the same sentence in every version",
    ]


def test_versions_that_agree_may_differ_in_form_and_order() -> None:
    """A translation needs other cases, and may turn a sentence round."""
    ru = article("{{ jobs | genitive }} {{ enterprises }} {{ assert jobs  >  1 }}")
    en = article("{{ enterprises | number }} {{ jobs }} {{ assert jobs > 1 }}", "en")
    assert not problems_in(ru, en)


def test_a_draft_contradicts_nothing() -> None:
    """It is not published."""
    assert not problems_in(article("88 предприятий", more="status: draft\n"), article("{{ jobs }}", "en"))


@pytest.mark.parametrize(
    "text",
    [
        "<!-- figure: as quoted in the press -->\nУже 88 предприятий.",
        "<!-- figure: as quoted in the press -->\n\nУже 88 предприятий.",
        "Уже 88 предприятий. <!-- figure: as quoted in the press -->",
        "Уже <!-- figure: as quoted in the press --> 88 предприятий.",
        "> Уже 88 предприятий. <!-- figure: слова\n> министра -->",
        "- раз\n- <!-- figure: as quoted -->88 предприятий",
        "<!-- figure: as seen there -->\n\n![88 предприятий](/a.jpg)",
    ],
)
def test_a_reason_silences_what_stands_beside_it(text: str) -> None:
    """In the line, in the paragraph, or in the paragraph that follows a reason of its own."""
    assert not problems_in(article(text))


def test_a_reason_in_front_matter_is_a_yaml_comment() -> None:
    """Before the field or at the end of its line."""
    before = '---\n# figure: as quoted in the press\ntitle: "Их 88 предприятий"\ndate: 2024-05-01\n---\n\nТекст.'
    after = '---\ntitle: "Их 88 предприятий"  # figure: as quoted in the press\ndate: 2024-05-01\n---\n\nТекст.'
    for text in (before, after):
        assert not problems_in(ContentFile("content/news/x.ru.md", "news/x", "ru", text))


def test_a_reason_is_for_one_case() -> None:
    """The next one in its paragraph; the others are reported."""
    (problem,) = problems_in(article("<!-- figure: as quoted in the press -->\nУже 88 предприятий и 27 проектов."))
    assert '"27 проектов"' in problem


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Уже 88 предприятий. <!-- figure: -->", NO_REASON),
        ("Уже 88 предприятий. <!-- figure: because -->", NO_REASON),
        ("Просто текст. <!-- figure: as quoted in the press -->", FOR_NOTHING),
        ("<!-- figure: as quoted there -->\nТекст.\n\nУже. {{ jobs }}", FOR_NOTHING),
    ],
)  # fmt: skip
def test_a_reason_that_is_none_or_is_for_nothing_is_told(text: str, found: str) -> None:
    """So that reasons do not outlive what they were for."""
    assert [problem.message for problem in contradictions([article(text)], LEDGER)] == [found]


PIECES = "88 |предприятий|{{ jobs }}|{{ assert jobs > 88 }}|"
PIECES += "<!-- figure: a b -->|«|»|`|```\n|![|](|)|<a b='|>|\n\n|- |    | — 88.|[x]: "
FRONT = (
    "",
    "---\n",
    '---\ntitle: "88 предприятий"\n# figure: a b\n---\n',
    "---\ntitle: |\n  {{ jobs }}\ndate: x\n---\n",
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(FRONT), st.lists(st.sampled_from(PIECES.split("|")), max_size=25), st.sampled_from(LANGUAGES))
def test_whatever_is_typed_every_finding_has_a_place_in_the_file(front: str, pieces: list[str], lang: str) -> None:
    """However broken the markup: a file that the build refuses is checked too."""
    text = front + "".join(pieces)
    lines = text.split("\n")
    for problem in contradictions([ContentFile(f"x.{lang}.md", "x", lang, text)], LEDGER):
        assert problem.line is not None and problem.column is not None
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


def test_the_real_content_has_no_contradiction() -> None:
    """Every finding in it is mended, or silenced with a reason."""
    sources = [
        ContentFile(
            path.relative_to(ROOT).as_posix(),
            f"{path.parent.name}/{path.name.split('.')[0]}",
            path.name.split(".")[1],
            path.read_text("utf-8"),
        )
        for folder in ("news", "pages")
        for path in sorted((ROOT / "content" / folder).glob("*.md"))
    ]
    assert len(sources) > 30
    assert problems_in(*sources) == []


SERIES = read_ledger(ROOT / "tests/errors/content/data/indicators.json", languages=LANGUAGES, root=ROOT)
BROKEN = Ledger(
    replace(each, definition_changes=(DefinitionChange(Period.parse("2022-06"), {}),)) if each.key == "jobs" else each
    for each in SERIES.indicators.values()
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{{ jobs | change }}", 1),
        ("{{ jobs @ 2022 | up percent since 2021 }} и {{ jobs | up times since previous }}", 2),
        ("{{ jobs @ published | difference }}", 1),
        ("{{ jobs @ 2022 }} и {{ jobs @ 2021 }}", 0),
        ("<!-- figure: the text says what is different -->{{ jobs | change }}", 0),
    ],
)
def test_a_change_across_another_way_of_counting_is_named(text: str, found: int) -> None:
    """Unless an editor gives a reason."""
    problems = contradictions([article(text)], BROKEN)
    assert len(problems) == found
    assert all("since 2022-06 something else is counted" in each.message for each in problems)
    assert len(contradictions([article(text)], SERIES)) == ("<!--" in text)


def test_what_is_computed_from_it_is_counted_otherwise_too() -> None:
    """So is no change of it on the dashboard."""
    values = BROKEN.history("jobs")
    assert [counted_since(BROKEN, "jobs-per-enterprise", each.period) for each in values] == ["", "2022-06"]
    assert not is_counted_alike(BROKEN, "jobs-per-enterprise", *values) and is_counted_alike(SERIES, "jobs", *values)


def differing(*texts: tuple[str, str]) -> list[str]:
    return problems_in(*(article(text, lang, title="A") for lang, text in texts))


@pytest.mark.parametrize(
    ("ru", "other", "lang", "missing"),
    [
        ("Здесь 350 деревьев.", "Here are 360 trees.", "en", {"en": "350", "ru": "360"}),
        ("Стоит 5 млн долларов.", "It costs 5 billion dollars.", "en", {"en": "5 млн", "ru": "5 billion"}),
        ("Это 4,5 метра.", "That is 45 metres.", "en", {"en": "4,5", "ru": "45"}),
        ("Высажено 350 деревьев.", "Ағаш отырғызылды.", "kk", {"kk": "350"}),
    ],
)
def test_a_number_that_a_translation_lacks_is_named(ru: str, other: str, lang: str, missing: dict[str, str]) -> None:
    found = differing(("ru", ru), (lang, other))
    assert len(found) == len(missing)
    for where, number in missing.items():
        assert any(f'the number "{number}" is missing in {where}' in each for each in found)


@pytest.mark.parametrize(
    ("ru", "other", "lang"),
    [
        ("Здесь 12 500 деревьев и 4,5 га.", "Here are 12,500 trees on 4.5 hectares.", "en"),
        ("Стоит 9 тыс. долларов.", "It costs $9,000.", "en"),
        ("Пять цехов, 28 деревьев.", "5 workshops and twenty-eight trees.", "en"),
        ("Открыт 5 мая 2023 года в 10:30.", "Opened on 5 May at 10:30.", "en"),
        ("В IV квартале.", "4-тоқсанда.", "kk"),
        ("28 деревьев", "жиырма сегіз ағаш", "kk"),
        ("Дом № 12-П.", "House of the 5th row.", "en"),
        ("<!-- figure: said in the Russian text alone -->350 деревьев.", "Trees.", "en"),
        ("Здесь 350 деревьев.", "Burada 360 ağaç var.", "tr"),
    ],
)
def test_what_languages_write_in_other_ways_is_the_same_number(ru: str, other: str, lang: str) -> None:
    assert differing(("ru", ru), (lang, other)) == []
