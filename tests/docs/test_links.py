"""Links between documents lead to a heading that exists (that the files exist, tests/site/test_commands.py sees)."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def anchors(document: Path) -> set[str]:
    """The ids that GitHub and GitLab give to a document's headings."""
    text = re.sub(r"^```.*?^```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_fragment_exists(document: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", document.read_text(encoding="utf-8"))
    for file, fragment in re.findall(r"\]\(([^)\s:#]*)#([^)\s]+)\)", text):
        target = (document.parent / file).resolve() if file else document
        assert fragment in anchors(target), f"{document.name}: {file}#{fragment}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_picture_exists(document: Path) -> None:
    for file in re.findall(r"!\[[^\]]*\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", document.read_text("utf-8"))):
        assert (document.parent / file).is_file(), file
