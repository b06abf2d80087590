"""The ledger: the figures that the institution answers for, read from one JSON file, checked and frozen.

Writing is in ``ledger.record``, which only ``aimaq set`` and ``aimaq pull`` import.
"""

from aimaq.figures.ledger.formula import Assertion, FormulaError, Reference, parse_assertion, parse_formula
from aimaq.figures.ledger.model import DerivationError, Indicator, Ledger, Observation, Source
from aimaq.figures.ledger.read import parse_ledger, read_ledger
from aimaq.figures.periods import Period, parse_date
from aimaq.figures.status import Status

__all__ = [
    "Assertion",
    "DerivationError",
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
    "read_ledger",
]
