"""A small newsroom with all that may be held back: a release under embargo, a story of tomorrow, a draft, a figure."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from aimaq.pipeline.build import build
from aimaq.pipeline.report import Report
from tools import faults
from tools.built import LANGUAGES, Site, small_project

PREVIEW = {"PREVIEW": True, "INCREMENTAL_TRANSFORM": "aimaq.newsroom.corrections.fill:load_preview"}
BEFORE, MOMENT, AFTER = (
    datetime.fromisoformat(f"2026-03-{time}+05:00") for time in ("10T09:59:59", "10T10:00:00", "12T00:00:00")
)
TITLES = {
    "ru": "Завод «Сирень» & партнёры открыт",
    "kk": "«Сирень» зауыты & серіктестері ашылды",
    "en": "The plant of “Lilac” & partners opens",
}
BODIES = {
    "ru": "Теперь в зоне {{ jobs @ 2026-02-28 }}. [План]({static}/media/lilac-plan.svg).",
    "kk": "Енді аймақта {{ jobs @ 2026-02-28 }}. [План](/media/lilac-plan.svg).",
    "en": "There are now {{ jobs }} and [this other one]({filename}rough-notes-only.en.md)."[:29] + ".",
}
FIGURE = {
    "period": "2026-02-28",
    "value": 4711,
    "status": "actual",
    "released": "2026-03-10",
    "embargo": "2026-03-10 10:00",
    "source": {"title": "Zone", "url": "https://example.org/lilac-source"},
}
#: What nobody may find before the moment has come: texts, addresses, files, the figure and what is computed from it.
SECRETS = (
    *(part for title in TITLES.values() for part in title.split(" & ")),
    *(
        "lilac-plant-opens",
        "lilac-plan",
        "lilac-report",
        "lilac-photo",
        "lilac-source",
        "plant-director",
        "Диана Лилова",
    ),
    *("4711", "4\u00a0711", "4,711", "r-2026-02-28-2026-03-10", "174.5", "174,5"),
)
#: The same of what stays held back for longer.
LATER = ("tomorrow-morning-meeting", "Завтра утром будет встреча", "rough-notes-only", "Rough notes of nobody at all")


@dataclass(frozen=True)
class Room:
    """A project, and how it is built as at some moment."""

    project: Path

    @property
    def site(self) -> Site:
        """The site that readers have."""
        return Site(self.project / "output")

    def build(self, at: datetime = BEFORE) -> Report:
        """Build as ``aimaq build`` does at that moment."""
        return build(self.project, output=self.project / "output", cache=self.project / ".aimaq", now=at)

    def clean(self, at: datetime) -> dict[str, bytes]:
        """The files of a site that is built at that moment without any memory."""
        target = self.project / "clean"
        build(self.project, output=target, cache=self.project / ".clean", fresh=True, now=at)
        return tree(target)

    def preview(self, at: datetime = BEFORE) -> Site:
        """What ``aimaq serve`` shows at that moment."""
        folder = self.project / ".aimaq/preview"
        build(self.project, output=folder / "site", cache=folder / "cache", overrides=PREVIEW, now=at)
        return Site(folder / "site")

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace the first ``old`` in a file of the project."""
        path = self.project / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def story(title: str, body: str, **fields: str) -> str:
    """A news item; ``fields`` are further lines of front matter, or others."""
    lines = {"title": f'"{title}"', "date": "2026-03-01", "kind": "news", "summary": "Коротко.", **fields}
    return "---\n" + "".join(f"{name}: {value}\n" for name, value in lines.items()) + f"---\n\n{body}\n"


def furnish(content: Path) -> None:
    """Add what is to be held back."""
    for lang in LANGUAGES:
        fields = {"embargo": "2026-03-10 10:00", "kind": "release", "speakers": "[plant-director]", "topics": "[итоги]"}
        fields["photo"] = '{file: media/lilac-photo.png, alt: "Цех", credit: "Зона"}'
        fields["attachments"] = '[{file: media/lilac-report.pdf, title: "PDF"}]'
        path = content / f"news/lilac-plant-opens.{lang}.md"
        path.write_text(story(TITLES[lang], BODIES[lang], **fields), "utf-8")
        person = content / f"people/plant-director.{lang}.md"
        person.parent.mkdir(exist_ok=True)
        person.write_text("---\nname: Диана Лилова\npost: Директор\nembargo: 2026-03-10 10:00\n---\n", "utf-8")
    later = content / "news/tomorrow-morning-meeting.ru.md"
    later.write_text(story("Завтра утром будет встреча", "Текст.", date="2026-03-11"), "utf-8")
    draft = content / "news/rough-notes-only.en.md"
    draft.write_text(story("Rough notes of nobody at all", "Текст.", status="draft"), "utf-8")
    media = content / "media"
    media.mkdir(exist_ok=True)
    for name in ("lilac-plan", "kept"):
        (media / f"{name}.svg").write_text(f"<svg xmlns='http://www.w3.org/2000/svg'><title>{name}</title></svg>")
    Image.new("RGB", (1600, 900), "plum").save(media / "lilac-photo.png")
    (media / "lilac-report.pdf").write_bytes(b"%PDF-1.7\n%lilac-report\n")
    path = content / "data/indicators.json"
    ledger: dict[str, Any] = json.loads(path.read_text("utf-8"))
    ledger["indicators"]["jobs"]["observations"].append(FIGURE)
    # Public already; what is computed from both is not.
    source = {"title": "Zone", "url": "https://example.org/"}
    public = {"period": "2026-02-28", "value": 27, "status": "actual", "released": "2026-03-01", "source": source}
    ledger["indicators"]["enterprises"]["observations"].append(public)
    path.write_text(json.dumps(ledger, ensure_ascii=False, indent=1), "utf-8")


@pytest.fixture(scope="session")
def built_room(tmp_path_factory: pytest.TempPathFactory, templates_compiled_once: None) -> Room:
    """The newsroom, built a second before the moment."""

    def make() -> Path:
        project = small_project(tmp_path_factory.mktemp("embargo") / "project", own_theme=True)
        furnish(project / "content")
        Room(project).build()
        return project

    return Room(make())


@pytest.fixture
def room(built_room: Room, tmp_path: Path) -> Iterator[Room]:
    """The same; whatever a test changes in content and theme is put back, and the site built again."""
    kept = {name: tmp_path / "kept" / name for name in ("content", "theme")}
    for name, copy in kept.items():
        shutil.copytree(built_room.project / name, copy)
    yield built_room
    for name, copy in kept.items():
        faults.copied(copy, built_room.project / name)
    built_room.build()
