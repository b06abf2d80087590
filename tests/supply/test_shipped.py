"""What readers get of others' works is published with its notices, and written down for people and for machines."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

import pagefind_bin
import pytest

from tools.built import ROOT, Json, aimaq, small_project

SHIPPED: list[Json] = json.loads((ROOT / "theme/shipped.json").read_text("utf-8"))
STATIC = ROOT / "theme/static"


@pytest.mark.parametrize("work", SHIPPED, ids=[work["name"] for work in SHIPPED])
def test_each_work_has_its_notice_and_its_row(work: Json) -> None:
    notice = (STATIC / work["notice"]).read_text("utf-8")
    if work["notice"].endswith("licences.txt"):
        assert work["name"] in notice and work["license"] in notice
    page = (ROOT / "docs/supply-chain.md").read_text("utf-8")
    named = f"{work['name']} {work['version']}" if "version" in work else work["name"]
    assert f"| {named} | {work['license']} | [`{work['notice']}`](../theme/static/{work['notice']}) |" in page


def test_every_file_of_others_in_the_theme_has_a_work() -> None:
    """Fonts and the engine; what is ours has no licence of its own."""
    fonts = sorted(path.name for path in STATIC.rglob("*.woff2"))
    assert {name.split(".")[0].split("-")[0] for name in fonts} == {"golos", "dejavu"}
    assert [path.name for path in STATIC.rglob("*.js")] == ["pagefind.js"]


def test_the_versions_are_those_of_the_engine(tmp_path: Path) -> None:
    """The WebAssembly that a build publishes names the works that it is made from, as far as their code can fail."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text('<html lang="ru"><body><h1>Слово</h1></body></html>', "utf-8")
    command = [
        str(pagefind_bin.get_executable()),
        "--site",
        str(tmp_path / "site"),
        "--output-path",
        str(tmp_path / "o"),
    ]
    subprocess.run([*command, "--silent"], check=True)
    code = b"".join(gzip.decompress(path.read_bytes()) for path in (tmp_path / "o").glob("wasm.*"))
    found = {match.decode() for match in re.findall(rb"/([a-z_-]+-[0-9]+\.[0-9]+\.[0-9]+)/src/", code)}
    versions = {work["name"]: work["version"] for work in SHIPPED if "version" in work}
    assert found and found <= {f"{name}-{number}" for name, number in versions.items()}
    assert versions["Pagefind"] == version("pagefind-bin")
    assert f"Pagefind {versions['Pagefind']}" in (STATIC / "js/pagefind.licences.txt").read_text("utf-8")


def test_readers_get_the_notices(tmp_path: Path) -> None:
    project = small_project(tmp_path / "site")
    done = aimaq("build", project=project)
    assert done.returncode == 0, done.stderr
    page = (project / "output/search/index.html").read_text("utf-8")
    [address] = re.findall(r'data-licences="([^"]+)"', page)
    assert "Copyright 2022 CloudCannon" in (project / f"output{address}").read_text("utf-8")
    published = {path.name.split(".")[0]: path for path in (project / "output/theme").rglob("*.txt")}
    assert {"OFL", "DejaVu-LICENSE", "pagefind"} <= published.keys()
    assert list((project / "output/theme/js").glob("pagefind.GPL-3.0.*.txt"))
