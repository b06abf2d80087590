"""A correction that corrects nothing, or does not say why, is refused before it is public for ever."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.built import aimaq, small_project

NOTES = {"ru": "Н.", "kk": "Н.", "en": "N."}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return small_project(tmp_path / "site")


def _ledger(project: Path) -> Path:
    return project / "content/data/indicators.json"


def test_a_command_records_none(project: Path) -> None:
    """`aimaq correct` without a log has to give its reason as notes: nothing else would keep it."""
    before = _ledger(project).read_bytes()
    equal = [f"--note-{lang}={text}" for lang, text in NOTES.items()]
    given = ("enterprises", "--period", "2022-12-31")
    for done, words in (
        (aimaq("set", *given, "28", "--correction", project=project), "gives no reason"),
        (aimaq("set", *given, "27", "--correction", *equal, project=project), "is 27 already"),
        (aimaq("correct", *given, "28", "--why", "Counted twice", project=project), "gives no reason"),
        (aimaq("correct", *given, "28", "--why", "", project=project), "--why: missing"),
    ):
        assert done.returncode == 1 and words in done.stderr, done.stderr
    assert _ledger(project).read_bytes() == before
    reasons = [f"--why={lang}={text}" for lang, text in NOTES.items()]
    assert aimaq("correct", *given, "28", *reasons, project=project).returncode == 0


@pytest.mark.parametrize(("value", "note", "words"), [(28, {}, "gives no reason"), (27, NOTES, "is 27 already")])
def test_one_that_is_typed_into_the_ledger_stops_the_build(
    project: Path, value: int, note: dict[str, str], words: str
) -> None:
    found = json.loads(_ledger(project).read_text("utf-8"))
    observations = found["indicators"]["enterprises"]["observations"]
    [last] = [each for each in observations if each["period"] == "2022-12-31"]
    right = {**last, "value": value, "kind": "correction", "released": "2026-06-01"}
    observations.append(right | ({"note": note} if note else {}))
    _ledger(project).write_text(json.dumps(found, ensure_ascii=False, indent=1), "utf-8")
    done = aimaq("build", project=project)
    assert done.returncode == 1 and words in done.stderr, done.stdout + done.stderr
    assert done.stderr.startswith("content/data/indicators.json:")
