"""The fill as a transform of composed text: what ``incremental`` calls, and what the hooks call without it."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from support.catalogs import read_catalogs
from support.correction_writer import CorrectionWriter
from support.templates import ThemeComponents

from .contexts import situate
from .corrections import FigureCorrections, correction_commands
from .fill import EVERY, Filler
from .forms import live_figure
from .grammar import locale_of
from .ledger import Ledger, read_ledger
from .open_data import Material, OpenData, commands
from .printing import Printer
from .publication import Publication
from .slots import has_slots, slots_in
from .staleness import CHANGES, NextChange, Staleness
from .views import ThemeViews

__all__ = ["IndicatorTransform", "load"]


class IndicatorTransform:
    """Fills slots from the ledger as it stands today; see :class:`incremental.transform.Transform`."""

    #: What day it is matters to the fill alone.
    settings = ("INDICATORS_TODAY",)

    def __init__(
        self,
        ledger: Ledger,
        filler: Filler,
        inputs: tuple[Path, ...],
        staleness: Staleness,
        changes: NextChange,
        corrections: CorrectionWriter,
        drawn: str,
    ) -> None:
        """``drawn`` is a digest of the templates that the fill renders."""
        self.ledger, self.filler, self.inputs = ledger, filler, inputs
        self.staleness, self.changes, self.corrections, self.drawn = staleness, changes, corrections, drawn

    @property
    def shape(self) -> str:
        """The keys: each has pages and files of its own. Nothing else that is composed depends on the ledger."""
        return _digest(self.ledger.indicators)

    def prepare(self, path: str, text: str) -> str:
        """Return the composed text with the place of each slot written into it."""
        return situate(path, text)

    @property
    def state(self) -> Mapping[str, str]:
        """A digest of each indicator with all that it is computed from; and of the key "*", of all of them.

        It changes with the days too, on the one from which a value may be out of date; and with the templates of views
        and pictures, which no page is composed from.
        """
        ledger, stale = self.ledger, self.staleness.stale
        own = {key: f"{each!r} {stale(key)}" for key, each in ledger.indicators.items()}
        state = {key: _digest(own[part] for part in sorted(ledger.parts(key))) for key in ledger.indicators}
        state |= {EVERY: _digest(own.values()), CHANGES: _digest([self.changes.text])}
        return {key: _digest((digest, self.drawn)) for key, digest in state.items()}

    def keys(self, text: str) -> frozenset[str]:
        """Return the keys of the figures that the text quotes; none if there are no slots in it."""
        return (
            frozenset(itertools.chain.from_iterable(map(self.filler.keys, slots_in(text))))
            if has_slots(text)
            else frozenset()
        )

    def finish(self, text: str) -> str:
        """Return the text with its slots filled; raise ``ProblemsFound`` where a slot cannot be."""
        return self.filler.fill(text)


def load(settings: Mapping[str, Any], ledger: Ledger | None = None) -> IndicatorTransform:
    """Read the ledger, the message catalogues and the settings' addresses; raise ``ProblemsFound``.

    A ``ledger`` that is given takes the place of the one on the disk: what would the site say with this one? An
    observation with a later ``released`` than today (or than the setting ``INDICATORS_TODAY``, an ISO date) has
    not been made public and is not known yet.
    """
    root = Path(settings.get("PROJECT", "."))
    prefixes = dict(settings["INDICATORS_PREFIXES"])
    path = root / settings["INDICATORS_PATH"]
    theme = root / settings["THEME"]
    today = settings.get("INDICATORS_TODAY")
    ledger = ledger or read_ledger(path, languages=tuple(prefixes), root=root)
    zone = ZoneInfo(settings.get("TIMEZONE", "UTC"))
    on = date.fromisoformat(today) if today else datetime.now(zone).date()
    printer = Printer(ledger.known(on))
    staleness = Staleness(printer.ledger, on, zone)
    catalogs = read_catalogs(theme / "translations", prefixes, root=root)
    views = ThemeViews(printer, theme / "templates", catalogs, prefixes, staleness)
    material = Material(printer, Publication.of(settings), views.templates)
    documents = OpenData(material, partial(live_figure, printer, staleness))
    changes = NextChange(staleness, ledger)
    corrections = CorrectionWriter(
        FigureCorrections(printer, catalogs, views.address),
        ThemeComponents(theme / "templates", catalogs),
        catalogs,
        {lang: str(locale_of(lang)) for lang in prefixes},
        zone,
        fill=lambda text: filler.fill(text),
    )
    own = {"next-change": changes, **correction_commands(corrections, settings["SITEURL"])}
    filler = Filler(printer, views, documents, {**own, **commands(material)})
    return IndicatorTransform(
        printer.ledger, filler, (path,), staleness, changes, corrections, views.templates.digest()
    )


def _digest(texts: Iterable[str]) -> str:
    return hashlib.blake2b("\0".join(texts).encode(), digest_size=16).hexdigest()
