"""Warnings of ``aimaq check`` about stale values; they do not stop a build."""

from datetime import datetime

from aimaq.base.json_text.document import parse, pointer_step
from aimaq.base.problems import Problem
from aimaq.figures.fill.today import load
from aimaq.figures.ledger.read import ledger_text
from aimaq.settings.schema import Settings

__all__ = ["warnings_of"]


def warnings_of(settings: Settings, now: datetime) -> list[Problem]:
    """Return a warning for each indicator whose current value is stale, at its ``max_age_days`` in the ledger's file.

    A derived figure without a limit of its own is left out: a newer value of its parts updates it. Raises
    ``ProblemsFound`` if the ledger cannot be read.
    """
    staleness, document = load(settings, now).staleness, parse(*ledger_text(settings))
    warnings = []
    for key, indicator in staleness.ledger.indicators.items():
        current = staleness.ledger.current(key)
        if indicator.max_age_days is None or current is None or not staleness.stale(key):
            continue
        age = (staleness.today - current.period.last).days
        message = (
            f'"{key}" has been stale since {staleness.since(key)}: its current value describes {current.period}, '
            f"{age} days ago, and max_age_days is {indicator.max_age_days}"
        )
        newer = f"with `aimaq set {key} …`" if indicator.formula is None else "of the figures that it is computed from"
        hint = f"Readers are told so. Record a newer value {newer}, or raise max_age_days."
        warnings.append(document.problem(f"/indicators{pointer_step(key)}/max_age_days", message, hint))
    return warnings
