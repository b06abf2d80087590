"""The marker language: ``{{ jobs @ 2022 | genitive }}`` in an editor's text.

    marker    = "{{" (figure | "assert" ["as published"] comparison) "}}"
    figure    = key ["@" ("published" | period ["published"])] {"|" option}
    option    = "number" | "change" | "as-of" | "label" | "plan" | case | ("with:" | "agree:") form {"/" form}
    comparison  see :mod:`aimaq.figures.ledger.formula`

Parsing needs no ledger: the fill checks whether a key, a period or a case exists.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from aimaq.base.problems import line_and_column, suggest
from aimaq.base.slots import Slot, encode
from aimaq.figures.grammar.cases import CASES, NOMINATIVE
from aimaq.figures.grammar.kazakh_suffixes import POSSESSIVE
from aimaq.figures.ledger import Assertion, FormulaError, Period, parse_assertion
from aimaq.figures.ledger.formula import PUBLISHED
from aimaq.figures.text.sentences import sentence_at

__all__ = ["AGREE", "MARKER", "WITH", "Figure", "MarkerError", "parse_marker", "pin", "substitute"]

ASSERT = "assert"
#: Pins a whole assertion, as ``@ published`` pins a figure.
AS_PUBLISHED = "as published"
#: What a marker may show instead of the value with its unit.
SHOWS = ("number", "change", "as-of", "label")
#: An escaped marker, a marker (which may be wrapped, but not across a blank line), or an unmatched brace pair.
_BODY = r"\{\{(?:[^{}\n]|\n(?!\s*\n))*\}\}"
MARKER = re.compile(rf"\\{_BODY}|\\\{{\{{|{_BODY}|\{{\{{|\}}\}}")
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
#: Options that take the forms of a word: an adjective before the unit, and a word printed by itself.
WITH, AGREE = "with", "agree"
_FORMS_LIKE = {WITH: "новое/новых", AGREE: "is/are"}
#: No digits, which would be a typed figure, and no marks of Markdown or HTML, which would be published as they are.
_FORM = re.compile(r"[^\W\d_]+(?:[ ,'’-]+[^\W\d_]+)*")
_CASES = tuple(dict.fromkeys((*(case for cases in CASES.values() for case in cases), POSSESSIVE)))


class MarkerError(ValueError):
    """A marker that cannot be read or filled; the message is for the editor."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A quoted figure.

    ``at`` is a period, or "" for the current value; ``show`` is "" for value and unit. A ``pinned`` figure is the
    one known on the article's date; otherwise a new figure in the ledger may change what is printed.
    ``adjective`` holds the forms of a word between number and unit, ``agree`` those of a word that is printed in
    place of the figure and agrees with it; :mod:`aimaq.figures.grammar.plural_forms` chooses the form.
    """

    key: str
    at: str = ""
    show: str = ""
    case: str = ""
    plan: bool = False
    pinned: bool = False
    adjective: tuple[str, ...] = ()
    agree: tuple[str, ...] = ()

    @property
    def asked(self) -> str:
        """What stands after ``@`` in the marker: "", "published", "2022" or "2022 published"."""
        return " ".join(part for part in (self.at, PUBLISHED if self.pinned else "") if part)

    @property
    def prints_value(self) -> bool:
        """Whether the marker prints the figure, or its change: neither the name, the day, nor a word that agrees."""
        return self.show not in ("label", "as-of") and not self.agree

    def __str__(self) -> str:
        """Return the marker's inside in its one spelling."""
        at = f"@ {self.asked}" if self.asked else ""
        words = (f"{name}: {'/'.join(forms)}" for name, forms in ((WITH, self.adjective), (AGREE, self.agree)) if forms)
        options = ("plan" if self.plan else "", self.show, self.case, *words)
        return " ".join(part for part in (self.key, at, *(f"| {option}" for option in options if option)) if part)


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
        _check_period(period)
    return _with_options(key, period, pinned, options)


def pin(body: str) -> str:
    """Return a marker's inside pinned to the article's date, as ``indicators: published`` asks; else as it is."""
    marker = parse_marker(body)
    if not isinstance(marker, Assertion):
        return str(replace(marker, pinned=True))
    claim = " ".join(body.split()).removeprefix(ASSERT).strip()
    return body if marker.pinned else f"{ASSERT} {AS_PUBLISHED} {claim}"


def _check_period(at: str) -> None:
    try:
        Period.parse(at)
    except ValueError as error:
        hint = suggest(at, [PUBLISHED]) if at.isalpha() else ""
        if "did you mean" not in hint:
            hint = '; expected "published" or a period such as 2022, 2022-Q4 or 2022-12-31'
        raise MarkerError(f'"{at}" after @ is not a period{hint}') from error


def _with_options(key: str, at: str, pinned: bool, options: list[str]) -> Figure:
    show = case = ""
    plan = False
    words: dict[str, tuple[str, ...]] = {}
    for option in options:
        name = option.partition(":")[0].rstrip()
        if name in _FORMS_LIKE and not words:
            words[name] = _forms(name, option)
        elif option == "plan" and not plan:
            plan = True
        elif option in SHOWS and not show:
            show = option
        elif option in _CASES and not case:
            case = option
        elif name in _FORMS_LIKE or option in ("plan", *SHOWS, *_CASES):
            raise MarkerError(f'the option "{option}" does not go with the options before it in "{key}"')
        elif not option:
            raise MarkerError(
                f'nothing stands after "|" in "{key}": expected an option, as in "{{{{ {key} | number }}}}"'
            )
        else:
            raise MarkerError(f'unknown option "{option}"' + suggest(name, ("plan", *SHOWS, *_CASES, *_FORMS_LIKE)))
    if plan and at:
        raise MarkerError(f'"plan" is the latest plan and takes no period: remove "@ {at}" or "| plan"')
    if show == "change" and (plan or at):
        raise MarkerError('"change" compares the current value with the one before: remove the period or "| plan"')
    if case and show in ("change", "as-of", "label"):
        raise MarkerError(f'"{show}" takes no case: remove "| {case}"')
    if WITH in words and show:
        raise MarkerError(f'"{WITH}" puts a word before the unit, and "{show}" prints none: remove one of the two')
    if AGREE in words and (case or show not in ("", "change")):
        raise MarkerError(f'"{AGREE}" prints the word alone, in the form that you write: remove "| {case or show}"')
    # What no option says is the nominative: one form of a figure has one name, which data for browsers have as well.
    case = "" if case == NOMINATIVE else case
    return Figure(key, at, show, case, plan, pinned, words.get(WITH, ()), words.get(AGREE, ()))


def _forms(name: str, option: str) -> tuple[str, ...]:
    """Return the forms in ``agree: is/are``; raise :class:`MarkerError` for what is none."""
    forms = tuple(form.strip() for form in option.partition(":")[2].split("/"))
    if forms == ("",):
        raise MarkerError(f'"{name}" needs the forms of a word, as in "{name}: {_FORMS_LIKE[name]}"')
    for form in forms:
        if not form:
            raise MarkerError(f'an empty form in "{option}": expected words with "/" between them')
        if not _FORM.fullmatch(form):
            raise MarkerError(
                f'"{form}" in "{option}" is not a form of a word: expected letters, with spaces, commas, hyphens '
                "or apostrophes between them"
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
