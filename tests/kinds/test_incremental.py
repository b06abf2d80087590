"""A changed file, person or part composes what shows it, and no other page; the bytes are those of a clean build."""

import filecmp
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.built import aimaq

EDITIONS = {"ru": "", "kk": "kk/", "en": "en/"}
TOPICS = {"ru": ("proizvodstvo", "vstrechi"), "kk": ("ondiris", "kezdesuler"), "en": ("production", "meetings")}


@pytest.fixture(scope="module")
def project(kinds_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, built into ``output``."""
    copy = tmp_path_factory.mktemp("kinds") / "project"
    shutil.copytree(kinds_project, copy)
    assert aimaq("build", project=copy).returncode == 0
    return copy


def files_of(lang: str, *slugs: str, endings: tuple[str, ...] = ("txt", "ninjs.json")) -> set[str]:
    """The pages of stories in a language, and those of their files for journalists that end so."""
    folders = {slug: f"{EDITIONS[lang]}news/{slug}" for slug in slugs}
    names = {f"{folder}/{slug}.{lang}.{ending}" for slug, folder in folders.items() for ending in endings}
    return names | {f"{folder}/index.html" for folder in folders.values()}


def feeds_of(lang: str) -> set[str]:
    """The feeds that list the full release: those of its kind, its topics and its speakers."""
    subjects = [f"topics/{topic}" for topic in TOPICS[lang]] + ["people/press-officer", "people/engineer"]
    forms = ("rss.xml", "atom.xml", "json")
    return {f"{EDITIONS[lang]}feeds/{name}.{form}" for name in ("all", "releases", *subjects) for form in forms}


def rewrite(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(content: Path) -> None:
        path = content / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    return change


def replace_file(content: Path) -> None:
    (content / "media/table.csv").write_text("another,table\n", "utf-8")


CASES = {
    # Its size is on the page, in ninjs and in feeds; a plain text has the address only.
    "an attachment": (
        replace_file,
        {"media/table.csv"}.union(
            *(files_of(lang, "full-release", endings=("ninjs.json",)) | feeds_of(lang) for lang in EDITIONS)
        ),
    ),
    # Who is named with a post: the speaker's and the contact's stories, the list of people, the own page. In ninjs
    # a contact has no post.
    "a post": (
        rewrite("people/engineer.en.md", "chief engineer", "first engineer"),
        files_of("en", "full-release", "briefing")
        | files_of("en", "old-rules", endings=("txt",))
        | {"en/people/index.html", "en/people/engineer/index.html"},
    ),
    "the closing words": (
        rewrite("parts/boilerplate.kk.md", "үлгілер", "жаңа үлгілер"),
        files_of("kk", "open-day", "forum", "briefing-cancelled", "full-release") | {"kk/press-kit/index.html"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_only_what_shows_it_is_composed(project: Path, name: str) -> None:
    change, expected = CASES[name]
    before = {path: path.read_bytes() for path in files(project / "output")}
    change(project / "content")
    done = aimaq("build", project=project)
    assert done.returncode == 0, done.stdout + done.stderr
    after = {path: path.read_bytes() for path in files(project / "output")}
    different = {path for path in before.keys() | after.keys() if after.get(path) != before.get(path)}
    changed = {path.relative_to(project / "output").as_posix() for path in different}
    searched = {path for path in changed if path.startswith("en/search/")}  # the index of the edition's texts
    assert changed - searched == expected
    assert re.search(r"(\d+) added, \d+ changed, \1 removed", done.stdout)


def test_after_all_these_changes_the_site_is_that_of_a_clean_build(project: Path, tmp_path: Path) -> None:
    clean = tmp_path / "clean"
    assert aimaq("build", "--output", str(clean), project=project).returncode == 0
    assert [path for path in same_files(project / "output", clean) if not filecmp.cmp(*path, shallow=False)] == []


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def same_files(one: Path, other: Path) -> list[tuple[Path, Path]]:
    names = [path.relative_to(one) for path in files(one)]
    assert names == [path.relative_to(other) for path in files(other)]
    return [(one / name, other / name) for name in names]


def test_a_file_that_is_gone_leaves_the_last_good_site(project: Path) -> None:
    """Every version that names it is told, with the place and a likely name."""
    path = project / "content/media/report.pdf"
    path.rename(path.with_name("report-2.pdf"))
    before = {each: each.read_bytes() for each in files(project / "output")}
    done = aimaq("build", project=project)
    assert done.returncode != 0
    said = done.stdout + done.stderr
    for slug in ("full-release", "rules"):
        for lang in ("ru", "kk", "en"):
            assert re.search(
                rf'content/news/{slug}\.{lang}\.md:\d+:\d+: the file "media/report.pdf" does not exist', said
            )
    assert 'did you mean "media/report-2.pdf"?' in said and "Traceback" not in said
    assert {each: each.read_bytes() for each in files(project / "output")} == before
