"""Turned and cropped pictures: all sizes show what editors chose, originals only turn, nothing else changes."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import jsonschema_rs
import pytest
from PIL import Image, ImageOps

from aimaq.newsroom.media import framings
from aimaq.newsroom.media.framings import Framing, Part, Point, framings_text, read_framings
from aimaq.newsroom.media.library import Library
from aimaq.newsroom.media.picture_encoding import FORMATS, PictureSize, encode
from aimaq.newsroom.media.picture_facts import PictureFacts
from tools.built import ROOT, aimaq, small_project

RED, GREEN, BLUE, WHITE = (200, 20, 20), (20, 160, 20), (20, 20, 200), (240, 240, 240)
#: As they stand in the file: at the top left, at the top right, at the bottom left and right.
CORNERS = {(0, 0): RED, (1, 0): GREEN, (0, 1): BLUE, (1, 1): WHITE}
ENDINGS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF"}


def quarters(path: Path, *, orientation: int = 1, size: tuple[int, int]) -> Path:
    """Write a picture of four quarters, each in a colour of its own."""
    image = Image.new("RGB", size)
    for (right, below), colour in CORNERS.items():
        image.paste(colour, (right * size[0] // 2, below * size[1] // 2, size[0], size[1]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    image.save(path, ENDINGS[path.suffix[1:]], exif=exif)
    return path


def colours(data: bytes) -> tuple[str, ...]:
    """Return the names of the colours in the middles of the four quarters, row by row."""
    with Image.open(io.BytesIO(data)) as found:
        picture = ImageOps.exif_transpose(found).convert("RGB")
    width, height = picture.size
    names = {"red": RED, "green": GREEN, "blue": BLUE, "white": WHITE}
    seen = [picture.getpixel((width * x // 4, height * y // 4)) for y in (1, 3) for x in (1, 3)]
    return tuple(
        min(names, key=lambda name: sum(abs(a - b) for a, b in zip(pixel, names[name], strict=True)))
        for pixel in seen
        if isinstance(pixel, tuple)
    )


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_turns_from_how_its_camera_held_it(tmp_path: Path, ending: str, orientation: int) -> None:
    """All sizes, and the original; the pixels of the original stay what they are, except in an AVIF."""
    (tmp_path / "media").mkdir()
    path = quarters(tmp_path / f"media/a.{ending}", orientation=orientation, size=(160, 120))
    upright = colours(path.read_bytes())
    for turn in (0, 90, 180, 270):
        library = Library(tmp_path, {f"media/a.{ending}": Framing(turn)})
        facts = library.facts(f"media/a.{ending}")
        assert isinstance(facts, PictureFacts)
        top_left, top_right, bottom_left, bottom_right = upright
        expected = {
            0: upright,
            90: (bottom_left, top_left, bottom_right, top_right),
            180: (bottom_right, bottom_left, top_right, top_left),
            270: (top_right, bottom_right, top_left, bottom_left),
        }[turn]
        lies = (orientation > 4) != (turn in (90, 270))
        assert (facts.width, facts.height) == ((120, 160) if lies else (160, 120))
        library.responsive(f"media/a.{ending}", "half")
        *sizes, original = library.files({f"media/a.{ending}": f"media/a.{ending}"})
        made = original.create()
        assert len(made) == facts.size and colours(made) == expected
        assert [colours(each.create()) for each in sizes] == [expected] * len(sizes) and sizes
        with Image.open(io.BytesIO(made)) as own, Image.open(path) as source:
            if ending != "avif":
                assert own.tobytes() == source.tobytes()


def test_a_crop_and_what_matters_most_hold_in_every_size(tmp_path: Path) -> None:
    """The lower right quarter is kept; a place that cuts off more keeps the point in sight, whatever its ratio."""
    (tmp_path / "media").mkdir()
    quarters(tmp_path / "media/a.jpg", size=(2400, 1200))
    framing = Framing(0, Part(50, 50, 50, 50))
    library = Library(tmp_path, {"media/a.jpg": framing})
    shown = library.responsive("media/a.jpg", "text")
    assert (shown.width, shown.height) == (1200, 600)
    assert {colours(each.create()) for each in library.files({})} == {("white",) * 4}
    for left, top, expected in ((5.0, 5.0, RED), (95.0, 5.0, GREEN), (5.0, 95.0, BLUE), (95.0, 95.0, WHITE)):
        focus = Framing(0, None, Point(left, top))
        for size in (PictureSize(64, 64, True), PictureSize(100, 200, True), PictureSize(360, 240, True)):
            for ending in FORMATS:
                with Image.open(io.BytesIO(encode(tmp_path / "media/a.jpg", size, ending, focus))) as picture:
                    corner = (1 if left < 50 else size.width - 2, 1 if top < 50 else size.height - 2)
                    pixel = picture.convert("RGB").getpixel(corner)
                assert isinstance(pixel, tuple)
                assert sum(abs(a - b) for a, b in zip(pixel, expected, strict=True)) < 60, (size, ending, left, top)


def test_what_is_cropped_small_is_not_decoded_smaller(tmp_path: Path) -> None:
    """A tenth of a wide JPEG is as sharp as the file allows: its fine lines are still black and white."""
    image = Image.new("L", (6000, 400), 255)
    for x in range(0, 6000, 8):
        image.paste(0, (x, 0, x + 4, 400))
    path = tmp_path / "lines.jpg"
    image.save(path, quality=95)
    data = encode(path, PictureSize(600, 400), "jpg", Framing(0, Part(40, 0, 10, 100)))
    with Image.open(io.BytesIO(data)) as picture:
        low, high = picture.convert("L").crop((100, 100, 500, 300)).getextrema()
    assert isinstance(low, int) and isinstance(high, int) and low < 40 and high > 215


def files(output: Path) -> dict[str, bytes]:
    found = (path for path in output.rglob("*") if path.is_file())
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in found}


def test_a_site_shows_them_so_and_is_the_same_as_before_without(tmp_path: Path) -> None:
    """Built after one another, and anew in an empty folder: the same bytes; without the file, those of before."""
    project = small_project(tmp_path / "site")
    quarters(project / "content/media/quarters.jpg", size=(2400, 1600))
    text = project / "content/news/plans.ru.md"
    photo = 'photo: {file: media/quarters.jpg, alt: "Четыре цвета", credit: "А. Б."}'
    text.write_text(text.read_text("utf-8").replace("\nkind:", f"\n{photo}\nkind:", 1), "utf-8")
    assert aimaq("build", project=project).returncode == 0
    before = files(project / "output")
    assert any(name.startswith("pictures/quarters.") for name in before)

    description = project / "content" / framings.FRAMINGS
    chosen = Framing(90, Part(0, 0, 50, 50), Point(10, 40))
    description.write_text(framings_text({"media/quarters.jpg": chosen}, project / "content"), "utf-8")
    assert read_framings(project / "content", "content") == ({"media/quarters.jpg": chosen}, ())
    done = aimaq("build", project=project)
    assert done.returncode == 0, done.stderr
    framed = files(project / "output")
    sizes = {name: data for name, data in framed.items() if name.startswith("pictures/")}
    assert sizes and not sizes.keys() & before.keys()
    assert {colours(data) for data in sizes.values()} == {("blue",) * 4}  # its quarter at the bottom left is now on top
    assert all(b"pictures/quarters." in framed[f"feeds/all.{ending}"] for ending in ("atom.xml", "rss.xml", "json"))
    with Image.open(io.BytesIO(framed["media/quarters.jpg"])) as original:
        assert ImageOps.exif_transpose(original).size == (1600, 2400)
    in_list = [name for name in sizes if Image.open(io.BytesIO(sizes[name])).size == (360, 240)]
    assert len(in_list) == len(FORMATS)
    assert all(name.encode() in framed["news/index.html"] for name in in_list)
    assert before.keys() - sizes.keys() - {name for name in before if name.startswith("pictures/")} == (
        framed.keys() - sizes.keys()
    )

    fresh = tmp_path / "fresh"
    shutil.copytree(project, fresh, ignore=shutil.ignore_patterns("output*", ".aimaq", "made"))
    assert aimaq("build", project=fresh).returncode == 0
    assert files(fresh / "output") == framed
    for site in (project, fresh):  # only the text is composed again, with its picture as it is framed
        edited = site / "content/news/plans.ru.md"
        edited.write_text(edited.read_text("utf-8") + "\nЕщё слово.\n", "utf-8")
    shutil.rmtree(fresh / "output")
    shutil.rmtree(fresh / ".aimaq")
    for site in (project, fresh):
        assert aimaq("build", project=site).returncode == 0
    assert files(project / "output") == files(fresh / "output") != framed
    text.write_text(text.read_text("utf-8").removesuffix("\nЕщё слово.\n"), "utf-8")
    description.unlink()
    assert aimaq("build", project=project).returncode == 0
    assert files(project / "output") == before


def test_the_schema_is_that_of_the_program_and_of_editors(tmp_path: Path) -> None:
    schema = framings.SCHEMA_PATH.read_bytes()
    assert (ROOT / "content/data/pictures.schema.json").read_bytes() == schema
    validator = jsonschema_rs.Draft202012Validator(json.loads(schema))
    chosen = Framing(270, Part(1.25, 0, 33.3, 100), Point(50, 0))
    text = framings_text({"media/a.jpg": chosen, "media/b.jpg": Framing()}, ROOT / "content")
    assert validator.is_valid(json.loads(text))
    assert '"$schema": "pictures.schema.json"' in text and "media/b.jpg" not in text
    assert framings_text({"media/a.jpg": chosen}, tmp_path) == (
        '{\n  "pictures": {\n    "media/a.jpg": {"turn": 270, '
        '"crop": {"left": 1.25, "top": 0, "width": 33.3, "height": 100}, "focus": {"left": 50, "top": 0}}\n  }\n}\n'
    )
    assert not validator.is_valid({"pictures": {"media/a.jpg": {"turn": 45}}})
