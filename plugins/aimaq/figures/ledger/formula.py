"""Parse the formulas of derived indicators and the claims of assertions; nothing is passed to ``eval``.

::

    claim      = formula comparison formula {comparison formula}
               | "record" ["low"] reference
    comparison = ">" | ">=" | "≥" | "<" | "<=" | "≤" | "=" | "==" | "!=" | "≠"
    formula    = term { ("+" | "-" | "−") term }
    term       = factor { ("*" | "×" | "/" | "÷") factor }
    factor     = ("+" | "-" | "−") factor | "(" formula ")" | number | reference
    reference  = key [ "@" ( "published" | at ["published"] ) ]         "published" in assertions only
    at         = period | "previous" | "year-before"

Keys contain hyphens, so ``jobs-per-enterprise`` is one key, and a subtraction needs spaces: ``jobs - enterprises``.
``record jobs`` means "above every earlier period", ``record low jobs`` "below every earlier period".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Context, Decimal
from itertools import pairwise
from typing import Final

from aimaq.base.languages.messages import Message, tr
from aimaq.figures.ledger.formula_tree import (
    PUBLISHED,
    FormulaError,
    Negation,
    Node,
    Number,
    Operation,
    Reference,
)
from aimaq.figures.periods import PERIOD_FORMS, PREVIOUS, YEAR_BEFORE, Period

__all__ = ["PUBLISHED", "Assertion", "Formula", "FormulaError", "Reference", "parse_assertion", "parse_formula"]

KEY_PATTERN: Final = "[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
"""An indicator's key. It begins with a letter, so that ``5-3`` is not a key."""

MAX_LENGTH: Final = 400
"""The most characters in a formula. It also limits the height of the tree, and so the recursion in evaluation."""

MAX_DEPTH: Final = 32
"""The most brackets and signs inside one another."""

_CONTEXT: Final = Context(prec=28, rounding=ROUND_HALF_EVEN, Emin=-999999, Emax=999999, traps=[])


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula: its ``text`` in the ledger, its tree, and the figures that it refers to, each once."""

    text: str
    tree: Node
    references: tuple[Reference, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that it names, each once."""
        return tuple(dict.fromkeys(reference.key for reference in self.references))

    @property
    def crosses_periods(self) -> bool:
        """Whether the value of a period depends on values of other periods."""
        return any(reference.at for reference in self.references)

    def evaluate(self, value_of: Callable[[Reference], Decimal]) -> Decimal:
        """Compute with 28 significant digits and no other rounding.

        Raise ZeroDivisionError where a divisor is zero, OverflowError where the result is beyond what a Decimal holds.
        """
        return _evaluate(self.tree, value_of)


@dataclass(frozen=True, slots=True)
class Assertion:
    """A claim about figures, such as ``jobs @ 2022 >= 2 * jobs @ 2021``, and the figures that it refers to.

    Each of ``comparisons`` stands between two of ``terms``, as in ``2000 <= jobs < 2500``. If ``pinned``, the claim
    is about the figures known on the article's date.
    """

    text: str
    terms: tuple[Node, ...]
    comparisons: tuple[str, ...]
    references: tuple[Reference, ...]
    pinned: bool = False

    def holds(self, value_of: Callable[[Reference], Decimal]) -> bool:
        """Return whether the claim is true of the values that ``value_of`` gives; errors as in Formula.evaluate."""
        values = [_evaluate(term, value_of) for term in self.terms]
        pairs = zip(self.comparisons, pairwise(values), strict=True)
        return all(_COMPARE[comparison](*pair) for comparison, pair in pairs)

    @property
    def numbers(self) -> frozenset[Decimal]:
        """The numbers in the claim: a sentence may print these by hand, since they are checked."""
        return frozenset(each.value for term in self.terms for each in _operands(term) if isinstance(each, Number))


def parse_formula(text: str) -> Formula:
    """Read a derived indicator's formula; raise FormulaError."""
    parser = _Parser(text, in_claim=False)
    tree = parser.formula()
    parser.expect_end()
    references = tuple(dict.fromkeys(_references([tree])))
    relative = any(each.at in (PREVIOUS, YEAR_BEFORE) for each in references)
    if relative and all(each.at for each in references):
        message = tr(
            'one figure has to stand without "@": "%(previous)s" and "%(year_before)s" are those of its period',
            previous=PREVIOUS,
            year_before=YEAR_BEFORE,
        )
        raise FormulaError(message, text.find("@"))
    return Formula(text, tree, references)


