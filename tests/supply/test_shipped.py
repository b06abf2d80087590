"""What readers get of others' works is published with its notices, and written down for people and for machines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.built import ROOT, Json, aimaq, small_project

SHIPPED: list[Json] = json.loads((ROOT / "theme/shipped.json").read_text("utf-8"))
STATIC = ROOT / "theme/static"


@pytest.mark.parametrize("work", SHIPPED, ids=[work["name"] for work in SHIPPED])
def test_each_work_has_its_notice_and_its_row(work: Json) -> None:
    assert (STATIC / work["notice"]).read_text("utf-8")
    page = (ROOT / "docs/supply-chain.md").read_text("utf-8")
    named = f"{work['name']} {work['version']}" if "version" in work else work["name"]
    assert f"| {named} | {work['license']} | [`{work['notice']}`](../theme/static/{work['notice']}) |" in page


def test_every_file_of_others_in_the_theme_has_a_work() -> None:
    """Fonts; what is ours has no licence of its own."""
    fonts = sorted(path.name for path in STATIC.rglob("*.woff2"))
    assert {name.split(".")[0].split("-")[0] for name in fonts} == {"golos", "dejavu"}
    assert not list(STATIC.rglob("*.js"))


def test_readers_get_the_notices(tmp_path: Path) -> None:
    project = small_project(tmp_path / "site")
    done = aimaq("build", project=project)
    assert done.returncode == 0, done.stderr
    published = {path.name.split(".")[0]: path for path in (project / "output/theme").rglob("*.txt")}
    assert {"OFL", "DejaVu-LICENSE"} <= published.keys()
