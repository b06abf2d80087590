"""Two contexts that a template would render alike have one fingerprint; any difference it could show makes another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, pass_context
from pelican.contents import Article
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import SafeDatetime

from aimaq.base.view import reads_context
from aimaq.build.fingerprints import Fingerprints
from aimaq.build.template_reads import TemplateReads
from aimaq.pelican.template_visible import KINDS

SETTINGS = {**DEFAULT_CONFIG, "PATH": "/site/content", "PLUGINS": []}


def article(slug: str = "a", **fields: Any) -> Article:
    metadata = {"title": slug, "slug": slug, "date": SafeDatetime(2024, 1, 1), **fields}
    content = metadata.pop("content", "text")
    return Article(content, metadata, settings=SETTINGS, source_path=f"/site/content/{slug}.md")


def seen(source: str, context: dict[str, Any], **others: str) -> str:
    """The fingerprint of a context as one template sees it."""
    environment = Environment(loader=DictLoader({"page.html": source, **others}))
    reads = TemplateReads(environment).of("page.html")
    names = reads.names if reads.names is not None else context
    return Fingerprints(reads.attributes, kinds=KINDS).of(names, context)


LIST = "{% for each in articles %}{{ each.title }}{% endfor %}"
PAGE = "{{ article.title }}{{ article.content }}"


def test_a_list_of_titles_does_not_change_with_a_body() -> None:
    """Only what the template names is looked at."""
    one, other = [article(content="one")], [article(content="other")]
    assert seen(LIST, {"articles": one}) == seen(LIST, {"articles": other})
    assert seen(PAGE, {"article": one[0]}) != seen(PAGE, {"article": other[0]})


@pytest.mark.parametrize("changed", [[article(title="b")], [article(), article("b")], []])
def test_a_list_changes_with_what_it_shows(changed: list[Article]) -> None:
    """A title, one article more, one less."""
    assert seen(LIST, {"articles": [article()]}) != seen(LIST, {"articles": changed})


def test_a_change_of_a_translation_is_seen_from_both_sides() -> None:
    """Articles that name each other are a cycle, in which nothing is overlooked."""
    source = "{{ article.title }}{% for each in article.translations %}{{ each.title }}{% endfor %}"

    def pair(title: str) -> tuple[Article, Article]:
        one, other = article("a"), article("b", title=title)
        one.translations, other.translations = [other], [one]
        return one, other

    for side in (0, 1):
        assert seen(source, {"article": pair("b")[side]}) == seen(source, {"article": pair("b")[side]})
        assert seen(source, {"article": pair("b")[side]}) != seen(source, {"article": pair("c")[side]})


def test_a_memory_of_one_value_is_not_another_values() -> None:
    """One build looks at thousands of values; each keeps its own fingerprint, whatever was looked at before."""
    reads = Fingerprints(frozenset({"title", "translations"}), kinds=KINDS)
    one, other = article("a"), article("b")
    one.translations, other.translations = [other], [one]
    first = reads.of(["article"], {"article": other})
    reads.of(["article"], {"article": one})
    assert reads.of(["article"], {"article": other}) == first
    assert Fingerprints(reads.attributes, kinds=KINDS).of(["article"], {"article": other}) == first


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("{% include 'part.html' %}", "deep"),
        ("{% extends 'part.html' %}", "deep"),
        ("{% from 'part.html' import x with context %}", "deep"),
        ("{% set which = 'part.html' %}{% include which %}", "deep"),
    ],
)
def test_what_is_taken_in_is_read_too(source: str, name: str) -> None:
    """Includes, parents, imports, and names that are computed."""
    part = "{% macro x() %}{{ deep }}{% endmacro %}{{ deep }}"
    assert seen(source, {name: 1}, **{"part.html": part}) != seen(source, {name: 2}, **{"part.html": part})


def test_a_function_that_gets_the_context_and_does_not_say_what_it_reads_reads_all_of_it() -> None:
    """Then any change of the context counts."""
    environment = Environment(loader=DictLoader({"page.html": "{{ hidden() }}"}))
    environment.globals["hidden"] = pass_context(lambda context: context["deep"])
    assert TemplateReads(environment).of("page.html").names is None
    function = pass_context(lambda context: context["deep"])
    environment.globals["hidden"] = reads_context("deep")(function)
    assert TemplateReads(environment).of("page.html").names == frozenset(("hidden", "deep"))


def test_the_sources_count() -> None:
    """A template that changes makes other pages, however deep it is."""
    one, other = (
        TemplateReads(Environment(loader=DictLoader({"a": "{% include 'b' %}", "b": text}))).of("a").sources
        for text in "xy"
    )
    assert one != other


def test_what_cannot_be_looked_at_is_never_the_same() -> None:
    """An object without visible parts: its page is rendered in every build."""
    thing: Iterator[object] = iter([])
    assert seen("{{ thing }}", {"thing": thing}) != seen("{{ thing }}", {"thing": thing})
