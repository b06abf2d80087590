"""What holds for every template, whatever it shows."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from markupsafe import escape

from aimaq.base.languages.translations import read_catalogs
from aimaq.base.problems import Problem
from aimaq.newsroom.content.kinds import KINDS
from tools.catalogs import translation_problems

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "theme/templates"
NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))

#: What is markup already, made by code that has escaped it.
SAFE = {
    "article.html": ["story.content", "story.boilerplate.content"],
    "page.html": ["text.content"],
    "pdf.html": ["story.content", "story.boilerplate.content"],
    "press-kit.html": ["boilerplate.content"],
    "person.html": ["text.content"],
    "partials/head.html": ["structured"],
}


def environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )


def source(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_template_parses(name: str) -> None:
    environment().get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_only_finished_markup_is_marked_as_safe(name: str) -> None:
    tree = environment().parse(source(name))
    safe = [filtered.node for filtered in tree.find_all(nodes.Filter) if filtered.name == "safe"]
    assert [written(node) for node in safe] == SAFE.get(name, [])
    assert not list(tree.find_all(nodes.ScopedEvalContextModifier)), "autoescape is never switched off"


def written(node: nodes.Node | None) -> str:
    """A name with its attributes, as it stands in the template."""
    if isinstance(node, nodes.Getattr):
        return f"{written(node.node)}.{node.attr}"
    assert isinstance(node, nodes.Name)
    return node.name


@pytest.mark.parametrize("name", NAMES)
def test_no_inline_style_or_script(name: str) -> None:
    markup = re.sub(r"{#.*?#}", "", source(name), flags=re.DOTALL)
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=|javascript:", markup)
    scripts = re.findall(r"<script\b[^>]*>", markup)
    address, hashed = r"""src="{{ asset\(('js/[a-z-]+\.js')\) }}\"""", r"""integrity="{{ integrity\(\1\) }}\""""
    own = re.compile(rf'<script(?: type="module")? {address} {hashed}(?: defer)?>')
    assert all(script == '<script type="application/ld+json">' or own.fullmatch(script) for script in scripts)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_fetched_from_another_host(name: str) -> None:
    assert not re.search(r"""(src|href)=["'](https?:)?//""", source(name))


def test_a_quote_and_a_bracket_in_a_text_do_not_become_markup() -> None:
    component = environment().get_template("components/sources.html")
    evil = '"><script>alert(1)</script>'

    class Edition:
        @staticmethod
        def iso(day: str) -> str:
            return day

        date = iso

    context = {"_": str, "gettext": str}
    module = component.make_module(context)
    page = str(module.sources([{"title": evil, "url": evil, "date": evil}], Edition))  # type: ignore[attr-defined]
    assert "<script" not in page
    assert page.count(escape(evil)) == 4


def test_every_message_is_translated_in_every_language() -> None:
    languages = ("ru", "kk", "en")
    catalogs = read_catalogs(ROOT / "theme/translations", languages, root=ROOT)
    python = sorted((ROOT / "plugins").rglob("*.py"))
    labels = ["News", "Briefings", "Press releases", "Events", "Photo reports", "Documents"]
    labels += [kind.label for kind in KINDS.values()]
    problems: list[Problem] = translation_problems(TEMPLATES, catalogs, root=ROOT, python=python, extra=labels)
    assert not problems, "\n".join(map(str, problems))


def test_english_messages_are_their_own_translation() -> None:
    [english] = read_catalogs(ROOT / "theme/translations", ("en",), root=ROOT).values()
    changed = {entry.id: entry.string for entry in english.messages if entry.id and entry.string != entry.id}
    assert changed == {}


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_is_one_macro_of_its_own_name(path: Path) -> None:
    tree = environment().parse(path.read_text("utf-8"))
    assert [macro.name for macro in tree.find_all(nodes.Macro)] == [path.stem.replace("-", "_")]


def test_the_base_holds_blocks_only() -> None:
    lines = [line.strip() for line in source("base.html").splitlines()]
    kept = [line for line in lines if not line.startswith("{% block")]
    assert all(re.fullmatch(r"</?(!DOCTYPE html|html|head|body|main)\b[^>]*>", line) for line in kept), kept
