"""The manifest beside the site tells its bytes and what has changed, whatever became of the build before."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from aimaq.build.manifest import CHANGES, MANIFEST, write_manifest
from aimaq.build.site_trees import Changes
from aimaq.pipeline.build import build
from aimaq.pipeline.report import Report


def build_project(project: Path) -> Report:
    return build(project, output=project / "output", cache=project / ".aimaq")


def checked(project: Path) -> dict[str, str]:
    """Have sha256sum check the manifest; return it by path, after seeing that no file is missing in it."""
    manifest = project / ".aimaq" / MANIFEST
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", str(manifest)],
        cwd=project / "output",
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [line.partition("  ") for line in manifest.read_text(encoding="utf-8").splitlines()]
    found = {path: digest for digest, _, path in lines}
    files = (path for path in (project / "output").rglob("*") if path.is_file())
    assert sorted(found) == sorted(path.relative_to(project / "output").as_posix() for path in files)
    return found


def told(project: Path) -> dict[str, object]:
    changes: dict[str, object] = json.loads((project / ".aimaq" / CHANGES).read_text(encoding="utf-8"))
    manifest = (project / ".aimaq" / MANIFEST).read_bytes()
    assert changes["after"] == hashlib.sha256(manifest).hexdigest()
    return changes


def test_it_tells_every_file_and_every_change(project: Path) -> None:
    """After a first build, an edit, a changed figure and a deletion, sha256sum agrees, and so do the changes."""
    build_project(project)
    first, changes = checked(project), told(project)
    assert changes["before"] == "" and sorted(first) == changes["added"]

    article = project / "content/news/zone-growth-briefing.ru.md"
    article.write_text(article.read_text(encoding="utf-8") + "\n\nАбзац.\n", encoding="utf-8")
    report = build_project(project)
    second, after = checked(project), told(project)
    assert after["before"] == changes["after"]
    assert after["changed"] == [path for path in sorted(first.keys() & second.keys()) if first[path] != second[path]]
    assert after["changed"] == list(report.changes.changed)

    assert not build_project(project).changes
    assert told(project) == after, "a build that changes nothing leaves the last step as it was told"

    ledger = project / "content/data/indicators.json"
    text = ledger.read_text(encoding="utf-8")
    ledger.write_text(text.replace('"value": 2522', '"value": 2523', 1), encoding="utf-8")
    report = build_project(project)
    assert report.refilled and report.changes
    third = checked(project)
    assert told(project)["changed"] == [path for path in sorted(second) if second[path] != third[path]]

    copy = article.with_name("copy.ru.md")
    copy.write_bytes(article.read_bytes())
    build_project(project)
    added = told(project)["added"]
    assert added == sorted(checked(project).keys() - third.keys()) and "news/copy/index.html" in added
    third = checked(project)
    copy.unlink()
    build_project(project)
    assert told(project)["removed"] == sorted(third.keys() - checked(project).keys())


@given(st.sets(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1), max_size=5))
def test_sha256sum_reads_any_name(tmp_path_factory: object, names: set[str]) -> None:
    """A name with a line break or a backslash breaks nothing, as GNU's own program writes it."""
    folder = Path(tmp_path_factory.mktemp("names"))  # type: ignore[attr-defined]
    # A lone dash means the standard input to that program, in the middle of a list as well.
    names = {name for name in names if name not in (".", "..", "-") and len(name.encode()) < 200}
    for name in names:
        (folder / name).write_text(name, encoding="utf-8")
    beside = Path(tmp_path_factory.mktemp("beside"))  # type: ignore[attr-defined]
    digests = {name: hashlib.sha256(name.encode()).digest() for name in names}
    write_manifest(beside, digests, Changes(added=tuple(sorted(names))))
    if names:
        done = subprocess.run(["sha256sum", "--check", "--strict", str(beside / MANIFEST)], cwd=folder, check=False)
        assert done.returncode == 0
