"""Find the numbers of Markdown tables whose unit stands in the head of the column or in the first cell of the row."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from aimaq.figures.contradictions.numbers_with_units import Counted, settled
from aimaq.figures.contradictions.reading.language_patterns import LANGUAGES, POSTPOSITIONS
from aimaq.figures.contradictions.reading.numerals import Numeral, numerals
from aimaq.figures.contradictions.unit_words import Named, UnitWords

__all__ = ["numbers_in_tables"]

_DELIMITERS = re.compile(r"^[ >]*\|?(?: *:?-+:? *\|)+(?: *:?-+:? *)?$", re.MULTILINE)
#: A cell with a number only: «28», "≈ 28", «28 (план)».
_BESIDE = re.compile(r"[ ~≈<>≥≤+−-]*(?:\([^()\d]*\))?[ .\0]*")
#: A label that is a unit, with words before it («число новых предприятий») or in its end («площадь, кв. м»).
_BEFORE_UNIT = re.compile(r"(?:.*[,(—–:] *)?(?:[^\W\d]+\.? +){0,3}")
_AFTER_UNIT = re.compile(r"[ ,.)(]*(?:[^\W\d]+[ .,)]*){0,5}")


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    start: int


def numbers_in_tables(text: str, words: UnitWords, markers: Sequence[Named]) -> Iterator[Counted]:
    """Yield the numbers of a plain text that stand alone in the cell of a table, and whose unit a label names.

    A label may be a marker for a figure's name.
    """
    place = 0
    for delimiters in _DELIMITERS.finditer(text):
        if delimiters.start() < place:
            continue  # a row of the table above
        head = _cells(text, text.rfind("\n", 0, max(0, delimiters.start() - 1)) + 1)
        place = delimiters.end() + 1
        while place < len(text) and "|" in (line := text[place : _line_end(text, place)]):
            yield from _row(head, _cells(text, place), words, markers)
            place += len(line) + 1


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def _cells(text: str, start: int) -> Sequence[_Cell]:
    line = text[start : _line_end(text, start)].rstrip()
    first = re.match(r"[ >]*\|?", line)
    place = first.end() if first else 0
    cells = []
    for cell in line[place:].removesuffix("|").split("|"):
        cells.append(_Cell(cell, start + place))
        place += len(cell) + 1
    return cells


def _row(
    head: Sequence[_Cell], cells: Sequence[_Cell], words: UnitWords, markers: Sequence[Named]
) -> Iterator[Counted]:
    for column, cell in enumerate(cells):
        alone = _alone(cell, words.lang)
        if alone is None:
            continue
        labels = [(head[column], False)] if column < len(head) else []
        labels += [(cells[0], True)] if column else []
        for label, in_row in labels:
            # A row's label counts for sure below a year or nothing; below another head, only a known value.
            plain_head = column >= len(head) or bool(re.search(r"\d|^\s*$", head[column].text))
            found = _labelled(label, cell, alone, words, markers, sure=not in_row or plain_head)
            if found:
                yield found
                break


def _alone(cell: _Cell, lang: str) -> Numeral | None:
    """Return the number of a cell that holds nothing else."""
    found = numerals(cell.text, lang)
    if len(found) != 1:
        return None
    numeral = found[0]
    before = re.sub(rf"\b{LANGUAGES[lang].about} ", "", cell.text[: numeral.start], flags=re.IGNORECASE)
    behind = cell.text[numeral.end :].lstrip()
    if lang == "kk" and (postposition := POSTPOSITIONS.match(behind)):
        behind = behind[postposition.end() :]
    if not (_BESIDE.fullmatch(before) and _BESIDE.fullmatch(behind)):
        return None
    return numeral.moved(cell.start)


def _labelled(
    label: _Cell, cell: _Cell, numeral: Numeral, words: UnitWords, markers: Sequence[Named], *, sure: bool
) -> Counted | None:
    """Return the number with the unit of a label; None where it names none."""
    own = [each.moved(-label.start) for each in markers if not each.owned]
    noun = next(iter(words.named(label.text, 0, len(label.text), own)), None)
    if noun is None:
        return None
    language = LANGUAGES[words.lang]
    # The magnitude is in the unit, or in a marker that names the figure.
    before, after = label.text[: noun.start], label.text[noun.end :]
    magnitude = re.search(rf"(?<!\w)({'|'.join(language.magnitudes)}) *\Z", before, re.IGNORECASE)
    factor = language.magnitude(magnitude[1]) if magnitude and not numeral.magnitude else Decimal(1)
    says_unit = bool(_BEFORE_UNIT.fullmatch(before.lstrip()) and _AFTER_UNIT.fullmatch(after.rstrip()))
    typed = f"{' '.join(label.text.split())}: {cell.text.strip()}"
    loose = not sure or noun.loose or not says_unit
    value = numeral.value * factor
    return settled(Counted(typed, numeral.start, numeral.end, numeral, noun.unit, value, loose), "", words.lang)
