"""What `aimaq new` writes: its settings, its texts in each language, and where the program comes from."""

from __future__ import annotations

import ast
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown

from aimaq.base.problems import ProblemsFound
from aimaq.hosting.workflows import SiteBuild, site_workflows
from aimaq.settings.load import plain_settings
from aimaq.settings.read import read_settings
from aimaq.starter.languages import ready_languages, words_of
from aimaq.starter.new_site import write_site
from aimaq.starter.program_source import ProgramSource, source_of
from aimaq.starter.site_files import literal, site_files
from aimaq.starter.site_plan import SiteAnswers, SitePlan, machine_zone, plan_site
from tools.built import ROOT

DAY = date(2026, 11, 29)
ALL = ",".join(ready_languages())
ALMATY = re.compile(
    r"алмат|almaty|алатау|alatau|аймақ туралы|about the zone|индустри|industrial zone|press\.aimaq|Satybaldi|зоны\b",
    re.I,
)
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Zl", "Zp"]), min_size=1, max_size=200).map(
    lambda text: " ".join(text.split())
).filter(lambda text: text and "{{" not in text and "}}" not in text)  # fmt: skip


def planned(**answers: Any) -> SitePlan:
    given: dict[str, Any] = {"names": ("City Office",), "url": "https://press.example.org", "zone": "UTC"}
    return plan_site(SiteAnswers(**given | answers))


def files(**answers: Any) -> dict[str, str]:
    plan = planned(**answers)
    build = SiteBuild(plan.url, languages=plan.languages, has_figures=plan.figures)
    found = site_files(plan, ProgramSource("1.2.3"), DAY, site_workflows(plan.host, build))
    return {path: data.decode() for path, data in found.items()}


@given(TEXT)
def test_a_name_is_the_same_in_the_settings(name: str) -> None:
    """Python's own reader is the judge."""
    assert ast.literal_eval(literal(name)) == name
    found = files(names=(f"en={name}",))
    tree = ast.parse(found["pelicanconf.py"])
    values = {node.targets[0].id: node.value for node in tree.body if isinstance(node, ast.Assign)}  # type: ignore[attr-defined]
    assert ast.literal_eval(values["SITENAME"]) == name


@pytest.mark.parametrize("name", ["a *b* _c_ `d` [e](f) <g> &amp; # \\", "1. one", "{ jobs }", "Ә «б» — “c”"])
def test_a_name_is_the_readmes_title(name: str) -> None:
    title = files(names=(name,))["README.md"].split("\n", 1)[0]
    html = markdown(title).removeprefix("<h1>").removesuffix("</h1>")
    assert html == name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@pytest.mark.parametrize("languages", ["en", "ru,kk", ALL])
def test_the_settings_fit_on_a_screen_and_are_read(languages: str, tmp_path: Path) -> None:
    text = files(languages=languages, names=('"Office"', *(["kk=Әкімдік"] if "kk" in languages else [])))[
        "pelicanconf.py"
    ]
    assert len(text.splitlines()) <= 15 + 4 * len(languages.split(","))
    (tmp_path / "content").mkdir()
    (tmp_path / "pelicanconf.py").write_text(text, "utf-8")
    settings = read_settings(plain_settings(tmp_path, "pelicanconf.py"), tmp_path)
    assert [edition.lang for edition in settings.editions or ()] == languages.split(",")
    assert {edition.site_name for edition in settings.editions or ()} <= {'"Office"', "Әкімдік"}
    assert settings.default_lang == languages.split(",")[0]


@pytest.mark.parametrize("figures", [True, False])
@pytest.mark.parametrize("lang", ready_languages())
def test_each_language_has_all_texts_and_nothing_of_another_institution(lang: str, figures: bool) -> None:
    found = files(languages=lang, figures=figures)
    pages = {"about", "contacts", "accessibility"} | ({"figures"} if figures else set())
    assert {path for path in found if path.startswith("content/pages/")} == {
        f"content/pages/{page}.{lang}.md" for page in pages
    }
    for path, text in found.items():
        assert not ALMATY.search(text), path
        assert "[=" not in text and "[%" not in text, path
        if not figures:
            assert "indicators" not in text and "figures" not in text.replace("how our figures", ""), path
    for path in found:
        if path.endswith(".md") and path.startswith("content/"):
            _, head, body = found[path].split("---\n", 2)
            assert yaml.safe_load(head)["title"] and body.strip(), path
    assert words_of(lang)["tagline"] and ("indicators.json" in found["README.md"]) == figures


def test_a_site_can_begin_in_each_language_of_the_theme() -> None:
    """And in no other one: it would not build."""
    assert set(ready_languages()) == {path.stem for path in (ROOT / "theme/translations").glob("*.po")}


