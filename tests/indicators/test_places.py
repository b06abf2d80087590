"""Where live figures may not stand: in somebody's words, before a typed ending; and no marker in indented code."""

from __future__ import annotations

import pytest
from markdown import Markdown

from aimaq.base.slots import slots_in
from aimaq.figures.text.markdown_extension import MarkerExtension
from aimaq.figures.text.markers import parse_marker, substitute
from aimaq.figures.text.misplaced import Place, misplaced, places_in


def converted(text: str) -> str:
    return Markdown(extensions=[MarkerExtension(), "tables", "fenced_code"]).convert(text)


def places(text: str) -> list[Place]:
    return list(places_in(converted(text)).values())


def is_speech(text: str) -> bool:
    return any(place.speech for place in places(text))


@pytest.mark.parametrize(
    "text",
    [
        '"У нас {{ jobs }}", — сказал директор.',
        "'У нас {{ jobs }}', сказал он.",
        "‘We have {{ jobs }}’, he said.",
        "‘The workers’ {{ jobs }} are safe’, he said.",
        'Он сказал: "ТОО "Зона" дала {{ jobs }}" вчера.',
        "»Wir haben {{ jobs }}«, sagte er.",
        "„У нас {{ jobs }}“, — сказал он.",
        "„У нас {{ jobs }}”, — сказал он.",
        "”Meillä on {{ jobs }}”, sanoi hän.",
        "‹У нас {{ jobs }}›",
        "「{{ jobs }}」",
        "« У нас {{ jobs }} »",
        "«\u00a0У нас {{ jobs }}\u00a0»",
        "<<У нас {{ jobs }}>>",
        ",,У нас {{ jobs }}''",
        "''У нас {{ jobs }}''",
        "&quot;У нас {{ jobs }}&quot;",
        "&laquo;У нас {{ jobs }}&raquo;",
        "“У нас '{{ jobs }}'”",
        '"{{ jobs }}"',
        '("{{ jobs }} есть")',
        '**"У нас {{ jobs }}"**, — сказал он.',
        'He said — "we have {{ jobs }}" — today.',
        '[x](/y "«У нас {{ jobs }}»")',
        "> a\n>\n> - {{ jobs }}",
        "<q>{{ jobs }}</q>",
    ],
)
def test_a_quotation_is_recognised_by_any_marks(text: str) -> None:
    """Straight, single, nested, reversed and typographic marks, in words and in attributes."""
    assert is_speech(text)


@pytest.mark.parametrize(
    "text",
    [
        "«Первый абзац.\n\nВторой, {{ jobs }}.\n\nТретий», — сказал он.",
        "«Первый абзац.\n\nПоследний, {{ jobs }}», — сказал он.",
        '"First.\n\nMiddle, {{ jobs }}.\n\nLast," he said.',
        "“First.\n\n“Second, {{ jobs }}.\n\n“Third,” he said.",
        "«У нас {{ jobs }}, — сказал он.",
        '"У нас {{ jobs }}, сказал он.',
        "У нас {{ jobs }}», — сказал он.",
    ],
)
def test_a_quotation_may_have_several_paragraphs_or_lack_a_mark(text: str) -> None:
    """What stands between the first mark and the last is quoted; a forgotten mark quotes the rest of its paragraph."""
    assert is_speech(text)


@pytest.mark.parametrize(
    "text",
    [
        "— У нас {{ jobs }}, — сказал директор.",
        "— Да, — сказал директор. — У нас {{ jobs }}.",
        "– У нас {{ jobs }}.",
        "―У нас {{ jobs }}",
        "—У нас {{ jobs }}",
        "Он ответил.  \n— У нас {{ jobs }}.",
        "Он сказал:\n— У нас {{ jobs }}.",
        "Он сказал: — У нас {{ jobs }}.",
        "- — У нас {{ jobs }}.",
        "— «Зона» дала {{ jobs }}.",
    ],
)
def test_a_line_of_dialogue_is_recognised_by_its_dash(text: str) -> None:
    """In Russian and Kazakh direct speech begins with a dash, in a line of its own or after a colon."""
    assert is_speech(text)


