"""Real builds by Pelican of a newsroom without figures, with a tiny theme and content that a test writes."""

import runpy
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from pelican import Pelican
from pelican.settings import read_settings

ROOT = Path(__file__).resolve().parents[2]
THEME = Path(__file__).parent / "theme"
LANGUAGES = ("ru", "kk", "en")
OTHERS = ("INDICATORS_", "HOSTING_", "INCREMENTAL_")
"""What the names of settings begin with that are not the newsroom's."""

Build = Callable[..., Path]


def article(
    title: str = "Новая линия",
    date: str = "2024-05-06",
    kind: str = "news",
    body: str = "Текст.",
    **fields: str,
) -> str:
    """A right article; ``fields`` are further lines of front matter."""
    more = "".join(f"{name}: {value}\n" for name, value in fields.items())
    summary = "" if "summary" in fields else "summary: Коротко.\n"
    return f'---\ntitle: "{title}"\ndate: {date}\nkind: {kind}\n{summary}{more}---\n\n{body}\n'


def page(title: str = "О нас", body: str = "Текст.", **fields: str) -> str:
    """A right page."""
    more = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return f'---\ntitle: "{title}"\n{more}---\n\n{body}\n'


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """``build(files, **settings)`` writes files below the content folder, builds, and returns the output folder."""

    def run(files: Mapping[str, str | bytes], *, theme: Mapping[str, str] | None = None, **settings: object) -> Path:
        content = tmp_path / "content"
        for folder in ("news", "pages", "media"):
            (content / folder).mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            path = content / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        shutil.copytree(THEME, tmp_path / "theme", dirs_exist_ok=True)
        for name, text in (theme or {}).items():
            path = tmp_path / "theme" / name
            path.unlink() if text == "" else path.write_text(text)
        output = tmp_path / "output"
        conf = runpy.run_path(str(ROOT / "pelicanconf.py"))
        override = {
            **{name: value for name, value in conf.items() if name.isupper() and not name.startswith(OTHERS)},
            "PATH": str(content),
            "THEME": str(tmp_path / "theme"),
            "OUTPUT_PATH": str(output),
            "PLUGINS": ["aimaq"],
            "SITEMAP_CONTEXT": (),
            "NEWSROOM_SEARCH": False,  # a program to run; tests of the real site look at it
            "HEADLINE_INDICATORS": (),
            **settings,
        }
        Pelican(read_settings(None, override=override)).run()
        return output

    return run