def parse_assertion(text: str) -> Assertion:
    """Read the claim of an ``assert`` marker; raise FormulaError."""
    parser = _Parser(text, in_claim=True)
    if record := parser.record():
        terms, comparisons = record
        if parser.token.kind == "comparison":
            message = tr("a record is a claim of its own; write the comparison as a second assertion")
            raise FormulaError(message, parser.token.offset)
    else:
        terms, comparisons = [parser.formula()], []
        while not comparisons or parser.token.kind == "comparison":
            token = parser.take()
            if token.kind != "comparison":
                raise FormulaError(
                    tr(
                        "expected a comparison, such as %(comparisons)s, but found %(token)s",
                        comparisons=_COMPARISONS,
                        token=token,
                    ),
                    token.offset,
                )
            comparisons.append(_SPELLINGS.get(token.text, token.text))
            terms.append(parser.formula())
    parser.expect_end()
    return Assertion(text.strip(), tuple(terms), tuple(comparisons), tuple(dict.fromkeys(_references(terms))))


_OPERATORS: Final[Mapping[str, Callable[[Decimal, Decimal], Decimal]]] = {
    "+": _CONTEXT.add,
    "-": _CONTEXT.subtract,
    "*": _CONTEXT.multiply,
    "/": _CONTEXT.divide,
}
_PRECEDENCE: Final[Mapping[str, int]] = {"+": 1, "-": 1, "*": 2, "/": 2}
_COMPARE: Final[Mapping[str, Callable[[Decimal, Decimal], bool]]] = {
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    "=": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
}
_COMPARISONS: Final = ", ".join(_COMPARE)
_SPELLINGS: Final[Mapping[str, str]] = {
    "−": "-", "×": "*", "÷": "/", "==": "=", "≥": ">=", "≤": "<=", "≠": "!=",
}  # fmt: skip
_ADVICE: Final[Mapping[str, str]] = {
    **dict.fromkeys("–—", Message('that is a dash; a minus is "-" or "−"')),
    "&": Message("write an assertion for each claim"),
    ":": Message('division is "/" or "÷"'),
    "^": Message("there are no powers; multiply instead"),
    "%": Message("for a share, divide; for percent, multiply by 100"),
    ",": Message("a decimal fraction takes a point, and thousands are not grouped"),
    "{": Message("a formula names a key without braces"),
    "|": Message("an assertion takes no form; name the key alone"),
    "!": Message('not equal is "!="'),
}


def _evaluate(node: Node, value_of: Callable[[Reference], Decimal]) -> Decimal:
    match node:
        case Number(value):
            return value
        case Reference():
            return value_of(node)
        case Negation(operand):
            return _CONTEXT.minus(_evaluate(operand, value_of))
        case Operation(operator, left, right):
            first, second = _evaluate(left, value_of), _evaluate(right, value_of)
            if operator == "/" and not second:
                raise ZeroDivisionError(tr("division by zero"))
            result = _OPERATORS[operator](first, second)
            if not result.is_finite():
                raise OverflowError(tr("the number is too large"))
            return result


def _operands(node: Node) -> Iterator[Number | Reference]:
    """Yield the numbers and references of a tree, from left to right."""
    match node:
        case Negation(operand):
            yield from _operands(operand)
        case Operation(_, left, right):
            yield from _operands(left)
            yield from _operands(right)
        case _:
            yield node


def _references(terms: Iterable[Node]) -> list[Reference]:
    return [each for term in terms for each in _operands(term) if isinstance(each, Reference)]


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    offset: int

    def __str__(self) -> str:
        return tr("the end") if self.kind == "end" else f'"{self.text}"'


_TOKENS: Final = re.compile(
    rf"""\s*(?:
        (?P<end>\Z)
      | (?P<pin>@\s*(?P<at>[0-9A-Za-z-]*(?:\s+published\b)?))
      | (?P<comparison>>=|<=|==|!=|[<>=≥≤≠])
      | (?P<operator>[-+*/−×÷])
      | (?P<bracket>[()])
      | (?P<number>[0-9]+(?:\.[0-9]+)?(?![.,0-9A-Za-z_]))
      | (?P<key>{KEY_PATTERN}(?![A-Za-z0-9_]))
      | (?P<wrong>[^\W\d][\w-]*|[0-9][\w.,]*|\S)
    )""",
    re.VERBOSE,
)


#: An indicator may have the key "record": then an operator follows, never another key.
_RECORD: Final = re.compile(r"\s*record\s+(?:(?P<low>low)\s+)?(?=[^\s>=<!≥≤≠+*/−×÷@-])")


