"""The workflows of a new site are ones that its host reads, and a linter of their security finds nothing in them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from aimaq.hosting.workflows import SiteBuild, site_workflows
from tools.programs import environment_tool

BUILD = SiteBuild("https://press.example.org", has_figures=True)
SCHEMAS = {
    "github": ["vendor.github-workflows"],
    "gitlab": ["vendor.gitlab-ci", "--data-transform=gitlab-ci"],
}
FILES = [(host, name) for host in SCHEMAS for name in site_workflows(host, BUILD)]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    for host in SCHEMAS:
        for name, text in site_workflows(host, BUILD).items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_another_host_has_none() -> None:
    assert site_workflows("none", BUILD) == {}


def test_a_workflow_checks_the_site_and_no_program() -> None:
    """Proposed changes run `aimaq check`, others `aimaq build --publish`; no tests, and nothing is built twice."""
    for host in SCHEMAS:
        text = "".join(site_workflows(host, BUILD).values())
        assert text.count("aimaq check") == text.count("aimaq build --publish") == 1
        assert "inv test" not in text and "pytest" not in text


@pytest.mark.parametrize(("host", "name"), FILES)
def test_the_host_reads_it(written: Path, host: str, name: str) -> None:
    """By the schemas that GitHub's and GitLab's users keep at schemastore.org."""
    call = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", *SCHEMAS[host], str(written / name)]
    done = subprocess.run(call, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    assert yaml.safe_load((written / name).read_text("utf-8"))


def test_zizmor_finds_nothing(written: Path) -> None:
    """At its strictest, without the network."""
    options = ["--offline", "--no-progress", "--persona=auditor", "--format=json"]
    call = [str(environment_tool("zizmor")), *options, str(written / ".github/workflows")]
    done = subprocess.run(call, capture_output=True, encoding="utf-8")
    assert done.returncode == 0 and json.loads(done.stdout) == [], done.stdout + done.stderr
