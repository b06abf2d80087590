"""`aimaq write` alone asks in a terminal, and says what to type where nobody can answer."""

import os
import pty
import sys
from pathlib import Path

from aimaq.base.problems import Problem, ProblemsFound
from aimaq.newsroom.authoring.questions import Answers, interview
from tools.built import aimaq


def test_everything_wrong_is_told_at_once_and_asked_again() -> None:
    given = iter(["9", "Цех", "", "завтра", "4", "", "tsekh-2", "2030-01-31"])
    told: list[str] = []
    seen: list[Answers] = []

    def make(answers: Answers) -> Answers:
        seen.append(answers)
        if len(seen) == 1:
            raise ProblemsFound([Problem("kind", "unknown"), Problem("date", "no date")])
        return answers

    assert interview(lambda question: next(given), told.append, make) == Answers(
        "event", "Цех", "tsekh-2", "2030-01-31"
    )
    assert seen[0] == Answers("9", "Цех", "tsekh", "завтра")
    assert told[1] == "date: no date\nkind: unknown"


def test_a_new_title_proposes_a_new_address() -> None:
    given = iter(["", "Цех", "mine", "", "", "Склад", "", ""])
    asked: list[str] = []
    made = 0

    def ask(question: str) -> str:
        asked.append(question)
        return next(given)

    def make(answers: Answers) -> Answers:
        nonlocal made
        made += 1
        if made == 1:
            raise ProblemsFound([Problem("slug", "taken")])
        return answers

    assert interview(ask, lambda text: None, make) == Answers("news", "Склад", "sklad", "")
    assert asked[6] == "Address [sklad]: "


def test_in_a_terminal_it_asks_and_makes_three_files(project: Path) -> None:
    child, terminal = pty.fork()
    if not child:  # pragma: no cover - another process
        os.chdir(project)
        os.execv(sys.executable, [sys.executable, "-m", "aimaq", "write"])
    said, answers = b"", [b"2", "Открыт цех".encode(), b"", b"2024-05-06"]
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # Linux' way to say that a terminal has closed
            break
        if not piece:
            break
        said += piece
        if said.endswith(b": ") and answers:
            os.write(terminal, answers.pop(0) + b"\n")
    assert os.waitpid(child, 0)[1] == 0, said.decode()
    for lang in ("ru", "kk", "en"):
        text = (project / f"content/news/otkryt-tsekh.{lang}.md").read_text("utf-8")
        assert "date: 2024-05-06\nkind: release\n" in text


def test_without_a_terminal_it_says_what_to_type(project: Path) -> None:
    done = aimaq("write", project=project)
    assert done.returncode == 1
    assert done.stderr == 'Say what it is, and its title: aimaq write news "Заголовок"\n'
