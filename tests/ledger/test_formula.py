"""Formulas and assertions, held against Python's own grammar and exact fractions."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimaq.figures.ledger import FormulaError, Reference, parse_assertion, parse_formula
from aimaq.figures.ledger.formula_tree import Negation, Node, Number, Operation

VALUES = {"jobs": Decimal(3314), "enterprises": Decimal(27), "jobs-per-enterprise": Decimal("122.7"), "q4": Decimal(-2)}
NUMBERS = st.decimals(0, 1000, places=2).map(lambda number: format(number, "f"))
OPERATORS = st.sampled_from([" + ", " - ", " − ", "*", " × ", "/", " ÷ "])
OPERANDS = NUMBERS | st.sampled_from(sorted(VALUES))
FORMULAS = st.recursive(
    OPERANDS,
    lambda inner: (
        st.tuples(inner, OPERATORS, inner).map("".join)
        | inner.map(lambda text: f"({text})")
        | inner.map(lambda text: f"-{text}" if text[0] != "-" else text)
    ),
    max_leaves=10,
)
WITHOUT_MINUS = st.recursive(
    OPERANDS,
    lambda inner: (
        st.tuples(inner, st.sampled_from([" + ", "*", " × ", "/", " ÷ "]), inner).map("".join)
        | inner.map(lambda text: f"({text})")
    ),
    max_leaves=10,
)

SIGNS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
PYTHON = {ast.Add: SIGNS["+"], ast.Sub: SIGNS["-"], ast.Mult: SIGNS["*"], ast.Div: SIGNS["/"]}


Shape = tuple[object, ...]


def by_python(text: str) -> ast.expr:
    """Let Python's parser find the structure; its keys are names without hyphens."""
    for sign, plain in (("−", "-"), ("×", "*"), ("÷", "/")):
        text = text.replace(sign, plain)
    for key in sorted(VALUES, key=len, reverse=True):
        text = text.replace(key, key.replace("-", "_"))
    return ast.parse(text, mode="eval").body


def python_shape(node: ast.expr) -> Shape:
    match node:
        case ast.BinOp(left, sign, right):
            return (PYTHON[type(sign)], python_shape(left), python_shape(right))
        case ast.UnaryOp(ast.USub(), operand):
            return (operator.neg, python_shape(operand))
        case ast.Name(name):
            return (name.replace("_", "-"),)
        case ast.Constant(value):
            return (float(value),)  # type: ignore[arg-type]
    raise AssertionError(node)


def shape(node: Node) -> Shape:
    match node:
        case Operation(sign, left, right):
            return (SIGNS[sign], shape(left), shape(right))
        case Negation(operand):
            return (operator.neg, shape(operand))
        case Reference(key):
            return (key,)
        case Number(value):
            return (float(value),)


def exactly(node: Node) -> Fraction:
    match node:
        case Operation(sign, left, right):
            return Fraction(SIGNS[sign](exactly(left), exactly(right)))
        case Negation(operand):
            return -exactly(operand)
        case Reference(key):
            return Fraction(VALUES[key])
        case Number(value):
            return Fraction(value)


OF_ITS_PERIOD = ': "previous" and "year-before" are those of its period'


def value_of(reference: Reference) -> Decimal:
    return VALUES[reference.key]


@given(FORMULAS)
def test_a_formula_has_the_structure_that_it_has_in_arithmetic(text: str) -> None:
    """Precedence, association, signs and brackets are those of Python's own parser."""
    assert shape(parse_formula(text).tree) == python_shape(by_python(text))


@given(WITHOUT_MINUS)
def test_a_formula_is_computed_to_twenty_digits_and_more(text: str) -> None:
    """Against exact fractions, where no difference makes digits disappear."""
    formula = parse_formula(text)
    try:
        expected = exactly(formula.tree)
    except ZeroDivisionError:
        with pytest.raises(ZeroDivisionError):
            formula.evaluate(value_of)
    else:
        assert abs(Fraction(formula.evaluate(value_of)) - expected) <= abs(expected) / 10**20


