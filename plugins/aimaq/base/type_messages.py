"""Plain messages for values of the wrong type, from those of msgspec."""

import re
from typing import Any

__all__ = ["WORDS", "expected_and_found", "worded"]

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


def worded(error: str, value: Any) -> tuple[str, str]:
    """Return where in ``value`` msgspec's complaint is, "[0].locale", and the complaint in plain words."""
    message, _, pointer = error.partition(" - at `")
    place = pointer.rstrip("`").removeprefix("$")
    # Below the values of a mapping, "[...]", nobody knows which one is meant.
    for name, index in re.findall(r"\.(\w+)|\[(\d+)\]", place.partition("[...]")[0]):
        value = value[name] if name else value[int(index)]
    if kinds := expected_and_found(message):
        known = value is not None and "[...]" not in place and not place.startswith("key")
        return place, f"expected {kinds[0]}, found {kinds[1]}" + (f" ({_quoted(value)})" if known else "")
    if match := re.fullmatch(r"Expected `int` >= (\d+)", message):
        return place, f"expected a whole number from {match[1]} on, found {value}"
    if match := re.fullmatch(r"Expected `array` of length <= (\d+)", message):
        return place, f"expected at most {match[1]}"
    if message.startswith(("Expected `array` of length", "Expected `str` of length")):
        return place, "expected at least one, found none" if "array" in message else "expected text, found an empty one"
    if match := re.fullmatch(r"Object missing required field `(\w+)`", message):
        return place, f'the field "{match[1]}" is missing'
    if match := re.fullmatch(r"Object contains unknown field `(.*)`", message):
        return place, f'unknown field "{match[1]}"'
    if "matching regex" in message and "#" in message:
        return place, f'expected a colour such as "#245c3b", found {_quoted(value)}'
    if match := re.fullmatch(r"Invalid enum value '(.*)'", message):
        return place, f'unknown name "{match[1]}"'
    if "RFC3339" in message:
        return place, f"expected a date such as 2021-07-01, found {_quoted(value)}"
    return place, message


def _quoted(value: object) -> str:
    shown = f'"{value}"' if isinstance(value, str) else repr(value)
    return shown if len(shown) <= 60 else f"{shown[:59]}…"
