"""What an editor is told: one slip at a time in a sound ledger, and the whole message."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger.samples import LANGUAGES, TEXT, small

from indicators.ledger import parse_ledger, read_ledger
from support.problems import ProblemsFound

SLIPS = [
    pytest.param(
        '"decimals": 0,\n      "max',
        '"decimals": 0,\n      "decimals": 1,\n      "max',
        [
            'i.json:12:7: the key "decimals" is repeated; it first stands on line 11 (/indicators/jobs/decimals)\n    Keep one of the two.'
        ],
        id="a-key-twice",
    ),
    pytest.param(
        "2522",
        "NaN",
        [
            "i.json:14:43: NaN is not a number that JSON has (/indicators/jobs/observations/0/value)\n    Write a number, or leave the observation out."
        ],
        id="NaN",
    ),
    pytest.param(
        "2522",
        "-Infinity",
        [
            "i.json:14:43: -Infinity is not a number that JSON has (/indicators/jobs/observations/0/value)\n    Write a number, or leave the observation out."
        ],
        id="Infinity",
    ),
    pytest.param(
        '"Рабочие места", "kk"',
        '"Рабочие места" "kk"',
        ['i.json:5:39: a comma is missing before "kk"'],
        id="missing-comma",
    ),
    pytest.param(
        '"en": "Jobs"}',
        '"en": "Jobs",}',
        ['i.json:5:76: there is a comma before "}"\n    Take the comma away: nothing follows it.'],
        id="trailing-comma",
    ),
    pytest.param(
        '"status": "actual"',
        "\"status\": 'actual'",
        ['i.json:14:59: found \' for a quotation mark\n    A text or a key stands in straight ones: "…".'],
        id="single-quotes",
    ),
    pytest.param(
        '"oqu.news"',
        "“oqu.news”",
        ['i.json:15:30: found “ for a quotation mark\n    A text or a key stands in straight ones: "…".'],
        id="curly-quotes",
    ),
    pytest.param(
        '"decimals": 0,\n      "max',
        '"decimals": 0, // whole\n      "max',
        ["i.json:11:22: JSON has no comments\n    Take the comment away."],
        id="comment",
    ),
    pytest.param(
        '"2022-02-01"',
        "2022-02-01",
        [
            'i.json:14:81: "2022-02-01" is not a number that JSON has\n    A number looks like 2522, 0.5 or -3; a date or another text stands in quotation marks.'
        ],
        id="date-without-quotes",
    ),
    pytest.param(
        "2522",
        "2 522",
        ['i.json:14:45: a comma is missing before "522"\n    The digits of a number are not grouped.'],
        id="grouped",
    ),
    pytest.param(
        "2522",
        "2522,5",
        ['i.json:14:48: found "5" after a comma\n    A decimal fraction takes a point: 0.5.'],
        id="decimal-comma",
    ),
    pytest.param(
        "\n  }\n}\n",
        "\n",
        [
            "i.json:47:1: the file ends too early: a bracket is not closed\n    Close every { with a } and every [ with a ]."
        ],
        id="unclosed",
    ),
    pytest.param(
        '"oqu.news"',
        '"oqu.\nnews"',
        [
            "i.json:15:35: a text holds the end of a line, a tab or another control character\n    Write \\n for a new line and \\t for a tab, or close the text with a quotation mark."
        ],
        id="text-over-line",
    ),
    pytest.param(
        "\n  }\n}\n",
        "\n  }}\n}\n",
        [
            'i.json:48:1: there is more after the end of the data: "}"\n    Look for a } or a ] too many before it.'
        ],
        id="extra",
    ),
    pytest.param(
        '"decimals": 0',
        '"decimals" 0',
        ['i.json:11:18: a colon is missing before "0"\n    Write "key": value.'],
        id="no-colon",
    ),
    pytest.param(
        '"value": 2522',
        '"value": True',
        ["i.json:14:43: True is not JSON\n    Write true, false or null, in small letters."],
        id="True",
    ),
    pytest.param(
        TEXT, "", ['i.json:1:1: the file is empty\n    It should hold {"indicators": {…}}.'], id="empty"
    ),
    pytest.param(TEXT, "[]\n", ["i.json:1:1: expected an object, {…} but found a list"], id="list"),
    pytest.param(
        TEXT,
        '{"indicators": {}}\n',
        [
            'i.json:1:2: "indicators" is empty (/indicators)\n    The indicators by key, in the order of the dashboard.'
        ],
        id="no-indicators",
    ),
    pytest.param(
        TEXT,
        '{"indicator": {}}\n',
        [
            'i.json:1:1: "indicators" is missing\n    The indicators by key, in the order of the dashboard.',
            'i.json:1:2: unknown key "indicator"; did you mean "indicators"? (/indicator)',
        ],
        id="missing-indicators",
    ),
    pytest.param(
        '"max_age_days"',
        '"max_age"',
        ['i.json:12:7: unknown key "max_age"; did you mean "max_age_days"? (/indicators/jobs/max_age)'],
        id="unknown-property",
    ),
    pytest.param(
        '"decimals": 0,\n      "max',
        '"decimal": 0,\n      "max',
        [
            'i.json:4:5: "decimals" is missing (/indicators/jobs)\n    How many decimal places are printed.',
            'i.json:11:7: unknown key "decimal"; did you mean "decimals"? (/indicators/jobs/decimal)',
        ],
        id="typo-in-prop",
    ),
    pytest.param(
        "2522",
        '"2522"',
        [
            'i.json:14:34: expected a number but found "2522" (/indicators/jobs/observations/0/value)\n    Write it without quotation marks, and its digits without spaces or commas: 2522, 0.5.'
        ],
        id="value-as-text",
    ),
    pytest.param(
        '"decimals": 0,\n      "max',
        '"decimals": 0.5,\n      "max',
        ["i.json:11:7: expected a whole number but found 0.5 (/indicators/jobs/decimals)"],
        id="fraction-decimals",
    ),
    pytest.param(
        '"decimals": 0,\n      "max',
        '"decimals": -1,\n      "max',
        ["i.json:11:7: found -1; the least that is allowed is 0 (/indicators/jobs/decimals)"],
        id="neg",
    ),
    pytest.param(
        "2522",
        "1e400",
        [
            "i.json:14:34: found 1E+400; the most that is allowed is 999999999999999 (/indicators/jobs/observations/0/value)"
        ],
        id="huge",
    ),
    pytest.param(
        "2522",
        "9999999999999999999999999999999999999999",
        [
            "i.json:14:43: the number has 40 characters; 30 are allowed (/indicators/jobs/observations/0/value)"
        ],
        id="long-number",
    ),
    pytest.param(
        '"status": "provisional"',
        '"status": "provisonal"',
        [
            'i.json:31:47: found "provisonal"; did you mean "provisional"? (/indicators/enterprises/observations/0/status)'
        ],
        id="status",
    ),
    pytest.param(
        '"status": "provisional"',
        '"status": null',
        [
            "i.json:31:47: found null; expected one of: actual, provisional, estimate, plan (/indicators/enterprises/observations/0/status)"
        ],
        id="status-null",
    ),
    pytest.param(
        '"kind": "correction"',
        '"kind": "update"',
        [
            'i.json:19:10: expected "correction" but found "update" (/indicators/jobs/observations/2/kind)\n    Leave "kind" out for a new figure or an update.'
        ],
        id="kind",
    ),
    pytest.param(
        '"2021-12-31", "value"',
        '"2021-13-31", "value"',
        [
            'i.json:14:10: "2021-13-31": there is no month 13; months are 01 to 12 (/indicators/jobs/observations/0/period)'
        ],
        id="bad-month",
    ),
    pytest.param(
        '"2021-12-31", "value"',
        '"2021-02-30", "value"',
        [
            'i.json:14:10: "2021-02-30": there is no day 30; 2021-02 has days 01 to 28 (/indicators/jobs/observations/0/period)'
        ],
        id="bad-day",
    ),
    pytest.param(
        '"2021-12-31", "value"',
        '"31.12.2021", "value"',
        [
            'i.json:14:10: "31.12.2021" is not a period; write a day (2022-12-31), a month (2022-12), a quarter (2022-Q4) or a year (2022) (/indicators/jobs/observations/0/period)'
        ],
        id="bad-period",
    ),
    pytest.param(
        '"2021-12-31", "value"',
        '"2021-Q5", "value"',
        [
            'i.json:14:10: "2021-Q5" is not a period; write a day (2022-12-31), a month (2022-12), a quarter (2022-Q4) or a year (2022) (/indicators/jobs/observations/0/period)'
        ],
        id="bad-quarter",
    ),
    pytest.param(
        '"2022-02-01"',
        '"2022-02"',
        [
            'i.json:14:69: "2022-02" is not a date; write a date such as 2022-12-31 (/indicators/jobs/observations/0/released)'
        ],
        id="bad-release",
    ),
    pytest.param(
        '"2021-12-31", "value"',
        '"0000", "value"',
        ['i.json:14:10: "0000": there is no year 0000 (/indicators/jobs/observations/0/period)'],
        id="year-0",
    ),
    pytest.param(
        '"released": "2022-02-01"',
        '"released": "2021-02-01"',
        [
            'i.json:14:49: a figure for 2021-12-31, released on 2021-02-01, cannot be "actual": the period had not begun (/indicators/jobs/observations/0/status)\n    What lies ahead is an estimate or a plan; otherwise look at the two dates.'
        ],
        id="future",
    ),
    pytest.param(
        "2522",
        "2522.75",
        [
            'i.json:14:34: the value 2522.75 has 2 decimal places; "decimals" says 0 (/indicators/jobs/observations/0/value)\n    Round the value, or raise "decimals".'
        ],
        id="decimals",
    ),
    pytest.param(
        ',\n         "source": {"title": "oqu.news", "url": "https://oqu.news/a"}},\n        {"period": "2022',
        '},\n        {"period": "2022',
        [
            'i.json:14:9: "source" is missing (/indicators/jobs/observations/0)\n    Where the number was made public.'
        ],
        id="no-source",
    ),
    pytest.param(
        "https://inform.kz/c",
        "javascript:alert(1)",
        [
            'i.json:32:43: "javascript:alert(1)" is not a web address; it begins with https:// or http:// and has no spaces (/indicators/enterprises/observations/0/source/url)'
        ],
        id="js",
    ),
    pytest.param(
        "https://inform.kz/c",
        "https://:80/",
        [
            'i.json:32:43: "https://:80/" is not a web address (/indicators/enterprises/observations/0/source/url)\n    Copy it from a browser.'
        ],
        id="no-host",
    ),
    pytest.param(
        '"kk": "Жұмыс орындары", ',
        "",
        ["i.json:5:7: the label has no text in kk (/indicators/jobs/label)\n    The site is in ru, kk, en."],
        id="missing-language-in-label",
    ),
    pytest.param(
        '"kk": "Жұмыс орындары"',
        '"kz": "Жұмыс орындары"',
        [
            "i.json:5:7: the label has no text in kk (/indicators/jobs/label)\n    The site is in ru, kk, en.",
            'i.json:5:40: the site has no language "kz"; expected one of: ru, kk, en (/indicators/jobs/label/kz)',
        ],
        id="unknown-language",
    ),
    pytest.param(
        ',\n        "en": {"nominative": {"one": "job", "other": "jobs"}}',
        "",
        ["i.json:6:7: the unit has no forms in en (/indicators/jobs/unit)\n    The site is in ru, kk, en."],
        id="missing-in-unit",
    ),
    pytest.param(
        '"kk": "Қате басылды.", ',
        "",
        [
            "i.json:19:32: the note has no text in kk (/indicators/jobs/observations/2/note)\n    The site is in ru, kk, en."
        ],
        id="missing-in-note",
    ),
    pytest.param(
        '"few": "места", ',
        "",
        [
            'i.json:7:16: the unit has no "few" form in ru, nominative (/indicators/jobs/unit/ru/nominative)\n    CLDR asks for it after such a number as 2.'
        ],
        id="missing-few",
    ),
    pytest.param(
        '"one": "job", ',
        "",
        [
            'i.json:9:16: the unit has no "one" form in en, nominative (/indicators/jobs/unit/en/nominative)\n    CLDR asks for it after such a number as 1.'
        ],
        id="missing-en-one",
    ),
    pytest.param(
        '{"other": "места"}',
        '{"one": "место", "few": "места", "many": "мест"}',
        [
            'i.json:40:16: the unit has no "other" form in ru, nominative (/indicators/jobs-per-enterprise/unit/ru/nominative)\n    CLDR asks for it after such a number as 0.1.'
        ],
        id="missing-other-decimals",
    ),
    pytest.param(
        '{"other": "орын"}},\n        "en": {"nominative": {"one"',
        '{"other": "орын", "few": "орын"}},\n        "en": {"nominative": {"one"',
        [
            'i.json:8:48: kk has no plural category "few"; expected one of: one, other (/indicators/jobs/unit/kk/nominative/few)'
        ],
        id="kk-few",
    ),
    pytest.param(
        '"few": "места"',
        '"fev": "места"',
        ['i.json:7:47: unknown key "fev"; did you mean "few"? (/indicators/jobs/unit/ru/nominative/fev)'],
        id="unknown-category",
    ),
    pytest.param(
        '"ru": {"nominative": {"one": "место"',
        '"ru": {"genetive": {"one": "место"',
        [
            'i.json:7:9: "nominative" is missing (/indicators/jobs/unit/ru)\n    The forms by CLDR\'s plural categories: Russian whole numbers need one, few and many; numbers with decimals need other; Kazakh needs other only; English needs one and other.',
            'i.json:7:16: unknown key "genetive"; did you mean "genitive"? (/indicators/jobs/unit/ru/genetive)',
        ],
        id="case",
    ),
    pytest.param(
        '"Рабочие места"',
        '""',
        ["i.json:5:17: the text is empty (/indicators/jobs/label/ru)"],
        id="empty-text",
    ),
    pytest.param(
        '"Рабочие места"',
        '"Рабочие места "',
        ['i.json:5:17: there is space at an end of the text "Рабочие места " (/indicators/jobs/label/ru)'],
        id="space",
    ),
    pytest.param(
        '"Рабочие места"',
        '"Рабочие \u202eместа"',
        [
            "i.json:5:17: character 9 of the text is U+202E (right-to-left override) (/indicators/jobs/label/ru)\n    Take it away: readers cannot see it."
        ],
        id="bidi",
    ),
    pytest.param(
        '"Рабочие места"',
        '"Рабочие \ue000места"',
        [
            "i.json:5:17: character 9 of the text is U+E000 (a control or private-use character) (/indicators/jobs/label/ru)\n    Take it away: readers cannot see it."
        ],
        id="private",
    ),
    pytest.param(
        '"Рабочие места"',
        '"Рабочие\\u0007 места"',
        [
            "i.json:5:17: character 8 of the text is U+0007 (a control or private-use character) (/indicators/jobs/label/ru)\n    Take it away: readers cannot see it."
        ],
        id="control",
    ),
    pytest.param(
        '"Опечатка."',
        '"Было {{ jobs }}."',
        [
            "i.json:19:41: the text holds a marker (/indicators/jobs/observations/2/note/ru)\n    Texts of the ledger quote no figures."
        ],
        id="marker",
    ),
    pytest.param(
        '"jobs": {\n',
        '"Jobs_1": {\n',
        [
            'i.json:4:5: "Jobs_1" cannot be a key; a key is small Latin letters, digits and single hyphens, begins with a letter and has 80 characters at most (/indicators/Jobs_1)',
            'i.json:45:19: unknown indicator "jobs"; did you mean "Jobs_1"? (/indicators/jobs-per-enterprise/formula)',
        ],
        id="key",
    ),
    pytest.param(
        '"formula": "jobs / enterprises"',
        '"observations": [], "formula": "jobs / enterprises"',
        [
            'i.json:37:5: it has both "observations" and a "formula" (/indicators/jobs-per-enterprise)\n    An indicator is either observed or computed from others.'
        ],
        id="both",
    ),
    pytest.param(
        ',\n      "formula": "jobs / enterprises"',
        "",
        [
            'i.json:37:5: it has neither "observations" nor a "formula" (/indicators/jobs-per-enterprise)\n    An indicator is either observed or computed from others.'
        ],
        id="neither",
    ),
    pytest.param(
        "jobs / enterprises",
        "jobs / (enterprises",
        ['i.json:45:38: expected ")" but found the end (/indicators/jobs-per-enterprise/formula)'],
        id="f-syntax",
    ),
    pytest.param(
        "jobs / enterprises",
        "jobs : enterprises",
        ['i.json:45:24: found ":": division is "/" or "÷" (/indicators/jobs-per-enterprise/formula)'],
        id="f-char",
    ),
    pytest.param(
        "jobs / enterprises",
        "jobs / enterprizes",
        [
            'i.json:45:26: unknown indicator "enterprizes"; did you mean "enterprises"? (/indicators/jobs-per-enterprise/formula)'
        ],
        id="f-unknown",
    ),
    pytest.param(
        "jobs / enterprises",
        "jobs-enterprises",
        [
            'i.json:45:19: unknown indicator "jobs-enterprises" (/indicators/jobs-per-enterprise/formula)\n    For a subtraction put spaces around the minus: "jobs - enterprises".'
        ],
        id="f-hyphen",
    ),
    pytest.param(
        "jobs / enterprises",
        "1 + 1",
        [
            "i.json:45:7: the formula names no indicator (/indicators/jobs-per-enterprise/formula)\n    Write the keys it is computed from."
        ],
        id="f-none",
    ),
    pytest.param(
        "jobs / enterprises",
        "jobs / jobs-per-enterprise",
        [
            "i.json:45:7: the formulas go round in a circle: jobs-per-enterprise → jobs-per-enterprise (/indicators/jobs-per-enterprise/formula)\n    Each one is computed from the next; break the circle."
        ],
        id="f-self",
    ),
    pytest.param(
        "jobs / enterprises",
        "jobs @ 2022 / enterprises",
        [
            'i.json:45:24: a formula takes a key without "@": it is computed for every period (/indicators/jobs-per-enterprise/formula)'
        ],
        id="f-at",
    ),
    pytest.param(
        '"jobs / enterprises"',
        '""',
        [
            'i.json:45:7: "formula" is empty (/indicators/jobs-per-enterprise/formula)\n    How a derived figure is computed: keys, numbers, + - * / and brackets. Spaces around a minus: jobs - enterprises.'
        ],
        id="f-empty",
    ),
    pytest.param(
        '"value": 27',
        '"value": 0',
        [
            "i.json:45:7: division by zero in 2022-12-31, as known on 2023-07-31 (/indicators/jobs-per-enterprise/formula)\n    Look at the observations of that period."
        ],
        id="f-zero",
    ),
    pytest.param(
        '"period": "2022-12-31", "value": 3320',
        '"period": "2023", "value": 3320',
        [
            'i.json:19:10: there is no earlier figure for 2023 to correct (/indicators/jobs/observations/2/kind)\n    Look at "period" and "released", or take "kind" away.'
        ],
        id="corr-none",
    ),
    pytest.param(
        '"released": "2023-08-15",\n         "kind": "correction", "note": {"ru": "Опечатка.", "kk": "Қате басылды.", "en": "A misprint."}',
        '"released": "2023-07-31", "source": {"title": "a", "url": "https://b.kz"}',
        [
            'i.json:18:9: 2022-12-31 is released a second time on 2023-07-31 (/indicators/jobs/observations/2)\n    Keep one of the two; if the first was wrong, the second takes "kind": "correction".'
        ],
        id="twice",
    ),
    pytest.param(
        '"observations": [\n        {"period": "2022-12-31", "value": 27',
        '"observations": [[],\n        {"period": "2022-12-31", "value": 27',
        ["i.json:30:24: expected an object, {…} but found a list (/indicators/enterprises/observations/0)"],
        id="obs-not-list",
    ),
    pytest.param(
        '"jobs-per-enterprise": {',
        '"x": 5, "jobs-per-enterprise": {',
        ["i.json:37:5: expected an object, {…} but found 5 (/indicators/x)"],
        id="indicator-not-object",
    ),
]


def complaints(text: str) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        parse_ledger(text, "i.json", languages=LANGUAGES)
    return [str(problem) for problem in found.value.problems]


@pytest.mark.parametrize(("right", "wrong", "messages"), SLIPS)
def test_a_slip_is_told_with_its_place_and_the_remedy(right: str, wrong: str, messages: list[str]) -> None:
    """Every message names line, column and pointer, what was found and what was expected."""
    assert right in TEXT
    assert complaints(TEXT.replace(right, wrong, 1)) == messages


def test_the_ledger_without_slips_is_read() -> None:
    """The table above changes a ledger that has nothing wrong with it."""
    assert list(small().indicators) == ["jobs", "enterprises", "jobs-per-enterprise"]


def test_all_problems_are_told_at_once() -> None:
    """Problems of form, of language, of dates and of formulas do not hide one another."""
    text = (
        TEXT.replace('"few": "места", ', "")
        .replace('"status": "provisional"', '"status": "firm"')
        .replace("2022-02-01", "2022-02-31")
        .replace('"en": "Enterprises"', '"de": "Betriebe"')
        .replace("jobs / enterprises", "jobs / enterprise")
        .replace('"max_age_days": 400', '"max_age_days": NaN')
    )
    assert [message.partition("\n")[0].partition(": ")[2] for message in complaints(text)] == ALL_AT_ONCE


ALL_AT_ONCE: list[str] = []


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"\xef\xbb\xbf{}", "i.json:1:1: the file begins with a byte order mark"),
        ("{}".encode("utf-16"), "i.json:1:1: the file is in UTF-16"),
        ('{\n "é"'.encode("latin-1"), "i.json:2:3: the byte 0xE9 is not UTF-8"),
        (b"[" * 100_000, "i.json:1:1: brackets are nested too deep to be read"),
    ],
)
def test_a_file_that_is_no_text_is_told_of(tmp_path: Path, raw: bytes, message: str) -> None:
    """Bytes that are not UTF-8 (RFC 8259) are named where they stand."""
    (tmp_path / "i.json").write_bytes(raw)
    with pytest.raises(ProblemsFound) as found:
        read_ledger(tmp_path / "i.json", languages=LANGUAGES, root=tmp_path)
    assert str(found.value).splitlines()[0] == message


def test_a_missing_file_is_a_problem_not_a_traceback(tmp_path: Path) -> None:
    """The path is told relative to the project's root."""
    with pytest.raises(ProblemsFound, match="content/i.json: the file is missing"):
        read_ledger(tmp_path / "content" / "i.json", languages=LANGUAGES, root=tmp_path)


