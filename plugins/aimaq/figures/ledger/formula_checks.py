"""Check the formulas of derived indicators: known keys, no cycles, and a value for every period and every day."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import Final

from aimaq.base.json_text.document import DocumentProblems, pointer_step
from aimaq.base.languages.messages import tr
from aimaq.base.problems import suggest
from aimaq.figures.ledger.formula import Formula, FormulaError, parse_formula
from aimaq.figures.ledger.model import DerivationError, Indicator, Ledger
from aimaq.figures.ledger.releases import known_by_period
from aimaq.figures.periods import Period

__all__ = ["check_formulas", "check_values", "read_formula"]

MAX_CHAIN: Final = 32
"""The most derived indicators that may be computed one from another, in a chain."""


def read_formula(problems: DocumentProblems, pointer: str, text: str, keys: Iterable[str]) -> Formula | None:
    """Read a formula and check that it names indicators, all of them known."""
    try:
        formula = parse_formula(text)
    except FormulaError as error:
        problems.add(pointer, error.message, offset=error.offset + 1)
        return None
    if not formula.keys:
        problems.add(pointer, tr("the formula names no indicator"), tr("Write the keys it is computed from."))
        return None
    known = list(keys)
    for key in formula.keys:
        if key not in known:
            # A minus without spaces is read as part of a key.
            parts = key.split("-")
            halves = [("-".join(parts[:cut]), "-".join(parts[cut:])) for cut in range(1, len(parts))]
            intended = next((f"{a} - {b}" for a, b in halves if a in known and (b in known or b.isdigit())), "")
            hint = (
                tr('For a subtraction put spaces around the minus: "%(intended)s".', intended=intended)
                if intended
                else ""
            )
            end = "" if intended else suggest(key, known)
            problems.add(pointer, tr('unknown indicator "%(key)s"', key=key) + end, hint, offset=text.find(key) + 1)
    return formula if problems.none_at(pointer) else None


def check_formulas(problems: DocumentProblems, formulas: Mapping[str, Formula]) -> frozenset[str]:
    """Find cycles and chains that are too long; return the keys that can be computed."""
    graph = {key: [part for part in formula.keys if part in formulas] for key, formula in formulas.items()}
    while True:
        try:
            order = list(TopologicalSorter(graph).static_order())
            break
        except CycleError as error:
            # In graphlib's list each key is needed by the next; reversed, each key needs the next.
            cycle = error.args[1][::-1]
            first = min(range(len(cycle) - 1), key=lambda at: list(graph).index(cycle[at]))
            cycle = [*cycle[first:-1], *cycle[: first + 1]]
            message = tr("the formulas go round in a circle: %(keys)s", keys=" → ".join(cycle))
            problems.add(_pointer(cycle[0]), message, tr("Each one is computed from the next; break the circle."))
            graph = _without(graph, set(cycle))
    depth: dict[str, int] = {}
    for key in order:
        depth[key] = 1 + max((depth[part] for part in graph[key]), default=0)
        if depth[key] == MAX_CHAIN + 1:
            problems.add(_pointer(key), tr("it is the end of a chain of more than %(most)s formulas", most=MAX_CHAIN))
    return frozenset(key for key in order if depth[key] <= MAX_CHAIN)


def check_values(problems: DocumentProblems, indicators: Iterable[Indicator]) -> None:
    """Compute every derived indicator as known on every day on which a part of it was released."""
    ledger = Ledger(indicators)
    for key, indicator in ledger.indicators.items():
        if indicator.formula is None:
            continue
        if failed := list(_failures(ledger.of_parts(key), key)):
            day, period, reason = min(failed)
            message = tr("%(reason)s in %(period)s, as known on %(day)s", reason=reason, period=period, day=day)
            problems.add(_pointer(key), message, tr("Look at the observations of that period."))


def _failures(ledger: Ledger, key: str) -> Iterator[tuple[date, Period, str]]:
    """Yield each day on which a period has no value, and why; an error in a part is reported at that part."""
    for day, known in known_by_period(ledger):
        try:
            known.history(key)
        except DerivationError as error:
            if error.key == key:
                yield day, error.period, error.reason


def _pointer(key: str) -> str:
    return f"/indicators{pointer_step(key)}/formula"


def _without(graph: Mapping[str, list[str]], faulty: set[str]) -> dict[str, list[str]]:
    """Return the graph without the faulty keys and everything that is computed from them."""
    while True:
        reached = {key for key, parts in graph.items() if key not in faulty and faulty.intersection(parts)}
        if not reached:
            return {key: parts for key, parts in graph.items() if key not in faulty}
        faulty = faulty | reached
