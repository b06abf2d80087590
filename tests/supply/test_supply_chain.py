"""What runs here is what is written down: every package by its hash, under a licence that has been looked at; a build
asks nobody for anything; and what continuous integration runs cannot be exchanged by others."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path

import jsonschema_rs
import pytest
import yaml
from pull.server import Server, serving

from tools import faults, licences
from tools.built import ROOT, Json
from tools.programs import environment_tool
from tools.scenarios import BUILD, COMMAND, Newsroom, change_a_figure

WORKFLOW = ROOT / ".github/workflows/ci.yml"
IMPACT = ROOT / ".github/workflows/impact.yml"
SYSTEMS = ROOT / ".github/workflows/systems.yml"
PIPELINE = ROOT / ".gitlab-ci.yml"
REGISTRY = "https://registry.npmjs.org/"
IMAGE = re.compile(r"debian@sha256:[0-9a-f]{64}")


def test_every_python_package_is_locked_with_its_hashes() -> None:
    packages = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    assert len(packages) > 50
    for package in packages:
        files = [*package.get("wheels", ()), *filter(None, [package.get("sdist")])]
        assert files or package["source"] == {"editable": "."}, package["name"]
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", file["hash"]) for file in files), package["name"]
        assert package["source"] in ({"registry": "https://pypi.org/simple"}, {"editable": "."}), package["name"]


@pytest.mark.parametrize("lock", licences.NPM_LOCKS)
def test_every_npm_package_is_locked_with_its_hash(lock: str) -> None:
    packages = json.loads((ROOT / lock).read_text("utf-8"))["packages"]
    assert len(packages) > 5
    for path, package in packages.items():
        if path:
            assert package["integrity"].startswith("sha512-"), path
            assert package.get("resolved", REGISTRY).startswith(REGISTRY), path


def test_every_lock_of_the_repository_is_looked_at() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("package-lock.json")
        if "node_modules" not in path.parts and not path.parts[len(ROOT.parts)].startswith(".")
    }
    assert found == set(licences.NPM_LOCKS)


def test_every_licence_goes_together_with_ours() -> None:
    packages = licences.of_python() | licences.of_npm()
    assert len(packages) > 300
    wrong = [f"{name}: {licence}" for name, licence in packages.items() if not licences.is_compatible(name, licence)]
    assert not wrong, "look at these licences, and add what is compatible to COMPATIBLE in tests/tools/licences.py"
    # A package that another system or another Python needs is locked, and not installed here.
    assert len(licences.locked() - licences.of_python().keys()) < 10


@pytest.mark.parametrize(
    ("package", "licence", "compatible"),
    [
        ("a", "MIT", True),
        ("a", "GPL-2.0-only", False),
        ("a", "GPL-2.0-only OR MIT", True),
        ("a", "(MIT AND Apache-2.0)", True),
        ("a", "MIT AND SSPL-1.0", False),
        ("a", "UNKNOWN", False),
        ("a", "", False),
        ("a", "CC-BY-NC-4.0", False),
        ("regex", "Apache-2.0 AND CNRI-Python", True),
        ("pelican", "Apache-2.0 AND CNRI-Python", False),
    ],
)
def test_what_is_compatible(package: str, licence: str, compatible: bool) -> None:
    assert licences.is_compatible(package, licence) == compatible


def test_the_lists_in_the_documentation_are_those_of_today() -> None:
    text = licences.DOCUMENT.read_text("utf-8")
    assert text == licences.written(text), "run: python tests/tools/licences.py"


@pytest.fixture(scope="module")
def cyclonedx() -> jsonschema_rs.Draft7Validator:
    """CycloneDX's own schema, with those that it refers to, as its authors' library carries them."""
    folder = files("cyclonedx.schema") / "_res"

    def schema(name: str) -> Json:
        read: Json = json.loads((folder / f"{name}.SNAPSHOT.schema.json").read_text("utf-8"))
        return read

    names = [f"{name}.SNAPSHOT.schema.json" for name in ("spdx", "jsf-0.82")]
    parts = [(f"http://cyclonedx.org/schema/{name}", schema(name.partition(".SNAP")[0])) for name in names]
    registry = jsonschema_rs.Registry(parts)
    return jsonschema_rs.Draft7Validator(schema("bom-1.5"), registry=registry, validate_formats=True)


def sbom(path: Path) -> subprocess.CompletedProcess[str]:
    """Run the developers' task."""
    command = [sys.executable, "-m", "invoke", "sbom", "--output", str(path)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")


def test_the_list_for_machines_is_a_sound_one(tmp_path: Path, cyclonedx: jsonschema_rs.Draft7Validator) -> None:
    """By CycloneDX's own schema; it has what the site is built with, nothing of the tests, and the locked hashes."""
    two = [tmp_path / name for name in ("one.json", "two.json")]
    for path in two:
        done = sbom(path)
        assert done.returncode == 0, done.stderr
    bill, again = (json.loads(path.read_text("utf-8")) for path in two)
    assert [str(error) for error in cyclonedx.iter_errors(bill)] == []
    assert cyclonedx.is_valid({**bill, "specVersion": 1.5}) is False
    assert bill == again
    shipped = [each for each in bill["components"] if each["bom-ref"].startswith("theme/")]
    components = [each for each in bill["components"] if each not in shipped]
    assert {each["name"] for each in components} == licences.running()
    assert f"{len(components)} packages and {len(shipped)} works that readers get" in done.stdout
    works = json.loads((ROOT / "theme/shipped.json").read_text("utf-8"))
    assert [(each["name"], each["licenses"][0]["expression"]) for each in shipped] == [
        (work["name"], work["license"]) for work in works
    ]
    lock = (ROOT / "uv.lock").read_text("utf-8")
    for each in components:
        hashes = [one["content"] for file in each["externalReferences"] for one in file["hashes"]]
        assert hashes and all(f"sha256:{one}" in lock for one in hashes), each["name"]


def test_a_list_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    done = sbom(tmp_path / "none/sbom.json")
    assert done.returncode == 1
    assert done.stderr.strip().endswith("No such file or directory; the list has not been written.")


def connections(folder: Path, log: Path, *tracing: str) -> list[str]:
    """Run a command under strace, and return its calls that have to do with the internet."""
    outcome = faults.run(tracing, folder, "-f", "-o", str(log), "-e", "trace=%network")
    assert outcome.status == 0, outcome.said
    return [line for line in log.read_text("utf-8").splitlines() if "AF_INET" in line]


def test_a_build_opens_no_connection(tmp_path: Path) -> None:
    """A first build from nothing, and a refill; that the probe sees one, `aimaq pull` proves."""
    room = Newsroom(tmp_path / "newsroom")
    assert connections(room.project, tmp_path / "log", *BUILD) == []
    change_a_figure(room.project)
    assert connections(room.project, tmp_path / "log", *BUILD) == []
    with serving() as server:
        asks = [*COMMAND, "pull", "--key", "enterprises", "--from", address(server)]
        assert any("connect(" in line for line in connections(room.project, tmp_path / "log", *asks))


def address(server: Server) -> str:
    row = "period,value,status,released,source_title,source_url\n2022-12-31,27,actual,2023-02-01,K,https://x.kz/b\n"
    server.bodies["/enterprises.csv"] = row.encode()
    return f"{server.url}/enterprises.csv"


def test_the_workflow_has_no_findings() -> None:
    """zizmor at its strictest, without the network."""
    program = str(environment_tool("zizmor"))
    options = ["--offline", "--no-progress", "--persona=auditor", "--format=json"]
    done = subprocess.run([program, *options, str(WORKFLOW.parent)], capture_output=True, encoding="utf-8")
    assert done.returncode == 0 and json.loads(done.stdout) == [], done.stdout + done.stderr


def test_zizmor_would_find_what_is_not_pinned(tmp_path: Path) -> None:
    text = WORKFLOW.read_text("utf-8")
    worse = tmp_path / "ci.yml"
    text = text.replace("persist-credentials: false", "clean: true")
    worse.write_text(re.sub(r"@[0-9a-f]{40} # ", "@", text), "utf-8")
    program = str(environment_tool("zizmor"))
    options = ["--offline", "--no-progress", "--format=json", str(worse)]
    done = subprocess.run([program, *options], capture_output=True, encoding="utf-8")
    assert {each["ident"] for each in json.loads(done.stdout)} == {"unpinned-uses", "artipacked"}


@pytest.mark.parametrize(
    ("path", "options"),
    [
        (WORKFLOW, ["vendor.github-workflows"]),
        (IMPACT, ["vendor.github-workflows"]),
        (SYSTEMS, ["vendor.github-workflows"]),
        (PIPELINE, ["vendor.gitlab-ci", "--data-transform=gitlab-ci"]),
    ],
    ids=["GitHub", "GitHub, impact", "GitHub, systems", "GitLab"],
)
def test_the_file_is_one_that_its_host_reads(path: Path, options: list[str]) -> None:
    """By the schemas that GitHub's and GitLab's users keep at schemastore.org."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", *options, str(path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def test_both_hosts_run_the_same_script_in_the_same_container_with_few_rights() -> None:
    workflow, impact, pipeline = (yaml.safe_load(path.read_text("utf-8")) for path in (WORKFLOW, IMPACT, PIPELINE))
    assert workflow["jobs"].keys() == {"test", "unit", "check"}
    job, unit = workflow["jobs"]["test"], workflow["jobs"]["unit"]
    assert job["steps"][-1]["run"] == ".ci/run" and pipeline["test"]["script"] == [".ci/run"]
    assert unit["steps"][-1]["run"] == " && ".join(pipeline["unit"]["script"])
    assert unit["strategy"]["matrix"]["python"] == pipeline["unit"]["parallel"]["matrix"][0]["UV_PYTHON"]
    assert job["container"]["image"] == unit["container"]["image"] == pipeline["test"]["image"]
    assert pipeline["unit"]["image"] == pipeline["test"]["image"]
    assert IMAGE.fullmatch(pipeline["test"]["image"])
    assert workflow["permissions"] == {"contents": "read"} and "permissions" not in job and "permissions" not in unit
    assert impact["permissions"] == {"contents": "read"} and "permissions" not in impact["jobs"]["impact"]
    assert pipeline["impact"]["image"] == pipeline["test"]["image"]
    assert job["timeout-minutes"] and unit["timeout-minutes"] and impact["jobs"]["impact"]["timeout-minutes"]
    assert all(pipeline[name]["timeout"] for name in ("test", "unit", "impact"))
    # A fork is a site of somebody's own: its site is checked, and the program is not tested.
    fork, check = "${{ github.event.repository.fork }}", workflow["jobs"]["check"]
    assert check["if"] == fork and job["if"] == unit["if"] == fork.replace("{{ ", "{{ !")
    assert check["steps"][-1]["run"] == " && ".join(pipeline["check"]["script"]) and "permissions" not in check
    assert (
        pipeline["check"]["rules"] == [{"if": "$AIMAQ_SITE_ONLY"}]
        and pipeline["check"]["image"] == job["container"]["image"]
    )
    never = [{"if": "$AIMAQ_SITE_ONLY", "when": "never"}, {"when": "on_success"}]
    assert pipeline["test"]["rules"] == pipeline["unit"]["rules"] == never
    uses = re.findall(r"uses: *(\S+)(.*)", WORKFLOW.read_text("utf-8") + IMPACT.read_text("utf-8"))
    assert uses and all(
        re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", name) and re.fullmatch(r" # v\d+\.\d+\.\d+", comment)
        for name, comment in uses
    )
