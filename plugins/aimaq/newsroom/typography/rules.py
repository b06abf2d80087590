"""The rules of typography for one language, on a text without markup.

Each of them replaces single characters and keeps the length of the text, so that its parts keep their places. Letters
and digits stay. Nothing is done where a reader could doubt it: such places are returned.

Sources: А. Э. Мильчин, Л. К. Чельцова, "Справочник издателя и автора" (dashes, ranges, spaces), CLDR (marks, months).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from babel.dates import get_month_names

from aimaq.base.languages.known_languages import language_of
from aimaq.base.languages.messages import tr
from aimaq.base.languages.typography import Typography
from aimaq.base.slots import OPEN, PLACE_MARK, TOKEN_CLOSE
from aimaq.figures.grammar.locales import locale_of
from aimaq.newsroom.typography.quotation_marks import BLOCK_END, Marks, marks_in

__all__ = ["DELETED", "FIGURE", "LINE_END", "OPAQUE", "Doubt", "Rules", "SetText", "rules_of"]

#: In the place of a figure that prints a number alone, and of anything else that is not to be touched.
FIGURE, OPAQUE = OPEN, PLACE_MARK
#: In the place of a forced line break, and of a character that is gone.
LINE_END, DELETED = "\v", TOKEN_CLOSE
_NO_BREAK: Final = "\u00a0"
_SPACE: Final = r"[ \n]"
_ANY_SPACE: Final = r"[ \n\u00a0]"
_LETTER: Final = r"[^\W\d_]"

_DASH: Final = re.compile(rf"(?<=\S){_ANY_SPACE}(?P<hyphen>--?)(?={_ANY_SPACE}(?P<after>\S))")
_NUMBER: Final = r"\d{1,4}(?:[.,]\d{1,2})?"
_RANGE: Final = re.compile(rf"(?<![\w.,/:+№§—–-])(?P<first>{_NUMBER})-(?P<last>{_NUMBER})(?![\w/—–-]|[.,:]\d)")
_YEAR: Final = re.compile(r"1[89]\d\d|2[01]\d\d")
_NAMED_BY_NUMBER: Final = re.compile(rf"[№§]{_ANY_SPACE}\Z")
_ELLIPSIS: Final = re.compile(r"(?<!\.)\.\.\.(?!\.)")

#: Each of these ends at a space after which no line may begin.
_BEFORE_DASH: Final = re.compile(rf"(?<=\S){_SPACE}(?=[—–]{_ANY_SPACE})")
_SPEECH: Final = re.compile(rf"(?:(?<=[{BLOCK_END}{LINE_END}])|(?<={LINE_END}\n)|\A)—{_SPACE}(?=\S)")
_GROUPS: Final = re.compile(rf"(?<![\w.,{_NO_BREAK}])\d{{1,3}}(?: \d{{3}})+(?!\d)")
_QUANTITY: Final = re.compile(rf"(?:(?<![\w.,-])\d(?:[\d.,–{_NO_BREAK}]{{0,40}}\d)?|{FIGURE}){_SPACE}(?=(?P<after>\S))")
_SIGN: Final = re.compile(rf"(?<=[№§]){_SPACE}(?=[\w{FIGURE}{OPAQUE}])")
_INITIAL: Final = re.compile(rf"(?<![^\W_])(?P<initial>{_LETTER})\.{_SPACE}(?=(?P<after>{_LETTER}))")
_SURNAME: Final = re.compile(rf"(?<={_LETTER}){_SPACE}(?=(?P<initial>{_LETTER})\.{_ANY_SPACE}?(?P<after>{_LETTER})\.)")
_UNIT_SIGNS: Final = frozenset("%‰°$€£₸₽")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place, from ``offset`` to ``end``, that is published as it is typed: it could be meant in two ways."""

    offset: int
    end: int
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class SetText:
    """A text as it is to be printed, as long as it was; ``DELETED`` stands for what is left out."""

    text: str
    doubts: tuple[Doubt, ...]


@lru_cache
def rules_of(lang: str) -> Rules | None:
    """Return the rules of a language; None where texts are published as they are typed."""
    typography = language_of(lang).typography
    return Rules(typography, lang) if typography else None


