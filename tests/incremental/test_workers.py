"""Work on all cores: every result once, every error reported."""

from __future__ import annotations

import errno
import os
import signal
from pathlib import Path

import pytest

from aimaq.base.processes.parallel import WorkerError, in_background, parallel_map


def test_every_item_is_worked_on_once() -> None:
    """Whatever the order."""
    results = list(parallel_map(lambda number: (number, number * number), range(1000), tuple[int, int]))
    assert sorted(results) == [(number, number * number) for number in range(1000)]


def test_little_work_is_done_here() -> None:
    """No process is started for it, so nothing has to be encoded."""
    assert set(parallel_map(lambda _: os.getpid(), range(3), int)) == {os.getpid()}


def test_an_error_in_a_worker_is_told_with_its_place() -> None:
    """As it would be without workers."""

    def work(number: int) -> int:
        if number == 777:
            raise ValueError("number 777 is broken")
        return number

    with pytest.raises((WorkerError, ValueError), match="number 777 is broken"):
        list(parallel_map(work, range(1000), int))


def test_a_worker_that_is_killed_is_noticed() -> None:
    """Half the results are never taken for all of them."""
    parent = os.getpid()

    def work(number: int) -> int:
        if number > 500 and os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    if len(os.sched_getaffinity(0)) < 2:
        pytest.skip("one core: no workers")
    with pytest.raises(WorkerError):
        list(parallel_map(work, range(1000), int))


def test_a_fault_of_the_machine_reaches_the_parent_as_such(tmp_path: Path) -> None:
    """A full disk is told as a full disk, with the file's name, whichever process met it."""
    parent = os.getpid()

    def work(number: int) -> int:
        if os.getpid() == parent:
            return number
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), f"{tmp_path}/{number}")

    if len(os.sched_getaffinity(0)) < 2:
        pytest.skip("one core: no workers")
    with pytest.raises(OSError, match="No space left") as caught:
        list(parallel_map(work, range(1000), int))
    assert caught.value.errno == errno.ENOSPC and str(caught.value.filename).startswith(str(tmp_path))


def test_work_beside_a_block_is_done_when_it_ends(tmp_path: Path) -> None:
    """Whatever the block does, and even if it fails, the work is whole afterwards; a fault in it is not lost."""
    with pytest.raises(KeyError), in_background(lambda: (tmp_path / "one").touch()):
        raise KeyError
    assert (tmp_path / "one").exists()
    with pytest.raises(FileNotFoundError), in_background(lambda: (tmp_path / "no/such/folder").touch()):
        pass