def test_links_stay_in_the_edition() -> None:
    found = files(languages=ALL)
    first, *others = ALL.split(",")
    for path, text in found.items():
        if path.startswith("content/pages/"):
            lang = path.split(".")[-2]
            links = [link for link in re.findall(r"\]\((/[^)]*)\)", text) if not link.startswith("/api/")]
            prefix = "/" if lang == first else f"/{lang}/"
            assert all(link.startswith(prefix) for link in links), path
            assert lang != first or not any(link.startswith(f"/{other}/") for other in others for link in links)


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({"names": ()}, {"--name"}),
        ({"names": ("kk=Әкімдік",), "languages": "kk,ru"}, {"--name"}),
        ({"names": ("One", "kk=Әкімдік")}, {"--name"}),
        ({"names": ("One", "Two")}, {"--name"}),
        ({"names": ("a\0b",)}, {"--name"}),
        ({"names": ("{{ jobs }}",)}, {"--name"}),
        ({"names": ("x" * 201,)}, {"--name"}),
        ({"languages": ""}, {"--languages"}),
        ({"languages": "xx,en,../ru"}, {"--languages"}),
        ({"url": "press.example.org"}, {"--url"}),
        ({"url": "https://press.example.org/a//b"}, {"--url"}),
        ({"url": "https://press.example.org?x"}, {"--url"}),
        ({"url": "https://user@press.example.org"}, {"--url"}),
        ({"zone": "Mars/Olympus"}, {"--zone"}),
        ({"colour": "red"}, {"--colour"}),
        ({"email": "press"}, {"--email"}),
        ({"sign": "nowhere.svg"}, {"--sign"}),
        ({"sign": "logo.jpg"}, {"--sign"}),
        ({"colour": "#ffe600"}, {"--colour"}),
        ({"host": "ftp"}, {"--host"}),
        ({"names": (), "url": "x", "zone": "x", "host": "x"}, {"--name", "--url", "--zone", "--host"}),
    ],
)
def test_everything_wrong_is_said_at_once(answers: dict[str, Any], wrong: set[str]) -> None:
    with pytest.raises(ProblemsFound) as found:
        planned(**answers)
    assert {problem.path for problem in found.value.problems} == wrong


def test_a_site_may_stand_below_a_folder() -> None:
    """The address is written as SITEURL wants it."""
    assert planned(url="https://user.github.io/press/").url == "https://user.github.io/press"


def test_a_name_with_an_equals_sign_is_no_language() -> None:
    assert planned(names=("xx=1",)).name == "xx=1"
    assert planned(names=("All", "en=One"), languages="en,ru").names == {"en": "One", "ru": "All"}


def test_a_colour_that_cannot_be_read_comes_with_one_that_can() -> None:
    with pytest.raises(ProblemsFound) as found:
        planned(colour="#ffe600")
    [problem] = found.value.problems
    nearest = problem.hint.rpartition(" ")[2]
    assert f'COLOURS = {{"brand": "{nearest}"}}' in files(colour=nearest)["pelicanconf.py"]
    assert "COLOURS" not in files()["pelicanconf.py"]


def test_the_machine_has_a_time_zone() -> None:
    assert planned(zone=machine_zone()).zone


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ({}, None),
        ({"url": "https://example.org/aimaq.whl", "archive_info": {}}, {"url": "https://example.org/aimaq.whl"}),
        (
            {"url": "https://example.org/a.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
            {"git": "https://example.org/a.git", "rev": "abc"},
        ),
        ({"url": "file://{tmp}/a b.whl", "archive_info": {}}, {"path": "wheels/a b.whl"}),
        ({"url": "file://{tmp}/clone", "dir_info": {"editable": True}}, {"path": "../clone", "editable": True}),
        ({"url": "file://{tmp}/gone.whl", "archive_info": {}}, None),
    ],
)
def test_the_program_is_pinned_where_it_came_from(
    tmp_path: Path, origin: dict[str, Any], expected: dict[str, Any] | None
) -> None:
    """By TOML's own reader, for each kind of origin in PEP 610."""
    (tmp_path / "clone").mkdir()
    (tmp_path / "a b.whl").write_bytes(b"PK")
    if "url" in origin:
        origin = {**origin, "url": origin["url"].format(tmp=tmp_path).replace(" ", "%20")}
    source = source_of("1.2.3", origin, tmp_path / "press")
    found = site_files(planned(), source, DAY, {})
    project = tomllib.loads(found["pyproject.toml"].decode())
    assert project["project"]["dependencies"] == ["aimaq==1.2.3"]
    assert project.get("tool", {}).get("uv", {}).get("sources", {}).get("aimaq") == expected
    assert ("wheels/a b.whl" in found) == bool(source.wheel)
    assert bool(source.remark) == (origin.get("url", "").endswith(("clone", "gone.whl")))


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    site = {"a.txt": b"new", "b/c.txt": b"new"}
    (tmp_path / "full").mkdir()
    (tmp_path / "full/a.txt").write_text("hers")
    (tmp_path / "file").write_text("hers")
    (tmp_path / "link").symlink_to("nowhere")
    for name in ("full", "file", "link"):
        with pytest.raises(ProblemsFound):
            write_site(tmp_path / name, site, name)
    assert (tmp_path / "full/a.txt").read_text() == (tmp_path / "file").read_text() == "hers"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "full", "link"]


def test_a_new_repository_takes_a_site(tmp_path: Path) -> None:
    for name in (".git", ".uv", ".venv"):
        (tmp_path / name).mkdir()
    write_site(tmp_path, {".gitignore": b"x", "b/c.txt": b"new"}, ".")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".git", ".gitignore", ".uv", ".venv", "b"]


def test_a_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    site = {"a": b"1", "a/b": b"no file can stand in a file"}
    with pytest.raises(OSError):
        write_site(tmp_path / "press", site, "press")
    assert not list(tmp_path.iterdir())


def test_the_starter_is_no_copy_of_the_demonstration() -> None:
    """No text of the starter names what the demonstration's settings name."""
    own = plain_settings(ROOT, "pelicanconf.py")
    names = [edition["site_name"] for edition in own["EDITIONS"]] + [own["SITEURL"]]
    everything = "".join(files(languages=ALL).values())
    assert not [name for name in names if name in everything]
