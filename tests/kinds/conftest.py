"""The real site's theme, settings and plugins with stories of every kind, built once a run."""

import csv
import shutil
from pathlib import Path

import pytest
from PIL import Image

from tools import built, programs

CONTENT = Path(__file__).parent / "content"


@pytest.fixture(scope="session")
def kinds_project(shared_folder: Path) -> Path:
    """The project, to be read; and beside it the site, in the folder ``site``."""
    return programs.once(shared_folder, "kinds", make_and_build) / "project"


@pytest.fixture(scope="session")
def kinds(kinds_project: Path) -> built.Site:
    """The site with stories of every kind."""
    return built.Site(kinds_project.parent / "site")


def make_and_build(folder: Path) -> None:
    project = make(folder / "project")
    built.build(project, folder / "site")


def make(target: Path) -> Path:
    """Write a project whose stories, people and files are those of this folder."""
    project = built.copy_project(target)
    for name in ("news", "people", "parts", "media"):
        shutil.rmtree(project / "content" / name)
    shutil.copytree(CONTENT, project / "content", dirs_exist_ok=True)
    for page in (project / "content/pages").glob("*.md"):
        page.write_text('---\ntitle: "P"\n---\n\nText.\n', encoding="utf-8")
    settings = project / "pelicanconf.py"
    settings.write_text(settings.read_text("utf-8") + 'PRESS_CONTACT = "press-officer"\n', "utf-8")
    media = project / "content/media"
    media.mkdir()
    picture("portrait.jpg", 320, 400, media)
    picture("shop.jpg", 1200, 800, media)
    picture("line.png", 640, 480, media)
    picture("tall.jpg", 300, 500, media, turned=True)
    (media / "report.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 5000)
    with (media / "table.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["a", "b"], [1, 2]])
    return project


def picture(name: str, width: int, height: int, folder: Path, *, turned: bool = False) -> None:
    """Write a picture of that many pixels; a turned one is shown lying on its side."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6  # "the 0th row is at the right": EXIF 2.32, 4.6.5.1
    image.save(folder / name, exif=exif)
