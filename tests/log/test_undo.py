"""What was recorded and nobody has seen can be taken back, byte for byte; what others may have seen cannot."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from log.test_hand_edits import LEDGER, LOG

from aimaq.base.problems import ProblemsFound
from aimaq.pipeline.project import Project
from aimaq.pipeline.undo import undo as take_back
from aimaq.pipeline.undo import undoable
from tools.built import aimaq
from tools.logged_site import begin, commit

SOURCE = ["--source", "https://example.org/report"]


def files(project: Path) -> tuple[bytes, bytes]:
    """Return the ledger and the log."""
    return (project / LEDGER).read_bytes(), (project / LOG).read_bytes()


def record(project: Path, *command: str) -> None:
    done = aimaq(*command, project=project)
    assert done.returncode == 0, done.stdout + done.stderr


def undo(project: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return aimaq("undo", *options, project=project)


def test_recordings_are_taken_back_one_after_the_other(published: Path) -> None:
    first = files(published)
    record(published, "set", "enterprises", "30", "--period", "2024-12-31", *SOURCE)
    second = files(published)
    record(published, "correct", "enterprises", "29", "--period", "2024-12-31", "--why", "Counted twice")
    third = files(published)
    told = undo(published, "--dry-run")
    assert "enterprises = 29 for 2024-12-31, instead of 30" in told.stdout
    assert files(published) == third
    assert "Taken back: enterprises = 29" in undo(published).stdout
    assert files(published) == second
    assert "Taken back: enterprises = 30" in undo(published).stdout
    assert files(published) == first
    nothing = undo(published)
    assert nothing.returncode == 1
    assert "there is nothing to undo" in nothing.stderr
    assert files(published) == first
    assert aimaq("build", project=published).returncode == 0


def test_only_what_somebody_has_looked_at_is_taken_back(published: Path) -> None:
    """A page of the desk stays open while somebody else records."""
    project = Project(published)
    record(published, "set", "enterprises", "30", "--period", "2024-12-31", *SOURCE)
    seen = undoable(project)
    assert seen is not None
    record(published, "set", "enterprises", "31", "--period", "2025-12-31", *SOURCE)
    before = files(published)
    with pytest.raises(ProblemsFound, match=r"enterprises = 31 .* has been recorded since"):
        take_back(project, meant=seen.after)
    assert files(published) == before
    last = undoable(project)
    assert last is not None and take_back(project, meant=last.after) == last


def test_an_edited_ledger_is_left_alone(published: Path) -> None:
    record(published, "set", "enterprises", "30", "--period", "2024-12-31", *SOURCE)
    ledger = published / LEDGER
    ledger.write_text(ledger.read_text("utf-8") + "\n", encoding="utf-8")
    before = files(published)
    assert undo(published).returncode == 1
    assert files(published) == before


def test_what_was_published_is_corrected_instead(tmp_path: Path) -> None:
    project = begin(tmp_path / "site")
    record(project, "set", "enterprises", "30", "--period", "2024-12-31", *SOURCE)
    record(project, "publish", str(tmp_path / "host"))
    before = files(project)
    refused = undo(project)
    assert refused.returncode == 1
    assert "enterprises = 30 for 2024-12-31 (actual) has been published" in refused.stderr
    assert "aimaq correct" in refused.stderr
    assert files(project) == before


def test_what_was_committed_is_left_alone(tmp_path: Path) -> None:
    project = begin(tmp_path / "site")
    record(project, "set", "enterprises", "30", "--period", "2024-12-31", *SOURCE)
    commit(project, "A value")
    before = files(project)
    refused = undo(project)
    assert refused.returncode == 1
    assert "has been committed, and others may have it" in refused.stderr
    assert files(project) == before
