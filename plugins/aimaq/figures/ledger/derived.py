"""Formulas of derived indicators: known keys, no cycles, and a value for every period and every day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Final

from aimaq.base.problems import suggest
from aimaq.figures.ledger.formula import Formula, FormulaError, parse_formula
from aimaq.figures.ledger.json_source import escape
from aimaq.figures.ledger.model import DerivationError, Indicator, Ledger
from aimaq.figures.ledger.report import Report

__all__ = ["check_formulas", "check_values", "read_formula"]

MAX_CHAIN: Final = 32
"""Derived indicators that may be computed from one another in a row."""


def read_formula(report: Report, pointer: str, text: str, keys: Iterable[str]) -> Formula | None:
    """Read a formula and check that it names indicators, and only such as there are."""
    try:
        formula = parse_formula(text)
    except FormulaError as error:
        report.add(pointer, error.message, offset=error.offset + 1)
        return None
    if not formula.keys:
        report.add(pointer, "the formula names no indicator", "Write the keys it is computed from.")
        return None
    known = list(keys)
    for key in formula.keys:
        if key not in known:
            # A minus without spaces is part of a key.
            parts = key.split("-")
            halves = [("-".join(parts[:cut]), "-".join(parts[cut:])) for cut in range(1, len(parts))]
            meant = next((f"{a} - {b}" for a, b in halves if a in known and (b in known or b.isdigit())), "")
            hint = f'For a subtraction put spaces around the minus: "{meant}".' if meant else ""
            end = "" if meant else suggest(key, known)
            report.add(pointer, f'unknown indicator "{key}"{end}', hint, offset=text.find(key) + 1)
    return formula if report.sound(pointer) else None


def check_formulas(report: Report, formulas: Mapping[str, Formula]) -> frozenset[str]:
    """Find cycles and chains that are too long; return the keys that can be computed."""
    graph = {key: [part for part in formula.keys if part in formulas] for key, formula in formulas.items()}
    while True:
        try:
            order = list(TopologicalSorter(graph).static_order())
            break
        except CycleError as error:
            # Each one in the list is needed by the next; read backwards, each one needs the next.
            cycle = error.args[1][::-1]
            first = min(range(len(cycle) - 1), key=lambda at: list(graph).index(cycle[at]))
            cycle = [*cycle[first:-1], *cycle[: first + 1]]
            message = f"the formulas go round in a circle: {' → '.join(cycle)}"
            report.add(_pointer(cycle[0]), message, "Each one is computed from the next; break the circle.")
            graph = _without(graph, set(cycle))
    depth: dict[str, int] = {}
    for key in order:
        depth[key] = 1 + max((depth[part] for part in graph[key]), default=0)
        if depth[key] == MAX_CHAIN + 1:
            report.add(_pointer(key), f"it is the end of a chain of more than {MAX_CHAIN} formulas")
    return frozenset(key for key in order if depth[key] <= MAX_CHAIN)


def check_values(report: Report, indicators: Iterable[Indicator]) -> None:
    """Compute every derived indicator as known on every day on which a part of it was released."""
    ledger = Ledger(indicators)
    for key, indicator in ledger.indicators.items():
        if indicator.formula is None:
            continue
        parts = [ledger.indicators[part] for part in ledger.parts(key)]
        for day in sorted({seen.released for part in parts for seen in part.observations}):
            try:
                ledger.known(day).history(key)
            except DerivationError as error:
                # The fault of a part is told at the part.
                if error.key == key:
                    message = f"{error.reason} in {error.period}, as known on {day}"
                    report.add(_pointer(key), message, "Look at the observations of that period.")
                break


def _pointer(key: str) -> str:
    return f"/indicators{escape(key)}/formula"


def _without(graph: Mapping[str, list[str]], faulty: set[str]) -> dict[str, list[str]]:
    """Leave out what cannot be computed, and all that is computed from it."""
    while True:
        reached = {key for key, parts in graph.items() if key not in faulty and faulty.intersection(parts)}
        if not reached:
            return {key: parts for key, parts in graph.items() if key not in faulty}
        faulty = faulty | reached
