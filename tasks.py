"""Developers' tasks: `uv run --group dev inv --list` names them. The editors' command is `aimaq`."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

from invoke import Context, Exit, task

PROJECT = Path(__file__).resolve().parent


@task(
    help={
        "only": "a folder or file of tests: tests/ledger",
        "nightly": "only what takes hours: 1,000 new edits, and a fault at every call that changes the disk",
    }
)
def test(c: Context, only: str = "tests", nightly: bool = False) -> None:
    """Run every check: style, types, templates, and all tests with their validators."""
    if nightly:
        settings = {"AIMAQ_STEPS": "1000", "AIMAQ_SEED": str(secrets.randbelow(10**6)), "AIMAQ_FAULTS": "all"}
        print("— " + " ".join(f"{name}={value}" for name, value in settings.items()), flush=True)
        c.run(f"{sys.executable} -m pytest -q -n 2 tests/incremental", pty=False, env=settings)
        return
    commands = (
        "ruff check .",
        "ruff format --check .",
        "lint-imports",
        "mypy plugins tasks.py bench",
        "djlint theme/templates --lint --quiet",
        "python tests/tools/prose_linter.py",
        f"pytest -q -n 2 {only}",
    )
    programs = Path(sys.executable).parent
    for command in commands:
        print(f"— {command}", flush=True)
        c.run(f"{programs}/{command}", pty=False)


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
    from bench.run import main

    generators, builds = (tuple(filter(None, text.split(","))) for text in (only, scenarios))
    main([int(size) for size in sizes.split(",")], runs, generators, scenarios=builds)


@task
def screenshots(c: Context) -> None:
    """Take pictures of the main pages in three editions, on a phone and a desktop, light and dark."""
    c.run(f"{sys.executable} tests/site/screenshots.py", pty=False)


@task(help={"output": "the file to write"})
def sbom(c: Context, output: str = "sbom.cdx.json") -> None:
    """Write what the site is built with, in CycloneDX: every package with its version, origin and hashes."""
    own = PROJECT / ".uv/bin/uv"
    uv = os.environ.get("UV") or (str(own) if own.exists() else shutil.which("uv"))
    if not uv:
        raise Exit("uv is not here: run this by `uv run --group dev inv sbom`", code=1)
    options = ["--frozen", "--offline", "--all-extras", "--format=cyclonedx1.5", "--preview-features=sbom-export"]
    done = subprocess.run([uv, "export", *options], cwd=PROJECT, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise Exit(f"uv cannot read uv.lock:\n{done.stderr.strip()}", code=1)
    bill = json.loads(done.stdout)
    # The same lock gives the same bytes: what differs from run to run says nothing of the packages.
    del bill["serialNumber"], bill["metadata"]["timestamp"]
    bill["metadata"]["component"]["licenses"] = [{"license": {"id": "AGPL-3.0-only"}}]
    try:
        Path(output).write_text(json.dumps(bill, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise Exit(f"{output}: {error.strerror}; the list has not been written.", code=1) from None
    print(f"Wrote {output}: {len(bill['components'])} packages.")
