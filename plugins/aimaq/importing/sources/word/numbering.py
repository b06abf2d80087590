"""The numbers of a document's lists, counted as Word counts them (ISO/IEC 29500-1, 17.9)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

__all__ = ["Level", "Mark", "Numbering", "W"]

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Formats that HTML has too, with its value of ``type``.
_TYPES: Final = {"decimal": "1", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
_RUSSIAN: Final = "абвгдежзиклмнопрстуфхцчшщэюя"
_SIMPLE = re.compile(r"%\d[.)]?")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered: ``text`` is its pattern, such as ``%1.%2.``."""

    format: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands before an item: ``type`` and ``number`` of a list in HTML, or, if it has no such list, a ``label``.

    A bullet has none of them.
    """

    type: str = ""
    number: int = 0
    label: str = ""


class Numbering:
    """Counts the items of a document from its beginning to its end."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        for abstract in root.iter(f"{W}abstractNum") if root is not None else ():
            self._levels[_value(abstract, "abstractNumId")] = {
                int(_value(level, "ilvl") or 0): Level(
                    _of(level, "numFmt") or "decimal", _of(level, "lvlText"), _whole(_of(level, "start"), 1)
                )
                for level in abstract.iter(f"{W}lvl")
            }
        for number in root.iter(f"{W}num") if root is not None else ():
            name = _value(number, "numId")
            self._lists[name] = _of(number, "abstractNumId")
            for override in number.iter(f"{W}lvlOverride"):
                if start := _of(override, "startOverride"):
                    self._starts[name, int(_value(override, "ilvl") or 0)] = _whole(start, 1)

    def mark(self, name: str, depth: int) -> Mark | None:
        """Return the mark of the next item at a depth of the list with this name, None if there is no such list."""
        abstract = self._lists.get(name, "")
        levels: Mapping[int, Level] = self._levels.get(abstract, {})
        level = levels.get(depth)
        if level is None or level.format == "none":
            return None
        counts = self._counts.setdefault(abstract, {})
        start = self._starts.pop((name, depth), None)
        counts[depth] = start if start is not None else counts[depth] + 1 if depth in counts else level.start
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        if level.format == "bullet":
            return Mark()
        if level.format in _TYPES and _SIMPLE.fullmatch(level.text):
            return Mark(_TYPES[level.format], counts[depth])

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            own = levels.get(at, level)
            return _written(counts.get(at, own.start), own.format)

        return Mark(label=re.sub(r"%(\d)", shown, level.text))


def _written(number: int, form: str) -> str:
    if form in ("russianLower", "russianUpper") and 0 < number <= len(_RUSSIAN):
        letter = _RUSSIAN[number - 1]
        return letter.upper() if form == "russianUpper" else letter
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * (1 + (number - 1) // 26)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = _roman(number)
        return roman if form == "upperRoman" else roman.lower()
    return f"{number:02}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    parts = []
    signs = "M CM D CD C XC L XL X IX V IV I".split()
    for value, sign in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), signs, strict=True):
        parts.append(sign * (number // value))
        number %= value
    return "".join(parts)


def _value(element: etree._Element, name: str) -> str:
    return element.get(f"{W}{name}") or ""


def _of(element: etree._Element, name: str) -> str:
    """Return the value of a child element."""
    child = element.find(f"{W}{name}")
    return "" if child is None else _value(child, "val")


def _whole(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else otherwise
