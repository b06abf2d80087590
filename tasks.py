"""Developers' tasks: `uv run --group dev inv --list` names them. The editors' command is `aimaq`."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tomllib
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from invoke import Context, Exit, task

PROJECT = Path(__file__).resolve().parent
STYLE = (
    "ruff check .",
    "ruff format --check .",
    "lint-imports",
    "djlint theme/templates plugins/aimaq/desk/templates --lint --quiet",
    "python tests/tools/prose_linter.py",
)
TYPES = ("plugins", "tasks.py", "bench", "tests")


@task(
    help={
        "only": "a folder or file of tests: tests/ledger",
        "quick": "for every save: style, types, and the tests that start no process and build no site",
        "coverage": "show which lines of the program no test runs",
        "nightly": "only what takes hours: 1,000 new edits, a fault at every call that changes the disk, hasty readers",
    }
)
def test(c: Context, only: str = "tests", quick: bool = False, coverage: bool = False, nightly: bool = False) -> None:
    """Run every check: style, types, templates, and all tests with their validators."""
    if nightly:
        settings = {"AIMAQ_STEPS": "1000", "AIMAQ_SEED": str(secrets.randbelow(10**6)), "AIMAQ_FAULTS": "all"}
        print("— " + " ".join(f"{name}={value}" for name, value in settings.items()), flush=True)
        c.run(f"{sys.executable} -m pytest -q -n 2 tests/incremental tests/publishing/test_readers.py", env=settings)
        return
    # Where byte code is switched off, every process of every test would compile the program anew.
    environment = {"PYTHONDONTWRITEBYTECODE": ""}
    tools = Path(sys.executable).parent
    with ThreadPoolExecutor(len(STYLE)) as pool:
        styles = pool.map(lambda command: c.run(f"{tools}/{command}", echo=True, warn=True, env=environment), STYLE)
    if any(style.failed for style in styles):
        raise Exit(code=1)
    tests = f"{tools}/pytest -q -n auto {'-m unit ' * quick}{'--cov ' * coverage}{only} --dist worksteal"
    with subprocess.Popen([tools / "mypy", *TYPES], cwd=PROJECT, stdout=subprocess.PIPE, encoding="utf-8") as types:
        tested = c.run(tests, pty=False, echo=True, env=environment, warn=True)
        print("mypy:", types.communicate()[0], flush=True)
    if types.returncode or tested.failed:
        raise Exit(code=1)


@task(
    auto_shortflags=False,
    help={
        "sizes": "how many articles, as 1000,10000",
        "runs": "how many interleaved runs; medians are reported",
        "only": "which generators, as aimaq,hugo (else all)",
        "scenarios": "which builds, as cold,figure (else all, and aimaq serve and a profile)",
    },
)
def bench(c: Context, sizes: str = "1000,10000", runs: int = 3, only: str = "", scenarios: str = "") -> None:
    """Measure builds against Hugo, Eleventy and stock Pelican; writes bench/RESULTS.md."""
    # As an institution has it: Pelican imports, in each build, the plugins that only our tests need.
    python = f"{os.environ.get('UV', 'uv')} run --isolated --no-default-groups python"
    c.run(f'{python} -m bench.run --sizes {sizes} --runs {runs} --only "{only}" --scenarios "{scenarios}"', pty=False)


@task
def screenshots(c: Context) -> None:
    """Take pictures of the main pages in three editions, on a phone and a desktop, light and dark."""
    c.run(f"{sys.executable} tests/site/screenshots.py", pty=False)


@task
def pictures(c: Context) -> None:
    """Take pictures of fifteen charts at three widths: light, dark, printed, and in the reader's own colours."""
    c.run(f"{sys.executable} tests/theme/example_charts.py", pty=False)


