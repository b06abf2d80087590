"""docs/architecture/settings.md lists every setting of the schema and every one that the plugins read, and no other."""

import ast
import re
import runpy
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
from pelican.settings import DEFAULT_CONFIG

from aimaq.settings.schema import Settings
from tools import measure_house

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/architecture/settings.md").read_text(encoding="utf-8")
SETTING = re.compile(r"[A-Z][A-Z_]+")


def documented(heading: str) -> set[str]:
    """The first column of the table below a heading."""
    section = re.split(r"^#+ ", TEXT.partition(f"# {heading}\n")[2], flags=re.MULTILINE)[0]
    return set(re.findall(r"`([A-Z_]+)`", " ".join(re.findall(r"^\| (`.*?`) \|", section, re.MULTILINE))))


def names(tree: ast.AST) -> Iterator[str]:
    """Each constant that a piece of code takes out of something called ``settings``, or passes beside it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and _is_settings(node.value):
            yield from _constants([node.slice])
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and _is_settings(node.func.value):
                yield from _constants(node.args[:1])  # of `get`, the second is a default
            elif any(_is_settings(argument) for argument in node.args):
                yield from _constants(node.args)


def _is_settings(node: ast.AST) -> bool:
    return getattr(node, "id", getattr(node, "attr", "")) == "settings"


def _constants(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SETTING.fullmatch(node.value):
            yield node.value


@cache
def read() -> set[str]:
    """What the program takes out of its settings."""
    paths = [ROOT / "tasks.py", *(ROOT / "plugins").rglob("*.py")]
    return {name for path in paths for name in names(ast.parse(path.read_text(encoding="utf-8")))}


SCHEMA = {field.encode_name for field in msgspec.structs.fields(Settings)} - {"PROJECT", "GIVEN"}
PELICANS = set(DEFAULT_CONFIG) | {"TIMEZONE", "DEFAULT_DATE"}  # two that have no default
OWN, INTERNAL = documented("Our settings"), documented("What the program keeps in Pelican's settings")
DEPENDED = documented("Pelican's settings that we depend on")


def test_every_setting_of_the_schema_is_documented_and_no_other_of_ours() -> None:
    assert OWN == SCHEMA - PELICANS
    assert not SCHEMA & PELICANS - DEPENDED


def test_every_setting_that_the_plugins_read_is_documented() -> None:
    assert not read() - PELICANS - OWN - INTERNAL
    assert not read() & PELICANS - DEPENDED


def test_every_documented_setting_is_read() -> None:
    assert not OWN - SCHEMA - read()
    assert not DEPENDED - SCHEMA - read()
    assert {each.name for each in measure_house.settings_keys(measure_house.Source.read(ROOT))} == INTERNAL


def test_every_setting_of_the_site_is_pelicans_or_documented() -> None:
    configured = {name for name in runpy.run_path(str(ROOT / "pelicanconf.py")) if name.isupper()}
    assert configured - set(DEFAULT_CONFIG) - OWN == {"TIMEZONE"}
