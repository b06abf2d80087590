"""The rules for prose find what they are written for, and know every word that the glossary rejects."""

import re
from pathlib import Path

import pytest

from tools import prose_linter
from tools.prose_linter import NAMES, ROOT, check, read_rules

RULES = read_rules()
SECTION = (ROOT / "docs/glossary.md").read_text(encoding="utf-8").partition("## Words that we do not use")[2]


def found(folder: Path, name: str, text: str) -> list[str]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return [alert.message for alert in check(path, RULES)]


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("What is made from files and dear to make again.", "dear to make"),
        ("By what a figure that nobody may know of yet would be found in a site.", "nobody may know"),
        ("This template takes itself in, again and again.", "takes itself in"),
        ("Nothing is kept lest\nit be published.", "lest"),
        ("Whoever reads\nall that there is.", "Whoever"),
        ("Everything but for one.", "but for"),
        ("The status is told.", "told"),
    ],
)
def test_the_examples_of_the_dialect_are_found(tmp_path: Path, written: str, word: str) -> None:
    assert any(f"'{word}'" in message for message in found(tmp_path, "x.md", written))
    assert any(f"'{word}'" in message for message in found(tmp_path, "x.py", f'"""{written}"""\n'))


def test_code_is_not_prose(tmp_path: Path) -> None:
    assert not found(tmp_path, "x.md", "Write `lest` or\n\n```text\nwhoever\n```\n\n[x](whoever.md)\n")
    assert not found(tmp_path, "x.py", 'x = "whoever"\n')


def test_names_follow_the_glossary(tmp_path: Path) -> None:
    messages = found(tmp_path, "x.py", "class Wish: ...\ndef dress_page(told): ...\n")
    assert [re.search("name (\\w+)", message)[1] for message in messages] == ["Wish", "dress_page", "told"]  # type: ignore[index]


def test_a_long_sentence_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text("word " * 46 + "end.\n", encoding="utf-8")
    assert [alert.level for alert in check(path, RULES)] == ["warning"]


def test_every_rejected_word_of_prose_has_a_rule() -> None:
    """Words that are right in another sense (made, room, shape, look, piece, in words) are left to people."""
    rejected = re.findall(r"^\| ([^|(]+?) (?:\([^|]*\) )?\| ", SECTION, re.MULTILINE)[2:]
    people = {"made", "room", "shape", "look", "piece", "in words"}
    for cell in rejected:
        for word in cell.split(", "):
            text = word.replace("dress", "dresses a") if word == "dress" else word
            known = word in NAMES or any(
                pattern.search(text) for rule in RULES for pattern, _ in rule.choices if not rule.most
            )
            assert known or word in people, f"no rule in styles/Aimaq finds {word!r}"


def test_the_linter_checks_the_documentation_and_the_program() -> None:
    checked = {path.relative_to(ROOT).parts[0] for path in prose_linter.files()}
    assert {"README.md", "docs", "tests"} <= checked


def test_what_others_wrote_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests install packages of others into folders of this repository, which Git ignores."""
    monkeypatch.setattr(prose_linter, "ROOT", tmp_path)
    for folder in ("tests", "tests/.packages/theirs", "tests/node_modules/theirs"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "x.py").write_text('"""Whoever reads."""\n', encoding="utf-8")
    assert list(prose_linter.files(("tests",))) == [tmp_path / "tests/x.py"]
