"""Work on all cores in forked processes; in this process where the system cannot fork, and for a few items."""

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

from aimaq.base.languages.messages import tr

__all__ = ["MIN_ITEMS_PER_WORKER", "WorkerError", "cores", "in_background", "parallel_map"]

#: With fewer items for each worker a fork costs more than it saves.
MIN_ITEMS_PER_WORKER = 40
#: The head of a message: its kind, and how many bytes follow.
_HEAD = struct.Struct(">cI")
_RESULT, _OS_ERROR, _INTERRUPT, _TRACEBACK = b"r", b"o", b"i", b"e"
#: In bytes: the buffer of a worker, and of the pipe where Linux allows it, so that a worker need not wait to be read.
_BUFFER, _PIPE = 1 << 18, 1 << 20
#: How many items this process works on before it reads from the workers again.
_OWN_BATCH = 8

Item = TypeVar("Item")
Result = TypeVar("Result")


class WorkerError(RuntimeError):
    """A worker did not finish; the message is its traceback, or its wait status."""


def cores() -> int:
    """Return how many processors this process may use, or 1 where it cannot fork."""
    if not hasattr(os, "fork") or sys.platform == "darwin":  # fork is not safe with macOS's own libraries
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def parallel_map(
    work: Callable[[Item], Result],
    items: Sequence[Item],
    result_type: type[Result],
    min_items: int = MIN_ITEMS_PER_WORKER,
    *,
    contiguous: bool = False,
) -> Iterator[Result]:
    """Yield the result of each item, in no particular order; a result is plain data that msgpack can encode.

    Each worker gets at least ``min_items``. Neighbours often cost the same (the versions of a long article), so they
    go to different workers, unless ``contiguous`` gives each worker a run of items that can share what it caches.
    An exception in ``work`` is raised here; one from a worker, other than OSError and KeyboardInterrupt, as
    :class:`WorkerError`.
    """
    count = min(cores(), len(items) // min_items)
    if count < 2:
        for item in items:
            yield work(item)
        return
    size = -(-len(items) // count)
    shares = [items[each * size : (each + 1) * size] if contiguous else items[each::count] for each in range(count)]
    with _frozen_heap():
        pipes = [_start(work, share) for share in shares[1:]]
        try:
            # This process takes a share itself: each process has its own copy of every memory page that is written to.
            yield from _collect(pipes, msgspec.msgpack.Decoder(result_type), map(work, shares[0]))
        finally:
            for pid, pipe in pipes:
                os.close(pipe)
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(pid, 0)


@contextlib.contextmanager
def in_background(work: Callable[[], None]) -> Iterator[None]:
    """Do ``work``, which only changes files, in another process while the block runs; with one core, before it."""
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
    """Let garbage collection skip existing objects, so that the workers go on sharing their memory."""
    was_on = gc.isenabled()
    gc.freeze()
    gc.enable()  # otherwise the garbage of many items would add up
    try:
        yield
    finally:
        if not was_on:
            gc.disable()
        gc.unfreeze()


def _start(work: Callable[[Item], Result], items: Sequence[Item]) -> tuple[int, int]:
    import fcntl  # missing on Windows, and so is fork

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
                    _send(stream, _RESULT, encoder.encode(work(item)))
                status = 0
            except OSError as error:  # such as a full disk, which the parent reports
                _send(
                    stream, _OS_ERROR, encoder.encode((error.errno or 0, error.strerror or str(error), error.filename))
                )
            except KeyboardInterrupt:
                _send(stream, _INTERRUPT, b"")
            except BaseException:
                _send(stream, _TRACEBACK, traceback.format_exc().encode())
    finally:
        # Neither exit handlers nor a test runner's clean-up may run in a copy of the process.
        os._exit(status)


def _send(stream: IO[bytes], kind: bytes, data: bytes) -> None:
    stream.write(_HEAD.pack(kind, len(data)) + data)


def _collect(
    pipes: Iterable[tuple[int, int]], decoder: msgspec.msgpack.Decoder[Result], own: Iterator[Result]
) -> Iterator[Result]:
    """Yield the results of the workers as they arrive, and those of this process's ``own`` share."""
    with selectors.DefaultSelector() as waiting:
        for pid, pipe in pipes:
            waiting.register(pipe, selectors.EVENT_READ, (pid, bytearray()))
        working = True
        while working or waiting.get_map():
            some = list(itertools.islice(own, _OWN_BATCH)) if working else []
            working = bool(some)
            yield from some
            # All pipes at once: to wait for one worker would block the others.
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
    """Yield the results that are complete; raise an error that a worker sent."""
    for kind, message in _messages(received):
        if kind == _TRACEBACK:
            raise WorkerError(message.decode())
        if kind == _INTERRUPT:
            raise KeyboardInterrupt
        if kind == _OS_ERROR:
            raise OSError(*msgspec.msgpack.decode(message))
        yield decoder.decode(message)


def _messages(received: bytearray) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and bytes of each complete message, and remove these from ``received``."""
    place = 0
    while len(received) - place >= _HEAD.size:
        kind, length = _HEAD.unpack_from(received, place)
        end = place + _HEAD.size + length
        if len(received) < end:
            break
        yield kind, bytes(received[place + _HEAD.size : end])
        place = end
    del received[:place]


def _check(pid: int) -> None:
    _, status = os.waitpid(pid, 0)
    if status:
        raise WorkerError(tr("a worker was killed (wait status %(status)s)", status=status))
