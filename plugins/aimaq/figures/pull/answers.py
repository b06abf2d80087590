"""Ask the process that reads, and wait for its answer within limits of time and size."""

import subprocess
import sys
from functools import cache
from typing import Final

import msgspec

from aimaq.base.extras import has_extra, how_to_get
from aimaq.base.languages.messages import tr
from aimaq.figures.pull.cells import Refused, Table
from aimaq.figures.pull.reading.question import Question

__all__ = ["MOST_ANSWER_BYTES", "answer_to", "decoded_answer"]

#: What the longest rows that are allowed take, in an encoding with lengths.
MOST_ANSWER_BYTES: Final = 50_000_000
#: For the process to begin, to import its driver and to end, also on a busy machine.
_MARGIN: Final = 20


def answer_to(question: Question) -> bytes | Refused:
    """Return the encoded table that answers a question, or why there is none.

    No message of a driver is repeated but what the process has made of it: credentials might stand in one.
    """
    extra = {"xlsx": "sheets", "sqlite": "", "ods": ""}.get(question.format, "sql")
    if extra and not has_extra(extra):
        return Refused(tr("packages that this needs are not installed: %(how_to_get)s", how_to_get=how_to_get(extra)))
    command = [sys.executable, "-P", "-m", "aimaq.figures.pull.reading"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            body, _ = process.communicate(msgspec.msgpack.encode(question), timeout=question.seconds + _MARGIN)
        except subprocess.TimeoutExpired:
            return Refused(
                tr("reading it took more than %(seconds)s seconds", seconds=question.seconds), tr("ask for less")
            )
        finally:
            process.kill()
    if process.returncode or len(body) > MOST_ANSWER_BYTES:
        return Refused(
            tr("it could not be read within the limits of memory and time, or is damaged"), tr("ask for less")
        )
    found = decoded_answer(body)
    return found if isinstance(found, Refused) else body


def decoded_answer(body: bytes) -> Table | Refused:
    """Return what the process has answered."""
    return _decoder().decode(body)


@cache
def _decoder() -> msgspec.msgpack.Decoder[Table | Refused]:
    return msgspec.msgpack.Decoder(Table | Refused)
