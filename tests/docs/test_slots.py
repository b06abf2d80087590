"""The worked example of docs/architecture/overview.md is what the code does."""

from pathlib import Path

from aimaq.base.slots import CLOSE, OPEN, Slot, encode
from aimaq.figures.text.escaping import situate
from aimaq.figures.text.markers import substitute

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/architecture/overview.md").read_text(encoding="utf-8")
READ = encode(
    Slot("jobs @ published", lang="en", date="2023-07-31", origin="content/news/project-portfolio.en.md:41:1")
)


def shown(text: str) -> str:
    """A text as the document shows it, with brackets for the private-use characters."""
    return text.replace(OPEN, "⟦").replace(CLOSE, "⟧")


def test_the_marker_becomes_the_slot_that_is_shown() -> None:
    assert shown(substitute("{{ jobs @ published }}", 41)) in TEXT


def test_the_complete_slot_is_shown() -> None:
    assert shown(READ) in TEXT


def test_the_places_are_shown() -> None:
    for path, composed in (
        ("x.html", f"<p>{READ}</p>"),
        ("x.html", f"<title>{READ}</title>"),
        ("x.html", f'<script type="application/ld+json">{{"headline": "{READ}"}}</script>'),
        ("x.xml", f"<title>{READ}</title>"),
        ("x.xml", f"<description>&lt;p&gt;{READ}&lt;/p&gt;</description>"),
        ("x.json", f'{{"content_html": "<p>{READ}</p>"}}'),
    ):
        place = situate(path, composed).partition(CLOSE)[0].rpartition(";")[2]
        kind = composed.replace(READ, "⟦…⟧").replace("|", r"\|")
        assert f"| `{kind}` | `{place}` |" in TEXT, f"| `{kind}` | `{place}` |"
