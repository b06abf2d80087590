"""Warnings of ``aimaq check`` about stale values; they do not stop a build."""

from datetime import datetime

from aimaq.base.json_text.document import parse, pointer_step
from aimaq.base.languages.messages import tr
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
        message = tr(
            '"%(key)s" has been stale since %(since)s: its current value describes %(period)s, %(age)s '
            "days ago, and max_age_days is %(max_age_days)s",
            key=key,
            since=staleness.since(key),
            period=current.period,
            age=age,
            max_age_days=indicator.max_age_days,
        )
        newer = (
            tr("with `aimaq set %(key)s …`", key=key)
            if indicator.formula is None
            else tr("of the figures that it is computed from")
        )
        hint = tr("Readers are told so. Record a newer value %(newer)s, or raise max_age_days.", newer=newer)
        warnings.append(document.problem(f"/indicators{pointer_step(key)}/max_age_days", message, hint))
    return warnings
