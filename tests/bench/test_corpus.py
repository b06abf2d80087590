"""The corpus is the same for the same seed, and has the shape that the results speak of."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median

import pytest

from aimaq.figures.ledger import parse_ledger
from aimaq.figures.text.markers import MARKER
from bench.corpus import Corpus
from bench.figures import KEYS, LANGUAGES, MAIN, Figures
from bench.forms import FORMS
from bench.words import SECTIONS, TAGS

ROOT = Path(__file__).parents[2]
ARTICLES = tuple(Corpus(300))


def test_a_seed_gives_one_corpus() -> None:
    """Also in another process, whose hashes have another seed; a larger corpus begins with the smaller one."""
    code = "import hashlib; from bench.corpus import Corpus; print(hashlib.md5(repr([*Corpus(40)]).encode()).digest())"
    seen = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1
    assert tuple(Corpus(40)) == ARTICLES[:40]
    assert tuple(Corpus(40, seed=2)) != ARTICLES[:40]


def test_languages_and_figures_have_their_shares() -> None:
    """Six in ten, three in ten, one in ten; every third quotes the main indicator, and up to three others."""
    assert Counter(article.lang for article in ARTICLES) == {"ru": 180, "kk": 90, "en": 30}
    quoting = [article for article in ARTICLES if article.figures]
    assert len(quoting) == 100
    for article in quoting:
        in_body = MARKER.findall(article.body)
        assert 1 <= len(in_body) <= 4
        assert any(MAIN in marker for marker in in_body)
    assert sum("{{" in article.title for article in ARTICLES) == 20


def test_articles_have_the_size_of_news() -> None:
    """1.5 to 4 KB of Markdown, within ten years, in a section, with three to five tags."""
    sizes = [len(article.body.encode()) for article in ARTICLES]
    assert min(sizes) >= 1500 and max(sizes) <= 5000 and 2200 < median(sizes) < 3200
    assert sum(size > 4000 for size in sizes) <= 15
    moments = [article.moment for article in ARTICLES]
    assert timedelta(days=3500) < max(moments) - min(moments) < timedelta(days=3653)
    assert {article.section for article in ARTICLES} == set(SECTIONS) and len(SECTIONS) == 8
    assert {len(article.tags) for article in ARTICLES} == {3, 4, 5}
    assert len(TAGS) == len({tag for article in ARTICLES for tag in article.tags}) == 60
    assert len({article.slug for article in ARTICLES}) == 300


@pytest.mark.parametrize("part", ["\n## ", "\n- ", "](https://", "**", "| --- |", "\n> "])
def test_articles_hold_what_markdown_offers(part: str) -> None:
    """Headings, lists, links, emphasis, tables and quotations all take part."""
    assert sum(part in article.body for article in ARTICLES) >= 15


def test_the_ledger_is_one_that_aimaq_accepts() -> None:
    """Twelve indicators, and a step changes one of them."""
    ledger = parse_ledger(Figures().text, "indicators.json", languages=LANGUAGES)
    assert tuple(ledger.indicators) == KEYS and len(KEYS) == 12
    assert Figures().plain(MAIN, "en") != Figures(1).plain(MAIN, "en")
    assert Figures().plain("glass", "en") == Figures(1).plain("glass", "en")


@pytest.mark.parametrize("name", FORMS)
def test_only_the_generators_that_read_markers_get_them(name: str) -> None:
    """What stands in braces for another generator is its own syntax, and a pinned figure is text."""
    figures = Figures()
    texts = [FORMS[name].article(article, figures)[1] for article in ARTICLES]
    published = sum("@ published" in text for text in texts)
    assert (published > 0) == (name in ("aimaq", "newsroom"))
    if name == "pelican":
        assert not any("{{" in text for text in texts)


def test_each_edit_is_another_one() -> None:
    """So that an edit never leaves a file as it was."""
    article = ARTICLES[0]
    assert len({article.edited(step).body for step in range(5)}) == 5
    assert replace(article.edited(1), body=article.body) == article