@pytest.mark.parametrize(
    "text",
    [
        "ТОО «Зона» и {{ jobs }}",
        'ТОО "Зона" и {{ jobs }}',
        "ТОО «Зона»: {{ jobs }} и «Парк»",
        '"А". {{ jobs }}. "Б".\n\n"В" и {{ jobs }}.',
        "‘A’ and {{ jobs }} and ‘B’",
        "«незакрытая\n\n{{ jobs }}",
        "«незакрытая\n\n## Раздел\n\n{{ jobs }}\n\nи ещё одна»",
        "the enterprises' {{ jobs }} and the parks' plans",
        "In the '90s {{ jobs }}, the workers' share",
        "it's {{ jobs }}, isn't it",
        "rock ’n’ roll and {{ jobs }}",
        'труба 5" и {{ jobs }}, труба 7"',
        "Всего — {{ jobs }}.",
        "Рост — это {{ jobs }} — и планы.",
        "- {{ jobs }}",
        "| a |\n|---|\n| — {{ jobs }} |",
        "<q>a</q> {{ jobs }}",
        "a << b, {{ jobs }}",
    ],
)
def test_marks_beside_a_figure_are_no_quotation(text: str) -> None:
    """Names in quotation marks, apostrophes, inches and dashes within a sentence leave the figure alone."""
    assert not is_speech(text)


@pytest.mark.parametrize("text", ['Директор: "у нас {{ jobs }}"', "— У нас {{ jobs }}", "«У нас {{ jobs }}»: итоги"])
def test_a_title_quotes_as_a_text_does(text: str) -> None:
    """A plain text is one block."""
    assert [place.speech != "" for place in places_in(substitute(text)).values()] == [True]


@pytest.mark.parametrize(
    ("text", "lang", "ending"),
    [
        ("{{ jobs | number }}-і", "kk", "-і"),
        ("**{{ jobs | number }}**-і", "kk", "-і"),
        ("{{ jobs @ 2022 | number }}-ден", "kk", "-ден"),
        ("{{ jobs }}ға", "kk", "ға"),
        ("{{ jobs | number }}‑ти", "ru", "‑ти"),
        ("{{ jobs | number }}-й", "ru", "-й"),
        ("{{ jobs }}ам", "ru", "ам"),
        ("{{ jobs | number }}\u00adти", "ru", "ти"),
        ("{{ jobs | number }}th", "en", "th"),
        ("{{ jobs | number }}-th", "en", "-th"),
        ("{{ jobs }}’s", "en", "’s"),
        ("{{ jobs | number }}’te", "tr", "’te"),
    ],
)
def test_an_ending_typed_behind_a_live_figure_is_refused(text: str, lang: str, ending: str) -> None:
    """The message quotes the ending; the same behind a pinned figure is right and stays so."""
    marker = parse_marker(text.strip("*")[3:].partition("}}")[0])
    (place,) = places(text)
    message = misplaced(marker, str(marker), place, lang)
    assert message is not None and message.startswith(f'"{ending}" is typed behind "{marker}"')
    pinned = text.replace("@ 2022", "@ 2022 published") if "@" in text else text.replace("jobs", "jobs @ published")
    marker = parse_marker(pinned.strip("*")[3:].partition("}}")[0])
    assert misplaced(marker, str(marker), places(pinned)[0], lang) is None


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("{{ jobs | number }}-летний", "ru"),
        ("{{ jobs | number }}-процентный", "ru"),
        ("{{ jobs | number }}-strong", "en"),
        ("{{ jobs | label }}-і", "kk"),
    ],
)
def test_words_that_fit_any_number_may_stand_behind_a_figure(text: str, lang: str) -> None:
    """Compounds do not change with the number."""
    marker = parse_marker(text[3:].partition("}}")[0])
    assert misplaced(marker, str(marker), places(text)[0], lang) is None


