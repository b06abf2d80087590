"""Work spread over all cores by fork, where there is one; else, or for little work, done here."""

from __future__ import annotations

import contextlib
import gc
import itertools
import os
import selectors
import struct
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, TypeVar

import msgspec

__all__ = ["WORTH_A_FORK", "WorkerError", "beside", "cores", "fan_out"]

#: Fewer items than this for each worker cost less than the fork.
WORTH_A_FORK = 40
#: How a message begins: what it is, and how many bytes follow.
_HEAD = struct.Struct(">cI")
#: Bytes that a worker holds back until it sends them, and those that wait in a pipe to be received, where Linux lets
#: them: a worker goes on while nobody listens.
_BUFFER, _PIPE = 1 << 18, 1 << 20
#: So much work is done here before the workers are listened to again.
_OWN = 8


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
    work: Callable[[Item], Result],
    items: Sequence[Item],
    kind: type[Result],
    worth: int = WORTH_A_FORK,
    *,
    together: bool = False,
) -> Iterator[Result]:
    """Yield the result of each item, in no particular order; a result is plain data that msgpack can hold.

    ``kind`` is the results' type; ``worth`` is how many items are worth a worker. Neighbours cost alike (a
    big section, a long article's versions), so they are dealt like cards, unless they are better off ``together``: what
    a worker has found out for one serves the next. An exception in ``work`` is raised here too, in a worker any but
    OSError and KeyboardInterrupt as :class:`WorkerError`.
    """
    count = min(cores(), len(items) // worth)
    if count < 2:
        for item in items:
            yield work(item)
        return
    size = -(-len(items) // count)
    shares = [items[each * size : (each + 1) * size] if together else items[each::count] for each in range(count)]
    with _frozen_heap():
        pipes = [_start(work, share) for share in shares[1:]]
        try:
            # This process takes a share itself: a page of memory that two processes write to is there twice, and that
            # of three, thrice.
            yield from _collect(pipes, msgspec.msgpack.Decoder(kind), map(work, shares[0]))
        finally:
            for pid, pipe in pipes:
                os.close(pipe)
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(pid, 0)


@contextlib.contextmanager
def beside(work: Callable[[], None]) -> Iterator[None]:
    """Do ``work``, whose effects are files only, in a process beside the block; where there is one core, before it."""
    if cores() < 2:
        work()
        yield
        return
    pid, pipe = _start(lambda _: work(), [None])
    try:
        yield
    finally:
        try:
            list(_collect([(pid, pipe)], msgspec.msgpack.Decoder(type(None)), iter(())))
        finally:
            os.close(pipe)


@contextlib.contextmanager
def _frozen_heap() -> Iterator[None]:
    """Let the collector look only at what is made from now on: of all else, workers share the memory as it is."""
    was_on = gc.isenabled()
    gc.freeze()
    gc.enable()  # where many small works follow each other, garbage would add up
    try:
        yield
    finally:
        if not was_on:
            gc.disable()
        gc.unfreeze()


def _start(work: Callable[[Item], Result], items: Sequence[Item]) -> tuple[int, int]:
    import fcntl  # which Windows lacks, as it lacks fork

    reading, writing = os.pipe()
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with contextlib.suppress(OSError):  # an administrator may allow less
            fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, _PIPE)
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    status = 1
    try:
        os.close(reading)
        encoder = msgspec.msgpack.Encoder()
        with os.fdopen(writing, "wb", buffering=_BUFFER) as stream:
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


def _send(stream: IO[bytes], mark: bytes, data: bytes) -> None:
    stream.write(_HEAD.pack(mark, len(data)) + data)


def _collect(
    pipes: Iterable[tuple[int, int]], decoder: msgspec.msgpack.Decoder[Result], own: Iterator[Result]
) -> Iterator[Result]:
    """Yield the results of workers as they come, and of the work that is done here meanwhile.

    Whoever waits for one worker in particular keeps the others waiting.
    """
    with selectors.DefaultSelector() as waiting:
        for pid, pipe in pipes:
            waiting.register(pipe, selectors.EVENT_READ, (pid, bytearray()))
        working = True
        while working or waiting.get_map():
            some = list(itertools.islice(own, _OWN)) if working else []
            working = bool(some)
            yield from some
            while ready := waiting.get_map() and waiting.select(0 if working else None):
                for key, _ in ready:
                    pid, received = key.data
                    data = os.read(key.fd, _PIPE)
                    if not data:
                        waiting.unregister(key.fd)
                        _check(pid)
                    received += data
                    yield from _results(received, decoder)


def _results(received: bytearray, decoder: msgspec.msgpack.Decoder[Result]) -> Iterator[Result]:
    """Yield the results that have come whole; raise what a worker tells of."""
    for mark, message in _whole(received):
        if mark == b"e":
            raise WorkerError(message.decode())
        if mark == b"i":
            raise KeyboardInterrupt
        if mark == b"o":
            raise OSError(*msgspec.msgpack.decode(message))
        yield decoder.decode(message)


def _whole(received: bytearray) -> Iterator[tuple[bytes, bytes]]:
    """Yield mark and bytes of each message that has come whole, and leave the rest."""
    place = 0
    while len(received) - place >= _HEAD.size:
        mark, length = _HEAD.unpack_from(received, place)
        end = place + _HEAD.size + length
        if len(received) < end:
            break
        yield mark, bytes(received[place + _HEAD.size : end])
        place = end
    del received[:place]


def _check(pid: int) -> None:
    _, status = os.waitpid(pid, 0)
    if status:
        raise WorkerError(f"a worker was killed (wait status {status})")