@task(help={"output": "the file to write"})
def sbom(c: Context, output: str = "sbom.cdx.json") -> None:
    """Write what the site is built with, in CycloneDX: every package with its version, origin and hashes."""
    options = ["--frozen", "--offline", "--all-extras", "--format=cyclonedx1.5", "--preview-features=sbom-export"]
    done = subprocess.run([_uv(), "export", *options], cwd=PROJECT, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise Exit(f"uv cannot read uv.lock:\n{done.stderr.strip()}", code=1)
    bill = json.loads(done.stdout)
    # The same lock gives the same bytes: what differs from run to run says nothing of the packages.
    del bill["serialNumber"], bill["metadata"]["timestamp"]
    bill["metadata"]["component"]["licenses"] = [{"license": {"id": "AGPL-3.0-only"}}]
    packages, shipped = len(bill["components"]), _shipped()
    bill["components"] += shipped
    try:
        Path(output).write_text(json.dumps(bill, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise Exit(f"{output}: {error.strerror}; the list has not been written.", code=1) from None
    print(f"Wrote {output}: {packages} packages and {len(shipped)} works that readers get.")


def _shipped() -> list[dict[str, object]]:
    """Return the works of others that readers get, as CycloneDX has components."""
    return [
        {
            "type": work["type"],
            "bom-ref": f"theme/{work['name'].lower().replace(' ', '-')}",
            "name": work["name"],
            **({"version": work["version"]} if "version" in work else {}),
            "licenses": [{"expression": work["license"]}],
            "externalReferences": [{"type": "website", "url": work["url"]}],
            "properties": [{"name": "aimaq:notice", "value": f"theme/static/{work['notice']}"}],
        }
        for work in json.loads((PROJECT / "theme/shipped.json").read_text("utf-8"))
    ]


@task(help={"output": "the file to write"})
def verifier(c: Context, output: str = "aimaq-verify.pyz") -> None:
    """Make one file that checks a site against its log, with Python's standard library alone."""
    try:
        write_verifier(Path(output))
    except OSError as error:
        raise Exit(f"{output}: {error.strerror}; the program has not been written.", code=1) from None
    print(f"Wrote {output}: {Path(output).stat().st_size:,} bytes.")


def write_verifier(target: Path) -> None:
    """Write a zipapp of ``aimaq.verify`` and what it imports; the same source gives the same bytes."""
    package = PROJECT / "plugins/aimaq"
    log = (package / f"figures/log/{name}.py" for name in ("ed25519", "merkle", "signed_note", "tiles"))
    files = (*log, *(package / "verify").rglob("*.py"))
    parts = {path.relative_to(package.parent).as_posix(): path.read_bytes() for path in files}
    # Above them stand packages that import more, which nobody who only verifies needs.
    parts |= dict.fromkeys(("aimaq/__init__.py", "aimaq/figures/__init__.py", "aimaq/figures/log/__init__.py"), b"")
    parts["__main__.py"] = b"import sys\n\nfrom aimaq.verify.__main__ import main\n\nsys.exit(main())\n"
    parts["LICENSE"] = (PROJECT / "LICENSE").read_bytes()
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        file.write(b"#!/usr/bin/env python3\n")
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(parts):
                archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), parts[name], zipfile.ZIP_DEFLATED)
    target.chmod(0o755)


@task(help={"version": "the version to release, as 0.2.0"})
def release(c: Context, version: str) -> None:
    """Test, build and tag a version; refuses a dirty tree and a version without a section in the changelog."""
    section = release_notes(version)
    test(c, quick=True)
    shutil.rmtree(PROJECT / "dist", ignore_errors=True)
    c.run(f"{sys.executable} -m invoke verifier --output dist/aimaq-verify.pyz", pty=False)
    c.run(f"{_uv()} build --quiet --out-dir dist", pty=False)
    _git("tag", "--annotate", f"v{version}", "--cleanup=whitespace", "--message", f"Aimaq {version}\n\n{section}")
    print(f"Tagged v{version}. To publish it:\n    git push origin HEAD v{version}")
    print("\n".join(f"    {path.relative_to(PROJECT)}" for path in sorted((PROJECT / "dist").glob("aimaq-*"))))


def release_notes(version: str) -> str:
    """Return the changelog's section of a version; raise Exit with everything that stands in the way of its release."""
    wrong = []
    if dirty := _git("status", "--porcelain"):
        wrong.append(f"these files are changed or not in Git; commit or remove them:\n{dirty}")
    if _git("tag", "--list", f"v{version}"):
        wrong.append(f"the tag v{version} exists; choose another version.")
    declared = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    if declared != version:
        wrong.append(f"pyproject.toml: the version is {declared}; write {version} there, or release {declared}.")
    changelog = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
    heading = re.compile(rf"^## {re.escape(version)} - \d{{4}}-\d\d-\d\d\n(.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
    section = heading.search(changelog)
    if section is None:
        wrong.append(f"CHANGELOG.md: there is no section `## {version} - YYYY-MM-DD`; rename `## Unreleased`.")
    if wrong or section is None:
        raise Exit("Not released:\n" + "\n".join(f"- {each}" for each in wrong), code=1)
    return section[1].strip()


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=PROJECT, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise Exit(f"git {arguments[0]}: {done.stderr.strip()}", code=1)
    return done.stdout.rstrip()


def _uv() -> str:
    """Return the path of uv: the one that runs this, or the README's."""
    own = PROJECT / ".uv/bin/uv"
    uv = os.environ.get("UV") or (str(own) if own.exists() else shutil.which("uv"))
    if uv:
        return uv
    raise Exit("uv is not here: run this by `uv run --group dev inv …`", code=1)
