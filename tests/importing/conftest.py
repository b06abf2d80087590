"""Sources to import, written for these tests, and a project that has nothing in it yet."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from aimaq.importing.convert.to_markdown import markdown_renderer
from aimaq.importing.options import ImportOptions, ImportSite
from aimaq.importing.plan import Plan, plan_import
from aimaq.settings.load import plain_settings
from aimaq.settings.read import read_settings
from tools.built import ROOT

SOURCES = Path(__file__).parent / "sources"
SETTINGS: dict[str, Any] = plain_settings(ROOT, "pelicanconf.py")
render = markdown_renderer(SETTINGS["MARKDOWN"])

Planned = Callable[..., Plan]


def plan_of(folder: Path, source: Path | Mapping[str, str | bytes], **options: Any) -> Plan:
    """Plan an import of files, given by their names, into an empty project in a folder."""
    if not isinstance(source, Path):
        for name, text in source.items():
            path = folder / "source" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        source = folder / "source"
    site = ImportSite(read_settings(SETTINGS, folder), date(2026, 1, 1))
    return plan_import(ImportOptions(str(source), **options), site, render)


@pytest.fixture
def planned(tmp_path: Path) -> Planned:
    """Plan an import of files, given by their names, into an empty project."""
    return partial(plan_of, tmp_path)


def page(body: str, head: str = "", lang: str = "ru") -> str:
    """A page with one article, dated, at an address of its own."""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Проба пера - Пример</title>'
        '<link rel="canonical" href="https://old.example.org/proba/">'
        f'<meta property="article:published_time" content="2020-02-03">{head}</head>'
        f"<body><article><h1>Проба пера</h1>{body}</article></body></html>"
    )


def text_of(plan: Plan, name: str = "news/proba.ru.md") -> str:
    """The file that a text becomes, without its front matter."""
    data = plan.files[name]
    assert isinstance(data, bytes)
    return data.decode().split("\n---\n\n", 1)[1]
