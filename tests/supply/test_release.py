"""`inv release` refuses what is not ready, all reasons at once, and tags what is."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from invoke import Context, Exit, MockContext, Result

import tasks

CHANGELOG = """# Changes

## Unreleased

Later.

## 1.2.3 - 2026-11-28

### Added

- A thing.

## 1.2.2 - 2026-01-01

Old.
"""
Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """A repository that is ready to release 1.2.3, and Git in it."""

    def run(*arguments: str) -> str:
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        return subprocess.run(
            ["git", *identity, *arguments], cwd=tmp_path, check=True, capture_output=True, encoding="utf-8"
        ).stdout

    (tmp_path / "pyproject.toml").write_text('[project]\nname = "aimaq"\nversion = "1.2.3"\n')
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    run("init", "--quiet")
    run("config", "user.name", "A")
    run("config", "user.email", "a@example.org")
    run("add", ".")
    run("commit", "--quiet", "--message", "ready")
    monkeypatch.setattr(tasks, "PROJECT", tmp_path)
    monkeypatch.setenv("UV", "uv")
    return run


def refusal(version: str) -> str:
    with pytest.raises(Exit) as refused:
        tasks.release_notes(version)
    return str(refused.value)


def test_the_notes_are_the_section_of_the_version(git: Git) -> None:
    assert tasks.release_notes("1.2.3") == "### Added\n\n- A thing."


def test_a_dirty_tree_is_refused(git: Git, tmp_path: Path) -> None:
    (tmp_path / "new.py").touch()
    assert "?? new.py" in refusal("1.2.3")
    (tmp_path / "new.py").unlink()
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG + "\n")
    assert "M CHANGELOG.md" in refusal("1.2.3")


def test_a_version_without_a_section_is_refused_and_all_reasons_are_named(git: Git) -> None:
    git("tag", "v1.3.0")
    message = refusal("1.3.0")
    assert "the tag v1.3.0 exists" in message
    assert "pyproject.toml: the version is 1.2.3" in message
    assert "no section `## 1.3.0 - YYYY-MM-DD`" in message


def test_a_release_tests_builds_and_tags(
    git: Git, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[str] = []
    monkeypatch.setattr(tasks, "TYPES", ("--version",))  # there is nothing to check here

    class Recording(MockContext):
        def run(self, command: str, **options: object) -> Result:
            commands.append(command)
            return Result(command=command)

    tasks.release(Recording(), "1.2.3")
    assert "pytest -q -n auto -m unit tests" in commands[-3]
    assert "-m invoke verifier --output dist/aimaq-verify.pyz" in commands[-2]
    assert commands[-1] == "uv build --quiet --out-dir dist"
    assert git("tag", "--list", "--format=%(contents)", "v1.2.3").strip() == "Aimaq 1.2.3\n\n### Added\n\n- A thing."
    assert "git push origin HEAD v1.2.3" in capsys.readouterr().out


def test_nothing_is_tagged_when_a_test_fails(git: Git) -> None:
    class Failing(Context):
        def run(self, command: str, **options: object) -> Result:
            raise Exit("failed", code=1)

    with pytest.raises(Exit):
        tasks.release(Failing(), "1.2.3")
    assert git("tag") == ""
