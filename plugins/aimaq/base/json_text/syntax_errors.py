"""Explain a JSON syntax error to an editor, from the text around the place where the decoder stopped.

The decoder's own messages are for programmers and change between Python's releases, so little is taken from them.
"""

import json
import re
from typing import Final

from aimaq.base.languages.messages import tr

__all__ = ["explain"]

_BARE: Final = re.compile(r'[^\s{}\[\],:"]+')
_STRING: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"?')
_TRAILING_COMMA: Final = re.compile(r",\s*([}\]])")
_GROUPED: Final = re.compile(r"[0-9]\s+\Z")
_FRACTION: Final = re.compile(r"[0-9],\Z")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_NUMERIC: Final = re.compile(r"[-+.]?[0-9]")
_QUOTES: Final = frozenset("“”„«»'‘’`")


def explain(text: str, error: json.JSONDecodeError) -> tuple[int, str, str]:
    """Return where the mistake is (characters from 0), what it is, and what to do ("" where that is plain)."""
    reason, position = error.msg, error.pos
    if reason.startswith("Unterminated string"):
        return position, tr("the text that begins here has no closing quotation mark"), tr('Put a " at its end.')
    if reason.startswith("Invalid control character"):
        hint = tr("Write \\n for a new line and \\t for a tab, or close the text with a quotation mark.")
        return position, tr("a text holds the end of a line, a tab or another control character"), hint
    if reason.startswith("Invalid \\"):
        return position, tr("a backslash begins no escape that JSON has"), tr("Write \\\\ for a backslash itself.")
    if not text.strip():
        return 0, tr("the file is empty"), tr('It should hold {"indicators": {…}}.')
    if position >= len(text.rstrip()):
        hint = tr("Close every { with a } and every [ with a ].")
        return position, tr("the file ends too early: a bracket is not closed"), hint
    shown = _shown(text, position)
    if reason.startswith("Extra data"):
        hint = tr("Look for a } or a ] too many before it.")
        return position, tr("there is more after the end of the data: %(shown)s", shown=shown), hint
    return _misplaced(text, position, reason, shown)


def _misplaced(text: str, position: int, reason: str, shown: str) -> tuple[int, str, str]:
    here, before = text[position], text[:position].rstrip()
    # The decoder stops after a trailing comma up to Python 3.12, at it since 3.13.
    comma = len(before) - 1 if before.endswith(",") and here in "}]" else position
    if found := _TRAILING_COMMA.match(text, comma):
        return (
            comma,
            tr('there is a comma before "%(found)s"', found=found[1]),
            tr("Take the comma away: nothing follows it."),
        )
    if here == "," and before.endswith(","):
        return position, tr("there are two commas"), tr("Take one away.")
    if text.startswith(("//", "/*", "#"), position):
        return position, tr("JSON has no comments"), tr("Take the comment away.")
    if here in _QUOTES:
        return (
            position,
            tr("found %(here)s for a quotation mark", here=here),
            tr('A text or a key stands in straight ones: "…".'),
        )
    bare = _bare_around(text, position)
    if bare and _NUMERIC.match(bare[1]) and not _NUMBER.fullmatch(bare[1]):
        hint = tr("A number looks like 2522, 0.5 or -3; a date or another text stands in quotation marks.")
        return bare[0], tr('"%(bare)s" is not a number that JSON has', bare=bare[1]), hint
    if "':'" in reason:
        return position, tr("a colon is missing before %(shown)s", shown=shown), tr('Write "key": value.')
    if "','" in reason:
        if here in ":}]":
            hint = tr("Look at the brackets and quotation marks before it.")
            return position, tr("found %(shown)s where a comma or another bracket should be", shown=shown), hint
        grouped = here.isdigit() and _GROUPED.search(text[:position])
        hint = tr("The digits of a number are not grouped.") if grouped else ""
        return position, tr("a comma is missing before %(shown)s", shown=shown), hint
    if "property name" in reason:
        if here.isdigit() and _FRACTION.search(before):
            return (
                position,
                tr("found %(shown)s after a comma", shown=shown),
                tr("A decimal fraction takes a point: 0.5."),
            )
        return (
            position,
            tr("expected a key in double quotation marks but found %(shown)s", shown=shown),
            tr('Write "key": value.'),
        )
    if before.endswith(":") and here in ",}]":
        return position, tr("a value is missing before %(shown)s", shown=shown), ""
    if bare and bare[1] in {"True", "False", "None"}:
        return position, tr("%(bare)s is not JSON", bare=bare[1]), tr("Write true, false or null, in small letters.")
    return (
        position,
        tr("expected a value but found %(shown)s", shown=shown),
        tr("A text stands in double quotation marks."),
    )


def _shown(text: str, position: int) -> str:
    if found := _STRING.match(text, position):
        return found[0]
    return f'"{found[0]}"' if (found := _BARE.match(text, position)) else f'"{text[position]}"'


def _bare_around(text: str, position: int) -> tuple[int, str] | None:
    """Return start and text of the word without quotation marks in which ``position`` stands."""
    start = position
    while start and _BARE.match(text[start - 1]):
        start -= 1
    found = _BARE.match(text, start)
    return (start, found[0]) if found and found.end() > position else None
