"""Work spread over all cores by fork, where there is one; else, or for little work, done here."""

from __future__ import annotations

import contextlib
import gc
import os
import struct
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, TypeVar

import msgspec

__all__ = ["WORTH_A_FORK", "WorkerError", "beside", "cores", "fan_out"]

#: Fewer items than this for each worker cost less than the fork.
WORTH_A_FORK = 40
_LENGTH = struct.Struct(">I")


Item = TypeVar("Item")
Result = TypeVar("Result")


class WorkerError(RuntimeError):
    """A worker ended without finishing; the message is its traceback, or how it died."""


def cores() -> int:
    """Return how many processors this process may use, or 1 where it cannot fork."""
    if not hasattr(os, "fork") or sys.platform == "darwin":  # fork is not safe with macOS's own libraries
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def fan_out(
    work: Callable[[Item], Result], items: Sequence[Item], kind: type[Result], worth: int = WORTH_A_FORK
) -> Iterator[Result]:
    """Yield the result of each item, in no particular order; a result is plain data that msgpack can hold.

    ``kind`` is the results' type; ``worth`` is how many items are worth a worker. An OSError or a KeyboardInterrupt in
    ``work`` is raised here too, any other exception as :class:`WorkerError`.
    """
    count = min(cores(), len(items) // worth)
    if count < 2:
        for item in items:
            yield work(item)
        return
    # A frozen heap is not walked by the children's garbage collector, so its pages stay shared.
    gc.freeze()
    # Neighbouring items cost alike (a big section, a long article's versions), so they are dealt like cards.
    pipes = [_start(work, items[start::count]) for start in range(count)]
    try:
        decoder = msgspec.msgpack.Decoder(kind)
        yield from _collect(pipes, decoder)
    finally:
        gc.unfreeze()
        for pid, stream in pipes:
            stream.close()
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)


@contextlib.contextmanager
def beside(work: Callable[[], None]) -> Iterator[None]:
    """Do ``work``, whose effects are files only, in a process beside the block; where there is one core, before it."""
    if cores() < 2:
        work()
        yield
        return
    pid, stream = _start(lambda _: work(), [None])
    try:
        yield
    finally:
        with stream:
            list(_collect([(pid, stream)], msgspec.msgpack.Decoder(type(None))))


def _start(work: Callable[[Item], Result], items: Sequence[Item]) -> tuple[int, BinaryIO]:
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, os.fdopen(reading, "rb", buffering=1 << 20)
    status = 1
    try:
        os.close(reading)
        gc.enable()  # where many small works follow each other, garbage would add up
        encoder = msgspec.msgpack.Encoder()
        with os.fdopen(writing, "wb", buffering=1 << 20) as stream:
            try:
                for item in items:
                    _send(stream, b"r", encoder.encode(work(item)))
                status = 0
            except OSError as error:  # the disk is full: whoever waits here can say so
                _send(stream, b"o", encoder.encode((error.errno or 0, error.strerror or str(error), error.filename)))
            except KeyboardInterrupt:
                _send(stream, b"i", b"")
            except BaseException:
                _send(stream, b"e", traceback.format_exc().encode())
    finally:
        # Neither exit handlers nor a test runner's own clean-up may run in a copy of the process.
        os._exit(status)


def _send(stream: BinaryIO, mark: bytes, data: bytes) -> None:
    stream.write(mark + _LENGTH.pack(len(data)) + data)


def _collect(pipes: list[tuple[int, BinaryIO]], decoder: msgspec.msgpack.Decoder[Result]) -> Iterator[Result]:
    waiting = list(pipes)
    while waiting:
        for pipe in list(waiting):
            mark = pipe[1].read(1)
            if not mark:
                waiting.remove(pipe)
                _check(pipe[0])
                continue
            (length,) = _LENGTH.unpack(pipe[1].read(_LENGTH.size))
            data = pipe[1].read(length)
            if mark == b"e":
                raise WorkerError(data.decode())
            if mark == b"i":
                raise KeyboardInterrupt
            if mark == b"o":
                raise OSError(*msgspec.msgpack.decode(data))
            yield decoder.decode(data)


def _check(pid: int) -> None:
    _, status = os.waitpid(pid, 0)
    if status:
        raise WorkerError(f"a worker was killed (wait status {status})")
