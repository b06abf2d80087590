"""`aimaq write` alone asks in a terminal, and says what to type where nobody can answer."""

from pathlib import Path

from aimaq.base.problems import Problem, ProblemsFound
from aimaq.newsroom.authoring.questions import Answers, interview
from tools.built import aimaq
from tools.terminal import answer_in_terminal


def test_everything_wrong_is_told_at_once_and_asked_again() -> None:
    given = iter(["9", "Цех", "", "", "завтра", "4", "", "kk", "tsekh-2", "2030-01-31"])
    told: list[str] = []
    seen: list[Answers] = []

    def make(answers: Answers) -> Answers:
        seen.append(answers)
        if len(seen) == 1:
            raise ProblemsFound([Problem("kind", "unknown"), Problem("date", "no date")])
        return answers

    assert interview(lambda question: next(given), told.append, ("ru", "kk"), make) == Answers(
        "event", "Цех", "tsekh-2", "2030-01-31", "kk"
    )
    assert seen[0] == Answers("9", "Цех", "tsekh", "завтра", "ru")
    assert told[1] == "date: no date\nkind: unknown"


def test_a_new_title_proposes_a_new_address() -> None:
    given = iter(["", "Łódź", "", "mine", "", "", "Größe", "de", "", ""])
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

    assert interview(ask, lambda text: None, ("pl", "de"), make) == Answers("news", "Größe", "groesse", "", "de")
    assert asked[2] == "Its language, pl or de [pl]: "
    assert asked[8] == "Address [groesse]: "


def test_a_site_in_one_language_is_not_asked_for_it() -> None:
    given = iter(["", "The bridge", "", ""])
    made = interview(lambda question: next(given), lambda text: None, ("en",), lambda answers: answers)
    assert made == Answers("news", "The bridge", "the-bridge", "", "en")


def test_in_a_terminal_it_asks_and_makes_three_files(project: Path) -> None:
    answer_in_terminal(project, "write", answers=["2", "Открыт цех", "", "", "2024-05-06"])
    for lang in ("ru", "kk", "en"):
        text = (project / f"content/news/otkryt-tsekh.{lang}.md").read_text("utf-8")
        assert "date: 2024-05-06\nkind: release\n" in text


def test_without_a_terminal_it_says_what_to_type(project: Path) -> None:
    done = aimaq("write", project=project)
    assert done.returncode == 1
    assert done.stderr == 'Say what it is, and its title: aimaq write news "Заголовок"\n'
