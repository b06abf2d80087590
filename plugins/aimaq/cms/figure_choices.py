"""What an editor chooses from to insert a figure: the ledger's keys, and the forms that a marker can have."""

from __future__ import annotations

from aimaq.figures.grammar.cases import CASES
from aimaq.figures.ledger import read_ledger
from aimaq.settings.schema import Settings

__all__ = ["figure_choices"]


def figure_choices(settings: Settings) -> dict[str, list[dict[str, str]]]:
    """Return the ``keys`` and the ``forms``, each with a label and a value.

    Raises ``ProblemsFound`` for a ledger that cannot be read.
    """
    languages, project = tuple(settings.indicators_prefixes), settings.project
    ledger = read_ledger(project / settings.indicators_path, languages=languages, root=project)
    keys = [
        {"label": f"{indicator.label[settings.default_lang]} ({key})", "value": key}
        for key, indicator in ledger.indicators.items()
    ]
    cases = dict.fromkeys(case for of_language in CASES.values() for case in of_language if case != "nominative")
    forms = [
        {"label": "value and unit", "value": ""},
        *({"label": form, "value": form} for form in ("number", "plan", "change", "as-of", "label", *cases)),
    ]
    return {"keys": keys, "forms": forms}
