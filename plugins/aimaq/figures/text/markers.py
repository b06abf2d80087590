"""The marker language: ``{{ jobs @ 2022 | genitive }}`` in an editor's text.

    marker    = "{{" (figure | "assert" ["as published"] comparison) "}}"
    figure    = key ["@" ("published" | at ["published"])] {"|" option}
    at        = period | "previous" | "year-before"
    option    = show | wording | "plan" | case | ("with:" | "agree:" | "direction:") form {"/" form}
    show      = "number" | "as-of" | "year" | "label" | ["up" | "down"] change ["since" at]
    change    = "change" | "difference" | "percent" | "points" | "times"
    wording   = "words" | "short" | ("over" | "nearly" | "about") [step]; with a capital, it begins a sentence
    case      = a case of the language, of a date "in", "by-end", "adjective", or a Kazakh ending of a number
    comparison  see :mod:`aimaq.figures.ledger.formula`

Parsing needs no ledger: the fill checks whether a key, a period or a case exists.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from aimaq.base.problems import line_and_column, suggest
from aimaq.base.slots import Slot, encode
from aimaq.figures.grammar.cases import CASES, NOMINATIVE
from aimaq.figures.grammar.dates_in_sentences import PHRASES
from aimaq.figures.grammar.kazakh_suffixes import KAZAKH_ENDINGS, ORDINAL
from aimaq.figures.grammar.quantities import PLAIN, Wording
from aimaq.figures.grammar.rounding import ROUNDINGS
from aimaq.figures.ledger import Assertion, FormulaError, Period, parse_assertion
from aimaq.figures.ledger.formula import PUBLISHED
from aimaq.figures.periods import PREVIOUS, YEAR_BEFORE
from aimaq.figures.text.figure import (
    AGREE,
    AS_OF,
    CHANGE,
    CHANGES,
    DIFFERENCE,
    DIRECTION,
    DOWN,
    NUMBER,
    ON_NUMBERS,
    PERCENT,
    SHOWS,
    SINCE,
    TIMES,
    UP,
    WITH,
    YEAR,
    Figure,
)
from aimaq.figures.text.sentences import sentence_at

__all__ = ["MARKER", "Figure", "MarkerError", "parse_marker", "pin", "substitute"]

ASSERT = "assert"
#: Pins a whole assertion, as ``@ published`` pins a figure.
AS_PUBLISHED = "as published"
#: An escaped marker, a marker (which may be wrapped, but not across a blank line), or an unmatched brace pair.
_BODY = r"\{\{(?:[^{}\n]|\n(?!\s*\n))*\}\}"
MARKER = re.compile(rf"\\{_BODY}|\\\{{\{{|{_BODY}|\{{\{{|\}}\}}")
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FORMS_LIKE = {WITH: "новое/новых", AGREE: "is/are", DIRECTION: "rose by …/fell by …/did not change"}
#: No digits, which would be a typed figure, and no marks of Markdown or HTML, which would be published as they are.
_FORM = re.compile(r"[^\W\d_]+(?:[ ,'’-]+[^\W\d_]+)*")
_CASES = tuple(dict.fromkeys((*(case for cases in CASES.values() for case in cases), *KAZAKH_ENDINGS, *PHRASES)))
#: How a value is worded, with the step to which it is rounded; a capital letter begins a sentence.
_WORDS, _SHORT = "words", "short"
_WORDING = re.compile(rf"(?P<name>{_WORDS}|{_SHORT}|{'|'.join(ROUNDINGS)})(?: (?P<step>.*))?", re.IGNORECASE)


class MarkerError(ValueError):
    """A marker that cannot be read or filled; the message is for the editor."""


@lru_cache(maxsize=4096)
def parse_marker(body: str) -> Figure | Assertion:
    """Parse the inside of a marker; raise :class:`MarkerError` with what was found and expected."""
    text = " ".join(body.split())
    if text in ("{{", "}}"):
        raise MarkerError(
            f'"{text}" without its partner: expected {{{{ key }}}}; to print the braces themselves write \\{{{{'
        )
    if text == ASSERT or text.startswith(f"{ASSERT} "):
        claim = text.removeprefix(ASSERT).strip()
        pinned = claim.startswith(f"{AS_PUBLISHED} ")
        try:
            return replace(parse_assertion(claim.removeprefix(AS_PUBLISHED).strip()), pinned=pinned)
        except FormulaError as error:
            raise MarkerError(f'in "{text}": {error}') from error
    head, *options = (part.strip() for part in text.split("|"))
    key, sign, at = (part.strip() for part in head.partition("@"))
    if not key:
        raise MarkerError('an empty marker: expected the key of an indicator, as in "{{ jobs }}"')
    if not _KEY.fullmatch(key):
        raise MarkerError(
            f'"{key}" is not a key: expected small Latin letters, digits and hyphens, as in "{{{{ jobs | genitive }}}}"'
        )
    period, _, pin = at.rpartition(" ")
    pinned = pin == PUBLISHED
    period = period if pinned else at
    if period or (sign and not pinned):
        _check_at(period)
    return _with_options(key, period, pinned, options)


def pin(body: str) -> str:
    """Return a marker's inside pinned to the article's date, as ``indicators: published`` asks; else as it is."""
    marker = parse_marker(body)
    if not isinstance(marker, Assertion):
        return str(replace(marker, pinned=True))
    claim = " ".join(body.split()).removeprefix(ASSERT).strip()
    return body if marker.pinned else f"{ASSERT} {AS_PUBLISHED} {claim}"


def _check_at(at: str, after: str = "@") -> None:
    if at in (PREVIOUS, YEAR_BEFORE):
        return
    try:
        Period.parse(at)
    except ValueError as error:
        words = (PREVIOUS, YEAR_BEFORE) if after == SINCE else (PUBLISHED, PREVIOUS, YEAR_BEFORE)
        hint = suggest(at, words) if at[:1].isalpha() else ""
        if "did you mean" not in hint:
            named = ", ".join(f'"{word}"' for word in words)
            hint = f"; expected {named} or a period such as 2022, 2022-Q4 or 2022-12-31"
        raise MarkerError(f'"{at}" after {after} is not a period{hint}') from error


def _with_options(key: str, at: str, pinned: bool, options: list[str]) -> Figure:
    shown, case, plan, wording = _Shown(), "", False, PLAIN
    words: dict[str, tuple[str, ...]] = {}
    for option in options:
        name = option.partition(":")[0].rstrip()
        if name in _FORMS_LIKE and name not in words:
            words[name] = _forms(name, option)
        elif option == "plan" and not plan:
            plan = True
        elif found_wording := _WORDING.fullmatch(option):
            wording = _wording(key, wording, option, found_wording)
        elif (found := _shown(key, option)) and not shown.show:
            shown = found
        elif option in _CASES and not case:
            case = option
        elif found or name in _FORMS_LIKE or option in ("plan", *_CASES):
            raise MarkerError(f'the option "{option}" does not go with the options before it in "{key}"')
        elif not option:
            raise MarkerError(
                f'nothing stands after "|" in "{key}": expected an option, as in "{{{{ {key} | number }}}}"'
            )
        else:
            raise MarkerError(
                f'unknown option "{option}"'
                + suggest(name, ("plan", *SHOWS, _WORDS, _SHORT, *ROUNDINGS, *_CASES, *_FORMS_LIKE))
            )
    # What no option says is the nominative: one form of a figure has one name, which data for browsers have as well.
    case = "" if case == NOMINATIVE else case
    figure = Figure(
        key,
        at,
        shown.show,
        case,
        plan,
        pinned,
        words.get(WITH, ()),
        words.get(AGREE, ()),
        shown.since,
        shown.way,
        words.get(DIRECTION, ()),
        wording,
    )
    if conflict := _conflict(figure):
        raise MarkerError(conflict)
    return figure


@dataclass(frozen=True, slots=True)
class _Shown:
    """What an option says of the value to show: ``up percent since 2021``."""

    show: str = ""
    way: str = ""
    since: str = ""


def _shown(key: str, option: str) -> _Shown | None:
    """Read ``[up | down] show [since period]``; return None for an option of another kind."""
    words = option.split()
    way = words.pop(0) if words[:1] in ([UP], [DOWN]) else ""
    show = words.pop(0) if words and words[0] in SHOWS else ""
    since = words[1] if len(words) == 2 and words[0] == SINCE else ""
    if show in CHANGES and (since or not words):
        if since:
            _check_at(since, SINCE)
        return _Shown(show, way, since)
    if show and not way and not words:
        return _Shown(show)
    if way or show in CHANGES or words[:1] == [SINCE]:
        right = " ".join(part for part in (way, show if show in CHANGES else PERCENT, SINCE, since or "2021") if part)
        raise MarkerError(
            f'"{option}" is not understood: a change is written {{{{ {key} | {right} }}}}, '
            f"with {', '.join(CHANGES[:-1])} or {CHANGES[-1]}"
        )
    if show:
        raise MarkerError(f'"{show}" takes nothing behind it: remove "{" ".join(words)}"')
    return None


def _wording(key: str, before: Wording, option: str, found: re.Match[str]) -> Wording:
    """Return a wording with one more option: ``over 100``, ``Words``, ``short``."""
    name, step = found["name"].lower(), found["step"]
    if name not in ROUNDINGS and step:
        raise MarkerError(f'"{name}" takes nothing behind it: remove "{step}"')
    if step and not (re.fullmatch(r"\d{1,15}(?:\.\d{1,6})?", step) and Decimal(step)):
        raise MarkerError(
            f'"{step}" after "{name}" is no step: expected a number without spaces, as in '
            f'"{{{{ {key} | {name} 100 }}}}", or nothing'
        )
    if name == _SHORT and not before.short:
        return replace(before, short=True)
    if name == _SHORT or before.words or before.rounding:
        raise MarkerError(f'the option "{option}" does not go with the options before it in "{key}"')
    opening = option[0].isupper()
    if name == _WORDS:
        return replace(before, words=True, opening=opening)
    return replace(before, rounding=name, step=Decimal(step) if step else None, opening=opening)


def _conflict(figure: Figure) -> str:
    """Return why the options of a marker do not go together, and what to write instead; "" if they do."""
    show, case, at, wording = figure.show, figure.case, figure.at, figure.wording
    if figure.plan and at:
        return f'"plan" is the latest plan and takes no period: remove "@ {at}" or "| plan"'
    if figure.is_change and figure.plan:
        return f'"{show}" compares values, and a plan is none: remove "| plan"'
    if figure.direction and (not figure.is_change or figure.way):
        return (
            f'"{DIRECTION}" says which way a change has gone: write {{{{ {figure.key} | {PERCENT} | {DIRECTION}: '
            f"{'/'.join(figure.direction)} }}}}" + (f', without "{figure.way}"' if figure.way else "")
        )
    if show == TIMES and not (figure.way or figure.direction or figure.agree):
        return f'"{TIMES}" needs to know which way: write "{UP} {TIMES}", "{DOWN} {TIMES}" or "{DIRECTION}: …/…"'
    if case and (show == "label" or (show == YEAR)):
        return f'"{show}" takes no case: remove "| {case}"'
    if case and figure.is_change and not (figure.way or figure.direction):
        return (
            f'"{show}" with its sign takes no case: write "{UP} {show}" or "{DOWN} {show}", '
            f'or give the words with "{DIRECTION}:"'
        )
    if case in PHRASES and show != AS_OF:
        return f'"{case}" is a form of a date: write "{AS_OF} | {case}"'
    if figure.adjective and show not in ("", DIFFERENCE):
        return f'"{WITH}" puts a word before the unit, and "{show}" prints none: remove one of the two'
    if figure.agree and (case or show not in ("", CHANGE)):
        return f'"{AGREE}" prints the word alone, in the form that you write: remove "| {case or show}"'
    if wording != PLAIN and (show not in ("", "number") or figure.agree):
        return f'"{wording}" words a value: remove it, or "{AGREE if figure.agree else show}"'
    if wording.words and wording.short:
        return f'"{_SHORT}" is for numbers in figures: remove it, or "{_WORDS}"'
    if case in ON_NUMBERS and case != ORDINAL and show != "number":
        return f'"{case}" is an ending of a number: write "number | {case}"'
    if figure.agree and (figure.adjective or figure.direction):
        other = WITH if figure.adjective else DIRECTION
        return f'"{AGREE}" prints the word alone: remove it, or "{other}"'
    return ""


def _forms(name: str, option: str) -> tuple[str, ...]:
    """Return the forms in ``agree: is/are``; raise :class:`MarkerError` for what is none."""
    forms = tuple(form.strip().replace("...", NUMBER) for form in option.partition(":")[2].split("/"))
    if forms == ("",):
        raise MarkerError(f'"{name}" needs the forms of a word, as in "{name}: {_FORMS_LIKE[name]}"')
    for form in forms:
        if not form:
            raise MarkerError(f'an empty form in "{option}": expected words with "/" between them')
        if not _FORM.fullmatch(form.replace(NUMBER, "x") if name == DIRECTION and form.count(NUMBER) == 1 else form):
            place = f', and "{NUMBER}" where the number stands' if name == DIRECTION else ""
            raise MarkerError(
                f'"{form}" in "{option}" is not a form of a word: expected letters, with spaces, commas, hyphens '
                f"or apostrophes between them{place}"
            )
    if name == DIRECTION and not (len(forms) in (2, 3) and (NUMBER in forms[0]) == (NUMBER in forms[1])):
        raise MarkerError(
            f'"{option}" needs the words for up and for down, and may have some for no change, all with "{NUMBER}" '
            f'where the number stands or all without: "{name}: {_FORMS_LIKE[name]}"'
        )
    return forms


def substitute(text: str, line: int = 1, column: int = 1) -> str:
    """Return plain text (a title, a summary) with its markers as slots; ``\\{{`` becomes ``{{``.

    ``line`` and ``column`` say where in its file the text starts.
    """

    def replace(match: re.Match[str]) -> str:
        found = match[0]
        if found.startswith("\\"):
            return found[1:]
        return encode(Slot(inside(found), origin=origin_of(found, text, match.start(), line, column)))

    return MARKER.sub(replace, text)


def origin_of(marker: str, text: str, offset: int, line: int = 1, column: int = 1) -> str:
    """Return a marker's ``line:column``; for an assertion the sentence that it stands beside follows on a new line.

    ``line`` and ``column`` say where in its file the text starts. The fill reports a false assertion with that
    sentence, and reads no article.
    """
    own_line, own_column = line_and_column(text, offset)
    place = f"{line + own_line - 1}:{own_column if own_line > 1 else column + own_column - 1}"
    return f"{place}\n{sentence_at(text, offset)}" if inside(marker).startswith(f"{ASSERT} ") else place


def inside(marker: str) -> str:
    """Return the text between a marker's braces, or the unmatched brace pair itself."""
    return marker[2:-2].strip() if len(marker) >= 4 else marker
