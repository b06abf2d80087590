"""Find typed numbers that only some versions of an article have: a slip of the pen in a translation.

Numbers in words count as numbers, and "9 тыс." is "9,000"; years and small numbers, which languages say in different
ways, do not.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Self

from aimaq.base.languages.messages import tr
from aimaq.figures.contradictions.content_file import Finding, Text
from aimaq.figures.contradictions.reading.numerals import Numeral, numerals
from aimaq.figures.contradictions.reading.plain_text import PlainText, read_plain

__all__ = ["NumberedText", "differing_numbers"]

#: Up to this number, one language has a word of its own ("both", "weekly", «полтора») where another has a number.
_SMALL: Final = 3
#: A number that is a part of a word or of a name: "4-тоқсан", "4th", "12-П".
_PART_OF_WORD: Final = re.compile(r"[-–]?[^\W\d_]")


@dataclass(frozen=True, slots=True)
class NumberedText:
    """A text with its words as readers see them, and the numbers in these."""

    text: Text
    plain: PlainText
    numbers: Sequence[Numeral]

    @classmethod
    def of(cls, text: Text) -> Self:
        """Find the numbers of a text, in a language whose numbers can be read."""
        plain = read_plain(text.prose)
        return cls(text, plain, numerals(plain.words, text.file.lang))


def differing_numbers(versions: Sequence[NumberedText]) -> Iterator[tuple[Text, Finding]]:
    """Find numbers in figures that another version of an article has in no form; ``versions`` are in their order."""
    values = {each.text.file.lang: {abs(number.value) for number in each.numbers} for each in versions}
    for version in versions:
        reported: set[Decimal] = set()
        for each in version.numbers:
            value = abs(each.value)
            without = [lang for lang, others in values.items() if value not in others]
            if without and value not in reported and _is_stated(each, version.plain):
                reported.add(value)
                shown = version.plain.words[each.start : each.end]
                message = tr('the number "%(shown)s" is missing in %(list)s', shown=shown, list=", ".join(without))
                hint = tr("write the same number in every version, or give the reason in a comment")
                yield version.text, Finding(version.plain.offset(each.start), message, hint)


def _is_stated(each: Numeral, plain: PlainText) -> bool:
    """Return whether every language would write a number in figures too."""
    is_plain = not (each.in_words or each.year_like or each.years) and abs(each.value) > _SMALL
    return is_plain and not _PART_OF_WORD.match(plain.words, each.figures)
