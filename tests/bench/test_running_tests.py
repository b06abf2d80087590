"""How a run of the tests shares a machine: each worker has its own cores, and files are in memory where it is large."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.built import ROOT
from tools.forked import own_cores
from tools.memory import folder_in_memory


@pytest.mark.parametrize("count", [1, 2, 4, 6])
@pytest.mark.parametrize("workers", [1, 2, 3, 8])
def test_every_worker_has_a_core_and_every_core_a_worker(count: int, workers: int) -> None:
    """No core is in two shares, unless there are more workers than cores."""
    cores = range(10, 10 + count)
    environments = [
        {"PYTEST_XDIST_WORKER": f"gw{number}", "PYTEST_XDIST_WORKER_COUNT": str(workers)} for number in range(workers)
    ]
    shares = [own_cores(cores, environment) for environment in environments]
    assert all(shares) and set().union(*shares) == set(cores)
    assert sum(map(len, shares)) == max(count, workers)


def test_without_workers_a_command_has_all_cores() -> None:
    assert own_cores([0, 1, 2], {}) == {0, 1, 2}


def test_files_go_into_memory_only_where_there_is_enough(tmp_path: Path) -> None:
    """A folder that is not there, or too little room: pytest's own place on the disk."""
    assert folder_in_memory(str(tmp_path), gigabytes=0) == str(tmp_path)
    assert folder_in_memory(str(tmp_path), gigabytes=10**6) == ""
    assert folder_in_memory(str(tmp_path / "none")) == ""


def test_pytest_keeps_only_the_files_of_tests_that_failed(tmp_path: Path) -> None:
    """Memory is not a place to keep the others."""
    (tmp_path / "test_one.py").write_text(
        "def test_right(tmp_path):\n    (tmp_path / 'kept').touch()\n"
        "def test_wrong(tmp_path):\n    (tmp_path / 'kept').touch()\n    assert not tmp_path\n"
    )
    folder = tmp_path / "memory"
    folder.mkdir()
    call = [sys.executable, "-m", "pytest", "-q", "-c", str(ROOT / "pyproject.toml"), str(tmp_path)]
    environment = {**os.environ, "PYTEST_DEBUG_TEMPROOT": str(folder)}
    done = subprocess.run(call, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8")
    assert "1 failed, 1 passed" in done.stdout, done.stdout + done.stderr
    assert [path.parent.name for path in folder.rglob("kept")] == ["test_wrong0"]
