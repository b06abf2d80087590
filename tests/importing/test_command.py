"""`aimaq import` as an editor runs it: what it prints, what it writes, and that the site takes it."""

from pathlib import Path

from tools.built import aimaq

from .conftest import SOURCES

ARGUMENTS = ("import", str(SOURCES), "--uploads", str(SOURCES / "uploads"))


def contents(project: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(project)): path.read_bytes() for path in (project / "content").rglob("*") if path.is_file()
    }


def test_an_import_is_accepted_built_and_not_repeated(project: Path) -> None:
    before = contents(project)
    refused = aimaq(*ARGUMENTS, "--accept", "comment", project=project)
    assert refused.returncode == 1
    assert "Not written: what is lost (embed, shortcode, block, tribe_events, attachment) has to be accepted first" in (
        refused.stderr
    )
    assert contents(project) == before

    done = aimaq(*ARGUMENTS, "--accept", "all", project=project)
    assert done.returncode == 0, done.stderr
    written = contents(project)
    assert len(written) == len(before) + 10 and before.items() <= written.items()
    assert "Wrote 9 files. Now: aimaq serve\n" in done.stdout
    assert 'content/news/novyi-tsekh.ru.md:6:22: a number typed by hand: "50 рабочих мест"' in done.stdout
    assert "masterskaia-pereekhala.ru.md" in done.stdout

    built = aimaq("build", project=project)
    assert built.returncode == 0, built.stderr
    page = (project / "output/news/masterskaia-pereekhala/index.html").read_text("utf-8")
    assert "Двор после переезда" in page and "/pictures/yard." in page
    assert "/masterskaia-pereekhala/ /news/masterskaia-pereekhala/ 301" in (project / "output/_redirects").read_text(
        "utf-8"
    )

    edited = project / "content/news/novyi-tsekh.ru.md"
    edited.write_text(edited.read_text("utf-8").replace("станки", "станки и люди"), "utf-8")
    kept = contents(project)
    again = aimaq(*ARGUMENTS, "--accept", "all", project=project)
    assert again.returncode == 0 and "Nothing is new." in again.stdout
    assert (
        "there already: news “Цех открыт: {{ jobs }} и {скобки}”: content/news/novyi-tsekh.ru.md, which has been"
        in (again.stdout)
    )
    assert contents(project) == kept


def test_a_name_that_another_text_has_is_a_loss(project: Path) -> None:
    other = project / "content/news/masterskaia-pereekhala.ru.md"
    other.write_text('---\ntitle: "Другая"\ndate: 2020-01-01\nkind: news\nsummary: "а"\n---\n\nб\n', "utf-8")
    done = aimaq("import", str(SOURCES / "amp.html"), "--accept", "embed", project=project)
    assert done.returncode == 1
    assert "content/news/masterskaia-pereekhala.ru.md is there and is another text" in done.stdout
    assert other.read_text("utf-8").endswith("б\n")


def test_a_source_that_is_not_there_is_named(project: Path) -> None:
    done = aimaq("import", "nothing.xml", "--kind", "event", project=project)
    assert done.returncode == 1
    assert "nothing.xml: there is no such file or folder" in done.stderr
    assert 'a story of the kind "event" needs start, place' in done.stderr