class _Parser:
    """A precedence-climbing parser with one token of look-ahead; a figure of a formula is not pinned."""

    def __init__(self, text: str, *, in_claim: bool) -> None:
        if len(text) > MAX_LENGTH:
            raise FormulaError(
                tr(
                    "it is %(number)s characters long; the limit is %(most)s",
                    number=len(text),
                    most=MAX_LENGTH,
                ),
                MAX_LENGTH,
            )
        self._text = text
        self._in_claim = in_claim
        self._depth = 0
        self._next = 0
        self.token = self._scan()

    def take(self) -> _Token:
        token, self.token = self.token, self._scan()
        return token

    def formula(self, weakest: int = 1) -> Node:
        left = self._factor()
        while (operator := _SPELLINGS.get(self.token.text, self.token.text)) in _PRECEDENCE and (
            _PRECEDENCE[operator] >= weakest
        ):
            self.take()
            left = Operation(operator, left, self.formula(_PRECEDENCE[operator] + 1))
        return left

    def record(self) -> tuple[list[Node], list[str]] | None:
        """Read ``record jobs`` or ``record low jobs``; where the text is a comparison, read nothing and return None."""
        words = _RECORD.match(self._text)
        if words is None:
            return None
        self._next = words.end()
        self.token = self._scan()
        token = self.take()
        if token.kind != "key":
            raise FormulaError(
                tr('expected a key after "%(words)s" but found %(token)s', words=words[0].strip(), token=token),
                token.offset,
            )
        figure = self._reference(token)
        earlier = replace(figure, earlier="lowest" if words["low"] else "highest")
        return [figure, earlier], ["<" if words["low"] else ">"]

    def expect_end(self) -> None:
        token = self.token
        if token.kind == "end":
            return
        if token.text == ")":
            raise FormulaError(tr('there is a ")" without a "("'), token.offset)
        if token.kind == "comparison":
            raise FormulaError(
                tr("a formula computes a number and cannot compare; found %(token)s", token=token), token.offset
            )
        expected = tr("a comparison or the end") if self._in_claim else tr("+, -, *, / or the end")
        raise FormulaError(
            tr("expected %(expected)s but found %(token)s", expected=expected, token=token), token.offset
        )

    def _factor(self) -> Node:
        token = self.take()
        match token.kind:
            case "number":
                return Number(Decimal(token.text))
            case "key":
                return self._reference(token)
            case "operator" if token.text in "+-−":
                operand = self._nested(token, self._factor)
                return operand if token.text == "+" else Negation(operand)
            case "bracket" if token.text == "(":
                inner, closing = self._nested(token, self.formula), self.take()
                if closing.text != ")":
                    raise FormulaError(tr('expected ")" but found %(closing)s', closing=closing), closing.offset)
                return inner
        raise FormulaError(tr("expected a number, a key or a bracket but found %(token)s", token=token), token.offset)

    def _nested(self, opening: _Token, parse: Callable[[], Node]) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FormulaError(tr("brackets and signs go more than %(most)s deep", most=MAX_DEPTH), opening.offset)
        node = parse()
        self._depth -= 1
        return node

    def _reference(self, key: _Token) -> Reference:
        if self.token.kind != "pin":
            return Reference(key.text)
        pin = self.take()
        period, _, published = pin.text.rpartition(" ") if pin.text.endswith(PUBLISHED) else (pin.text, "", "")
        if published and not self._in_claim:
            message = tr(
                'a formula takes no "%(published)s": it is computed for every day, and has no article',
                published=PUBLISHED,
            )
            raise FormulaError(message, pin.offset)
        if (period or not published) and period not in (PREVIOUS, YEAR_BEFORE):
            try:
                Period.parse(period)
            except ValueError as error:
                message = (
                    str(error)
                    if period[:1].isdigit()
                    else tr(
                        '"@" takes "%(published)s", "%(previous)s", "%(year_before)s" or %(period_forms)s',
                        published=PUBLISHED,
                        previous=PREVIOUS,
                        year_before=YEAR_BEFORE,
                        period_forms=PERIOD_FORMS,
                    )
                )
                raise FormulaError(message, pin.offset) from None
        return Reference(key.text, period, bool(published))

    def _scan(self) -> _Token:
        found = _TOKENS.match(self._text, self._next)
        assert found is not None, "the pattern's last alternatives take any text"
        self._next = found.end()
        kind = found.lastgroup or "end"
        if kind in {"at", "pin"}:
            return _Token("pin", " ".join(found["at"].split()), found.start("pin"))
        if kind == "wrong":
            raise FormulaError(_unexpected(found[kind]), found.start(kind))
        return _Token(kind, found[kind], found.start(kind))


def _unexpected(text: str) -> str:
    if advice := _ADVICE.get(text):
        return tr('found "%(text)s": %(advice)s', text=text, advice=advice)
    if text[0].isdigit():
        return tr('"%(text)s" is not a number; write digits and a decimal point, such as 1000 or 0.5', text=text)
    if text[0].isalpha() or text[0] == "_":
        return tr('"%(text)s" is not a key; keys are small Latin letters, digits and hyphens', text=text)
    return tr('found "%(text)s"; a formula is made of keys, numbers, + - * / and brackets', text=text)
