"""An article that is taken from the store is the article that Pelican would make of its file."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pelican import signals
from pelican.contents import Article, Content
from pelican.readers import Readers
from pelican.settings import read_settings

from aimaq.pelican.reading.codec import Uncacheable, wrappers_of
from aimaq.pelican.reading.stored_contents import (
    are_kept,
    keeps_to_content,
    pack_content,
    read_content,
    restore_content,
)

TEXT = """Title: A title
Date: 2024-05-01 10:00
Modified: 2024-05-02
Category: Works
Tags: cement, glass
Authors: One, Two
Summary: In short
Status: {status}
Save_as: {status}/index.html

A text.
"""


@pytest.fixture
def generator(tmp_path: Path) -> Any:
    """As much of a generator as reading takes."""
    settings = read_settings(override={"PATH": str(tmp_path), "PLUGINS": [], "TIMEZONE": "Asia/Almaty"})
    return SimpleNamespace(path=str(tmp_path), settings=settings, context={}, readers=Readers(settings))


@pytest.mark.parametrize("status", ["published", "draft", "hidden"])
def test_a_restored_article_is_the_same(generator: Any, tmp_path: Path, status: str) -> None:
    """Every attribute, with its type; and it belongs to this build."""
    (tmp_path / "a.md").write_text(TEXT.format(status=status), "utf-8")
    made = read_content(generator, Article, "a.md")
    restored = restore_content(generator, Article, wrappers_of(generator.settings), "a.md", pack_content(made))
    assert type(restored) is Article
    assert vars(restored) == vars(made)
    assert restored.settings is generator.settings and restored._context is generator.context
    assert restored.tags is restored.metadata["tags"]
    assert {name: type(value) for name, value in vars(restored).items()} == {
        name: type(value) for name, value in vars(made).items()
    }
    assert (restored.url, restored.save_as, restored.status) == (made.url, made.save_as, made.status)


def test_a_plugin_that_may_do_more_than_look_keeps_articles_out_of_the_store(generator: Any) -> None:
    """It has to see each of them being made."""

    def look(content: Content) -> None: ...

    assert are_kept(Article, generator.settings)
    with signals.content_object_init.connected_to(look):
        assert not are_kept(Article, generator.settings)
        keeps_to_content(look)
        assert are_kept(Article, generator.settings)


def test_a_plugin_may_keep_some_articles_out_of_the_store(generator: Any, tmp_path: Path) -> None:
    """Those that depend on something else, as a text that waits for its day does."""

    def look(content: Content) -> None: ...

    keeps_to_content(look, lambda content: bool(content.status == "published"))
    with signals.content_object_init.connected_to(look):
        assert are_kept(Article, generator.settings)
        for status in ("published", "draft"):
            (tmp_path / f"{status}.md").write_text(TEXT.format(status=status), "utf-8")
        assert pack_content(read_content(generator, Article, "published.md"))
        with pytest.raises(Uncacheable):
            pack_content(read_content(generator, Article, "draft.md"))


@pytest.mark.parametrize(
    ("name", "value"),
    [("DEFAULT_DATE", "fs"), ("WITH_FUTURE_DATES", False), ("DATE_FORMATS", {"ru": ("ru_RU.UTF-8", "%d %B %Y")})],
)
def test_what_a_file_alone_does_not_tell_keeps_articles_out_of_the_store(
    generator: Any, name: str, value: object
) -> None:
    """The time of the file, the time of the build, and the language that making an article leaves behind."""
    assert not are_kept(Article, {**generator.settings, name: value})


def test_an_article_that_holds_something_of_the_process_is_refused(generator: Any, tmp_path: Path) -> None:
    """It is read in each build."""
    (tmp_path / "a.md").write_text(TEXT.format(status="published"), "utf-8")
    made = read_content(generator, Article, "a.md")
    made.lock = object()
    with pytest.raises(Uncacheable):
        pack_content(made)
