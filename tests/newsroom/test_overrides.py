"""What a site has in its folder ``overrides`` goes before the theme's, in every build."""

from pathlib import Path

import pytest

from tools.built import aimaq, small_project
from tools.versions import tree


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = small_project(tmp_path / "site")
    with (project / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write('THEME_TEMPLATES_OVERRIDES = ["overrides/templates"]  # as aimaq.defaults has it\n')
    return project


def write(project: Path, name: str, text: str) -> None:
    path = project / "overrides" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def build(project: Path, *options: str) -> dict[str, bytes]:
    done = aimaq("build", *options, project=project)
    assert done.returncode == 0, done.stderr
    return tree(project / "output")


def test_a_template_extends_the_themes_own_and_only_its_pages_change(project: Path) -> None:
    before = build(project)
    for words in ("Our own line", "Another line"):
        override = '{% extends "!theme/home.html" %}\n{% block main %}<p class="lead">' + words
        write(project, "templates/home.html", override + "</p>{{ super() }}{% endblock %}\n")
        after = build(project)
        changed = {path for path in after if after[path] != before.get(path) and path.endswith(".html")}
        assert changed == {"index.html", "kk/index.html", "en/index.html"}
        assert all(words.encode() in after[path] for path in changed)
    assert after == build(project, "--fresh")
    (project / "overrides/templates/home.html").unlink()
    assert build(project) == before


def test_a_view_and_a_component_of_the_sites_own_are_printed(project: Path) -> None:
    write(project, "templates/figures/headline.html", "<p>{{ lang }} our own view</p>\n")
    after = build(project)
    assert b"ru our own view" in after["index.html"] and b"en our own view" in after["en/index.html"]


def test_styles_stand_behind_the_themes_and_files_go_before_them(project: Path) -> None:
    write(project, "styles/own.css", ".lead { color: teal } /* ours */\n")
    write(project, "static/img/own.svg", "<svg/>")
    after = build(project)
    [sheet] = [text for path, text in after.items() if path.startswith("theme/css/site.")]
    assert sheet.endswith(b"\n.lead { color: teal }\n")
    assert any(path.startswith("theme/img/own.") for path in after)
    write(project, "styles/own.css", ".lead { color: navy }\n")
    assert build(project) == build(project, "--fresh")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("templates/home.html", "\n{% block %}", "overrides/templates/home.html:2: "),
        ("templates/home.html", '{% extends "!theme/x.html" %}', 'needs the template "!theme/x.html", which is'),
        ("templates/figures/headline.html", "\n{{ nothing.there }}", "overrides/templates/figures/headline.html:2: "),
        ("styles/own.css", "a { background: url(no.png) }", "overrides/styles/own.css:1: "),
    ],
)  # fmt: skip
def test_a_mistake_is_placed_in_the_sites_own_file(project: Path, name: str, text: str, message: str) -> None:
    write(project, name, text)
    done = aimaq("build", project=project)
    assert done.returncode == 1
    assert message in done.stderr and "unexpected" not in done.stderr
    assert not (project / "output").exists()
