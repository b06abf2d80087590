"""Problems in the files of editors: what is wrong, where, and what to do."""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from aimaq.base.languages.messages import tr, tr_number

__all__ = [
    "SURROGATE",
    "Problem",
    "ProblemsFound",
    "alternatives",
    "as_sentence",
    "did_you_mean",
    "first_problems",
    "line_and_column",
    "named",
    "not_utf8",
    "raise_any",
    "shortened",
    "suggest",
]

#: Options that :func:`suggest` compares, and those that it lists where none is near.
_MOST_OPTIONS: Final = 2000
_MOST_LISTED: Final = 60

#: Characters that a terminal would obey, reorder or fail to encode; a file's name may hold them.
_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


#: Half of a character of UTF-16 (Unicode, section 3.8): no text, and no encoding can write it.
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: where it is, what was found and expected, and what to do.

    ``path`` is relative to the project's root, ``line`` and ``column`` count from 1, ``pointer`` is a JSON
    pointer (RFC 6901) into a data file, and ``hint`` is a sentence that states what to do.
    """

    path: str
    message: str
    line: int | None = None
    column: int | None = None
    pointer: str = ""
    hint: str = ""

    def __post_init__(self) -> None:
        """Say the texts in the language of the moment: a problem is sent between processes."""
        for name in ("message", "hint"):
            object.__setattr__(self, name, str(getattr(self, name)))

    def __str__(self) -> str:
        path = self.path.replace("\n", "\\u000a")
        place = ":".join(str(part) for part in (path, self.line, self.column) if part is not None)
        pointer = f" ({self.pointer})" if self.pointer else ""
        hint = f"\n    {self.hint}" if self.hint else ""
        return _UNPRINTABLE.sub(_escaped, f"{place}: {self.message}{pointer}{hint}")

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        return (self.path, self.line or 0, self.column or 0, self.message)


def _escaped(character: re.Match[str]) -> str:
    return f"\\u{ord(character[0]):04x}"


class ProblemsFound(Exception):
    """All problems found so far; nothing has been published."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Raise ValueError without a problem: a failure without a reason would be reported as "0 problems"."""
        self.problems = tuple(sorted(set(problems), key=lambda problem: problem.sort_key))
        if not self.problems:
            raise ValueError("ProblemsFound needs a problem")
        super().__init__("\n".join(str(problem) for problem in self.problems))


def raise_any(problems: Iterable[Problem]) -> None:
    """Raise ``ProblemsFound`` if there are any problems."""
    if found := list(problems):
        raise ProblemsFound(found)


def first_problems(problems: Iterable[Problem], most: int = 200) -> list[Problem]:
    """Return the first problems of one file, and how many more there are, as a problem at the next one's place."""
    found = sorted(problems, key=lambda problem: problem.sort_key)
    if len(found) > most:
        message = tr_number(
            "there is %(number)s more mistake from here on",
            "there are %(number)s more mistakes from here on",
            len(found) - most,
        )
        found[most:] = [Problem(found[most].path, message, found[most].line)]
    return found


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return the line and the column of an offset in a text, both counted from 1, in characters."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def not_utf8(error: UnicodeDecodeError, path: str) -> Problem:
    """Return the problem with line and column of the first wrong byte; ``error`` is from decoding the whole file."""
    before = error.object[: error.start]
    line = before.count(b"\n") + 1
    column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
    return Problem(path, tr("the file is not UTF-8 text"), line, column, hint=tr('save it with the encoding "UTF-8"'))


def did_you_mean(word: str, options: Iterable[str]) -> str:
    """Return the end of a message: the option that is most like the word; "" if none is near."""
    known = [shortened(option) for option in islice(options, _MOST_OPTIONS)]
    word = shortened(word)  # comparing takes the product of both lengths
    longer = [option for option in known if option.startswith(word)]
    near = difflib.get_close_matches(word, longer, n=1, cutoff=0.6)
    near = near or difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return tr('; did you mean "%(near)s"?', near=near[0]) if near else ""


def suggest(word: str, options: Iterable[str]) -> str:
    """Return the end of a message: the option that is most like the word, or the list of options."""
    known = [shortened(option) for option in islice(options, _MOST_OPTIONS)]
    if near := did_you_mean(word, known):
        return near
    shown = known if len(known) <= _MOST_LISTED else [*known[:_MOST_LISTED], "…"]
    return tr("; expected one of: %(list)s", list=", ".join(shown)) if known else ""


def as_sentence(words: str) -> str:
    """Return words that are a hint as a sentence, as the ledger's messages have it."""
    return f"{words[:1].upper()}{words[1:]}."


def named(names: Sequence[str], most: int) -> str:
    """Return the first names of a list for a message, and how many more there are."""
    shown = ", ".join(names[:most])
    more = len(names) - most
    if more <= 0:
        return shown
    return tr_number("%(names)s and %(number)s more", "%(names)s and %(number)s more", more, names=shown)


def alternatives(word: str, options: Iterable[str]) -> str:
    """Return :func:`suggest`'s words as a hint of their own; "" if there is no option."""
    return suggest(word, options).removeprefix("; ")


def shortened(text: str, length: int = 100) -> str:
    """Return a text that came from outside, or its beginning, for a message."""
    return text if len(text) <= length else f"{text[: length - 1]}…"
