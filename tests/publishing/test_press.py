"""PDFs and media kits are made from a finished site: of its own files, always the same, or not at all."""

import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from aimaq.base.files.cache import Cache
from aimaq.base.problems import ProblemsFound
from aimaq.base.processes.progress import Progress
from aimaq.newsroom.press.kit_archive import write_kit
from aimaq.newsroom.press.pdf import PdfPrinter
from aimaq.newsroom.press.site_with_press_files import write_site_with_press_files
from aimaq.publishing.built_site import read_site
from tools import programs, versions
from tools.built import ROOT

URL = "https://press.example"
PAGE = (
    b'<!DOCTYPE html><html lang="en"><head><base href="https://press.example/"><title>T</title></head><body>%b</body>'
)


@pytest.fixture(autouse=True, scope="module")
def pango() -> None:
    """The library that PDFs are made with."""
    programs.require_library("Pango", "pangoft2-1.0")


def pressed(folder: Path, files: dict[str, bytes]) -> Path:
    """The whole site that comes of these files."""
    site = versions.write(folder / "site", files)
    write_site_with_press_files(site, folder / "whole", Cache(folder / "made"), URL, Progress())
    return folder / "whole"


@pytest.mark.parametrize(
    "address", ["https://example.org/a.png", "/missing.png", "/../secret.txt", "file:///etc/passwd"]
)
def test_a_pdf_takes_in_nothing_but_files_of_the_site(tmp_path: Path, address: str) -> None:
    """It is named what is missing, and what was there stays."""
    (tmp_path / "secret.txt").write_text("x", "utf-8")
    whole = pressed(tmp_path, {"index.html": b"old"})
    document = PAGE % f'<img src="{address}" alt="a">'.encode()
    with pytest.raises(ProblemsFound, match="is not in the site") as raised:
        pressed(tmp_path, {"index.html": b"new", "_press/a.pdf.html": document})
    assert [problem.path for problem in raised.value.problems] == ["a.pdf"]
    assert [path.name for path in whole.rglob("*")] == ["index.html"]
    assert (whole / "index.html").read_bytes() == b"old"


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    documents = {f"_press/{name}.pdf.html": PAGE % b'<img src="/no.png" alt="">' for name in "abcdef"}
    with pytest.raises(ProblemsFound) as raised:
        pressed(tmp_path, {"index.html": b"", **documents})
    assert sorted(problem.path for problem in raised.value.problems) == [f"{name}.pdf" for name in "abcdef"]


def test_a_machine_without_pango_is_told_what_to_install(tmp_path: Path) -> None:
    """In a process of its own, where WeasyPrint finds no library."""
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library \"libpango-1.0-0\": no such file')\n")
    code = (
        "from pathlib import Path; from aimaq.newsroom.press.pdf import PdfPrinter;"
        "PdfPrinter(Path(), 'https://press.example')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
    )
    assert 'Pango, which is not on this machine (cannot load library "libpango-1.0-0")' in done.stderr
    assert "apt-get install libpango-1.0-0" in done.stderr and "PUBLISH_PRESS = False" in done.stderr


def test_letters_that_no_font_of_a_pdf_has_are_named(tmp_path: Path) -> None:
    """A machine's own fonts do not count: another machine would print boxes."""
    fonts = ("golos.woff2", "dejavu-sans.woff2")
    versions.write(tmp_path, {f"theme/{name}": (ROOT / "theme/static/fonts" / name).read_bytes() for name in fonts})
    faces = "".join(f'@font-face {{ font-family: F{n[0]}; src: url("/theme/{n}") }}' for n in fonts)
    text = "Türkiye’s Ömer Bolat, ≈ 5 %, Жәрмеңке &#8805; 3&nbsp;4"
    printer = PdfPrinter(tmp_path, URL)
    style = f"<style>{faces} p {{ font-family: Fg, Fd }}</style>"
    assert printer.print(PAGE % f"{style}<p>{text}".encode(), "a").data.startswith(b"%PDF")
    with pytest.raises(ProblemsFound) as found:
        printer.print(PAGE % f"{style}<p>{text} 漢 &#128512;".encode(), "a")
    assert [each.message for each in found.value.problems] == [
        'needs U+1F600 (GRINNING FACE), "😀", which the fonts of the PDF do not have',
        'needs U+6F22 (CJK UNIFIED IDEOGRAPH-6F22), "漢", which the fonts of the PDF do not have',
    ]


def test_the_same_document_gives_the_same_bytes(tmp_path: Path) -> None:
    """Whenever and wherever it is made: in another process, in another year."""
    versions.write(tmp_path / "site", {"theme/golos.woff2": (ROOT / "theme/static/fonts/golos.woff2").read_bytes()})
    style = (
        b'<style>@font-face { font-family: G; src: url("/theme/golos.woff2") } p { font-family: G }</style><p>\xd3\x98'
    )
    (tmp_path / "a.html").write_bytes(PAGE % style)
    code = (
        "import pathlib, sys; from aimaq.newsroom.press.pdf import PdfPrinter; import time;"
        "time.time = lambda: float(sys.argv[1]);"
        f"p = PdfPrinter(pathlib.Path('site'), '{URL}').print(pathlib.Path('a.html').read_bytes(), 'a');"
        "sys.stdout.buffer.write(p.data)"
    )
    first, second = (
        subprocess.run(
            [sys.executable, "-c", code, str(now)],
            cwd=tmp_path,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for now, seed in ((10**9, "1"), (2 * 10**9, "2"))
    )
    resources: Any = PdfReader(BytesIO(first)).pages[0]["/Resources"]  # pypdf types all objects of a PDF alike
    (font,) = resources["/Font"].values()
    assert font["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile2"]
    assert first == second


def test_a_kit_is_always_the_same_and_has_checksums(tmp_path: Path) -> None:
    files = {"b.txt": tmp_path / "b", "photos/a.jpg": tmp_path / "a"}
    for number, path in enumerate(files.values()):
        path.write_bytes(bytes([number]) * 70_000)
    kits = []
    for name in ("one.zip", "two.zip"):
        write_kit(tmp_path / name, "x", files)
        kits.append((tmp_path / name).read_bytes())
        for path in files.values():
            path.touch()
    assert kits[0] == kits[1]
    with zipfile.ZipFile(tmp_path / "one.zip") as kit:
        kit.extractall(tmp_path)
    check = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(check, cwd=tmp_path / "x").returncode == 0


def test_a_kit_that_is_unchanged_is_taken_over_and_a_changed_one_is_made(tmp_path: Path) -> None:
    files = {"index.html": b"", "a.txt": b"1", "_press/press-kit/x.zip.json": b'{"files": {"a.txt": "/a.txt"}}'}
    kit = pressed(tmp_path, files) / "press-kit/x.zip"
    inode = kit.stat().st_ino
    pressed(tmp_path, {**files, "index.html": b"changed"})
    assert kit.stat().st_ino == inode
    pressed(tmp_path, {**files, "a.txt": b"2"})
    with zipfile.ZipFile(kit) as changed:
        assert changed.read("x/a.txt") == b"2"


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    (tmp_path / "whole/thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(ProblemsFound, match="this folder holds something else"):
        pressed(tmp_path, {"index.html": b""})
    assert (tmp_path / "whole/thesis.txt").read_text("utf-8") == "mine"


def test_a_site_whose_pdfs_have_not_been_made_is_not_published(tmp_path: Path) -> None:
    site = versions.write(tmp_path / "site", {"index.html": b"", "_press/a.pdf.html": b""})
    with pytest.raises(ProblemsFound, match="lacks the PDFs that its pages link to"):
        read_site(site)