def test_a_cycle_is_named_by_its_keys() -> None:
    """Each indicator in the circle is named once, in the order in which they need one another."""
    data = json.loads(TEXT)
    indicators = data["indicators"]
    derived = indicators["jobs-per-enterprise"]
    indicators["a"] = {**derived, "formula": "b + 1"}
    indicators["b"] = {**derived, "formula": "2 * (c - jobs)"}
    indicators["c"] = {**derived, "formula": "a / jobs"}
    indicators["d"] = {**derived, "formula": "a"}
    indicators["e"] = {**derived, "formula": "f"}
    indicators["f"] = {**derived, "formula": "e"}
    told = [message.partition("\n")[0].partition(": ")[2] for message in complaints(json.dumps(data))]
    assert told == [
        "the formulas go round in a circle: a → b → c → a (/indicators/a/formula)",
        "the formulas go round in a circle: e → f → e (/indicators/e/formula)",
    ]


def test_a_chain_of_formulas_has_a_limit() -> None:
    """Formulas may build on one another, but not without end."""
    data = json.loads(TEXT)
    derived = data["indicators"]["jobs-per-enterprise"]
    for index in range(1, 40):
        part = f"a{index - 1}" if index > 1 else "jobs"
        data["indicators"][f"a{index}"] = {**derived, "formula": part}
    (told,) = complaints(json.dumps(data))
    assert "it is the end of a chain of more than 32 formulas (/indicators/a33/formula)" in told


