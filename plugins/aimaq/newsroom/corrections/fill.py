"""The fill of a newsroom's site: figures, and the corrections that concern its texts.

Each function is for the setting ``INCREMENTAL_TRANSFORM``, gets the settings and the moment of the build, and raises
``ProblemsFound``.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from aimaq.base.components import ThemeComponents
from aimaq.base.problems import ProblemsFound
from aimaq.figures.fill.as_of import past_transform
from aimaq.figures.fill.commands import Command
from aimaq.figures.fill.compose_only import composing_transform
from aimaq.figures.fill.preview import preview_transform
from aimaq.figures.fill.today import FillOptions, IndicatorTransform, transform_of
from aimaq.figures.grammar.locales import locale_of
from aimaq.figures.ledger import Ledger
from aimaq.figures.ledger.read import ledger_of
from aimaq.figures.log.check import CheckedLog
from aimaq.figures.log.log_file import LogFiles, read_log
from aimaq.figures.published_ledger import PublishedLedger
from aimaq.newsroom.corrections.figures import FigureCorrections, correction_commands
from aimaq.newsroom.corrections.writer import CorrectionWriter
from aimaq.settings.schema import Settings

__all__ = ["load", "load_as_of", "load_compose_only", "load_preview", "load_to_check"]


def load(settings: Settings, now: datetime, ledger: Ledger | None = None) -> IndicatorTransform:
    """Return the transform of the site as it is published; a given ``ledger`` is used instead of the file."""
    return transform_of(FillOptions.of(settings, now, _commands), ledger)


def load_to_check(settings: Settings, now: datetime) -> IndicatorTransform:
    """Return the transform by which texts are checked where :func:`load` fails; of a ledger that denies its log."""
    transform = load(settings, now, ledger_of(settings))
    with suppress(ProblemsFound):  # a log that cannot be read has been told of
        if log := read_log(LogFiles.beside(settings.project / settings.indicators_path, settings.project)):
            return replace(transform, log=CheckedLog(log))
    return transform


def load_preview(settings: Settings, now: datetime) -> IndicatorTransform:
    """Return the transform of a preview."""
    return preview_transform(FillOptions.of(settings, now, _commands))


def load_as_of(settings: Settings, now: datetime) -> IndicatorTransform:
    """Return the transform of the site as it stood on the day in the setting ``AS_OF``."""
    return past_transform(FillOptions.of(settings, now, _commands))


def load_compose_only(settings: Settings, now: datetime) -> IndicatorTransform:
    """Return the transform that leaves slots as they are."""
    return composing_transform(load(settings, now))


def _commands(data: PublishedLedger) -> Mapping[str, Command]:
    publication = data.publication
    writer = CorrectionWriter(
        FigureCorrections(data),
        ThemeComponents(data.templates.folders, data.catalogs, data.templates.project),
        data.catalogs,
        {lang: str(locale_of(lang)) for lang in publication.languages},
        publication.zone,
        publication.siteurl,
    )
    return correction_commands(writer)
