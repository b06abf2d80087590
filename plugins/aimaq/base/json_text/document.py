"""JSON text that knows where each of its values stands, so that every message can name a line and a column.

The standard library's decoder says what is JSON (RFC 8259). It gives no positions, and no library on PyPI gives both
positions by JSON pointer and repeated keys. So ``Document.spans`` walks the text a second time, and only where there
is something to report or to insert: by then the text is known to be JSON.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, partial
from itertools import islice
from typing import Final, TypeAlias

from aimaq.base.json_text.syntax_errors import explain
from aimaq.base.languages.messages import tr
from aimaq.base.problems import SURROGATE, Problem, ProblemsFound, line_and_column, raise_any

__all__ = ["Document", "DocumentProblems", "Json", "Span", "decode", "number_fault", "parent_of", "parse", "parsed"]
__all__ += ["pointer_step", "strict_decoder", "value_at"]

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | Decimal | bool | None"
"""A value read from JSON: whole numbers are int, other numbers Decimal."""

MAX_DIGITS: Final = 30
"""Characters that a number may have. A longer one is a problem, and its value is None."""
MAX_EXPONENT: Final = 1000
"""The powers of ten that a number may reach, so that it can be printed; otherwise as for ``MAX_DIGITS``."""

_MOST_HALVES: Final = 200
"""Halves of characters that are reported."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where a value stands, in characters from 0; ``key`` is where its key begins, None in an array."""

    start: int
    end: int
    key: int | None = None


@dataclass(frozen=True)
class Document:
    """JSON text, the value read from it, and the problems with the way it is written.

    What is not a number (NaN, Infinity) is None, and of a repeated key the last value stays; both are in ``problems``.
    """

    path: str
    text: str
    value: Json
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def _lines(self) -> list[int]:
        """Where each line begins, in characters."""
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, as ``line_and_column`` does, without reading the text each time."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    @cached_property
    def spans(self) -> dict[str, Span]:
        """The place of each value by its JSON pointer (RFC 6901); the last place where a key is repeated."""
        return dict(_spans(self.text))

    def problem(self, pointer: str, message: str, hint: str = "", *, offset: int = 0) -> Problem:
        """Return a problem placed at the key (in an array: the value) that ``pointer`` names.

        ``offset`` counts characters from the value's beginning, for the inside of a string. A pointer to something
        that is not there is placed at its nearest ancestor.
        """
        found = pointer
        while found not in self.spans:
            found = parent_of(found)
        span = self.spans[found]
        position = span.start + offset if offset or span.key is None else span.key
        line, column = self.place(position)
        return Problem(self.path, message, line, column, pointer, hint)


class DocumentProblems:
    """Collects the problems of one document, so that all of them can be reported at once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.found: list[Problem] = []
        self._faulty: set[str] = set()
        for problem in document.problems:
            self._note(problem)

    def add(self, pointer: str, message: str, hint: str = "", *, offset: int = 0) -> None:
        """Add a problem with the value that ``pointer`` names; ``offset`` as in :meth:`Document.problem`."""
        self._note(self.document.problem(pointer, message, hint, offset=offset))

    def none_at(self, pointer: str) -> bool:
        """Return whether nothing wrong has been found with the value that ``pointer`` names, or inside it."""
        return pointer not in self._faulty

    def _note(self, problem: Problem) -> None:
        self.found.append(problem)
        place = problem.pointer
        while place not in self._faulty:  # what holds a faulty value is faulty
            self._faulty.add(place)
            place = parent_of(place)


def decode(raw: bytes, path: str) -> str:
    """Return the text of a UTF-8 file, line ends unchanged; raise ProblemsFound where it is not UTF-8."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ProblemsFound([Problem(path, tr("the file is in UTF-16"), 1, 1, hint=tr("Save it as UTF-8."))])
    if raw.startswith(b"\xef\xbb\xbf"):
        hint = tr('Save it as plain UTF-8, not as "UTF-8 with BOM".')
        raise ProblemsFound([Problem(path, tr("the file begins with a byte order mark"), 1, 1, hint=hint)])
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode()
        line, column = line_and_column(before, len(before))
        message = tr("the byte 0x%(byte)s is not UTF-8", byte=f"{raw[error.start]:02X}")
        raise ProblemsFound([Problem(path, message, line, column, hint=tr("Save the file as UTF-8."))]) from None


def parse(text: str, path: str) -> Document:
    """Read JSON text; raise ProblemsFound at the first place where it is not JSON."""
    value, suspect = parsed(text, path)
    document = Document(path, text, value)
    if suspect:  # the places are found afterwards, only where there is something to report
        document.problems.extend(_repeated_keys_and_wrong_numbers(document))
    return document


def parsed(text: str, path: str) -> tuple[Json, list[object]]:
    """Return the value of JSON text, and what is suspect in it: repeated keys, and numbers that are none.

    Raise ProblemsFound at the first place where it is not JSON. Takes linear time, also with hostile text.
    """
    decoder, suspect = strict_decoder()
    try:
        value: Json = decoder.decode(text)
    except json.JSONDecodeError as error:
        position, message, hint = explain(text, error)
        line, column = line_and_column(text, position)
        raise ProblemsFound([Problem(path, message, line, column, hint=hint)]) from None
    except RecursionError:
        raise ProblemsFound([Problem(path, tr("brackets are nested too deep to be read"), 1, 1)]) from None
    raise_any(islice(_surrogates(text, path), _MOST_HALVES))
    return value, suspect


