"""The marker language: ``{{ jobs @ 2022 | genitive }}`` in an editor's text.

    marker    = "{{" (figure | "assert" comparison) "}}"
    figure    = key ["@" ("published" | period)] {"|" option}
    option    = "number" | "change" | "as-of" | "label" | "plan" | case
    comparison  see :mod:`indicators.ledger.formula`

Parsing needs no ledger: whether a key, a period or a case exists is the fill's business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from support.problems import suggest

from .grammar.cases import CASES
from .ledger import Assertion, FormulaError, Period, parse_assertion
from .slots import Slot, encode

__all__ = ["MARKER", "PUBLISHED", "Figure", "MarkerError", "parse_marker", "substitute"]

PUBLISHED = "published"
#: What a marker may show instead of the value with its unit.
SHOWS = ("number", "change", "as-of", "label")
#: An escaped marker, a marker (which may be wrapped, but not across a blank line), or a lone brace pair.
_BODY = r"\{\{(?:[^{}\n]|\n(?!\s*\n))*\}\}"
MARKER = re.compile(rf"\\{_BODY}|\\\{{\{{|{_BODY}|\{{\{{|\}}\}}")
_FIGURE = re.compile(r"(?P<key>[^@|]*)(?:@(?P<at>[^|]*))?(?P<options>(?:\|[^|]*)*)", re.DOTALL)
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CASES = tuple(dict.fromkeys(case for cases in CASES.values() for case in cases))


class MarkerError(ValueError):
    """A marker that cannot be read, or that the ledger cannot answer; the message is for the editor."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A quoted figure. ``at`` is "" (live), "published" or a period; ``show`` is "" for value and unit."""

    key: str
    at: str = ""
    show: str = ""
    case: str = ""
    plan: bool = False

    @property
    def live(self) -> bool:
        """Whether a new figure in the ledger may change what it prints."""
        return self.at != PUBLISHED


@lru_cache(maxsize=4096)
def parse_marker(body: str) -> Figure | Assertion:
    """Parse the inside of a marker; raise :class:`MarkerError` with what was found and expected."""
    text = " ".join(body.split())
    if text in ("{{", "}}"):
        raise MarkerError(
            f'"{text}" without its partner: expected {{{{ key }}}}; to print the braces themselves write \\{{{{'
        )
    if text == "assert" or text.startswith("assert "):
        try:
            return parse_assertion(text.removeprefix("assert").strip())
        except FormulaError as error:
            raise MarkerError(f'in "{text}": {error}') from error
    match = _FIGURE.fullmatch(text)
    if match is None:  # pragma: no cover - the pattern takes any text; kept for the type checker
        raise MarkerError(f'cannot read the marker "{text}"')
    key, at = match["key"].strip(), (match["at"] or "").strip()
    if not key:
        raise MarkerError('an empty marker: expected the key of an indicator, as in "{{ jobs }}"')
    if not _KEY.fullmatch(key):
        raise MarkerError(
            f'"{key}" is not a key: expected small Latin letters, digits and hyphens, as in "{{{{ jobs | genitive }}}}"'
        )
    if match["at"] is not None:
        _check_period(at)
    return _with_options(key, at, [option.strip() for option in match["options"].split("|")[1:]])


def _check_period(at: str) -> None:
    if at == PUBLISHED:
        return
    try:
        Period.parse(at)
    except ValueError as error:
        hint = suggest(at, [PUBLISHED]) if at.isalpha() else ""
        hint = (
            hint if "did you mean" in hint else '; expected "published" or a period such as 2022, 2022-Q4 or 2022-12-31'
        )
        raise MarkerError(f'"{at}" after @ is not a period{hint}') from error


def _with_options(key: str, at: str, options: list[str]) -> Figure:
    show = case = ""
    plan = False
    for option in options:
        if option == "plan" and not plan:
            plan = True
        elif option in SHOWS and not show:
            show = option
        elif option in _CASES and not case:
            case = option
        elif option in ("plan", *SHOWS, *_CASES):
            raise MarkerError(f'the option "{option}" does not go with the options before it in "{key}"')
        elif not option:
            raise MarkerError(
                f'nothing stands after "|" in "{key}": expected an option, as in "{{{{ {key} | number }}}}"'
            )
        else:
            raise MarkerError(f'unknown option "{option}"' + suggest(option, ("plan", *SHOWS, *_CASES)))
    if plan and at not in ("", PUBLISHED):
        raise MarkerError(f'"plan" is the latest plan and takes no period: remove "@ {at}" or "| plan"')
    if show == "change" and (plan or at not in ("", PUBLISHED)):
        raise MarkerError('"change" compares the current value with the one before: remove the period or "| plan"')
    if case and show in ("change", "as-of", "label"):
        raise MarkerError(f'"{show}" takes no case: remove "| {case}"')
    return Figure(key, at, show, case, plan)


def substitute(text: str, line: int = 1, column: int = 1) -> str:
    """Return plain text (a title, a summary) with its markers as slots; ``\\{{`` becomes ``{{``.

    ``line`` and ``column`` say where in its file the text starts.
    """

    def replace(match: re.Match[str]) -> str:
        found = match[0]
        if found.startswith("\\"):
            return found[1:]
        return encode(Slot(inside(found), origin=position(text, match.start(), line, column)))

    return MARKER.sub(replace, text)


def inside(marker: str) -> str:
    """Return what stands between a marker's braces, or the lone brace pair itself."""
    return marker[2:-2].strip() if len(marker) >= 4 else marker


def position(text: str, offset: int, line: int = 1, column: int = 1) -> str:
    """Return ``line:column`` of an offset in a text that starts at the given line and column."""
    before = text.count("\n", 0, offset)
    start = text.rfind("\n", 0, offset) + 1
    return f"{line + before}:{offset - start + (1 if before else column)}"
