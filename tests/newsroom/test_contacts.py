"""`aimaq check` warns of releases, events and a page of contacts from which nobody can be called or written to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.built import aimaq, small_project

RELEASE = "---\ntitle: A release\nkind: release\ndate: 2024-05-06\nsummary: Of a small site.\n{}---\n\nWords.\n"
EVENT = (
    "---\ntitle: An event\nkind: event\ndate: 2024-05-06\nsummary: Of a small site.\n"
    "start: 2024-06-01 10:00\nplace: The hall\n---\n\nWords.\n"
)
PERSON = "---\nname: Aida Nur\npost: Press officer\nphone: 1414-22\n---\n"
PAGE = "---\ntitle: Contacts\n---\n\n{}\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = small_project(tmp_path / "site")
    (project / "content/news/paper.en.md").write_text(RELEASE.format(""), "utf-8")
    (project / "content/news/meeting.en.md").write_text(EVENT, "utf-8")
    (project / "content/pages/contacts.en.md").write_text(PAGE.format("Come by in 2024–2025."), "utf-8")
    return project


def _warned(project: Path) -> list[str]:
    done = aimaq("check", project=project)
    assert done.returncode == 0, done.stderr
    return re.findall(r"^Warning: (content/(?:news|pages)/.*)$", done.stdout, re.M)


def test_nobody_to_call_is_a_warning_for_the_edition(project: Path) -> None:
    page, stories = _warned(project)
    assert page == (
        "content/pages/contacts.en.md: the page of contacts has neither a telephone number nor an e-mail address"
    )
    assert stories.startswith("content/news/paper.en.md: 2 releases and events of this edition")


def test_whoever_can_be_reached_is_enough(project: Path) -> None:
    """In the text, by the setting for all texts, or the institution itself; a person without a number is nobody."""
    people = project / "content/people"
    people.mkdir()
    (people / "aida.en.md").write_text(PERSON, "utf-8")
    (project / "content/news/paper.en.md").write_text(RELEASE.format("contact: aida\n"), "utf-8")
    (project / "content/pages/contacts.en.md").write_text(PAGE.format("<press@example.kz>"), "utf-8")
    [event] = _warned(project)
    assert event.startswith("content/news/meeting.en.md: 1 release or event of this edition names nobody")
    conf = project / "pelicanconf.py"
    settings = conf.read_text("utf-8")
    conf.write_text(f'{settings}\nPRESS_CONTACT = "aida"\n', "utf-8")
    assert _warned(project) == []
    (people / "aida.en.md").write_text(PERSON.replace("phone: 1414-22\n", ""), "utf-8")
    assert len(_warned(project)) == 1
    contact = {lang: {"phone": "+7 727 123 45 67"} for lang in ("ru", "kk", "en")}
    conf.write_text(f"{settings}\nCONTACT = {contact}\n", "utf-8")
    assert _warned(project) == []
