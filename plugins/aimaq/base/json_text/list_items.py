"""The items of a list in JSON text, each with its line, in linear time and little memory.

``Document.spans`` has a pointer for each value of a file that we trust. An answer from the web can be built so that
its pointers take gigabytes: long keys around many values. Only the lines of a list's items are needed there.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from aimaq.base.json_text.document import Json, number_fault, parsed, strict_decoder
from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound, first_problems, shortened

__all__ = ["located_items"]

_SPACE: Final = re.compile(r"[ \t\n\r]*")


def located_items(text: str, path: str, pointer: str, most: int) -> Iterator[tuple[int, Json]] | None:
    """Return line and value of each item of the list at ``pointer``, a path through objects; None if it is no list.

    Raise ProblemsFound if the text is not JSON, a key is repeated, a number is none, or there are more than ``most``.
    """
    value, suspect = parsed(text, path)
    for step in pointer.split("/")[1:]:
        value = value.get(_name(step)) if isinstance(value, dict) else None
    if not isinstance(value, list):
        return None
    if len(value) > most:
        raise ProblemsFound([Problem(path, tr("there are more than %(most)s rows", most=most))])
    if suspect:
        raise ProblemsFound(first_problems(_faults(text, path, pointer, len(value))))
    starts = _starts(text, pointer, len(value), strict_decoder()[0])
    return zip(_lines(text, starts), value, strict=True)


def _faults(text: str, path: str, pointer: str, count: int) -> Iterator[Problem]:
    """Yield a problem for each item that is suspect, or one for the whole text if the rest of it is."""
    decoder, suspect = strict_decoder()
    found = False
    starts = list(_starts(text, pointer, count, decoder))
    for start, line in zip(starts, _lines(text, iter(starts)), strict=True):
        suspect.clear()
        decoder.raw_decode(text, start)
        if suspect:
            found = True
            yield Problem(path, _described(suspect[0]), line)
    if not found:
        suspect.clear()
        decoder.decode(text)
        yield Problem(path, _described(suspect[0]))


def _described(suspect: object) -> str:
    if isinstance(suspect, list):  # the members of an object
        name, _ = Counter(name for name, _ in suspect).most_common(1)[0]
        return tr('the key "%(name)s" is repeated', name=shortened(name))
    return number_fault(str(suspect)) or tr("%(value)s is not a number that JSON has", value=suspect)


def _starts(text: str, pointer: str, count: int, decoder: json.JSONDecoder) -> Iterator[int]:
    """Yield where each of the ``count`` items of the list at ``pointer`` begins; the text is known to be JSON."""
    position = _skip(text, 0)
    for step in pointer.split("/")[1:]:
        position = _member(text, position, _name(step), decoder)
    for _ in range(count):
        position = _skip(text, position + 1)  # behind "[" or ","
        yield position
        position = _skip(text, decoder.raw_decode(text, position)[1])


def _member(text: str, position: int, name: str, decoder: json.JSONDecoder) -> int:
    """Return where the value of the last member ``name`` begins, of the object at ``position``."""
    found = position
    while text[position] != "}":
        key, position = decoder.raw_decode(text, _skip(text, position + 1))
        position = _skip(text, _skip(text, position) + 1)
        if key == name:
            found = position
        position = _skip(text, decoder.raw_decode(text, position)[1])
    return found


def _lines(text: str, starts: Iterator[int]) -> Iterator[int]:
    line, before = 1, 0
    for start in starts:
        line += text.count("\n", before, start)
        before = start
        yield line


def _skip(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    assert found is not None, "it matches nothing, too"
    return found.end()


def _name(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")
