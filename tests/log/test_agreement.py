"""A ledger that was edited by hand disagrees with the log: where, what was published, and what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from aimaq.figures.ledger import parse_ledger
from aimaq.figures.log import log_file
from aimaq.figures.log.agreement import compare, public_entries
from aimaq.figures.log.disagreement_problems import disagreement_problems
from aimaq.figures.log.entries import Begin
from aimaq.figures.log.log_file import Log, LogFiles

NOW, LOGGED, PATH = datetime(2026, 11, 28, 12), "2026-11-28T07:00:00Z", "content/data/indicators.json"
SOURCE = {"title": "The Bureau", "url": "https://example.org/2023"}


def indicator(**members: Any) -> dict[str, Any]:
    return {"label": {"en": "Jobs"}, "unit": {"en": {"nominative": {"one": "job", "other": "jobs"}}}, **members}


def observation(period: str, value: int, released: str, **members: Any) -> dict[str, Any]:
    return {
        "period": period, "value": value, "status": "actual", "released": released, "source": SOURCE, **members,
    }  # fmt: skip


@pytest.fixture
def data() -> dict[str, Any]:
    jobs = [observation("2021", 100, "2022-02-01"), observation("2022", 120, "2023-02-01")]
    later = observation("2025", 150, "2026-12-01", embargo="2026-12-01 10:00")
    return {
        "indicators": {
            "jobs": indicator(decimals=0, observations=[*jobs, later]),
            "firms": indicator(decimals=0, observations=[observation("2022", 10, "2023-03-01")]),
            "jobs-per-firm": indicator(decimals=1, formula="jobs / firms"),
        }
    }


@pytest.fixture
def log(tmp_path: Path, data: dict[str, Any]) -> Log:
    ledger = parse_ledger(json.dumps(data), PATH, languages=["en"]).public(NOW)
    files = LogFiles.beside(tmp_path / "indicators.json", tmp_path)
    return log_file.begin(files, [Begin(logged=LOGGED, origin="example.org/log"), *public_entries(ledger, LOGGED)])


def problems(log: Log, data: dict[str, Any]) -> list[str]:
    text = json.dumps(data, indent=1)
    whole = parse_ledger(text, PATH, languages=["en"])
    found = compare(log, whole, whole.public(NOW), NOW.date(), LOGGED)
    return [str(each).split("\n")[0] for each in disagreement_problems(found.disagreements, log, text, PATH)]


def unlogged(log: Log, data: dict[str, Any], now: datetime = NOW) -> list[tuple[str, str]]:
    whole = parse_ledger(json.dumps(data), PATH, languages=["en"])
    found = compare(log, whole, whole.public(now), now.date(), LOGGED)
    assert not found.disagreements
    return [(each.key, getattr(each, "value", "")) for each in found.unlogged]


def test_nothing_under_embargo_is_in_the_log_and_all_else_is(log: Log, data: dict[str, Any]) -> None:
    text = b"\n".join(log.lines).decode()
    assert "150" not in text and "2025" not in text
    assert [json.loads(line).get("value", json.loads(line)["type"]) for line in log.lines] == [
        "begin", "figure", "100", "120", "figure", "10", "figure", "12",
    ]  # fmt: skip
    assert problems(log, data) == [] and unlogged(log, data) == []


def test_what_was_under_embargo_is_missing_when_it_is_public(log: Log, data: dict[str, Any]) -> None:
    assert unlogged(log, data, datetime(2026, 12, 1, 9, 59)) == []
    assert unlogged(log, data, datetime(2026, 12, 1, 10)) == [("jobs", "150")]


JOBS = '"jobs" for 2022, released on 2023-02-01,'


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda jobs: jobs[1].update(value=121), f'"value" of {JOBS} is 121; 120 was published (entry 3 of the log)'),
        (
            lambda jobs: jobs[1].update(released="2023-02-02"),
            f'"released" of {JOBS} is "2023-02-02"; "2023-02-01" was published (entry 3 of the log)',
        ),
        (
            lambda jobs: jobs[1].update(status="estimate"),
            f'"status" of {JOBS} is "estimate"; "actual" was published (entry 3 of the log)',
        ),
        (
            lambda jobs: jobs[1].update(period="2022-12"),
            f'"period" of {JOBS} is "2022-12"; "2022" was published (entry 3 of the log)',
        ),
        (
            lambda jobs: jobs[1].update(source={**SOURCE, "url": "https://example.org/other"}),
            f'the "source" of {JOBS} is not the one that was published (entry 3 of the log)',
        ),
        (
            lambda jobs: jobs[1].update(note={"en": "Preliminary"}),
            f'the "note" of {JOBS} is not the one that was published (entry 3 of the log)',
        ),
        (
            lambda jobs: jobs[1].update(approved={"by": "A. B.", "why": "checked"}),
            f'"approved" of {JOBS} is "A. B."; "" was published (entry 3 of the log)',
        ),
        (
            lambda jobs: jobs[1].update(status="estimate", range=[110, 130]),
            f'"range" of {JOBS} is [110, 130]; none was published (entry 3 of the log)',
        ),
        (lambda jobs: jobs.pop(1), f"{JOBS} is gone; 120 was published (entry 3 of the log)"),
        (
            lambda jobs: jobs.insert(0, jobs.pop(1)),
            '"jobs" for 2021, released on 2022-02-01, (entry 2 of the log) stands behind one that was published after '
            "it (entry 3)",
        ),
    ],
)
def test_an_edit_by_hand_is_named_with_what_was_published(
    log: Log, data: dict[str, Any], edit: Callable[[list[dict[str, Any]]], object], message: str
) -> None:
    edit(data["indicators"]["jobs"]["observations"])
    assert any(message in found for found in problems(log, data))


def test_a_range_that_was_published_is_refused_like_a_value(tmp_path: Path, data: dict[str, Any]) -> None:
    estimate = observation("2023", 130, "2024-02-01", status="estimate", range=[120, 140])
    data["indicators"]["jobs"]["observations"].insert(2, estimate)
    files = LogFiles.beside(tmp_path / "indicators.json", tmp_path)
    ledger = parse_ledger(json.dumps(data), PATH, languages=["en"]).public(NOW)
    log = log_file.begin(files, [Begin(logged=LOGGED, origin="example.org/log"), *public_entries(ledger, LOGGED)])
    assert problems(log, data) == []
    estimate["range"] = [120, 141]
    text = json.dumps(data, indent=1)
    whole = parse_ledger(text, PATH, languages=["en"])
    found = compare(log, whole, whole.public(NOW), NOW.date(), LOGGED)
    (problem,) = disagreement_problems(found.disagreements, log, text, PATH)
    assert not found.disagreements[0].can_be_amended
    assert "is [120, 141]; [120, 140] was published" in problem.message
    assert "Write [120, 140] again" in problem.hint and "correct jobs 130 --range 120 141 --period 2023" in problem.hint
    data["indicators"]["jobs"]["observations"].pop(2)
    text = json.dumps(data, indent=1)
    whole = parse_ledger(text, PATH, languages=["en"])
    found = compare(log, whole, whole.public(NOW), NOW.date(), LOGGED)
    (gone,) = disagreement_problems(found.disagreements, log, text, PATH)
    assert '"value": 130, "status": "estimate", "released": "2024-02-01", "range": [120, 140]' in gone.hint


def test_a_correction_is_no_disagreement(log: Log, data: dict[str, Any]) -> None:
    data["indicators"]["jobs"]["observations"].append(observation("2022", 121, "2026-11-28", kind="correction"))
    assert problems(log, data) == []
    assert unlogged(log, data) == [("jobs", "121"), ("jobs-per-firm", "12.1")]


def test_an_indicator_that_is_gone_or_renamed_is_named(log: Log, data: dict[str, Any]) -> None:
    indicators = data["indicators"]
    indicators["companies"] = indicators.pop("firms")
    indicators["jobs-per-firm"]["formula"] = "jobs / companies"
    found = "\n".join(problems(log, data))
    assert 'the indicator "firms" is gone, and its figures were published (entry 4 of the log)' in found
    assert '"formula" of "jobs-per-firm" is "jobs / companies"; "jobs / firms" was published' in found


@pytest.mark.parametrize(
    ("member", "value"),
    [("label", {"en": "Posts"}), ("unit", {"en": {"nominative": {"one": "post", "other": "posts"}}}), ("decimals", 1)],
)
def test_a_new_meaning_for_published_numbers_is_named(log: Log, data: dict[str, Any], member: str, value: Any) -> None:
    data["indicators"]["jobs"][member] = value
    assert any(f'"{member}" of "jobs" is' in each for each in problems(log, data))


def test_a_release_dated_back_that_moves_what_was_computed_is_named(log: Log, data: dict[str, Any]) -> None:
    data["indicators"]["firms"]["observations"].append(
        observation("2022", 12, "2023-03-02", kind="correction"),
    )
    assert problems(log, data) == []
    data["indicators"]["firms"]["observations"][-1]["released"] = "2023-03-01"
    found = problems(log, data)
    assert '"jobs-per-firm" for 2022, released on 2023-03-01, was published as 12 ' in found[0]
