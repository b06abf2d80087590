"""Without an extra, its commands say how to get it, before they begin."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.built import ROOT, aimaq
from tools.forked import load_everything

MODULES = {"forms": "pymorphy3", "import": "markdownify", "pdf": "weasyprint", "publish": "zstandard", "s3": "boto3"}
CASES = {
    "forms": ("forms", "рабочее место"),
    "import": ("import", "export.xml"),
    "pdf": ("pdf",),
    "publish": ("publish", "/srv/press"),
    "publish,pdf": ("publish", "/srv/press"),
    "s3": ("publish", "s3://bucket"),
    "publish,pdf,s3": ("publish", "s3://bucket"),
}


@pytest.mark.parametrize("missing", CASES)
def test_a_missing_extra_is_named(project: Path, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    load_everything()  # with the packages, before one of them is taken away
    for extra in missing.split(","):
        monkeypatch.setitem(sys.modules, MODULES[extra], None)
    name, *arguments = CASES[missing]
    done = aimaq(name, *arguments, project=project)
    assert done.returncode == 1
    first, last = done.stderr.splitlines()
    assert first == (
        f'aimaq {name}: packages that this needs are not installed: write "aimaq[{missing}]" for "aimaq" in '
        f'pyproject.toml; without that file, pip install "aimaq[{missing}]"'
    )
    assert last.startswith("1 problem; ")
    assert not (project / "output").exists() and not (project / ".aimaq").exists()


def test_other_languages_need_no_dictionary(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_everything()
    monkeypatch.setitem(sys.modules, "pymorphy3", None)
    assert aimaq("forms", "job", "--lang", "en", project=project).returncode == 0
    assert aimaq("forms", "жұмыс орны", "--lang", "kk", project=project).returncode == 0


def test_a_check_without_the_dictionary_warns(project: Path) -> None:
    """It knows only the forms that the ledger lists, and says so. In a process of its own: forms are remembered."""
    shutil.rmtree(project / "content")
    shutil.copytree(ROOT / "tests/errors/content", project / "content")
    code = "import sys; sys.modules['pymorphy3'] = None; from aimaq.cli import run; sys.exit(run(['check']))"
    done = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert (
        "Warning: aimaq check: Russian words beside numbers are known only in the forms that the ledger lists\n"
        '    to know all their forms, write "aimaq[forms]" for "aimaq" in pyproject.toml; without that file, pip '
        'install "aimaq[forms]"\n'
    ) in done.stdout