def strict_decoder() -> tuple[json.JSONDecoder, list[object]]:
    """Return a decoder of ``Json``, and the list to which it adds what is suspect in what it decodes."""
    suspect: list[object] = []

    def read_object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        members = dict(pairs)
        if len(members) != len(pairs):
            suspect.append(pairs)
        return members

    def read_number(number: Callable[[str], int | Decimal], text: str) -> int | Decimal | None:
        if not number_fault(text):
            return number(text)
        suspect.append(text)
        return None

    decoder = json.JSONDecoder(
        object_pairs_hook=read_object,
        parse_constant=suspect.append,
        parse_int=partial(read_number, int),
        parse_float=partial(read_number, Decimal),
    )
    return decoder, suspect


def number_fault(literal: str) -> str:
    """Return what is wrong with a number, "" if nothing; one that could not be printed is never made."""
    if len(literal) > MAX_DIGITS:
        return tr(
            "the number has %(number)s characters; %(most)s are allowed",
            number=len(literal),
            most=MAX_DIGITS,
        )
    exponent = literal.lower().partition("e")[2]
    if exponent and abs(int(exponent)) > MAX_EXPONENT:
        if exponent.startswith("-"):
            return tr("the number %(literal)s is too small", literal=literal)
        return tr("the number %(literal)s is too large", literal=literal)
    return ""


def _surrogates(text: str, path: str) -> Iterator[Problem]:
    """Yield a problem for each text or key of valid JSON that holds half of a character, written as an escape."""
    if not _HALF.search(text):
        return
    for token in _TOKEN.finditer(text):
        if token[1][0] == '"' and SURROGATE.search(json.loads(token[1])) and (half := _HALF.search(token[1])):
            line, column = line_and_column(text, token.start(1) + half.start())
            message = tr("the text holds %(half)s, which is half of a character", half=half[0])
            yield Problem(path, message, line, column, hint=tr("Write the character itself, or take the escape away."))


def pointer_step(name: str | int) -> str:
    """Return one step of a JSON pointer, with its slash."""
    return "/" + str(name).replace("~", "~0").replace("/", "~1")


def parent_of(pointer: str) -> str:
    """Return the pointer to the object or array that holds the value at ``pointer``."""
    return pointer.rpartition("/")[0]


def value_at(value: Json, pointer: str) -> Json:
    """Return what stands at a JSON pointer into objects; None where there is nothing, or an array on the way."""
    for step in pointer.split("/")[1:]:
        value = value.get(step.replace("~1", "/").replace("~0", "~")) if isinstance(value, dict) else None
    return value


#: The escape of a surrogate; two of them, one after the other, can be a character.
_HALF: Final = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_TOKEN: Final = re.compile(r'[ \t\n\r]*([{}\[\],:]|"(?:[^"\\]|\\.)*"|[^ \t\n\r{}\[\],:"]+)')


def _spans(text: str) -> Iterator[tuple[str, Span]]:
    """Yield pointer and place of every value of valid JSON; an object or array comes after what is in it."""
    # For each open object or array: its pointer, its start, where its own key begins, and the index of the current
    # element, which is None in an object.
    stack: list[tuple[str, int, int | None, int | None]] = []
    pointer, expects_key = "", False
    key_at: int | None = None
    for token in _TOKEN.finditer(text):
        first, start, end = token[1][0], token.start(1), token.end(1)
        if first == '"' and expects_key:
            name = json.loads(token[1])
            pointer, key_at, expects_key = stack[-1][0] + pointer_step(name), start, False
        elif first == "{":
            stack.append((pointer, start, key_at, None))
            expects_key = True
        elif first == "[":
            stack.append((pointer, start, key_at, 0))
            pointer, key_at = pointer + "/0", None
        elif first in "}]":
            own, began, own_key, _ = stack.pop()
            expects_key = False
            yield own, Span(began, end, own_key)
        elif first == ",":
            own, began, own_key, index = stack[-1]
            if index is None:
                expects_key = True
            else:
                stack[-1] = (own, began, own_key, index + 1)
                pointer, key_at = f"{own}/{index + 1}", None
        elif first != ":":
            yield pointer, Span(start, end, key_at)


def _repeated_keys_and_wrong_numbers(document: Document) -> Iterator[Problem]:
    seen: dict[str, Span] = {}
    for pointer, span in _spans(document.text):
        if span.key is not None and pointer in seen:
            first_line, _ = document.place(seen[pointer].key or 0)
            line, column = document.place(span.key)
            name, _ = json.JSONDecoder().raw_decode(document.text, span.key)
            message = tr(
                'the key "%(name)s" is repeated; it first stands on line %(line)s',
                name=name,
                line=first_line,
            )
            yield Problem(document.path, message, line, column, pointer, tr("Keep one of the two."))
        seen[pointer] = span
        literal = document.text[span.start : span.end]
        line, column = document.place(span.start)
        if literal in {"NaN", "Infinity", "-Infinity"}:
            message = tr("%(literal)s is not a number that JSON has", literal=literal)
            hint = tr("Write a number, or leave the observation out.")
            yield Problem(document.path, message, line, column, pointer, hint)
        elif literal[0] in "-0123456789" and (message := number_fault(literal)):
            yield Problem(document.path, message, line, column, pointer)
