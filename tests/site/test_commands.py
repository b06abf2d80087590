"""The documentation tells the truth: what it names exists, and what exists is in it."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tools.built import ROOT, aimaq

# errors.md shows mistakes, wrong commands among them; tests/errors keep it true
DOCUMENTS = [ROOT / "README.md", *(p for p in sorted((ROOT / "docs").rglob("*.md")) if p.name != "errors.md")]
SETUP = "python3 -m pip install --quiet --target .uv uv && .uv/bin/uv run inv "
#: a command as documentation writes it: ``aimaq set enterprises 101 --period …``, up to the end of the code
COMMAND = re.compile(r"\binv ((?:[a-z]+)(?:-[a-z]+)*)((?:[^`\n\\]|\\\n)*)")
NOT_A_TASK = {"--list", "--help"}


@pytest.fixture(scope="module")
def tasks() -> dict[str, str]:
    """Every command that exists, with its one-line description."""
    done = aimaq("--list", "--list-format=json")
    assert done.returncode == 0, done.stderr
    return {task["name"]: task["help"] for task in json.loads(done.stdout)["tasks"]}


def code(path: Path) -> list[str]:
    """What a document shows as code, in spans and in blocks."""
    text = path.read_text(encoding="utf-8")
    blocks = re.findall(r"^```[^\n]*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return blocks + re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))


def named(path: Path) -> list[tuple[str, str]]:
    """(command, the rest of its line) for each command in a document's code."""
    return [(match[1], match[2]) for sample in code(path) for match in COMMAND.finditer(sample)]


def test_the_readme_has_the_two_commands_word_for_word() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [line.strip() for line in readme.splitlines() if line.strip().startswith("python3 -m pip")]
    assert lines == [SETUP + "serve", SETUP + "test"]


def test_ci_runs_the_readmes_test_command() -> None:
    script = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert SETUP + "test" in script
    assert subprocess.run(["bash", "-n", str(ROOT / ".ci/run")]).returncode == 0


def test_every_command_is_in_the_readme(tasks: dict[str, str]) -> None:
    documented = {command for command, _ in named(ROOT / "README.md")}
    assert set(tasks) <= documented, f"not in README.md: {sorted(set(tasks) - documented)}"
    assert all(tasks.values()), "a command has no description"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_documented_command_and_option_exists(path: Path, tasks: dict[str, str]) -> None:
    for command, rest in named(path):
        assert command in tasks, f"{path.relative_to(ROOT)}: inv {command} does not exist"
        flags = set(re.findall(r"(?<!\S)(--[a-z][a-z-]*)", rest))
        if flags:
            help_text = aimaq("--help", command).stdout
            known = set(re.findall(r"--(?:\[no-\])?[a-z][a-z-]*", help_text))
            known |= {flag.replace("--[no-]", "--") for flag in known} | {
                flag.replace("--[no-]", "--no-") for flag in known
            }
            assert flags <= known, f"{path.relative_to(ROOT)}: inv {command} has no {sorted(flags - known)}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_that_a_document_links_to_exists(path: Path) -> None:
    prose = re.sub(r"^```.*?^```|`[^`\n]+`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if not re.match(r"\w+:|#", target):
            assert (path.parent / target.partition("#")[0]).exists(), f"{path.relative_to(ROOT)}: {target}"
