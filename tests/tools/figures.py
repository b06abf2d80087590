"""The ledger read the plain way, by ``json`` and arithmetic: a second opinion that owes the plugins nothing.

Values are Fractions, so every formula is exact.
"""

import ast
import calendar
import json
import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path

from tools.built import Json

_RANK = {"actual": 0, "provisional": 1, "estimate": 2, "plan": 3}
_OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


class Figures:
    """Every indicator's observations, the derived ones computed."""

    def __init__(self, file: Path) -> None:
        self.indicators: Mapping[str, Json] = json.loads(file.read_text(encoding="utf-8"))["indicators"]

    def history(self, key: str) -> dict[str, tuple[Fraction, str]]:
        """period → (value, status), the latest release of each period, oldest period first."""
        indicator = self.indicators[key]
        if "formula" not in indicator:
            latest: dict[str, tuple[str, Fraction, str]] = {}
            for item in indicator["observations"]:
                period = item["period"]
                if period not in latest or item["released"] >= latest[period][0]:
                    latest[period] = (item["released"], Fraction(str(item["value"])), item["status"])
            return {period: latest[period][1:] for period in sorted(latest, key=last_day)}
        parts = {part: self.history(part) for part in self.parts(key)}
        shared = set.intersection(*(set(history) for history in parts.values()))
        return {
            period: (
                evaluate(indicator["formula"], {part: history[period][0] for part, history in parts.items()}),
                max((history[period][1] for history in parts.values()), key=_RANK.__getitem__),
            )
            for period in sorted(shared, key=last_day)
        }

    def current(self, key: str) -> tuple[Fraction, str, str] | None:
        """(value, status, period) of the latest period; of a plan only where there are only plans."""
        history = [(value, status, period) for period, (value, status) in self.history(key).items()]
        known = [item for item in history if item[1] != "plan"]
        return next(reversed(known or history), None)

    def within(self, key: str, period: str) -> Fraction:
        """The value of a period; of a year without one of its own, the latest value inside it."""
        history = self.history(key)
        return history[period if period in history else max(each for each in history if each[:4] == period)][0]

    def releases(self, key: str) -> set[Fraction]:
        """Every value ever released, corrected ones and plans included."""
        if "formula" in self.indicators[key]:
            return {value for value, _ in self.history(key).values()}
        return {Fraction(str(item["value"])) for item in self.indicators[key]["observations"]}

    def parts(self, key: str) -> list[str]:
        """The keys in an indicator's formula."""
        formula = self.indicators[key].get("formula", "")
        return sorted({word for word in re.findall(r"[a-z][a-z0-9-]*", formula) if word in self.indicators})

    def depends(self, key: str, other: str) -> bool:
        """True if ``key`` is ``other`` or is computed from it."""
        return key == other or any(self.depends(part, other) for part in self.parts(key))

    def rounded(self, key: str, value: Fraction) -> str:
        """``value`` with the indicator's decimals, half to even, as "2522" or "37.7"."""
        decimals = self.indicators[key].get("decimals", 0)
        return f"{fixed(value, decimals)}"


def fixed(value: Fraction, decimals: int) -> str:
    """A Fraction as decimal digits, rounded half to even."""
    scaled = round(value * 10**decimals)
    digits = f"{abs(scaled):0{decimals + 1}}"
    whole, part = (digits[:-decimals], "." + digits[-decimals:]) if decimals else (digits, "")
    return ("-" if scaled < 0 else "") + whole + part


def last_day(period: str) -> tuple[str, str]:
    """A sortable key: the period's last day, then the longer period first."""
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", period):
        month = int(match[2]) * 3
        return f"{match[1]}-{month:02}-{calendar.monthrange(int(match[1]), month)[1]:02}", period
    if re.fullmatch(r"\d{4}", period):
        return f"{period}-12-31", period
    if match := re.fullmatch(r"(\d{4})-(\d\d)", period):
        return f"{period}-{calendar.monthrange(int(match[1]), int(match[2]))[1]:02}", period
    return period, period


def evaluate(formula: str, values: Mapping[str, Fraction]) -> Fraction:
    """The formula by Python's own grammar; keys have hyphens, so each becomes a name first."""
    names = {key: f"k{number}" for number, key in enumerate(sorted(values, key=len, reverse=True))}
    expression = formula.replace("×", "*").replace("÷", "/").replace("−", "-")
    for key, name in names.items():
        expression = re.sub(rf"(?<![a-z0-9-]){re.escape(key)}(?![a-z0-9-])", name, expression)
    bound = {name: values[key] for key, name in names.items()}

    def value(node: ast.AST) -> Fraction:
        match node:
            case ast.Expression(body):
                return value(body)
            case ast.BinOp(left, operation, right):
                return _OPERATORS[type(operation)](value(left), value(right))
            case ast.UnaryOp(ast.USub(), operand):
                return -value(operand)
            case ast.Name(name):
                return bound[name]
            case ast.Constant(number):
                return Fraction(str(number))
        raise AssertionError(f"{formula}: {ast.dump(node)}")

    return value(ast.parse(expression, mode="eval"))
