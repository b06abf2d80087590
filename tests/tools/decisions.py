"""The decisions in docs/decisions: their fields, and the index that `python tests/tools/decisions.py` writes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "docs/decisions"
INDEX = FOLDER / "README.md"
FORM = re.compile(
    r"# (?P<number>\d+)\. (?P<title>.+)\n\n- Status: (?P<status>.+)\n- Date: (?P<date>\d{4}-\d\d-\d\d)\n\n## \S"
)
HEAD = """# Decisions

What was decided, why, and what was refused. One file for each decision, `NNNN-title.md`: status, date, context,
decision, consequences. A decision that is taken back stays, and its status names the one that supersedes it.

To add one, copy [the template](template.md) to the next number, and run `python tests/tools/decisions.py`, which writes
the table below.

| number | decision | status | date |
| ---: | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Decision:
    """The head of one file."""

    path: Path
    number: int
    title: str
    status: str
    date: str


def decisions() -> Iterator[Decision]:
    """Yield every decision in the order of numbers; raise ValueError for a file without the fields."""
    for path in sorted(FOLDER.glob("[0-9]*.md")):
        head = FORM.match(path.read_text(encoding="utf-8"))
        if head is None:
            raise ValueError(f"{path.name}: expected a title with a number, `- Status:` and `- Date:`")
        yield Decision(path, int(head["number"]), head["title"], head["status"], head["date"])


def index() -> str:
    """Return the text of docs/decisions/README.md."""
    rows = (
        f"| {each.number} | [{each.title}]({each.path.name}) | {each.status} | {each.date} |" for each in decisions()
    )
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    INDEX.write_text(index(), encoding="utf-8")
