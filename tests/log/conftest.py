"""A small newsroom whose log has been begun and whose site has been built."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tools.built import aimaq, small_project

STORY = {
    "ru": (
        "Парк открыт: 12 цехов",
        "Парк открыли 5 мая 2023 года: в нём 12 цехов и 340 мест. Всего в зоне {{ jobs @ published }}.\n\n"
        "«Мы ждали этого два года», — сообщили в пресс-службе.\n",
    ),
    "kk": (
        "Парк ашылды: 12 цех",
        "Парк 2023 жылғы 5 мамырда ашылды: онда 12 цех пен 340 орын бар. Аймақта {{ jobs @ published }}.\n\n"
        "«Біз мұны екі жыл күттік», — деп хабарлады баспасөз қызметі.\n",
    ),
    "en": (
        "Park opened: 12 workshops",
        "The park opened on 5 May 2023: it has 12 workshops and 340 places. The zone has {{ jobs @ published }}.\n\n"
        "“We have waited for this for two years,” the press office said.\n",
    ),
}
ATTACHED = 'attachments:\n  - {file: media/plan.csv, title: "12 × 340"}\n'


def write_story(project: Path, lang: str, *, title: str = "", body: str = "", fields: str = "") -> Path:
    """Write the story ``park`` in a language, with other words or fields than it has at first."""
    own_title, own_body = STORY[lang]
    path = project / f"content/news/park.{lang}.md"
    summary = own_title.partition(":")[0]
    head = f'title: "{title or own_title}"\ndate: 2023-05-06\nkind: news\nsummary: {summary}.\n{ATTACHED}{fields}'
    plan = project / "content/media/plan.csv"
    if not plan.exists():
        plan.parent.mkdir(exist_ok=True)
        plan.write_text("workshops,12\n", encoding="utf-8")
    path.write_text(f"---\n{head}---\n\n{body or own_body}", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a project whose log has been begun; tests copy it."""
    project = small_project(tmp_path_factory.mktemp("log") / "site")
    for lang in STORY:
        write_story(project, lang)
    for command in (["log", "begin"], ["build"]):
        done = aimaq(*command, project=project)
        assert done.returncode == 0, done.stdout + done.stderr
    return project


@pytest.fixture
def published(begun: Path, tmp_path: Path) -> Path:
    """A copy of it, with its cache and its site."""
    project = tmp_path / "site"
    shutil.copytree(begun, project, symlinks=True)
    return project
