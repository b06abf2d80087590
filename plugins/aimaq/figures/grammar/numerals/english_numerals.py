"""English numbers in words, as British newspapers write them: "two thousand five hundred and twenty-two"."""

from typing import Final

from aimaq.base.languages.known_languages import NOMINATIVE

__all__ = ["english_words"]

_SMALL: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def english_words(number: int, case: str = NOMINATIVE, *, gender: str = "", animate: bool = False) -> str:
    """Return a number from 0 to 999,999,999 in words; English has no case for it, and no gender."""
    if case != NOMINATIVE:
        raise ValueError(f'an English number has no "{case}"')
    for size, word in ((1_000_000, "million"), (1_000, "thousand")):
        if number >= size:
            rest = number % size
            joined = (" and " if rest < 100 else " ") + english_words(rest) if rest else ""
            return f"{english_words(number // size)} {word}{joined}"
    if number >= 100:
        joined = f" and {english_words(number % 100)}" if number % 100 else ""
        return f"{_SMALL[number // 100]} hundred{joined}"
    if number >= 20:
        return _TENS[number // 10 - 2] + (f"-{_SMALL[number % 10]}" if number % 10 else "")
    return _SMALL[number]
