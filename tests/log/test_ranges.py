"""A range is recorded, corrected and undone by the commands, and what was published of it stays in the log."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.built import aimaq

NOTES = ("ru=Пересчитано", "kk=Қайта есептелді", "en=Recounted")


def _last(project: Path) -> tuple[dict[str, object], dict[str, object]]:
    """Return the newest observation of the ledger, and the newest entry of the log."""
    ledger = json.loads((project / "content/data/indicators.json").read_text("utf-8"))
    lines = (project / "content/data/figures.log.jsonl").read_text("utf-8").splitlines()
    return ledger["indicators"]["jobs"]["observations"][-1], json.loads(lines[-1])


def test_a_range_is_recorded_corrected_and_kept(published: Path) -> None:
    def run(*words: str) -> None:
        done = aimaq(*words, "--source", "https://inform.kz/d", project=published)
        assert done.returncode == 0, done.stderr

    run("set", "jobs", "-5", "--range", "-8", "4.0", "--period", "2024-12-31", "--status", "estimate")
    observation, entry = _last(published)
    assert observation["range"] == [-8, 4] and entry["range"] == ["-8", "4"]
    why = [f"--why={each}" for each in NOTES]
    run("correct", "jobs", "-4", "--period", "2024-12-31", *why)
    observation, entry = _last(published)
    assert (observation["value"], observation["range"], entry["range"]) == (-4, [-8, 4], ["-8", "4"])
    run("correct", "jobs", "-4", "--range", "-6", "4", "--period", "2024-12-31", *why)
    observation, entry = _last(published)
    assert (entry["kind"], entry["value"], entry["range"]) == ("correction", "-4", ["-6", "4"])
    run("correct", "jobs", "3", "--status", "actual", "--period", "2024-12-31", *why)
    observation, entry = _last(published)
    assert "range" not in observation and "range" not in entry
    shown = aimaq("log", "show", "jobs", project=published)
    assert "range: -8–4 → -6–4" in shown.stdout and "range: -6–4 → none" in shown.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("5", "--range", "6", "8", "--status", "estimate"), "the value 5 lies outside of its range, 6 to 8"),
        (("5", "--range", "4", "6"), 'a value that is "actual" has no range'),
        (("5", "--range", "4", "six", "--status", "plan"), '"six" is not a number'),
    ],
)
def test_a_wrong_range_is_refused_and_nothing_is_recorded(
    published: Path, words: tuple[str, ...], message: str
) -> None:
    before = _last(published)
    source = ("--period", "2024-12-31", "--source", "https://inform.kz/d")
    done = aimaq("set", "jobs", *words, *source, project=published)
    assert done.returncode == 1 and message in done.stderr
    assert _last(published) == before
