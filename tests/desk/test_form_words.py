"""Problems below the form of a text have the form's words: labels, not the fields, lines and YAML of a file."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from aimaq.base.languages.messages import SPOKEN, speaking
from aimaq.desk.editor.form_words import FormWords
from aimaq.desk.editor.texts import Texts
from aimaq.desk.texts import TextTable
from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.settings import read_newsroom
from aimaq.settings.load import plain_settings
from aimaq.settings.read import read_settings
from tools.built import small_project

WRONG = """---
title: 2024
date: soon
kind: event
summry: x
topics: [зона]
speakers: [Иван]
photo: {file: media/Цех.jpg, alt: "", credit: А}
attachments:
  - {file: media/a.pdf, title: "Т"}
  - {file: media/a.exe}
sources: [{title: "Газета", url: nowhere}]
start: 2030-02-01 10:00
end: 2030-01-01
state: perhaps
modified: 2099-01-01
stage: review
email: x
corrections: [{date: 2030-99-01, text: "Слово"}]
place:
registration: example  # later
---

Мест {{ job }}.
"""
#: In English; of each, the beginning, and what is advised.
SAID = """\
the field "Lead" is empty
write it
Title: expected text, found a whole number ("2024")
in "Whole file": put it in quotes: "2024"
Date: expected a date such as 2021-07-01, "2021-07-01 12:30" or 2021-07-01T12:30+05:00, found "soon"
Whole file, line 5: unknown field "summry"; did you mean "summary"?
Speakers 1: "Иван" is not the slug of a person
Photo above the text, File: expected Latin letters, digits, "-", "_" and ".", found "media/Цех.jpg"
write it as "media/name.pdf", below the content folder; rename the file, for instance to "media/tsekh.jpg"
Photo above the text, What the picture shows: this text is empty
write it
Files to download 2: the field "What it is called" is empty
Sources 1, Address: expected a web address, found "nowhere"
it begins with "https://"
Ends is earlier than Begins
write when the event is over, or nothing
The event is: unknown value "perhaps"; expected one of: as planned, postponed, cancelled
Changed on: 2099-01-01 lies in the future
write the day of the last change of the text
Stage of the draft: the stage "ready for review" is that of a draft
Whole file, line 18: unknown field "email"
Corrections 1, Date: expected a date such as 2021-07-01, found "2030-99-01"
the field "Place" is empty
Registration: expected a web address, found "example"
it begins with "https://"
Text, line 2: unknown indicator "job"; did you mean "jobs"?
""".splitlines()


def problems(project: Path, text: str) -> tuple[list[str], list[str]]:
    """What the form of a text with one version says, line by line, and what the table of texts says of it."""
    (project / "content/news/wrong.ru.md").write_text(text, "utf-8")
    settings = read_settings(plain_settings(project, "pelicanconf.py"), project)
    version = next(each for each in Texts(settings).versions("news/wrong") if each.lang == "ru")
    rows = TextTable().rows(read_newsroom(settings, datetime.now(UTC)))
    row = next(each for each in rows if each.path == "content/news/wrong.ru.md")
    return "\n".join(version.problems).splitlines(), "\n".join(row.problems).splitlines()


@pytest.mark.parametrize("lang", SPOKEN)
def test_each_problem_stands_behind_its_label(tmp_path: Path, lang: str) -> None:
    with speaking(lang):
        found, in_table = problems(small_project(tmp_path / "site"), WRONG)
    assert in_table == found[:-1], "the table does not look at figures"
    if lang == "en":
        assert [line.partition("; expected one of: title")[0] for line in found] == SAID
    assert len(found) == len(SAID)
    # No field has its name in a file, but where the file is meant. (In English, "number" is a word as well.)
    known = {field.name for kind in KINDS.values() for field in msgspec.structs.fields(kind.fields)} | {"alt", "url"}
    file_words = rf"\b({'|'.join(known)})\b|YAML|:\d+:" if lang != "en" else r"front matter|YAML|:\d+:"
    for line in found:
        if not line.startswith(("Whole file", "Весь файл", "Бүкіл файл")):
            assert not re.search(file_words, line), line


def test_a_file_without_a_form_is_told_of_in_the_words_of_files(tmp_path: Path) -> None:
    text = WRONG.replace("title: 2024", 'title: "«2024')
    found, in_table = problems(small_project(tmp_path / "site"), text)
    assert in_table == found[:-1], "the table does not look at figures"
    assert any(line.startswith("2:8: a quotation mark is not closed") for line in found), found


def test_every_field_of_every_kind_has_a_label() -> None:
    words = FormWords()
    fields = {field.name for kind in KINDS.values() for field in msgspec.structs.fields(kind.fields)} - {"kind"}
    assert [name for name in fields if words.name(name) == name] == []
    assert words.name("title", inner=True) != words.name("title")
