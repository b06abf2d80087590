"""Compiled templates are kept between builds, and never used where they could differ from a fresh compilation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment

from aimaq.base.files.cache import Cache
from aimaq.base.files.template_code import TemplateCode

SOURCE = "{{ 'a'|mark }} {{ word }}"


class Counting(Environment):
    """An environment that counts what it compiles."""

    compiled = 0

    def compile(self, *arguments: Any, **options: Any) -> Any:
        self.compiled += 1
        return super().compile(*arguments, **options)


def printed(
    folder: Path, source: str = SOURCE, base: str = "", mark: Callable[[str], str] = str.upper
) -> tuple[str, int]:
    """Return what a template prints in a new process, as it were, and how many templates that has compiled."""
    env = Counting(loader=DictLoader({"x.html": source}), bytecode_cache=TemplateCode(Cache(folder), base))
    env.filters["mark"] = mark
    return env.get_template("x.html").render(word="b"), env.compiled


def test_a_template_is_compiled_once(tmp_path: Path) -> None:
    assert [printed(tmp_path) for _ in range(2)] == [("A b", 1), ("A b", 0)]


def test_another_source_is_compiled(tmp_path: Path) -> None:
    printed(tmp_path)
    assert printed(tmp_path, f"{SOURCE}!") == ("A b!", 1)


def test_other_settings_compile_anew(tmp_path: Path) -> None:
    """A filter of the site's own is called for constants when a template is compiled."""
    printed(tmp_path, base="settings")
    assert printed(tmp_path, base="other settings", mark=lambda text: text * 2) == ("aa b", 1)


def test_a_damaged_file_counts_as_absent(tmp_path: Path) -> None:
    printed(tmp_path)
    [file] = (path for path in tmp_path.rglob("*") if path.is_file())
    whole = file.read_bytes()
    for damaged in (b"", whole[:-1], whole[:20], whole[:-1] + bytes([whole[-1] ^ 1]), whole[:16] + b"\0" * 40):
        file.write_bytes(damaged)
        assert printed(tmp_path) == ("A b", 1), damaged
        assert file.read_bytes() == whole


@pytest.mark.parametrize("name", ["a file", "a file/below"])
def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path, name: str) -> None:
    (tmp_path / "a file").write_text("")
    assert printed(tmp_path / name) == ("A b", 1)