@pytest.mark.parametrize(
    "text",
    [
        "{{ jobs | number }}{{ enterprises }}",
        "**{{ jobs | label }}**{{ enterprises }}",
        "{{ jobs }}{{ assert jobs > 3 }}\u200b{{ enterprises }}",
        "{{ jobs | agree: стоит/стоят }}{{ enterprises }}",
    ],
)
def test_no_figure_stands_right_behind_another(text: str) -> None:
    marker = parse_marker(text.strip("*")[2:].partition("}}")[0])
    message = misplaced(marker, str(marker), places(text)[0], "ru")
    assert message is not None and message.startswith(f'"enterprises" stands right behind "{marker}"')


@pytest.mark.parametrize(
    "text",
    ["{{ jobs }} {{ enterprises }}", "{{ jobs }}–{{ jobs }}", "{{ jobs }}\n{{ jobs }}", "{{ jobs }}{{ assert 1 < 2 }}"],
)
def test_figures_with_something_between_them_are_two(text: str) -> None:
    assert not any(place.follower for place in places(text))


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("5{{ jobs | number }}", "5"),
        ("**5**{{ jobs | number }}", "5"),
        ("0,{{ jobs | number }}", "0,"),
        ("Осталось −{{ jobs }}", "−"),
        ("({{ jobs }}) -{{ jobs | number }}", "-"),
        ("{{ jobs | number }}5", "5"),
        ("{{ jobs | number }},5", ",5"),
        ("{{ jobs @ published | number }}\u00ad0", "0"),
        ("{{ jobs | number }} 000 мест", " 000"),
        ("{{ jobs | number }}\u00a0000 мест", "\u00a0000"),
    ],
)
def test_digits_and_signs_are_not_typed_beside_a_figure(text: str, joined: str) -> None:
    """Readers would take both for one number, whether the figure is live or pinned."""
    place = places(text)[-1]
    marker = parse_marker(text.rpartition("{{")[2].partition("}}")[0])
    message = misplaced(marker, str(marker), place, "ru")
    assert message is not None and message.startswith(f'"{joined}" is typed beside "{marker}"')


@pytest.mark.parametrize(
    "text",
    [
        "3 000{{ assert jobs > 2500 }} мест",
        "{{ jobs }} 100 раз",
        "{{ jobs | label }}2",
        "{{ jobs }}<sup>2</sup>",
        "Создано 5{{ jobs | agree: место/мест }}",
        "{{ jobs | number }} 2023 года",
        "2016–{{ jobs | number }}",
        "от {{ jobs | number }}–{{ parks | number }}",
        "— {{ jobs | number }}",
    ],
)
def test_other_numbers_may_stand_in_the_same_sentence(text: str) -> None:
    html = converted(text)
    found = places_in(html)
    messages = [
        misplaced(parse_marker(each.body), each.body, found.get(each.origin, Place()), "ru") for each in slots_in(html)
    ]
    assert not any("is typed beside" in (message or "") for message in messages)


@pytest.mark.parametrize("text", ["{{ jobs }} and", "{{ jobs }}, and", "{{ jobs }}-{{ parks }}", "**{{ jobs }}** а"])
def test_a_word_of_its_own_is_no_ending(text: str) -> None:
    """A space, a sign or another figure may follow."""
    assert not places(text)


@pytest.mark.parametrize("text", ["    {{ jobs }}", "\tТекст {{ jobs }}", "- a\n\n        {{ jobs }}", "    {{ jobs"])
def test_a_marker_in_indented_code_is_refused(text: str) -> None:
    """Four spaces at the beginning of a paragraph would publish the marker as it is typed."""
    (place,) = places(text)
    assert place.in_code
    message = misplaced(parse_marker("jobs"), "jobs", place, "ru")
    assert message is not None and "begins with four spaces" in message


@pytest.mark.parametrize("text", ["```\n{{ jobs }}\n```", "`{{ jobs }}`", "    \\{{ jobs }}", "<pre>{{ jobs }}</pre>"])
def test_code_that_is_meant_stays(text: str) -> None:
    """A fence, back-ticks and HTML say that code is meant."""
    assert not places(text)
