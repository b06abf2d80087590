"""The data files of a small ledger: corrections on one day, replaced plans, a derived figure, one without a value."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from aimaq.base.languages.translations import read_catalogs
from aimaq.figures.addresses import Publication
from aimaq.figures.fill.printing import Printer
from aimaq.figures.fill.staleness import Staleness
from aimaq.figures.ledger import Ledger, read_ledger
from aimaq.figures.open_data.commands import commands
from aimaq.figures.open_data.registry import write_file, written_files
from aimaq.figures.published_ledger import PublishedLedger
from aimaq.figures.views.rendering import FigureTemplates

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PREFIXES = {"ru": "", "kk": "kk/", "en": "en/"}
PUBLICATION = Publication(
    "https://site.example", PREFIXES, {"ru": "Зона", "kk": "Аймақ", "en": "Zone & Co"}, ZoneInfo("Asia/Almaty")
)


class Written:
    """Every file of a ledger by its address, and the objects that write them."""

    def __init__(self, ledger: Ledger) -> None:
        catalogs = read_catalogs(ROOT / "theme/translations", PREFIXES, root=ROOT)
        self.ledger = ledger
        templates = FigureTemplates([ROOT / "theme/templates"], catalogs)
        staleness = Staleness(ledger, datetime(2023, 6, 1), ZoneInfo("Asia/Almaty"))
        self.material = PublishedLedger(Printer(ledger), PUBLICATION, templates, staleness)
        self.commands = commands(self.material)
        self.files = {address: write_file(self.material, name) for address, name in self.names()}

    def names(self) -> Iterator[tuple[str, str]]:
        return written_files(self.ledger.indicators, PUBLICATION)


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return read_ledger(HERE / "ledger.json", languages=tuple(PREFIXES), root=ROOT)


@pytest.fixture(scope="module")
def written(ledger: Ledger) -> Written:
    return Written(ledger)
