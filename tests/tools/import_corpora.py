"""What an import makes of corpora that were made for it: how much comes over whole, what is said, what is silent.

``python tests/tools/import_corpora.py`` writes the table in ``docs/moving-in.md``.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]

from importing.conftest import plan_of
from importing.generator_sites import HUGO, JEKYLL, PELICAN
from importing.odd_pages import odd_pages
from importing.wordpress_corpus import wordpress_export, wordpress_items

from aimaq.importing.plan import Plan
from aimaq.importing.report import Outcome, report_text
from tools.built import ROOT

__all__ = ["Counts", "counted", "page_with_table"]

PAGE = ROOT / "docs/moving-in.md"
PAGES = 128
HEAD = (
    "| corpus | texts | whole | with a loss that is said | not shown on the old site | lost in silence |\n"
    "| --- | --- | --- | --- | --- | --- |\n"
)


@dataclass(frozen=True, slots=True)
class Counts:
    """Texts of a corpus: ``whole`` came over with every word; of the ``said`` ones the report names what did not.

    ``hidden`` are those that readers could not see. ``silent`` lost a word, or gained one of a reader's remark, without
    a loss in the report.
    """

    corpus: str
    texts: int
    whole: int
    said: int
    hidden: int
    silent: int


def counted(folder: Path) -> Iterator[Counts]:
    """Yield the counts of each corpus; the files are written below ``folder``."""
    yield _pages(folder / "pages")
    yield _wordpress(folder / "wordpress")
    for name, files in (("Hugo", HUGO), ("Jekyll", JEKYLL), ("Pelican", PELICAN)):
        yield _generator(name, plan_of(folder / name, files), files)


def _pages(folder: Path) -> Counts:
    pages = list(odd_pages(PAGES))
    plan = plan_of(folder, {f"{number:03}.html": each.html for number, each in enumerate(pages)})
    lost = {entry.source for entry in plan.entries if entry.outcome is Outcome.LOST}
    whole = said = silent = 0
    for number, each in enumerate(pages):
        text = _text(plan, f"news/novost-{number}.ru.md")
        right = all(word in text for word in each.article) and not any(word in text for word in each.remarks)
        is_said = f"source/{number:03}.html" in lost
        whole, said, silent = whole + right, said + (is_said and not right), silent + (not right and not is_said)
    return Counts("saved pages, the article in an odd place", PAGES, whole, said, 0, silent)


def _wordpress(folder: Path) -> Counts:
    items = list(wordpress_items())
    plan = plan_of(folder, {"export.xml": wordpress_export()})
    texts = "\n".join(_text(plan, name) for name in plan.files if name.endswith(".md"))
    report = report_text(plan.entries)
    lost = "\n".join(str(entry) for entry in plan.entries if entry.outcome is Outcome.LOST)
    whole = said = hidden = silent = 0
    for number, each in enumerate(items, 1):
        missing = [word for word in each.words if word not in texts]
        if each.status == "trash":
            hidden += 1
        elif not missing:
            whole += 1
        elif f"Запись {number} " in lost or all(word in report for word in missing):
            said += 1
        else:
            silent += 1
    return Counts("a WordPress export", len(items), whole, said, hidden, silent)


def _generator(name: str, plan: Plan, files: Mapping[str, str | bytes]) -> Counts:
    """Count by the report; that no word is lost in silence, Hugo and Pelican themselves judge in other tests."""
    texts = [path for path in files if path.endswith((".md", ".markdown", ".rst"))]
    whole = said = hidden = silent = 0
    for path in texts:
        own = [entry for entry in plan.entries if entry.source == f"source/{path}"]
        if any(entry.outcome is Outcome.LOST for entry in own):
            said += 1
        elif any(entry.outcome is Outcome.BROUGHT and entry.kind in ("news", "page") for entry in own):
            whole += 1
        elif own:
            hidden += 1
        else:
            silent += 1
    return Counts(f"a site of {name}", len(texts), whole, said, hidden, silent)


def _text(plan: Plan, name: str) -> str:
    data = plan.files.get(name, b"")
    return data.decode() if isinstance(data, bytes) else ""


def page_with_table(counts: Sequence[Counts]) -> str:
    """Return the page with these counts in its table."""
    before, _, rest = PAGE.read_text("utf-8").partition(HEAD)
    rows = (f"| {' | '.join(map(str, astuple(each)))} |\n" for each in counts)
    return f"{before}{HEAD}{''.join(rows)}\n{rest.partition(chr(10) * 2)[2]}"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        PAGE.write_text(page_with_table(list(counted(Path(folder)))), "utf-8")
