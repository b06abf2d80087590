"""What a marker asks of a figure: a value, its change, its date or its name, in the form that a sentence needs."""

from dataclasses import dataclass, replace
from typing import Final, Self

from aimaq.base.languages.known_languages import NOMINATIVE
from aimaq.figures.grammar.kazakh_suffixes import COLLECTIVE, ONLY, ORDINAL, POSSESSIVE_CASES, SIMILATIVE
from aimaq.figures.grammar.quantities import PLAIN, Wording
from aimaq.figures.ledger.formula import PUBLISHED

__all__ = [
    "AGREE",
    "AS_OF",
    "CHANGE",
    "CHANGES",
    "DIFFERENCE",
    "DIRECTION",
    "DOWN",
    "NUMBER",
    "ON_NUMBERS",
    "PERCENT",
    "POINTS",
    "SHOWS",
    "SINCE",
    "TIMES",
    "UP",
    "WITH",
    "YEAR",
    "Figure",
    "MarkerError",
]

#: Options that take the forms of a word: an adjective before the unit, a word printed by itself, and the words that
#: say which way a figure has changed.
WITH, AGREE, DIRECTION = "with", "agree", "direction"
CHANGE, DIFFERENCE, PERCENT, POINTS, TIMES = "change", "difference", "percent", "points", "times"
CHANGES: Final = (CHANGE, DIFFERENCE, PERCENT, POINTS, TIMES)
"""How a change is stated: as a number, with the unit, in per cent, in percentage points, or as a ratio."""
AS_OF, YEAR = "as-of", "year"
SHOWS: Final = ("number", *CHANGES, AS_OF, YEAR, "label")
"""What a marker may show instead of the value with its unit."""
SINCE: Final = "since"
UP, DOWN = "up", "down"
NUMBER: Final = "…"
"""Where the number stands among the words of a direction."""
ON_NUMBERS: Final = (SIMILATIVE, ORDINAL, COLLECTIVE, ONLY)
"""Kazakh endings that only a number takes; a unit follows the ordinal: "28-кәсіпорын"."""


class MarkerError(ValueError):
    """A marker that cannot be read or filled; the message is for the editor."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A quoted figure.

    ``at`` is a period, ``PREVIOUS`` or ``YEAR_BEFORE``, or "" for the current value; ``show`` is "" for value and unit.
    A ``pinned`` figure is the one known on the article's date; otherwise a new figure in the ledger may change what is
    printed. A change compares with ``since``, as ``at``, "" for the period before. ``way`` is ``UP`` or ``DOWN`` where
    the sentence says which way the figure has gone, which must then be true; ``direction`` holds the words that say so.
    ``adjective`` holds the forms of a word between number and unit, ``agree`` those of a word that is printed in
    place of the figure and agrees with it; :mod:`aimaq.figures.grammar.plural_forms` chooses the form. ``wording`` is
    that of a value in words, rounded or with a word for its magnitude.
    """

    key: str
    at: str = ""
    show: str = ""
    case: str = ""
    plan: bool = False
    pinned: bool = False
    adjective: tuple[str, ...] = ()
    agree: tuple[str, ...] = ()
    since: str = ""
    way: str = ""
    direction: tuple[str, ...] = ()
    wording: Wording = PLAIN

    @property
    def asked(self) -> str:
        """What stands after ``@`` in the marker: "", "published", "2022" or "2022 published"."""
        return " ".join(part for part in (self.at, PUBLISHED if self.pinned else "") if part)

    @property
    def is_change(self) -> bool:
        """Whether the marker compares two values."""
        return self.show in CHANGES

    @property
    def is_bare(self) -> bool:
        """Whether the marker prints a number, or a change with its sign, without the unit."""
        return self.show in ("number", CHANGE)

    @property
    def prints_value(self) -> bool:
        """Whether the marker prints the figure, or its change: neither the name, the day, nor words alone."""
        return self.show not in ("label", AS_OF, YEAR) and not self.prints_words

    @property
    def prints_words(self) -> bool:
        """Whether the marker prints only words, which follow from the figure."""
        return bool(self.agree) or (bool(self.direction) and NUMBER not in self.direction[0])

    @property
    def is_live(self) -> bool:
        """Whether an open page is kept current: it prints the current value in a form that data have."""
        asked = self.asked or self.since or self.way or self.direction or self.is_worded
        return not asked and self.show not in CHANGES[1:]

    @property
    def is_worded(self) -> bool:
        """Whether a value is worded in a way of which data for browsers have no form."""
        on_number = self.show == "number" and self.case in POSSESSIVE_CASES
        return self.wording != PLAIN or self.case in ON_NUMBERS or on_number

    @property
    def is_fixed(self) -> bool:
        """Whether a later period does not change what is printed: the marker is pinned, or names its period."""
        return self.pinned or self.at[:1].isdigit()

    @property
    def form(self) -> str:
        """The name of what the marker prints, which data for browsers have as well: "nominative", "number-dative"."""
        since = SINCE if self.since else ""
        show = f"{DIRECTION}-{self.show}" if self.direction else self.show
        wording = str(self.wording).replace(" | ", "-").replace(" ", "-").lower()
        return "-".join(part for part in (wording, self.way, show, since, self.case) if part) or NOMINATIVE

    def quoted(self) -> Self:
        """Return what the marker quotes, without its form: one spelling for all cases, words and languages."""
        show = {DIFFERENCE: CHANGE, POINTS: CHANGE, TIMES: PERCENT, "number": "", YEAR: AS_OF}.get(self.show, self.show)
        return replace(self, show=show, case="", adjective=(), agree=(), way="", direction=(), wording=PLAIN)

    def __str__(self) -> str:
        """Return the marker's inside in its one spelling."""
        at = f"@ {self.asked}" if self.asked else ""
        since = f"{SINCE} {self.since}" if self.since else ""
        show = " ".join(part for part in (self.way, self.show, since) if part)
        forms = ((WITH, self.adjective), (AGREE, self.agree), (DIRECTION, self.direction))
        words = (f"{name}: {'/'.join(each)}" for name, each in forms if each)
        options = ("plan" if self.plan else "", show, str(self.wording), self.case, *words)
        return " ".join(part for part in (self.key, at, *(f"| {option}" for option in options if option)) if part)
