"""The ledger: figures that the institution answers for, read from one JSON file, checked and frozen.

Imports neither Pelican nor Markdown. Writing is apart, in ``ledger.record``: only ``inv set`` needs it.
"""

from .formula import Assertion, Formula, FormulaError, Reference, parse_assertion, parse_formula
from .model import DerivationError, Indicator, Ledger, Observation, Source, Status
from .period import Period, parse_date, parse_moment
from .read import parse_ledger, read_ledger

__all__ = [
    "Assertion",
    "DerivationError",
    "Formula",
    "FormulaError",
    "Indicator",
    "Ledger",
    "Observation",
    "Period",
    "Reference",
    "Source",
    "Status",
    "parse_assertion",
    "parse_date",
    "parse_formula",
    "parse_ledger",
    "parse_moment",
    "read_ledger",
]
