"""A table as any source gives it: headings, and rows of cells with their places."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final, TypeAlias

import msgspec

from aimaq.base.languages.messages import tr

__all__ = ["MOST_CHARACTERS", "MOST_ROWS", "Cell", "Number", "Refused", "Table", "Unfit", "cell_of", "exact_double"]

MOST_ROWS: Final = 20_000
#: Characters of a cell; what says more is no figure, source or note.
MOST_CHARACTERS: Final = 2000
_MOST_DIGITS: Final = 40
#: A number of so many digits survives the way into a double and back (IEEE 754, DBL_DIG).
_EXACT_DIGITS: Final = 15


class Number(msgspec.Struct, frozen=True, tag=True):
    """A number that the source itself holds as one, with a decimal point; a text is a number by somebody's habits."""

    text: str


class Unfit(msgspec.Struct, frozen=True, tag=True):
    """A cell that can be no figure, date or text; ``reason`` is the end of a message."""

    reason: str


Cell: TypeAlias = str | Number | Unfit
"""What stands in a cell; nothing is the empty text."""


class Table(msgspec.Struct, frozen=True, tag=True):
    """Headings, and rows with their number in the source, from 1; each row has a cell for each heading."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        return iter(self.rows)


class Refused(msgspec.Struct, frozen=True, tag=True):
    """Why there is no table: ``message`` and ``hint`` are those of a problem, ``row`` is 0 where it is of no row."""

    message: str
    hint: str = ""
    row: int = 0


def cell_of(value: object) -> Cell:
    """Return the cell of a value, which is of Python's types as drivers and readers return them.

    Numbers stay exact: a ``float`` is only given for sources that have nothing else, and read by its shortest digits.
    """
    match value:
        case None:
            return ""
        case bool():
            return Unfit(tr("found %(value)s; expected a text or a number", value=str(value).lower()))
        case int():
            return Number(str(value)) if abs(value) < 10**_MOST_DIGITS else Unfit(tr("the number is too large"))
        case Decimal():
            return Number(format(value, "f") if _is_short(value) else str(value))
        case float():
            return exact_double(value)
        case str():
            text = value.strip()
            if len(text) > MOST_CHARACTERS:
                return Unfit(
                    tr(
                        "the cell has %(number)s characters; at most %(most_characters)s are read",
                        number=len(text),
                        most_characters=MOST_CHARACTERS,
                    )
                )
            return text
        case datetime():
            return Unfit(
                tr(
                    "found the moment %(value)s; expected a day: convert it to a date in the zone that is meant, "
                    "as by cast",
                    value=value,
                )
            )
        case date():
            return value.isoformat()
        case dict() | list():
            return Unfit(
                tr("found %(part)s; expected a text or a number", part="{…}" if isinstance(value, dict) else "[…]")
            )
        case _:
            return Unfit(
                tr(
                    'found a value of the type "%(name)s"; expected a text, a number or a date',
                    name=type(value).__name__,
                )
            )


def _is_short(value: Decimal) -> bool:
    """Whether a number without an exponent is short, too."""
    return value.is_finite() and abs(value.adjusted()) <= _MOST_DIGITS


def exact_double(value: float) -> Cell:
    """Return a double by its shortest decimal digits, where those are surely the ones that were meant."""
    exact = Decimal(repr(value))
    if not exact.is_finite():
        return Number(str(exact))
    if len(exact.normalize().as_tuple().digits) > _EXACT_DIGITS:
        return Unfit(
            tr(
                "%(value)s is a floating-point number of more than %(exact_digits)s digits, which are not "
                "exact: round it",
                value=f"{value!r}",
                exact_digits=_EXACT_DIGITS,
            )
        )
    return cell_of(exact.to_integral() if exact == exact.to_integral_value() and _is_short(exact) else exact)
