"""Without an extra, its commands say how to get it, before they begin."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tools.built import ROOT

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


def run_without(extras: str, arguments: Sequence[str], project: Path) -> subprocess.CompletedProcess[str]:
    """Run ``aimaq …`` where the packages of these extras are not installed."""
    missing = {MODULES[extra]: None for extra in extras.split(",")}
    code = f"import sys; sys.modules |= {missing}; from aimaq.cli import run; sys.exit(run({list(arguments)}))"
    return subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, encoding="utf-8")


@pytest.mark.parametrize("missing", CASES)
def test_a_missing_extra_is_named(project: Path, missing: str) -> None:
    name = CASES[missing][0]
    done = run_without(missing, CASES[missing], project)
    assert done.returncode == 1
    first, last = done.stderr.splitlines()
    assert first == (
        f'aimaq {name}: packages that this needs are not installed: write "aimaq[{missing}]" for "aimaq" in '
        f'pyproject.toml; without that file, pip install "aimaq[{missing}]"'
    )
    assert last.startswith("1 problem; ")
    assert not (project / "output").exists() and not (project / ".aimaq").exists()


def test_other_languages_need_no_dictionary(project: Path) -> None:
    assert run_without("forms", ["forms", "job", "--lang", "en"], project).returncode == 0
    assert run_without("forms", ["forms", "жұмыс орны", "--lang", "kk"], project).returncode == 0


def test_a_check_without_the_dictionary_warns(project: Path) -> None:
    """It knows only the forms that the ledger lists, and says so."""
    shutil.rmtree(project / "content")
    shutil.copytree(ROOT / "tests/errors/content", project / "content")
    done = run_without("forms", ["check"], project)
    assert done.returncode == 0, done.stderr
    assert (
        "Warning: aimaq check: Russian words beside numbers are known only in the forms that the ledger lists\n"
        '    to know all their forms, write "aimaq[forms]" for "aimaq" in pyproject.toml; without that file, pip '
        'install "aimaq[forms]"\n'
    ) in done.stdout