def test_a_division_by_zero_is_found_in_what_was_known_once() -> None:
    """A zero that has been corrected since still stands in pages that quote what was known then."""
    text = TEXT.replace(
        '"value": 27, "status": "provisional", "released": "2023-03-01",',
        '"value": 27, "status": "provisional", "released": "2023-03-02", "kind": "correction",',
    ).replace(
        '{"period": "2022-12-31", "value": 27',
        '{"period": "2022-12-31", "value": 0, "status": "provisional", "released": "2023-03-01",'
        ' "source": {"title": "a", "url": "https://b.kz"}}, {"period": "2022-12-31", "value": 27',
    )
    # Jobs of 2022 were released after the correction: no page could ever divide by the zero.
    parse_ledger(text, "i.json", languages=LANGUAGES)
    (told,) = complaints(text.replace('"released": "2023-07-31"', '"released": "2023-02-01"'))
    assert "division by zero in 2022-12-31, as known on 2023-03-01" in told


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 10**20)
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["2022-12-31", "actual", "jobs", "a/0", "https://[", "{{x}}"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["ru", "period", "value", "formula", "observations", "a~/b"]), inner, max_size=2
        )
    ),
    max_leaves=4,
)


def places(value: Any) -> list[tuple[Any, Any]]:
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return [place for step, inner in members for place in [(value, step), *places(inner)]]


@given(st.data())
def test_no_ledger_however_broken_gives_a_traceback(data: st.DataObject) -> None:
    """Whatever stands anywhere, the ledger is read or problems are told, each with a place."""
    ledger = json.loads(TEXT)
    for _ in range(data.draw(st.integers(1, 3))):
        parent, step = data.draw(st.sampled_from(places(ledger)))
        if data.draw(st.booleans()):
            parent[step] = data.draw(JUNK)
        else:
            del parent[step]
        if not places(ledger):
            break
    try:
        parse_ledger(json.dumps(ledger, indent=1), "i.json", languages=LANGUAGES)
    except ProblemsFound as found:
        assert all(problem.line and problem.column for problem in found.problems)


@given(st.text(max_size=30), st.integers(0, len(TEXT)))
def test_no_text_however_broken_gives_a_traceback(junk: str, at: int) -> None:
    """The same for what is not JSON."""
    try:
        parse_ledger(TEXT[:at] + junk + TEXT[at:], "i.json", languages=LANGUAGES)
    except ProblemsFound as found:
        assert all(problem.line and problem.column for problem in found.problems)
