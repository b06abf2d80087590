"""The contract of templates. ``python tests/tools/template_contract.py`` writes it, if it changed, as the next version.

Names come from the declarations of views, from the table of what stands everywhere in docs/architecture/theme.md, and
from the theme's templates and their blocks.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from pathlib import Path

from aimaq.figures.views.views import FigureView, Point, Quote
from aimaq.newsroom.model import views
from aimaq.newsroom.model.editions import Edition, Section, Version
from aimaq.newsroom.model.related import Mention
from aimaq.newsroom.theme.contract import CONTRACT, read_contract

ROOT = Path(__file__).resolve().parents[2]
VIEWS: dict[str, type] = {
    "site": views.SiteView,
    "story": views.StoryView,
    "text": views.PageView,
    "part": views.PartView,
    "release": views.ReleaseView,
    "listed": views.Listed,
    "sign": views.SignView,
    "edition": Edition,
    "section": Section,
    "version": Version,
    "mention": Mention,
    "figure": FigureView,
    "quote": Quote,
    "point": Point,
}


def names() -> dict[str, list[str]]:
    """Return the names of the contract, as the program and the theme have them now."""
    text = (ROOT / "docs/architecture/theme.md").read_text("utf-8")
    table = text.partition("\nEverywhere:\n")[2].partition("\nBy template:\n")[0]
    rows = [row.partition("|")[0] for row in re.findall(r"^\| (`.*)", table, re.MULTILINE)]
    everywhere = {name for row in rows for name in re.findall(r"`(\w+)", row)}
    templates = ROOT / "theme/templates"
    return {
        "everywhere": sorted(everywhere),
        **{name: sorted(_attributes(view)) for name, view in VIEWS.items()},
        **{
            path.relative_to(templates).as_posix(): re.findall(r"{%-? block (\w+)", path.read_text("utf-8"))
            for path in sorted(templates.rglob("*.html"))
        },
    }


def _attributes(view: type) -> Iterable[str]:
    """Yield the attributes of a view that templates may read: fields, properties and methods, but the program's own."""
    source = "".join(map(inspect.getsource, view.__mro__[:-1]))
    own = set(re.findall(r"\n    #: For the program[^\n]*\n    (\w+):", source))
    own |= set(re.findall(r"\n    (\w+):[^\n]*  #: For the program", source))
    declared = {each.name for each in fields(view)} if is_dataclass(view) else set()
    members = [member for kind in view.__mro__[:-1] for member in vars(kind).items()]
    found = {name for name, value in members if isinstance(value, property) or inspect.isfunction(value)}
    return (name for name in declared | found if not name.startswith("_") and name not in own)


def main() -> None:
    """Write the contract, if its names are others, under the next version."""
    now, before = names(), read_contract()
    if {name: list(found) for name, found in before.names.items()} == now:
        print(f"The contract of templates is still version {before.version}.")
        return
    text = json.dumps({"version": before.version + 1, "names": now}, indent=1) + "\n"
    CONTRACT.write_text(text, encoding="utf-8")
    print(f"Version {before.version + 1}: name it in CHANGELOG.md, with what a template has to change.")


if __name__ == "__main__":
    main()