def test_a_minus_without_spaces_belongs_to_the_key() -> None:
    """`jobs-per-enterprise` is a key, `jobs - enterprises` a subtraction, `q4 -2` and `5-3` too."""
    assert parse_formula("jobs-per-enterprise").keys == ("jobs-per-enterprise",)
    assert parse_formula("jobs - enterprises - jobs").keys == ("jobs", "enterprises")
    assert parse_formula("q4 -2").evaluate(value_of) == -4
    assert parse_formula("5-3").evaluate(value_of) == 2


def test_binary_fractions_play_no_part() -> None:
    """0.1 + 0.2 is 0.3, as an editor expects."""
    assert parse_formula("0.1 + 0.2").evaluate(value_of) == Decimal("0.3")


@pytest.mark.parametrize(
    ("text", "offset", "message"),
    [
        ("", 0, "expected a number, a key or a bracket but found the end"),
        ("jobs +", 6, "expected a number, a key or a bracket but found the end"),
        ("jobs enterprises", 5, 'expected +, -, *, / or the end but found "enterprises"'),
        ("(jobs", 5, 'expected ")" but found the end'),
        ("jobs)", 4, 'there is a ")" without a "("'),
        ("jobs ** 2", 6, 'expected a number, a key or a bracket but found "*"'),
        ("jobs ^ 2", 5, 'found "^": there are no powers; multiply instead'),
        ("jobs – 2", 5, 'found "–": that is a dash; a minus is "-" or "−"'),
        ("1,5 * jobs", 0, '"1,5" is not a number; write digits and a decimal point, such as 1000 or 0.5'),
        ("5 % jobs", 2, 'found "%": for a share, divide; for percent, multiply by 100'),
        ("Jobs", 0, '"Jobs" is not a key; keys are small Latin letters, digits and hyphens'),
        ("мест", 0, '"мест" is not a key; keys are small Latin letters, digits and hyphens'),
        ("jobs > 5", 5, 'a formula computes a number and cannot compare; found ">"'),
        ("jobs @ published", 5, 'a formula takes no "published": it is computed for every day, and has no article'),
        ("jobs @ previous", 5, f'one figure has to stand without "@"{OF_ITS_PERIOD}'),
        ("jobs @ 2022 / jobs @ previous", 5, f'one figure has to stand without "@"{OF_ITS_PERIOD}'),
        ("__import__('os')", 0, '"__import__" is not a key; keys are small Latin letters, digits and hyphens'),
        ("1e9", 0, '"1e9" is not a number; write digits and a decimal point, such as 1000 or 0.5'),
        ("(" * 40 + "1" + ")" * 40, 32, "brackets and signs go more than 32 deep"),
        ("-" * 40 + "1", 32, "brackets and signs go more than 32 deep"),
        ("1+" * 300 + "1", 400, "it is 601 characters long; the limit is 400"),
    ],
)
def test_a_formula_that_cannot_be_read_says_where_and_why(text: str, offset: int, message: str) -> None:
    """The offset is that of the first character that does not fit."""
    with pytest.raises(FormulaError) as found:
        parse_formula(text)
    assert (found.value.offset, found.value.message) == (offset, message)


@given(st.text("jobs12()+-*/<>=≥@. −", max_size=20) | st.text(max_size=10))
def test_any_text_is_a_formula_or_a_formula_error(text: str) -> None:
    """Nothing else is ever raised."""
    for read in (parse_formula, parse_assertion):
        try:
            read(text)
        except FormulaError as error:
            assert 0 <= error.offset <= len(text)


