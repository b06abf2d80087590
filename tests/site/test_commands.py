"""The documentation tells the truth: what it names exists, and what exists is in it."""

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from invoke import Collection

import tasks as developers
from aimaq.cli.groups import GROUPS
from tools import command_reference
from tools.built import ROOT, aimaq

#: The tables of errors show mistakes, wrong commands among them, and tests/errors keep them true; the last is history.
OTHERS = {"errors.md", "errors.ru.md", "errors.kk.md", "rooms-before.md"}
DOCUMENTS = [ROOT / "README.md", *(p for p in sorted((ROOT / "docs").rglob("*.md")) if p.name not in OTHERS)]
SETUP = "python3 -m pip install --quiet --target .uv uv && .uv/bin/uv run "
SERVE, TEST = f"{SETUP}aimaq serve", f"{SETUP}--group dev inv test"
#: a command as documentation writes it: ``aimaq set enterprises 101 --period …``, up to the end of the code
COMMAND = re.compile(r"\b(?<![-./])(aimaq|inv) ([a-z]+(?:-[a-z]+)*)((?:[^`\n\\]|\\\n)*)")


def options(command: click.Command) -> set[str]:
    """The long options of a command of ``aimaq``, with those of its subcommands."""
    context = click.Context(command, help_option_names=["-h", "--help"])
    below = command.commands.values() if isinstance(command, click.Group) else ()
    return {name for each in below for name in options(each)} | {
        name
        for param in command.get_params(context)
        for name in (*param.opts, *param.secondary_opts)
        if name.startswith("--")
    }


def task_options(name: str) -> set[str]:
    """The long options of a developer's task."""
    done = subprocess.run(
        [sys.executable, "-m", "invoke", "--help", name], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    known = set(re.findall(r"--(?:\[no-\])?[a-z][a-z-]*", done.stdout))
    return {flag.replace("--[no-]", prefix) for flag in known for prefix in ("--", "--no-")}


@pytest.fixture(scope="module")
def known() -> dict[tuple[str, str], set[str]]:
    """Every command that exists, with its options."""
    found = {("aimaq", name): options(command) for name, command in command_reference.commands().items()}
    return found | {("inv", name): task_options(name) for name in Collection.from_module(developers).task_names}


def code(path: Path) -> list[str]:
    """What a document shows as code, in spans and in blocks."""
    text = path.read_text(encoding="utf-8")
    blocks = re.findall(r"^```[^\n]*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return blocks + re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))


def named(path: Path) -> list[tuple[tuple[str, str], str]]:
    """(program and command, the rest of its line) for each command in a document's code."""
    return [((match[1], match[2]), match[3]) for sample in code(path) for match in COMMAND.finditer(sample)]


def test_the_readme_has_the_two_commands_word_for_word() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [line.strip() for line in readme.splitlines() if line.strip().startswith("python3 -m pip")]
    assert lines == [SERVE, TEST]


def test_ci_runs_the_readmes_test_command() -> None:
    script = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert TEST in script
    assert subprocess.run(["bash", "-n", str(ROOT / ".ci/run")]).returncode == 0


def test_every_command_is_in_the_readme(known: dict[tuple[str, str], set[str]]) -> None:
    documented = {command for command, _ in named(ROOT / "README.md")}
    assert set(known) <= documented, f"not in README.md: {sorted(set(known) - documented)}"
    tasks = Collection.from_module(developers)
    assert all(tasks[name].__doc__ for name in tasks.task_names), "a task has no description"


def test_every_command_and_option_is_explained() -> None:
    for name, command in command_reference.commands().items():
        assert command.help and command.short_help, name
        assert len(command.short_help) <= 60, f"{name}: its line in `aimaq --help` is cut"
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help, f"aimaq {name} {option.opts}"
                assert option.is_flag or option.metavar, f"aimaq {name} {option.opts}"


def test_the_help_shows_the_groups() -> None:
    done = aimaq("--help")
    assert done.returncode == 0
    places = [done.stdout.index(f"\n{title}:\n") for title in GROUPS]
    assert places == sorted(places)
    for command in command_reference.commands().values():
        assert command.get_short_help_str(limit=200) in " ".join(done.stdout.split())


def test_the_reference_is_up_to_date() -> None:
    """``python tests/tools/command_reference.py`` writes it."""
    assert command_reference.DOCUMENT.read_text("utf-8") == command_reference.document()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_documented_command_and_option_exists(path: Path, known: dict[tuple[str, str], set[str]]) -> None:
    for command, rest in named(path):
        shown = f"{path.relative_to(ROOT)}: {' '.join(command)}"
        assert command in known, f"{shown} does not exist"
        flags = set(re.findall(r"(?<!\S)(--[a-z][a-z-]*)", rest))
        assert flags <= known[command], f"{shown} has no {sorted(flags - known[command])}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_that_a_document_links_to_exists(path: Path) -> None:
    prose = re.sub(r"^```.*?^```|`[^`\n]+`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if not re.match(r"\w+:|#", target):
            assert (path.parent / target.partition("#")[0]).exists(), f"{path.relative_to(ROOT)}: {target}"
