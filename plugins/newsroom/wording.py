"""What msgspec says of a value of the wrong type, in an editor's words."""

from __future__ import annotations

import re

__all__ = ["WORDS", "expected_and_found"]

WORDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "fields",
    "null": "nothing",
}
MISMATCH = re.compile(r"Expected `([^`]+)`, got `([^`]+)`")


def expected_and_found(message: str) -> tuple[str, str] | None:
    """Take "Expected `array | null`, got `str`" apart: ("a list", "text"); None for any other message."""
    match = MISMATCH.fullmatch(message)
    if match is None:
        return None
    expected = " or ".join(WORDS.get(kind, kind) for kind in match[1].split(" | ") if kind != "null")
    return expected, WORDS.get(match[2], match[2])
