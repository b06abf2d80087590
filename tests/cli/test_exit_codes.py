"""How commands end: exit codes, and what is said where the command itself is used wrongly."""

from __future__ import annotations

import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from click.shell_completion import get_completion_class

from tools.built import AIMAQ, aimaq, small_project
from tools.command_reference import commands

WRONG = {
    "biuld": 'aimaq: there is no command "biuld"; did you mean "build"?\n    aimaq --help says how it is used\n',
    "xyz": 'aimaq: there is no command "xyz"\n    aimaq --help says how it is used\n',
    "--xyz": 'aimaq: no such option "--xyz"\n    aimaq --help says how it is used\n',
    "build --outptu x": 'aimaq build: no such option "--outptu"; did you mean "--output"?\n'
    "    aimaq build --help says how it is used\n",
    "build --output": 'aimaq build: option "--output" requires an argument\n'
    "    aimaq build --help says how it is used\n",
    "build x": "aimaq build: got unexpected extra argument (x)\n    aimaq build --help says how it is used\n",
    "set jobs": 'aimaq set: missing argument "VALUE"\n    aimaq set --help says how it is used\n',
    "set jobs 1 --note x": 'aimaq set: invalid value for "--note": expected a language and a text, as in '
    "--note en=Recounted\n    aimaq set --help says how it is used\n",
}
#: These work outside of a site.
ANYWHERE = {"completion", "forms"}
#: These name the site that they read or make.
OF_ANY_SITE = {"new", "verify"}


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_use_is_said_plainly(tmp_path: Path, line: str) -> None:
    done = aimaq(*line.split(), project=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", WRONG[line])


def test_without_a_command_the_help_is_shown(tmp_path: Path) -> None:
    done, asked = aimaq(project=tmp_path), aimaq("--help", project=tmp_path)
    assert (done.returncode, done.stdout) == (2, asked.stdout)
    assert (asked.returncode, done.stderr, asked.stderr) == (0, "", "")
    assert aimaq("-h", project=tmp_path).stdout == asked.stdout


@pytest.mark.parametrize("name", sorted(commands().keys() - OF_ANY_SITE))
def test_outside_of_a_site_a_command_says_where_to_run_it(tmp_path: Path, name: str) -> None:
    arguments = {
        "set": ("jobs", "1"), "import": ("x.xml",), "completion": ("bash",), "forms": ("job", "--lang", "en"),
        "correct": ("jobs", "1", "--period", "2022", "--why", "x"), "amend": ("--why", "x"), "log": ("begin",),
        "language": ("show",), "override": ("home.html",), "deploy": ("nginx",),
    }  # fmt: skip
    done = aimaq(name, *arguments.get(name, ()), project=tmp_path)
    if name in ANYWHERE:
        assert (done.returncode, done.stderr) == (0, "")
    else:
        assert done.returncode == 1
        assert done.stderr == (
            "pelicanconf.py: this settings file is missing\n    run aimaq in the folder of a site, where it stands\n"
        )
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", sorted(commands()))
def test_each_command_has_help(name: str, tmp_path: Path) -> None:
    done = aimaq(name, "--help", project=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Usage: aimaq {name} ")


def test_it_says_its_version() -> None:
    done = aimaq("--version")
    assert done.returncode == 0 and done.stdout.startswith("aimaq ")


def test_ctrl_c_ends_a_server_with_130(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*AIMAQ, "serve", "--port", "0"],
        cwd=small_project(tmp_path / "site"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        # Tests that a shell runs in the background are deaf to Ctrl+C, and so would be what they start.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout is not None
    while not process.stdout.readline().startswith("Open http"):
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate(timeout=60)
    assert process.returncode == 130
    assert complaint.strip() == "Stopped. All files are whole: as they were before, or as they were to be."


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_commands_and_options(tmp_path: Path, shell: str) -> None:
    """The script is click's own; what it asks for is answered by the command."""
    script = aimaq("completion", shell, project=tmp_path)
    assert script.returncode == 0 and "_AIMAQ_COMPLETE" in script.stdout and get_completion_class(shell)
    code = "import sys; from aimaq.cli import main; sys.argv[0] = 'aimaq'; main()"
    for words, wanted in (("aimaq pu", {"pull", "publish"}), ("aimaq build --f", {"--fresh"})):
        asked = {
            "_AIMAQ_COMPLETE": f"{shell}_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": words.split()[-1] if shell == "fish" else str(len(words.split()) - 1),
        }
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, env=asked, capture_output=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr
        assert wanted <= set(done.stdout.replace(",", "\n").split()), done.stdout


def test_an_argument_that_is_no_text_is_said_plainly(tmp_path: Path) -> None:
    """Bytes that are not UTF-8, as from a file system or a terminal in another encoding."""
    for arguments in (
        ["build", "--output", b"\xff\xfe"],
        ["write", "news", b"\xd0"],
        [b"\xff"],
        ["set", "jobs", b"1\x80"],
    ):
        done = subprocess.run([*AIMAQ, *arguments], cwd=tmp_path, capture_output=True)
        assert done.returncode == 2 and b" is not UTF-8 text\n" in done.stderr and not done.stdout
        assert b"Traceback" not in done.stderr and b"unexpected" not in done.stderr


def test_half_of_a_character_in_a_setting_is_named_with_its_line(project: Path) -> None:
    conf = project / "pelicanconf.py"
    text = conf.read_text("utf-8")
    line = text.count("\n") + 1
    half = "\\ud800, which is half of a character"
    for value, found in {
        '"a\\ud800"': half,
        '{"x": ["\\ud800"]}': half,
        '("a", {"\\ud800": 1})': half,
        '["a\\0"]': "U+0000, which no text may hold",
        '"\\ue000jobs"': "U+E000, which no text may hold",
    }.items():
        conf.write_text(f"{text}SITENAME_OF_OURS = {value}\n", "utf-8")
        done = aimaq("build", project=project)
        message = f"pelicanconf.py:{line}: SITENAME_OF_OURS: a text holds {found}\n"
        assert done.returncode == 1 and done.stderr.startswith(message), done.stderr
    assert not (project / "output").exists()
