"""Other people's plugins beside ours: a site is the same by Pelican's own command, without us, and by our build."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from aimaq.pipeline.build import build
from tools.built import small_project
from tools.versions import tree

THEIRS = [name for name in ("neighbors", "render_math", "similar_posts") if find_spec(f"pelican.plugins.{name}")]
WORDS = ("zone plants jobs", "plants steel jobs", "steel pipes heat", "zone pipes jobs", "heat plants zone")
SETTINGS = """
SITENAME = "Beside"
SITEURL = "https://beside.example"
PATH = "content"
THEME = "theme"
TIMEZONE = "UTC"
FEED_ALL_ATOM = "feeds/all.atom.xml"
SIMILAR_POSTS_MIN_SCORE = 0
"""
ARTICLE = """
{% for name, other in (("next", article.next_article), ("previous", article.prev_article)) %}
{% if other %}<a rel="{{ name }}" href="{{ other.url }}">{{ other.title }}</a>{% endif %}
{% endfor %}
{% for other in article.similar_posts %}<p>{{ other.title }}</p>{% endfor %}
{{ article.content }}
"""


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A stock Pelican site whose article page prints what the plugins give it."""
    project = tmp_path / "site"
    (project / "content").mkdir(parents=True)
    (project / "theme/templates").mkdir(parents=True)
    (project / "theme/templates/article.html").write_text(ARTICLE)
    for number, words in enumerate(WORDS):
        head = f"Title: Text {number}\nDate: 2024-01-0{number + 1}\nTags: {words.replace(' ', ', ')}"
        text = f"{head}\n\n{words} $x_{number}$\n"
        (project / f"content/text-{number}.md").write_text(text)
    (project / "pelicanconf.py").write_text(f"{SETTINGS}PLUGINS = {['aimaq.incremental', *THEIRS]}\n")
    return project


def by_pelican(project: Path, *options: str) -> dict[str, bytes]:
    command = [sys.executable, "-m", "pelican", "content", "-s", "pelicanconf.py", "-o", "plain", "-d", *options]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return tree(project / "plain")


def built(project: Path) -> dict[str, bytes]:
    build(project, output=project / "output", cache=project / "cache")
    return tree(project / "output")


def test_they_are_there() -> None:
    """Two in the developers' group; the third, which brings gensim, is tested where somebody has installed it."""
    assert {"neighbors", "render_math"} <= set(THEIRS)


def test_a_stock_site_with_other_plugins_is_the_same_in_every_way(foreign: Path) -> None:
    """Without us, with our plugin under Pelican's command, and by our build; after an edit, too."""
    for _ in range(2):
        without = by_pelican(foreign, "-e", f"PLUGINS={THEIRS}".replace("'", '"'))
        assert any(b'rel="next"' in data for data in without.values())
        assert by_pelican(foreign) == without
        assert built(foreign) == without
        text = foreign / "content/text-2.md"
        text.write_text(text.read_text().replace("Title: Text 2", "Title: Changed $y$"))


def test_a_newsroom_with_other_plugins_is_the_same_by_pelican(tmp_path: Path) -> None:
    """They may add what they like to Pelican's articles: our theme prints views of its own."""
    project = small_project(tmp_path / "newsroom", own_theme=True)
    with (project / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write(f"PLUGINS = {['aimaq', *THEIRS]}\n")
    assert built(project) == by_pelican(project)
