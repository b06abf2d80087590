"""The real site's theme, settings and plugins with stories of every kind, built once a run, PDFs and all."""

import csv
import shutil
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

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
    programs.require_library("Pango", "pangoft2-1.0")
    project = make(folder / "project")
    done = built.aimaq("pdf", "--output", str(folder / "site"), project=project)
    if done.returncode:
        pytest.fail(f"aimaq pdf failed:\n{done.stdout}\n{done.stderr}", pytrace=False)


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
    put_media(project / "content")
    return project


def put_media(content: Path, *, shrink: int = 1) -> None:
    """Write the pictures and files that the stories show; sides of pictures are divided by ``shrink``."""
    media = content / "media"
    media.mkdir(exist_ok=True)
    picture("portrait.jpg", 320 // shrink, 400 // shrink, media)
    picture("shop.jpg", 1200 // shrink, 800 // shrink, media)
    picture("line.png", 640 // shrink, 480 // shrink, media)
    picture("tall.jpg", 300 // shrink, 500 // shrink, media, turned=True)
    picture("hall.webp", 2400 // shrink, 1600 // shrink, media)
    picture("unnamed.avif", 200 // shrink, 100 // shrink, media)
    (media / "report.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 5000)
    with (media / "table.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["a", "b"], [1, 2]])


#: In every picture: where it was taken (by EXIF), and words in XMP and, in a JPEG, in IPTC and in a comment.
SECRETS = (b"CameraOwner", b"PlaceInXmp", b"PlaceInIptc", b"PlaceInComment")


def picture(name: str, width: int, height: int, folder: Path, *, turned: bool = False) -> None:
    """Write a picture of that many pixels, as a camera would; a turned one is shown lying on its side."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "CameraOwner"
    if turned:
        exif[0x0112] = 6  # "the 0th row is at the right": EXIF 2.32, 4.6.5.1
    exif.get_ifd(0x8825).update({1: "N", 2: (43.0, 15.0, 20.5), 3: "E", 4: (76.0, 55.0, 1.25)})
    path = folder / name
    if path.suffix == ".png":
        words = PngInfo()
        words.add_itxt("XML:com.adobe.xmp", "<x>PlaceInXmp</x>")
        image.save(path, exif=exif, pnginfo=words)
    elif path.suffix == ".jpg":
        image.save(path, exif=exif, xmp=b"<x>PlaceInXmp</x>", comment=b"PlaceInComment")
        data = path.read_bytes()
        iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\x0bPlaceInIptc\0"
        path.write_bytes(data[:2] + b"\xff\xed" + (len(iptc) + 2).to_bytes(2, "big") + iptc + data[2:] + b"PlaceInXmp")
    else:
        image.save(path, exif=exif, xmp=b"<x>PlaceInXmp</x>")