FIGURES = {
    Reference("jobs"): Decimal(3314),
    Reference("jobs", "2021"): Decimal(2522),
    Reference("jobs", "2022-Q4"): Decimal(3314),
    Reference("jobs", pinned=True): Decimal(2600),
    Reference("jobs", "2022-Q4", pinned=True): Decimal(3300),
    Reference("jobs", earlier="highest"): Decimal(2600),
    Reference("jobs", "2021", earlier="lowest"): Decimal(2210),
    Reference("record"): Decimal(7),
}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("jobs > 2500", True),
        ("jobs > 3314", False),
        ("jobs >= 3314", True),
        ("jobs ≥ 3315", False),
        ("jobs < 3315", True),
        ("jobs <= 3313", False),
        ("jobs ≤ 3314", True),
        ("jobs = 3314.0", True),
        ("jobs == 3313", False),
        ("jobs != 3314", False),
        ("jobs ≠ 3313", True),
        ("jobs @ 2021 < jobs@2022-Q4", True),
        ("jobs @ published - jobs @ 2021 = 78", True),
        ("2 * (jobs @ 2021 + 1) >= jobs", True),
        ("jobs @ 2021 - 2 = 2520", True),
        ("jobs @ 2022-Q4 published = 3300", True),
        ("2000 < jobs @ 2021 < jobs", True),
        ("2000 < jobs @ 2021 > jobs", False),
        ("2600 <= jobs @ 2021 <= jobs <= 4000", False),
        ("record jobs", True),
        ("record low jobs @ 2021", False),
        ("record > 6", True),
        ("record + 1 = 8", True),
    ],
)
def test_an_assertion_compares(text: str, holds: bool) -> None:
    """Every spelling of every comparison, with pinned and live figures."""
    assert parse_assertion(text).holds(FIGURES.__getitem__) is holds


def test_an_assertion_tells_what_it_refers_to() -> None:
    """Each figure once, in order, with its pin."""
    assertion = parse_assertion(" jobs @ 2021 < jobs + jobs @ 2021 ")
    assert assertion.references == (Reference("jobs", "2021"), Reference("jobs"))
    assert assertion.text == "jobs @ 2021 < jobs + jobs @ 2021"
    assert [str(each) for each in assertion.references] == ["jobs @ 2021", "jobs"]
    record = parse_assertion("record low jobs @ 2022 published")
    assert [str(each) for each in record.references] == [
        "jobs @ 2022 published",
        "the lowest before jobs @ 2022 published",
    ]


def no_figures(reference: Reference) -> Decimal:
    raise KeyError(reference)


@given(
    st.lists(st.integers(0, 9), min_size=2, max_size=5),
    st.lists(st.sampled_from(["<", "<=", "=", "!=", ">"]), min_size=4),
)
def test_a_chain_is_true_when_each_of_its_comparisons_is(values: list[int], signs: list[str]) -> None:
    """As in Python, which is the oracle."""
    parts = [str(part) for pair in zip(values, [*signs[: len(values) - 1], ""], strict=True) for part in pair]
    python = " ".join("==" if part == "=" else part for part in parts)
    assert parse_assertion(" ".join(parts)).holds(no_figures) is eval(python)


def test_an_assertion_tells_the_numbers_that_stand_in_it() -> None:
    """So a sentence may print them."""
    assert parse_assertion("2 * (jobs + 1.50) >= -2500").numbers == {Decimal(2), Decimal("1.5"), Decimal(2500)}


@pytest.mark.parametrize(
    ("text", "offset", "message"),
    [
        ("jobs", 4, "expected a comparison, such as >, >=, <, <=, =, !=, but found the end"),
        ("jobs 5 > 3", 5, 'expected a comparison, such as >, >=, <, <=, =, !=, but found "5"'),
        ("record", 6, "expected a comparison, such as >, >=, <, <=, =, !=, but found the end"),
        ("record 5", 7, 'expected a key after "record" but found "5"'),
        ("record jobs > 5", 12, "a record is a claim of its own; write the comparison as a second assertion"),
        ("1 < jobs <", 10, "expected a number, a key or a bracket but found the end"),
        ("jobs > 5 & jobs < 9", 9, 'found "&": write an assertion for each claim'),
        ("jobs > 5 jobs", 9, 'expected a comparison or the end but found "jobs"'),
        ("jobs @ 2022-13 > 5", 5, '"2022-13": there is no month 13; months are 01 to 12'),
        (
            "jobs @ publishd > 5",
            5,
            '"@" takes "published", "previous", "year-before" or a day (2022-12-31), a month (2022-12), '
            "a quarter (2022-Q4), a half-year (2022-S2), months (2022-01--09) or a year (2022)",
        ),
        ("jobs | number > 5", 5, 'found "|": an assertion takes no form; name the key alone'),
    ],
)
def test_an_assertion_that_cannot_be_read_says_where_and_why(text: str, offset: int, message: str) -> None:
    """As for formulas."""
    with pytest.raises(FormulaError) as found:
        parse_assertion(text)
    assert (found.value.offset, found.value.message) == (offset, message)
