"""The fill as a transform of composed text: what ``incremental`` calls, and what the hooks call without it."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from support.catalogs import read_catalogs

from .contexts import situate
from .documents import OpenData
from .fill import EVERY, Filler, keys_of
from .ledger import Ledger, read_ledger
from .printing import Printer
from .slots import has_slots, slots_in
from .views import ThemeViews

__all__ = ["IndicatorTransform", "load"]


class IndicatorTransform:
    """Fills slots from the ledger as it stands today; see :class:`incremental.transform.Transform`."""

    def __init__(self, ledger: Ledger, filler: Filler, inputs: tuple[Path, ...]) -> None:
        self.ledger, self.filler, self.inputs = ledger, filler, inputs

    @property
    def shape(self) -> str:
        """The keys: each has pages and files of its own. Nothing else that is composed depends on the ledger."""
        return _digest(self.ledger.indicators)

    def prepare(self, path: str, text: str) -> str:
        """Return the composed text with the place of each slot written into it."""
        return situate(path, text)

    @property
    def state(self) -> Mapping[str, str]:
        """A digest of each indicator with all that it is computed from; and of the key "*", of all of them."""
        ledger = self.ledger
        own = {key: repr(each) for key, each in ledger.indicators.items()}
        state = {key: _digest(own[part] for part in sorted(ledger.parts(key))) for key in ledger.indicators}
        return {**state, EVERY: _digest(own.values())}

    def keys(self, text: str) -> frozenset[str]:
        """Return the keys of the figures that the text quotes; none if there are no slots in it."""
        return (
            frozenset(itertools.chain.from_iterable(map(keys_of, slots_in(text)))) if has_slots(text) else frozenset()
        )

    def finish(self, text: str) -> str:
        """Return the text with its slots filled; raise ``ProblemsFound`` where a slot cannot be."""
        return self.filler.fill(text)


def load(settings: Mapping[str, Any]) -> IndicatorTransform:
    """Read the ledger, the message catalogues and the settings' addresses; raise ``ProblemsFound``.

    An observation with a later ``released`` than today (or than the setting ``INDICATORS_TODAY``, an ISO date) has
    not been made public and is not known yet.
    """
    root = Path(settings.get("PROJECT", "."))
    prefixes = dict(settings["INDICATORS_PREFIXES"])
    path = root / settings["INDICATORS_PATH"]
    theme = root / settings["THEME"]
    today = settings.get("INDICATORS_TODAY")
    ledger = read_ledger(path, languages=tuple(prefixes), root=root)
    zone = ZoneInfo(settings.get("TIMEZONE", "UTC"))
    printer = Printer(ledger.known(date.fromisoformat(today) if today else datetime.now(zone).date()))
    views = ThemeViews(
        printer, theme / "templates", read_catalogs(theme / "translations", prefixes, root=root), prefixes
    )
    documents = OpenData(printer, settings["SITEURL"], prefixes)
    return IndicatorTransform(printer.ledger, Filler(printer, views, documents), (path,))


def _digest(texts: Iterable[str]) -> str:
    return hashlib.blake2b("\0".join(texts).encode(), digest_size=16).hexdigest()
