"""A picture that is replaced is a new version of each text that shows it: a graphic is full of numbers."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from log.conftest import STORY, write_story
from PIL import Image

from aimaq.newsroom.media import library
from aimaq.pipeline.build import build
from tools.built import PREFIXES, Site, aimaq, words

pytestmark = pytest.mark.build
LOG = "content/data/figures.log.jsonl"
CREDIT = '"Photo: A. Photographer"'
LEAD = "photo: {file: media/lead.png, alt: The park, credit: A. Photographer}\n"
BODY = (
    f"{STORY['en'][1]}\n\n![A chart]({{static}}../media/chart.png {CREDIT})\n\n"
    f"![A map](/media/map.png {CREDIT})\n\nThe [whole plan]({{static}}/media/plan.png).\n"
)
PICTURES = ("lead", "chart", "map", "plan")


def draw(project: Path, name: str, shade: int) -> None:
    path = project / f"content/media/{name}.png"
    path.parent.mkdir(exist_ok=True)
    Image.new("RGB", (800, 450), (shade, 120, 160)).save(path)


def ran(project: Path, *arguments: str) -> str:
    done = aimaq(*arguments, project=project)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def entries(project: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (project / LOG).read_text("utf-8").splitlines()]


def write_entries(project: Path, lines: list[dict[str, object]]) -> None:
    text = "".join(f"{json.dumps(each, ensure_ascii=False, sort_keys=True, separators=(',', ':'))}\n" for each in lines)
    (project / LOG).write_text(text, "utf-8")
    (project / LOG.replace("jsonl", "checkpoint")).unlink()
    shutil.rmtree(project / ".aimaq/log")


@pytest.fixture(scope="module")
def logged(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with a story that has four pictures, in the log and built; tests copy it."""
    project = tmp_path_factory.mktemp("pictures") / "site"
    shutil.copytree(begun, project, symlinks=True)
    for shade, name in enumerate(PICTURES):
        draw(project, name, shade)
    write_story(project, "en", body=BODY, fields=LEAD)
    assert "article/park (en), version 2: edited" in ran(project, "log", "append")
    assert "Not in the log yet" not in ran(project, "build")
    return project


@pytest.fixture
def shown(logged: Path, tmp_path: Path) -> Path:
    """A copy of it, with its cache."""
    shutil.copytree(logged, tmp_path / "site", symlinks=True)
    return tmp_path / "site"


def test_a_replaced_picture_is_a_version_that_names_it(shown: Path) -> None:
    """No notice is asked for: to crop a photo is everyday work."""
    for shade, name in enumerate(PICTURES):
        draw(shown, name, 200 + shade)
    names = ", ".join(f"media/{name}.png" for name in PICTURES)
    assert "Not in the log yet: 1 entry." in ran(shown, "build")
    assert "article/park (en), version 3: edited" in ran(shown, "log", "append")
    assert f"replaced pictures: {names}" in ran(shown, "log", "show", "park")
    assert "Not in the log yet" not in ran(shown, "build")
    index, site = len(entries(shown)) - 1, Site(shown / "output")
    for lang, said in {"en": "Pictures replaced", "ru": "Заменены изображения", "kk": "Ауыстырылған суреттер"}.items():
        [entry] = site.page(f"/{PREFIXES[lang]}log/").root.xpath(f'//li[@id="e{index}"]')
        assert f"{said}: {names}." in words(entry.text_content())
    ran(shown, "verify", "output")


def _rename(project: Path) -> None:
    (project / "content/media/chart.png").rename(project / "content/media/graph.png")
    write_story(project, "en", body=BODY.replace("chart.png", "graph.png"), fields=LEAD)


def _copy(project: Path) -> None:
    (project / "content/media/copy.png").write_bytes((project / "content/media/map.png").read_bytes())
    write_story(project, "en", body=BODY.replace("(/media/map.png", "(/media/copy.png"), fields=LEAD)


def _exchange(project: Path) -> None:
    draw(project, "chart", 2)
    draw(project, "map", 1)


def _replace_under_another_name(project: Path) -> None:
    draw(project, "chart-2", 200)
    write_story(project, "en", body=BODY.replace("chart.png", "chart-2.png"), fields=LEAD)


@pytest.mark.parametrize(
    ("change", "names"),
    [
        (_rename, ""),
        (_copy, ""),
        (_exchange, "media/chart.png, media/map.png"),
        (_replace_under_another_name, "media/chart-2.png"),
    ],
)
def test_a_picture_is_its_bytes_in_its_place(shown: Path, change: Callable[[Path], None], names: str) -> None:
    """The same bytes under another name are the same picture."""
    change(shown)
    assert ("Not in the log yet: 1 entry." in ran(shown, "build")) == bool(names)
    ran(shown, "log", "append")
    assert (f"replaced pictures: {names}\n" in ran(shown, "log", "show", "park")) == bool(names)
    assert ("replaced pictures" in ran(shown, "log", "show", "park")) == bool(names)


def test_a_text_of_which_the_log_has_no_pictures_is_not_compared(shown: Path) -> None:
    """An upgraded program makes no entry for each text, and says nothing of a picture that it cannot know."""
    older = [{name: each[name] for name in each if name not in ("pictures", "lists")} for each in entries(shown)]
    write_entries(shown, older)
    draw(shown, "chart", 200)
    assert "Not in the log yet" not in ran(shown, "build")
    write_story(shown, "en", body=BODY.replace("The park opened", "The new park opened"), fields=LEAD)
    assert "Not in the log yet: 1 entry." in ran(shown, "build")
    ran(shown, "log", "append")
    assert "replaced pictures" not in ran(shown, "log", "show", "park")
    draw(shown, "chart", 100)
    assert "Not in the log yet: 1 entry." in ran(shown, "build")


def test_an_edit_of_words_examines_no_picture(shown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The digests come from the cache."""

    def report(body: str) -> int:
        write_story(shown, "en", body=body, fields=LEAD)
        found = build(shown, output=shown / "output", cache=shown / ".aimaq")
        assert "fill" not in found.stages, "the whole site was composed"
        return len(found.unlogged)

    def fail(*arguments: object) -> bytes:
        pytest.fail(f"examined again: {arguments}")

    build(shown, output=shown / "output", cache=shown / ".aimaq")
    monkeypatch.setattr(library, "examine", fail)
    assert report(BODY.replace("The park opened", "The new park opened")) == 1
    assert report(BODY) == 0
