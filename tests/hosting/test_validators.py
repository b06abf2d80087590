"""What others say of the files that ship: the servers themselves, MDN, Google, and readers of security.txt."""

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from sectxt import Parser

from aimaq.hosting.server_files import server_files
from aimaq.hosting.workflow_parts import IMAGE
from aimaq.hosting.workflows import SiteBuild
from tools.built import ROOT, Site, aimaq
from tools.hosted import Hosted, describe
from tools.programs import TOOLS, environment_tool, require
from tools.servers import caddy_command, make_certificate, nginx_command

BUILD = SiteBuild("https://press.aimaq.example", languages=("ru", "kk", "en"), has_figures=True)
PINNED = re.compile(r"[\w-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What `aimaq hosting` writes, except the paths of the certificate, which has to exist."""
    certificate, key = make_certificate(tmp_path_factory.mktemp("certificate"))
    return server_files(describe(HOSTING_SERVER={"certificate": str(certificate), "key": str(key)}), BUILD)


def test_nginx_accepts_its_configuration(written: dict[str, str], tmp_path: Path) -> None:
    done = subprocess.run(
        [*nginx_command(tmp_path, written["nginx.conf"]), "-t"], capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert not re.search(r"\[(warn|error|emerg)\]", done.stderr), done.stderr


def test_caddy_accepts_its_configuration(written: dict[str, str], tmp_path: Path) -> None:
    caddy, _, *options = caddy_command(tmp_path, written["Caddyfile"])
    done = subprocess.run([caddy, "validate", *options], capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert "Valid configuration" in done.stderr + done.stdout


def test_brotli_is_asked_for_only_where_it_is_said_to_be_there() -> None:
    for brotli in (False, True):
        text = server_files(describe(HOSTING_SERVER={"brotli": brotli}), BUILD)["nginx.conf"]
        assert ("brotli_static on;" in text) == brotli


def test_mdns_observatory_gives_the_best_grade(hosted: Hosted, node_tools: Path) -> None:
    """A+ with at least 130 points, and none of its tests fails."""
    for server in hosted.servers.values():
        done = run_node("observatory.mjs", "localhost", str(server.http), str(server.https), trust=server.certificate)
        assert done["grade"] == "A+", done
        assert done["score"] >= 130, done
        assert done["failed"] == [], done


def test_googles_evaluator_has_no_finding(node_tools: Path) -> None:
    rules = describe().rules
    policies = {rule.headers["Content-Security-Policy"] for rule in rules if "Content-Security-Policy" in rule.headers}
    assert len(policies) == 2  # of pages, of open data
    assert run_node("csp.mjs", *policies, "script-src *")[:-1] == [[], []]


def test_googles_evaluator_finds_something_where_there_is_something(node_tools: Path) -> None:
    [findings] = run_node("csp.mjs", "default-src 'self'; script-src 'unsafe-inline'")
    assert findings


def run_node(script: str, *arguments: str, trust: Path | None = None) -> Any:
    environment = {**os.environ, **({"NODE_EXTRA_CA_CERTS": str(trust)} if trust else {})}
    call = [require("Node.js", "node"), str(TOOLS / script), *arguments]
    done = subprocess.run(call, capture_output=True, encoding="utf-8", env=environment, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_security_txt_is_right(site: Site) -> None:
    """No error and nothing to recommend; the day it expires is `aimaq check`'s to watch, so here it is put off."""
    text = (site.output / ".well-known/security.txt").read_text("utf-8")
    soon = f"{datetime.now(UTC) + timedelta(days=180):%Y-%m-%dT00:00:00Z}"
    text, count = re.subn(r"(?m)^Expires: \d{4}-\d\d-\d\dT00:00:00Z$", f"Expires: {soon}", text)
    assert count == 1
    parser = Parser(text.encode(), urls="https://press.aimaq.example/.well-known/security.txt")
    assert parser.errors == []
    assert {each["code"] for each in parser.recommendations} <= {"not_signed"}
    assert {each["code"] for each in parser.notifications} == set()


def test_contacts_of_security_txt_exist(site: Site) -> None:
    text = (site.output / ".well-known/security.txt").read_text("utf-8")
    contacts = re.findall(r"(?m)^Contact: (.*)$", text)
    assert contacts and all(each.startswith(site.url) and site.serves(each) for each in contacts)


@pytest.mark.parametrize("name", ["github/pages.yml", "gitlab/.gitlab-ci.yml"])
def test_a_workflow_runs_the_commands_of_the_readme(written: dict[str, str], name: str) -> None:
    workflow = yaml.safe_load(written[name])
    assert workflow
    readme = (ROOT / "README.md").read_text("utf-8")
    setup = "python3 -m pip install --quiet --target .uv uv && .uv/bin/uv run"
    assert setup in readme and setup in written[name]
    assert "aimaq build --publish" in written[name]


def test_what_a_workflow_runs_is_pinned_and_may_do_little(written: dict[str, str]) -> None:
    text = written["github/pages.yml"]
    used = re.findall(r"uses: (.*)$", text, re.MULTILINE)
    assert used and all(PINNED.fullmatch(each) for each in used)
    # The same version of an action as in this repository's own workflows.
    own = "\n".join(path.read_text("utf-8") for path in (ROOT / ".github/workflows").glob("*.yml"))
    versions = {each.partition("@")[0]: each for each in re.findall(r"uses: (.*)$", own, re.MULTILINE)}
    assert all(versions.get(each.partition("@")[0], each) == each for each in used)
    assert f"image: {IMAGE}" in written["gitlab/.gitlab-ci.yml"]
    assert f"image: {IMAGE}" in (ROOT / ".gitlab-ci.yml").read_text("utf-8")
    workflow: Any = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    assert workflow["jobs"]["build"]["permissions"] == {"contents": "read"}
    assert workflow["jobs"]["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    checkout, *_ = workflow["jobs"]["build"]["steps"]
    assert checkout["with"]["persist-credentials"] is False
    # Each quarter of an hour (YAML 1.1 reads "on" as a truth value).
    assert workflow[True]["schedule"] == [{"cron": "8,23,38,53 * * * *"}]


def test_the_workflow_for_github_has_no_findings(written: dict[str, str], tmp_path: Path) -> None:
    """zizmor at its strictest, without the network."""
    (tmp_path / "pages.yml").write_text(written["github/pages.yml"], encoding="utf-8")
    options = ["--offline", "--no-progress", "--persona=auditor", "--format=json"]
    call = [str(environment_tool("zizmor")), *options, str(tmp_path / "pages.yml")]
    done = subprocess.run(call, capture_output=True, encoding="utf-8")
    assert done.returncode == 0 and json.loads(done.stdout) == [], done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("github/pages.yml", ["vendor.github-workflows"]),
        ("gitlab/.gitlab-ci.yml", ["vendor.gitlab-ci", "--data-transform=gitlab-ci"]),
    ],
)
def test_a_workflow_is_one_that_its_host_reads(
    written: dict[str, str], name: str, options: list[str], tmp_path: Path
) -> None:
    """By the schemas that GitHub's and GitLab's users keep at schemastore.org."""
    path = tmp_path / "workflow.yml"
    path.write_text(written[name], encoding="utf-8")
    call = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", *options, str(path)]
    done = subprocess.run(call, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def test_inv_hosting_writes_all_of_it_or_nothing(project: Path) -> None:
    output = project / "for hosts"
    moved = project / "content/data/redirects.txt"
    moved.write_text("/old/\n", encoding="utf-8")
    done = aimaq("hosting", "--output", str(output), project=project)
    assert done.returncode == 1
    assert done.stderr.startswith("content/data/redirects.txt:1: ")
    assert "nothing has been written" in done.stderr
    assert not output.exists()
    moved.unlink()
    assert aimaq("hosting", "--output", str(output), project=project).returncode == 0
    found = {
        path.relative_to(output).as_posix(): path.read_text("utf-8") for path in output.rglob("*") if path.is_file()
    }
    assert found == server_files(describe(), BUILD)
