"""The ledger as it is published: what every view of a figure and every open-data file is written from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from aimaq.base.languages.translations import Catalog
from aimaq.figures.addresses import Publication
from aimaq.figures.fill.printing import Printer
from aimaq.figures.fill.staleness import Staleness
from aimaq.figures.ledger import Indicator, Ledger
from aimaq.figures.ledger.releases import Release, releases, standing
from aimaq.figures.views.rendering import FigureTemplates

__all__ = ["PublishedLedger"]


@dataclass(frozen=True, slots=True)
class PublishedLedger:
    """One ledger with its addresses and the theme's templates, which hold the messages of each language."""

    printer: Printer
    publication: Publication
    templates: FigureTemplates
    staleness: Staleness
    _releases: dict[str, tuple[Release, ...]] = field(default_factory=dict, init=False, hash=False, compare=False)

    @property
    def catalogs(self) -> Mapping[str, Catalog]:
        """The messages of each language."""
        return self.templates.catalogs

    @property
    def ledger(self) -> Ledger:
        """The ledger with what is public now."""
        return self.printer.ledger

    def releases(self, key: str) -> tuple[Release, ...]:
        """Return every release of an indicator, in the ledger's order."""
        if key not in self._releases:
            self._releases[key] = releases(self.ledger, key)
        return self._releases[key]

    def newest_first(self, key: str) -> list[Release]:
        """Return every release, the newest first; of those of one day the latest period, and the last in the ledger."""
        return sorted(reversed(self.releases(key)), key=lambda each: each.observation.released, reverse=True)

    def history(self, key: str) -> tuple[Release, ...]:
        """Return the valid release of each period, oldest period first: a value rather than a plan."""
        return standing(self.releases(key))

    def current(self, key: str) -> Release | None:
        """Return the release of the current value, or None where nothing has been released."""
        current = self.ledger.current(key)
        return next((each for each in self.history(key) if current and each.observation.period == current.period), None)

    def updated(self, key: str) -> str | None:
        """Return the day of the last release, on which the indicator's data last changed, as ISO 8601."""
        return max((each.observation.released.isoformat() for each in self.releases(key)), default=None)

    def amount(self, indicator: Indicator, release: Release, lang: str) -> str:
        """Return the value with its unit and, of an estimate, its range: "1 010 рабочих мест (980–1 040)"."""
        return self.printer.ranged(indicator, release.observation, lang)
