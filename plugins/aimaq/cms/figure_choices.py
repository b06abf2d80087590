"""The figures of the ledger as a CMS offers them: keys with their labels, and the forms that a marker may take."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aimaq.figures.grammar.cases import CASES
from aimaq.figures.ledger import read_ledger

__all__ = ["figure_choices"]


def figure_choices(settings: Mapping[str, Any], project: Path) -> dict[str, list[dict[str, str]]]:
    """Return the ``keys`` and the ``forms`` to pick from, each with a label and a value.

    Raises ProblemsFound for a ledger that cannot be read.
    """
    languages = tuple(settings["INDICATORS_PREFIXES"])
    ledger = read_ledger(project / settings["INDICATORS_PATH"], languages=languages, root=project)
    keys = [
        {"label": f"{each.label[settings['DEFAULT_LANG']]} ({key})", "value": key}
        for key, each in ledger.indicators.items()
    ]
    cases = dict.fromkeys(case for each in CASES.values() for case in each if case != "nominative")
    forms = [
        {"label": "value and unit", "value": ""},
        *({"label": name, "value": name} for name in ("number", "plan", "change", "as-of", "label")),
        *({"label": case, "value": case} for case in cases),
    ]
    return {"keys": keys, "forms": forms}
