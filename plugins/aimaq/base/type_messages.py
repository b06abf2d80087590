"""Plain messages for values of the wrong type, from those of msgspec."""

import re
from typing import Any

from aimaq.base.languages.messages import Message, tr

__all__ = ["WORDS", "expected_and_found", "worded"]

WORDS = {
    "str": Message("text"),
    "int": Message("a whole number"),
    "float": Message("a number"),
    "bool": Message("true or false"),
    "array": Message("a list"),
    "object": Message("fields"),
    "null": Message("nothing"),
}
MISMATCH = re.compile(r"Expected `([^`]+)`, got `([^`]+)`")


def expected_and_found(message: str) -> tuple[str, str] | None:
    """Take "Expected `array | null`, got `str`" apart: ("a list", "text"); None for any other message."""
    match = MISMATCH.fullmatch(message)
    if match is None:
        return None
    expected = tr(" or ").join(str(WORDS.get(kind, kind)) for kind in match[1].split(" | ") if kind != "null")
    return expected, str(WORDS.get(match[2], match[2]))


def worded(error: str, value: Any) -> tuple[str, str]:
    """Return where in ``value`` msgspec's complaint is, "[0].locale", and the complaint in plain words."""
    message, _, pointer = error.partition(" - at `")
    place = pointer.rstrip("`").removeprefix("$")
    # Below the values of a mapping, "[...]", nobody knows which one is meant.
    for name, index in re.findall(r"\.(\w+)|\[(\d+)\]", place.partition("[...]")[0]):
        value = value[name] if name else value[int(index)]
    if kinds := expected_and_found(message):
        known = value is not None and "[...]" not in place and not place.startswith("key")
        return place, tr("expected %(expected)s, found %(found)s", expected=kinds[0], found=kinds[1]) + (
            f" ({_quoted(value)})" if known else ""
        )
    if match := re.fullmatch(r"Expected `int` >= (\d+)", message):
        return place, tr("expected a whole number from %(least)s on, found %(value)s", least=match[1], value=value)
    if match := re.fullmatch(r"Expected `array` of length <= (\d+)", message):
        return place, tr("expected at most %(most)s", most=match[1])
    if message.startswith(("Expected `array` of length", "Expected `str` of length")):
        return place, tr("expected at least one, found none") if "array" in message else tr(
            "expected text, found an empty one"
        )
    if match := re.fullmatch(r"Object missing required field `(\w+)`", message):
        return place, tr('the field "%(name)s" is missing', name=match[1])
    if match := re.fullmatch(r"Object contains unknown field `(.*)`", message):
        return place, tr('unknown field "%(name)s"', name=match[1])
    if "matching regex" in message and "#" in message:
        return place, tr('expected a colour such as "#245c3b", found %(value)s', value=_quoted(value))
    if match := re.fullmatch(r"Invalid enum value '(.*)'", message):
        return place, tr('unknown name "%(name)s"', name=match[1])
    if "RFC3339" in message:
        return place, tr("expected a date such as 2021-07-01, found %(value)s", value=_quoted(value))
    return place, message


def _quoted(value: object) -> str:
    shown = f'"{value}"' if isinstance(value, str) else repr(value)
    return shown if len(shown) <= 60 else f"{shown[:59]}…"
