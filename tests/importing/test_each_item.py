"""What the build refuses of an import is a loss of that text or file alone: with a real build of a real site."""

from pathlib import Path

from tools.built import aimaq

from .conftest import SOURCES
from .test_export_items import export, item

PARAGRAPH = "<content:encoded><![CDATA[<p>Слово о новом цехе.</p>{}]]></content:encoded>"


def imported(project: Path, source: Path, *options: str) -> tuple[int, str, str]:
    done = aimaq("import", str(source), *options, project=project)
    assert "unexpected" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def test_one_bad_item_never_stops_the_good_ones(project: Path, tmp_path: Path) -> None:
    """A day of a change, a date, a slug, topics and pictures that the site refuses, beside three good texts."""
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    picture = (SOURCES / "amp_files/yard.png").read_bytes()
    (uploads / "whole.png").write_bytes(picture)
    (uploads / "cut.png").write_bytes(picture[: len(picture) - 40])
    (uploads / "moves.webp").write_bytes(b"RIFF\x10\x00\x00\x00WEBPVP8 ")
    shown = "".join(
        f'<p><img src="https://old.example.org/wp-content/uploads/{name}" alt="Двор"></p>'
        for name in ("whole.png", "cut.png", "moves.webp")
    )
    source = tmp_path / "export.xml"
    source.write_text(
        export(
            item(PARAGRAPH.format(shown), title="Первая хорошая", name="khoroshaia-1"),
            item(
                PARAGRAPH.format(""),
                "<wp:post_modified_gmt>2090-01-01 00:00:00</wp:post_modified_gmt>",
                title="Длинная " * 400,
                name="dlinnaia",
            ),
            item(PARAGRAPH.format(""), title="Без даты", name="bez-daty", date="0001-01-01"),
            item(PARAGRAPH.format(""), title="Поиск", name="search").replace(">post<", ">page<"),
            item(
                PARAGRAPH.format("<p><a href='https://old.example.org/dlinnaia/'>Длинная</a></p>"),
                '<category domain="category" nicename="a">!!!</category>'
                f'<category domain="category" nicename="b">{"тема " * 60}</category>',
                title="Вторая хорошая",
                name="khoroshaia-2",
            ),
            item(PARAGRAPH.format(""), title="Третья хорошая", name="khoroshaia-3"),
        ),
        "utf-8",
    )
    before = {path for path in (project / "content").rglob("*") if path.is_file()}
    code, out, err = imported(project, source, "--uploads", str(uploads))
    assert code == 1 and "has to be accepted first" in err, err
    code, out, err = imported(project, source, "--uploads", str(uploads), "--accept", "all")
    assert code == 0, err
    new = {
        path.relative_to(project / "content").as_posix() for path in (project / "content").rglob("*") if path.is_file()
    }
    new -= {path.relative_to(project / "content").as_posix() for path in before}
    assert {"news/khoroshaia-1.ru.md", "news/khoroshaia-3.ru.md", "pages/search-2.ru.md"} <= new
    assert any(path.endswith("/whole.png") for path in new)
    for refused in ("dlinnaia", "bez-daty", "cut.", "moves."):
        assert not [path for path in new if refused in path], out
    assert "lost: post “Без даты”: it does not state its date" in out
    assert out.count("lost: picture") == 2
    for line in out.splitlines():
        if "the site refuses it" in line:
            assert ".ru.md:" not in line, "a line of a file that is not there"
    built = aimaq("build", project=project)
    assert built.returncode == 0, built.stderr


def test_an_address_that_a_text_of_the_site_has_is_a_loss_of_the_new_one(project: Path, tmp_path: Path) -> None:
    """The name of the new file is free, but its address is another text's."""
    taken = next(path for path in sorted((project / "content/news").glob("*.ru.md")))
    slug = taken.name.partition(".")[0]
    source = tmp_path / "export.xml"
    source.write_text(
        export(
            item(PARAGRAPH.format(""), title="Чужой адрес", name=slug),
            item(PARAGRAPH.format(""), title="Хорошая", name="khoroshaia"),
        ),
        "utf-8",
    )
    code, out, err = imported(project, source, "--accept", "all")
    assert code == 0, err
    assert (project / "content/news/khoroshaia.ru.md").exists()
    assert "lost: news “Чужой адрес”" in out


def test_a_fault_of_the_site_itself_is_named_with_its_line(project: Path, tmp_path: Path) -> None:
    broken = next(path for path in sorted((project / "content/news").glob("*.ru.md")))
    broken.write_text(broken.read_text("utf-8").replace("kind: ", "kind: x", 1), "utf-8")
    source = tmp_path / "export.xml"
    source.write_text(export(item()), "utf-8")
    code, out, err = imported(project, source, "--accept", "all")
    assert code == 1 and f"content/news/{broken.name}:" in err
    assert "brought over: news “Проба”" in out
    assert not (project / "content/news/proba.ru.md").exists()
