"""The fill as a transform of composed text: what ``incremental`` calls, and what the hooks call without it."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aimaq.base.components import ThemeComponents
from aimaq.base.slots import has_slots, slots_in
from aimaq.base.translations import read_catalogs
from aimaq.base.withheld import Withheld
from aimaq.figures.addresses import Publication
from aimaq.figures.fill.embargoed_values import secrets
from aimaq.figures.fill.filler import EVERY, Command, Filler
from aimaq.figures.fill.live_values import live_figure
from aimaq.figures.fill.printing import Printer
from aimaq.figures.fill.staleness import CHANGES, NextChange, Staleness
from aimaq.figures.grammar import locale_of
from aimaq.figures.ledger import Ledger, read_ledger
from aimaq.figures.open_data import Material, OpenData, commands
from aimaq.figures.text.escaping import situate
from aimaq.figures.views.share_text import NAME, InWords
from aimaq.figures.views.views import ThemeViews
from aimaq.newsroom.corrections.figures import FigureCorrections, correction_commands
from aimaq.newsroom.corrections.writer import CorrectionWriter

__all__ = ["IndicatorTransform", "digest", "load", "moment_of"]


class IndicatorTransform:
    """Fills slots from the ledger as it stands today; see :class:`aimaq.build.transform.Transform`."""

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
        whole: Ledger,
    ) -> None:
        """``drawn`` is a digest of the templates that the fill renders; ``whole`` has what is not public yet too."""
        self.ledger, self.filler, self.inputs, self.whole = ledger, filler, inputs, whole
        self.staleness, self.changes, self.corrections, self.drawn = staleness, changes, corrections, drawn
        self._trials: dict[datetime, Filler] = {}

    @property
    def moments(self) -> tuple[datetime, ...]:
        """The moments at which figures become public. Nothing needs to be said of days: each is looked at anew."""
        return tuple(self.staleness.releases(self.whole))

    @cached_property
    def withheld(self) -> tuple[Withheld, ...]:
        """The figures that nobody may know of yet."""
        return tuple(secrets(self.whole, self.ledger))

    def trial(self, moment: datetime) -> Filler:
        """Return what tries the markers of a text that is published at a later moment: by what is public then."""
        at = moment.astimezone(self.staleness.zone).replace(tzinfo=None)
        if at not in self._trials:
            self._trials[at] = Filler(Printer(self.whole.public(at)), self.filler.views, self.filler.documents)
        return self._trials[at]

    def is_ahead(self, moment: datetime) -> bool:
        """Tell whether the moment is later than the one of which the ledger is."""
        return moment > self.staleness.moment_now

    @property
    def shape(self) -> str:
        """The keys: each has pages and files of its own. Nothing else that is composed depends on the ledger."""
        return digest(self.ledger.indicators)

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
        state = {key: digest(own[part] for part in sorted(ledger.parts(key))) for key in ledger.indicators}
        state |= {EVERY: digest(own.values()), CHANGES: digest([self.changes.text])}
        return {key: digest((each, self.drawn)) for key, each in state.items()}

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

    A ``ledger`` that is given takes the place of the one on the disk: what would the site say with this one? What is
    not public at :func:`moment_of` is not known yet.
    """
    root = Path(settings.get("PROJECT", "."))
    prefixes = dict(settings["INDICATORS_PREFIXES"])
    path = root / settings["INDICATORS_PATH"]
    theme = root / settings["THEME"]
    ledger = ledger or read_ledger(path, languages=tuple(prefixes), root=root)
    zone = ZoneInfo(settings.get("TIMEZONE", "UTC"))
    now = moment_of(settings)
    printer = Printer(ledger.public(now))
    staleness = Staleness(printer.ledger, now.date(), zone, now)
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
    own: dict[str, Command] = {
        "next-change": changes,
        NAME: InWords(views),
        **correction_commands(corrections, settings["SITEURL"]),
    }
    filler = Filler(printer, views, documents, {**own, **commands(material)})
    return IndicatorTransform(
        printer.ledger, filler, (path,), staleness, changes, corrections, views.templates.digest(), ledger
    )


def moment_of(settings: Mapping[str, Any]) -> datetime:
    """Return the moment, in the site's zone without naming it, up to which figures are public.

    The setting ``INDICATORS_TODAY``, an ISO date, stands for the last moment of its day; ``NOW`` is the moment of the
    build.
    """
    if today := settings.get("INDICATORS_TODAY"):
        return datetime.combine(date.fromisoformat(today), time.max)
    now: datetime = settings.get("NOW") or datetime.now(UTC)
    return now.astimezone(ZoneInfo(settings.get("TIMEZONE", "UTC"))).replace(tzinfo=None)


def digest(texts: Iterable[str]) -> str:
    """Return one digest of all the texts."""
    return hashlib.blake2b("\0".join(texts).encode(), digest_size=16).hexdigest()
