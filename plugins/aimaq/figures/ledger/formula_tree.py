"""What a formula is made of: numbers, figures that it refers to, signs and operations."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from aimaq.base.languages.messages import tr

__all__ = ["PUBLISHED", "FormulaError", "Negation", "Node", "Number", "Operation", "Reference"]

PUBLISHED: Final = "published"
"""The word after ``@`` in an assertion that asks for the value known on the article's date."""


class FormulaError(ValueError):
    """Raised for a formula that cannot be read: ``message`` for the editor, ``offset`` in characters from 0."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Reference:
    """A figure that a formula or an assertion refers to.

    ``at`` is a period's text, ``PREVIOUS`` or ``YEAR_BEFORE``, or "" for the current value; ``pinned`` asks for the
    value known on the article's date. ``earlier`` asks for the ``"highest"`` or ``"lowest"`` value of the
    earlier periods instead.
    """

    key: str
    at: str = ""
    pinned: bool = False
    earlier: Literal["", "highest", "lowest"] = ""

    def __str__(self) -> str:
        at = " ".join(part for part in (self.at, PUBLISHED if self.pinned else "") if part)
        figure = f"{self.key} @ {at}" if at else self.key
        match self.earlier:
            case "highest":
                return tr("the highest before %(figure)s", figure=figure)
            case "lowest":
                return tr("the lowest before %(figure)s", figure=figure)
        return figure


@dataclass(frozen=True, slots=True)
class Number:
    value: Decimal


@dataclass(frozen=True, slots=True)
class Negation:
    operand: Node


@dataclass(frozen=True, slots=True)
class Operation:
    operator: str
    left: Node
    right: Node


Node = Number | Reference | Negation | Operation