class Rules:
    """The rules of a language, with its words as patterns."""

    def __init__(self, typography: Typography, lang: str) -> None:
        self.typography = typography
        months = {
            name
            for width in ("wide", "abbreviated")
            for name in get_month_names(width, "format", locale_of(lang)).values()
        }
        self._months = re.compile(rf"(?<!\w)\d{{1,2}}\.?{_SPACE}(?={_any_of(months)}(?!\w))")
        self._unit = re.compile(rf"{_ANY_SPACE}?{_any_of((*typography.units.split(), *months))}(?!\w)")
        self._forward = re.compile(rf"(?<![\w.’'-]){_any_of(typography.forward.split())}{_SPACE}(?=[^\s—–-])", re.I)
        self._backward = re.compile(rf"(?<=[^\s—–-]){_SPACE}(?={_any_of(typography.backward.split())}(?![\w-]))")

    def set(self, text: str) -> SetText:
        """Return a text as newspapers print it; ``FIGURE`` and ``OPAQUE`` in it stay as they are."""
        doubts: list[Doubt] = []
        text = self._with_marks(text, doubts)
        # Before the rules for numbers, which see a sign and no points: what has been set stays when it is set again.
        text = _ELLIPSIS.sub(f"…{DELETED}{DELETED}", text)
        if "-" in text:
            text = _DASH.sub(lambda match: self._dash(match, doubts), text)
            text = _RANGE.sub(lambda match: self._range(match, doubts), text)
        text = _GROUPS.sub(lambda match: match[0].replace(" ", _NO_BREAK), text)
        text = _QUANTITY.sub(_held_before_unit, text)
        for pattern in (self._months, _BEFORE_DASH, _SPEECH, _SIGN, self._forward, self._backward):
            text = pattern.sub(_held, text)
        for pattern in (_INITIAL, _SURNAME):
            text = pattern.sub(_held_beside_initials, text)
        return SetText(text, tuple(sorted(doubts, key=lambda each: each.offset)))

    def spellings(self, text: str) -> frozenset[str]:
        """Return how a text that has been set may stand elsewhere: in a quotation, or where nothing is set."""
        outer, inner = self.typography.quotes[:2], self.typography.quotes[2:]
        plain = text.replace(_NO_BREAK, " ")
        return frozenset(
            each.translate(str.maketrans(*marks)) for each in (text, plain) for marks in (("", ""), (outer, inner))
        )

    def _with_marks(self, text: str, doubts: list[Doubt]) -> str:
        marks = marks_in(text, self.typography) if '"' in text or "'" in text else Marks()
        outer, inner = self.typography.quotes[:2], self.typography.quotes[2:]
        for at in marks.doubtful:
            if at in marks.unclosed:
                message = tr(
                    "nothing closes this straight quotation mark, so the other pairs of its paragraph stay straight too"
                )
            elif text[at] == '"':
                message = tr("it is not clear what this straight quotation mark opens or closes")
            else:
                message = tr("it is not clear what this straight apostrophe opens or closes")
            hint = tr(
                "type the mark itself: %(outer)s, within a quotation %(inner)s, as an apostrophe ’",
                outer="…".join(outer),
                inner="…".join(inner),
            )
            doubts.append(Doubt(at, at + 1, message, hint))
        if not marks.changes:
            return text
        parts = list(text)
        for at, mark in marks.changes.items():
            parts[at] = mark
        return "".join(parts)

    def _dash(self, match: re.Match[str], doubts: list[Doubt]) -> str:
        before, after = match.string[match.start() - 1], match["after"]
        if all(each.isdigit() or each == FIGURE for each in (before, after)):
            message = tr("this hyphen between two numbers may be a dash, a minus, or make a range")
            hint = tr("type the sign itself: —, −, or – without spaces")
            doubts.append(Doubt(match.start() - 1, match.end() + 2, message, hint))
            return match[0]
        return _NO_BREAK + self.typography.dash + DELETED * (len(match["hyphen"]) - 1)

    def _range(self, match: re.Match[str], doubts: list[Doubt]) -> str:
        first, last = match["first"], match["last"]
        whole = first.isdigit() and last.isdigit()
        # A number, a moment ("2021-07"), a score: no range.
        if (whole and (first[0] == "0" or last[0] == "0")) or _NAMED_BY_NUMBER.search(
            match.string[: match.start()][-2:]
        ):
            return match[0]
        shortened = whole and len(first) == 4 and len(last) == 2 and int(last) > 12
        if not shortened and float(first.replace(",", ".")) >= float(last.replace(",", ".")):
            return match[0]
        years = _YEAR.fullmatch(first) and _YEAR.fullmatch(last)
        if years or self._unit.match(match.string, match.end()):
            return f"{first}–{last}"
        message = tr('"%(found)s" may be a range or a name', found=match[0])
        hint = tr(
            'write "%(first)s–%(last)s" for a range, or join a name by a no-break hyphen (U+2011): '
            '"%(first)s‑%(last)s"',
            first=first,
            last=last,
        )
        doubts.append(Doubt(*match.span(), message, hint))
        return match[0]


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern that matches any of some words, the longest first; nothing if there is none."""
    listed = "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))
    return f"(?:{listed or '(?!)'})"


def _held(match: re.Match[str]) -> str:
    return match[0][:-1] + _NO_BREAK


def _held_before_unit(match: re.Match[str]) -> str:
    """Hold what follows a number, unless it begins a sentence or is another number."""
    after = match["after"]
    return _held(match) if after.islower() or after in _UNIT_SIGNS else match[0]


def _held_beside_initials(match: re.Match[str]) -> str:
    return _held(match) if match["initial"].isupper() and match["after"].isupper() else match[0]
