"""How newspapers of a language set marks and spaces: what an editor types on a keyboard becomes this."""

from dataclasses import dataclass
from typing import Final

__all__ = ["CYRILLIC_UNITS", "LATIN_UNITS", "Typography"]

#: Units and magnitudes that languages of one script write alike.
LATIN_UNITS: Final = "% ‰ ° m km cm mm ha kg t MW kW GW "
CYRILLIC_UNITS: Final = "% ‰ ° м км см мм га кг т л МВт кВт ГВт млн млрд трлн "


@dataclass(frozen=True, slots=True, kw_only=True)
class Typography:
    """The marks of a language, and the words beside which no line ends; lists of words have spaces between them.

    ``quotes`` are four marks: the outer pair and the inner one. ``dash`` stands for a hyphen between spaces, and
    ``apostrophe`` for a straight one within a word; "" leaves it. No line ends after ``forward`` words (short
    prepositions, "г.", "Mr") nor before ``backward`` ones (particles). A hyphen between two numbers before one of the
    ``units`` makes a range.
    """

    quotes: str
    dash: str
    apostrophe: str = "’"
    forward: str = ""
    backward: str = ""
    units: str = LATIN_UNITS
