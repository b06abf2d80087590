"""Characters that no text may hold: they hide, reorder or imitate something else."""

import re
import unicodedata
from collections.abc import Iterator

from aimaq.base.languages.alphabets import mixed_words
from aimaq.base.languages.messages import Message, tr
from aimaq.base.problems import Problem
from aimaq.base.slots import PRIVATE_USE

__all__ = ["forbidden_characters", "mixed_word_problems", "name_of", "shortened"]

# A slot is written with private-use characters: one typed by an editor could forge a figure. A bidi override makes text
# read differently from what it says (CVE-2021-42574). U+2028 and U+2029 end lines in some programs. Tags (plane 14) are
# letters that only machines see, annotations hide a text in another, noncharacters are no text at all.
FORBIDDEN = re.compile(
    f"[{PRIVATE_USE}\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff"
    "\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
_NO_WORDS = re.compile(r"\\[a-zA-Z]|(?:https?://|www\.)[^\s<>]+")
HINT = Message("delete it; it often comes along when text is copied from a PDF or a messenger")


def forbidden_characters(text: str, path: str, line: int = 1) -> Iterator[Problem]:
    """Yield a problem for each line's first forbidden character; the text starts at ``line``."""
    for number, content in enumerate(text.split("\n"), line):
        if match := FORBIDDEN.search(content):
            yield Problem(
                path,
                tr("%(character)s is not allowed in a text", character=name_of(match[0])),
                number,
                match.start() + 1,
                hint=HINT,
            )


def mixed_word_problems(text: str, path: str, line: int = 1) -> Iterator[Problem]:
    """Yield a problem for each line's first word of two alphabets outside of addresses; the text starts at ``line``."""
    # The letter of an escape, as in "\\nСлово", belongs to no word.
    words = _NO_WORDS.sub(lambda match: " " * len(match[0]), text)
    for number, content in enumerate(words.split("\n"), line):
        if found := next(mixed_words(content), None):
            yield Problem(path, found.message, number, found.offset + 1, hint=found.hint)


def name_of(character: str) -> str:
    """Return a name that an editor can search for: "U+202E (RIGHT-TO-LEFT OVERRIDE)"."""
    kind = {"Cc": tr("control character"), "Co": tr("private-use character")}.get(
        unicodedata.category(character), "character"
    )
    return f"U+{ord(character):04X} ({unicodedata.name(character, kind)})"


def shortened(text: str, most: int = 60) -> str:
    """Return a text on one line, with at most so many characters."""
    text = text.replace("\n", " ")
    return text if len(text) <= most else f"{text[: most - 1]}…"
