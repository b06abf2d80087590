"""What is at the end of the calendar, of a length or of an alphabet is named with its line, and never unexpected."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from aimaq.base.problems import ProblemsFound
from aimaq.figures.ledger.read import parse_ledger
from aimaq.figures.views.text_width import fitted, measure, wrapped
from tools.built import ROOT

LEDGER = json.loads((ROOT / "tests/errors/content/data/indicators.json").read_text("utf-8"))
KEY = next(key for key, each in LEDGER["indicators"].items() if "observations" in each)


def problems(**observation: Any) -> list[str]:
    """The messages for the ledger with one more observation, like its last but for these members."""
    ledger = json.loads(json.dumps(LEDGER))
    each = ledger["indicators"][KEY]["observations"]
    each.append({**each[-1], **observation})
    return messages(json.dumps(ledger))


def messages(text: str) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        parse_ledger(text, "i.json", languages=("ru", "kk", "en"))
    assert all(problem.line for problem in found.value.problems)
    return [problem.message for problem in found.value.problems]


@pytest.mark.parametrize("period", ["0001", "0001-Q1", "0001-01", "0001-01-01", "0999", "3000", "9999", "9999-Q4"])
def test_a_period_at_the_end_of_the_calendar_is_refused(period: str) -> None:
    assert f'"{period}": the year is {period[:4]}; years are 1000 to 2999' in problems(period=period, status="plan")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_release_or_an_embargo_at_the_end_of_the_calendar_is_refused(day: str) -> None:
    message = f'"{day}": the year is {day[:4]}; years are 1000 to 2999'
    assert message in problems(released=day)
    assert message in problems(embargo=f"{day} 23:59")


@pytest.mark.parametrize("half", ["\ud800", "\udbff", "\udc00", "\udfff", "\ude00\ud83d"])
def test_half_of_a_character_is_named_wherever_it_stands(half: str) -> None:
    escape = json.dumps(half)[1:7]
    named = f"the text holds {escape}, which is half of a character"
    ledger = json.loads(json.dumps(LEDGER))
    indicator = ledger["indicators"][KEY]
    assert messages(json.dumps({"indicators": {**ledger["indicators"], half: indicator}}, indent=1)) == [named]
    for member in ("label", "description"):
        changed = {**indicator, member: {**indicator["label"], "en": f"x {half}"}}
        assert messages(json.dumps({"indicators": {KEY: changed}})) == [named]
    assert problems(note={"ru": "x", "kk": "x", "en": half}) == [named]
    assert problems(source={"url": f"https://x.example/{half}", "title": "x"}) == [named]
    assert problems(period=half) == [named]


def test_a_whole_character_in_two_escapes_is_none_of_them() -> None:
    text = json.dumps(LEDGER).replace('"indicators"', '"indicators"', 1)
    parse_ledger(
        text.replace(json.dumps(LEDGER["indicators"][KEY]["label"]["en"])[:-1], '"\\ud83d\\ude00 x'),
        "i.json",
        languages=("ru", "kk", "en"),
    )


@pytest.mark.parametrize("text", ["слово " * 5_000 + "x", "я" * 30_000])
def test_a_label_has_a_limit(text: str) -> None:
    ledger = json.loads(json.dumps(LEDGER))
    ledger["indicators"][KEY]["label"]["en"] = text
    started = time.process_time()
    [message] = messages(json.dumps(ledger))
    assert message == f"it is {len(text)} characters long; the limit is 300"
    ledger = json.loads(json.dumps(LEDGER))
    each = ledger["indicators"][KEY]["observations"][-1]
    each["note"] = {"ru": text, "kk": text, "en": text}
    assert f"it is {len(text)} characters long; the limit is 2000" in messages(json.dumps(ledger))
    assert time.process_time() - started < 20


@pytest.mark.parametrize("text", ["слово " * 50_000, "я" * 300_000, "a " * 150_000, "́" * 300_000])
def test_measuring_is_linear(text: str) -> None:
    """Once cubic: such a text took hours."""
    started = time.process_time()
    lines = wrapped(text, 600, 17, 2, bold=True)
    assert fitted(text, 600, 17)
    assert time.process_time() - started < 5
    assert len(lines) <= 2 and all(measure(line, 17, bold=True) <= 600 for line in lines)


def test_what_is_cut_off_is_as_much_as_does_not_fit() -> None:
    text = "Объём инвестиций — 12 % (план), № 5"
    for room in range(20, 300, 7):
        shown = fitted(text, room, 13)
        longest = max((n for n in range(len(text) + 1) if measure(f"{text[:n]}…", 13) <= room), default=0)
        assert shown == (text if measure(text, 13) <= room else f"{text[:longest].rstrip()}…")
