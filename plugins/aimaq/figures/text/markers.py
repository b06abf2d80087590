"""The marker language: ``{{ jobs @ 2022 | genitive }}`` in an editor's text.

    marker    = "{{" (figure | chart | "assert" ["as published"] comparison) "}}"
    figure    = key ["@" ("published" | at ["published"])] {"|" option}
    at        = period | "previous" | "year-before"
    option    = show | wording | "plan" | case | ("with:" | "agree:" | "direction:") form {"/" form}
    show      = "number" | "as-of" | "year" | "label" | ["up" | "down"] change ["since" at]
    change    = "change" | "difference" | "percent" | "points" | "times"
    wording   = "words" | "short" | ("over" | "nearly" | "about") [step]; with a capital, it begins a sentence
    case      = a case of the language, of a date "in", "by-end", "adjective", or a Kazakh ending of a number
    chart       see :mod:`aimaq.figures.text.chart_marker`
    comparison  see :mod:`aimaq.figures.ledger.formula`

Parsing needs no ledger: the fill checks whether a key, a period or a case exists.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from aimaq.base.languages.messages import tr
from aimaq.base.problems import did_you_mean, line_and_column, suggest
from aimaq.base.slots import Slot, encode
from aimaq.figures.grammar.cases import CASES, NOMINATIVE
from aimaq.figures.grammar.dates_in_sentences import PHRASES
from aimaq.figures.grammar.kazakh_suffixes import KAZAKH_ENDINGS, ORDINAL
from aimaq.figures.grammar.quantities import PLAIN, Wording
from aimaq.figures.grammar.rounding import ROUNDINGS
from aimaq.figures.ledger import Assertion, FormulaError, Period, parse_assertion
from aimaq.figures.ledger.formula import PUBLISHED
from aimaq.figures.periods import PREVIOUS, YEAR_BEFORE
from aimaq.figures.text.chart_marker import ChartMarker, is_chart, parse_chart
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
    MarkerError,
)
from aimaq.figures.text.sentences import sentence_at

__all__ = ["ASSERT", "MARKER", "ChartMarker", "Figure", "Marker", "MarkerError", "parse_marker", "pin", "substitute"]

Marker: TypeAlias = Figure | ChartMarker | Assertion
"""What a marker may be: a figure, a chart of figures, or a claim about them."""

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


@lru_cache(maxsize=4096)
def parse_marker(body: str) -> Marker:
    """Parse the inside of a marker; raise :class:`MarkerError` with what was found and expected."""
    text = " ".join(body.split())
    if text in ("{{", "}}"):
        raise MarkerError(
            tr(
                '"%(text)s" without its partner: expected {{ key }}; to print the braces themselves write \\{{',
                text=text,
            )
        )
    if text == ASSERT or text.startswith(f"{ASSERT} "):
        claim = text.removeprefix(ASSERT).strip()
        pinned = claim.startswith(f"{AS_PUBLISHED} ")
        try:
            return replace(parse_assertion(claim.removeprefix(AS_PUBLISHED).strip()), pinned=pinned)
        except FormulaError as error:
            raise MarkerError(tr('in "%(text)s": %(error)s', text=text, error=error)) from error
    if is_chart(text):
        return parse_chart(text)
    head, *options = (part.strip() for part in text.split("|"))
    key, sign, at = (part.strip() for part in head.partition("@"))
    if not key:
        raise MarkerError(tr('an empty marker: expected the key of an indicator, as in "{{ jobs }}"'))
    if not _KEY.fullmatch(key):
        raise MarkerError(
            tr(
                '"%(key)s" is not a key: expected small Latin letters, digits and hyphens, as in "{{ jobs | '
                'genitive }}"',
                key=key,
            )
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
    if isinstance(marker, ChartMarker):
        return str(replace(marker, live=False))
    if isinstance(marker, Figure):
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
        hint = did_you_mean(at, words) if at[:1].isalpha() else ""
        if not hint:
            named = ", ".join(f'"{word}"' for word in words)
            hint = tr("; expected %(named)s or a period such as 2022, 2022-Q4 or 2022-12-31", named=named)
        raise MarkerError(tr('"%(at)s" after %(after)s is not a period', at=at, after=after) + hint) from error


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
            raise MarkerError(
                tr(
                    'the option "%(option)s" does not go with the options before it in "%(key)s"',
                    option=option,
                    key=key,
                )
            )
        elif not option:
            raise MarkerError(
                tr('nothing stands after "|" in "%(key)s": expected an option, as in "{{ %(key)s | number }}"', key=key)
            )
        else:
            raise MarkerError(
                tr('unknown option "%(option)s"', option=option)
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
            tr(
                '"%(option)s" is not understood: a change is written {{ %(key)s | %(right)s }}, with '
                "%(list)s or %(changes)s",
                option=option,
                key=key,
                right=right,
                list=", ".join(CHANGES[:-1]),
                changes=CHANGES[-1],
            )
        )
    if show:
        raise MarkerError(tr('"%(show)s" takes nothing behind it: remove "%(list)s"', show=show, list=" ".join(words)))
    return None


def _wording(key: str, before: Wording, option: str, found: re.Match[str]) -> Wording:
    """Return a wording with one more option: ``over 100``, ``Words``, ``short``."""
    name, step = found["name"].lower(), found["step"]
    if name not in ROUNDINGS and step:
        raise MarkerError(tr('"%(name)s" takes nothing behind it: remove "%(step)s"', name=name, step=step))
    if step and not (re.fullmatch(r"\d{1,15}(?:\.\d{1,6})?", step) and Decimal(step)):
        raise MarkerError(
            tr(
                '"%(step)s" after "%(name)s" is no step: expected a number without spaces, as in "{{ %(key)s '
                '| %(name)s 100 }}", or nothing',
                step=step,
                name=name,
                key=key,
            )
        )
    if name == _SHORT and not before.short:
        return replace(before, short=True)
    if name == _SHORT or before.words or before.rounding:
        raise MarkerError(
            tr('the option "%(option)s" does not go with the options before it in "%(key)s"', option=option, key=key)
        )
    opening = option[0].isupper()
    if name == _WORDS:
        return replace(before, words=True, opening=opening)
    return replace(before, rounding=name, step=Decimal(step) if step else None, opening=opening)


def _conflict(figure: Figure) -> str:
    """Return why the options of a marker do not go together, and what to write instead; "" if they do."""
    show, case, at, wording = figure.show, figure.case, figure.at, figure.wording
    if figure.plan and at:
        return tr('"plan" is the latest plan and takes no period: remove "@ %(at)s" or "| plan"', at=at)
    if figure.is_change and figure.plan:
        return tr('"%(show)s" compares values, and a plan is none: remove "| plan"', show=show)
    if figure.direction and (not figure.is_change or figure.way):
        return tr(
            '"%(direction)s" says which way a change has gone: write {{ %(key)s | %(percent)s | '
            "%(direction)s: %(list)s }}",
            direction=DIRECTION,
            key=figure.key,
            percent=PERCENT,
            list="/".join(figure.direction),
        ) + (tr(', without "%(way)s"', way=figure.way) if figure.way else "")
    if show == TIMES and not (figure.way or figure.direction or figure.agree):
        return tr(
            '"%(times)s" needs to know which way: write "%(up)s %(times)s", "%(down)s %(times)s" or '
            '"%(direction)s: …/…"',
            times=TIMES,
            up=UP,
            down=DOWN,
            direction=DIRECTION,
        )
    if case and (show == "label" or (show == YEAR)):
        return tr('"%(show)s" takes no case: remove "| %(case)s"', show=show, case=case)
    if case and figure.is_change and not (figure.way or figure.direction):
        return tr(
            '"%(show)s" with its sign takes no case: write "%(up)s %(show)s" or "%(down)s %(show)s", or '
            'give the words with "%(direction)s:"',
            show=show,
            up=UP,
            down=DOWN,
            direction=DIRECTION,
        )
    if case in PHRASES and show != AS_OF:
        return tr('"%(case)s" is a form of a date: write "%(as_of)s | %(case)s"', case=case, as_of=AS_OF)
    if figure.adjective and show not in ("", DIFFERENCE):
        return tr(
            '"%(option)s" puts a word before the unit, and "%(show)s" prints none: remove one of the two',
            option=WITH,
            show=show,
        )
    if figure.agree and (case or show not in ("", CHANGE)):
        return tr(
            '"%(agree)s" prints the word alone, in the form that you write: remove "| %(case)s"',
            agree=AGREE,
            case=case or show,
        )
    if wording != PLAIN and (show not in ("", "number") or figure.agree):
        return tr(
            '"%(wording)s" words a value: remove it, or "%(agree)s"',
            wording=wording,
            agree=AGREE if figure.agree else show,
        )
    if wording.words and wording.short:
        return tr('"%(short)s" is for numbers in figures: remove it, or "%(words)s"', short=_SHORT, words=_WORDS)
    if case in ON_NUMBERS and case != ORDINAL and show != "number":
        return tr('"%(case)s" is an ending of a number: write "number | %(case)s"', case=case)
    if figure.agree and (figure.adjective or figure.direction):
        other = WITH if figure.adjective else DIRECTION
        return tr('"%(agree)s" prints the word alone: remove it, or "%(other)s"', agree=AGREE, other=other)
    return ""


def _forms(name: str, option: str) -> tuple[str, ...]:
    """Return the forms in ``agree: is/are``; raise :class:`MarkerError` for what is none."""
    forms = tuple(form.strip().replace("...", NUMBER) for form in option.partition(":")[2].split("/"))
    if forms == ("",):
        raise MarkerError(
            tr(
                '"%(name)s" needs the forms of a word, as in "%(name)s: %(forms_like)s"',
                name=name,
                forms_like=_FORMS_LIKE[name],
            )
        )
    for form in forms:
        if not form:
            raise MarkerError(tr('an empty form in "%(option)s": expected words with "/" between them', option=option))
        if not _FORM.fullmatch(form.replace(NUMBER, "x") if name == DIRECTION and form.count(NUMBER) == 1 else form):
            place = tr(', and "%(number)s" where the number stands', number=NUMBER) if name == DIRECTION else ""
            raise MarkerError(
                tr(
                    '"%(form)s" in "%(option)s" is not a form of a word: expected letters, with spaces, commas, '
                    "hyphens or apostrophes between them%(place)s",
                    form=form,
                    option=option,
                    place=place,
                )
            )
    if name == DIRECTION and not (len(forms) in (2, 3) and (NUMBER in forms[0]) == (NUMBER in forms[1])):
        raise MarkerError(
            tr(
                '"%(option)s" needs the words for up and for down, and may have some for no change, all with '
                '"%(number)s" where the number stands or all without: "%(name)s: %(forms_like)s"',
                option=option,
                number=NUMBER,
                name=name,
                forms_like=_FORMS_LIKE[name],
            )
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
