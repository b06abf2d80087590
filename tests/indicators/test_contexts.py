"""The place of each slot, found in the composed text."""

from __future__ import annotations

import json
import time

import pytest

from aimaq.base.slots import Slot, encode, slots_in
from aimaq.figures.text.escaping import situate

TOKEN = encode(Slot("jobs", "ru"))


@pytest.mark.parametrize(
    ("path", "text", "place"),
    [
        ("a.html", "<p>{}</p>", "nh"),
        ("a.html", "<h1>{}</h1>", "lh"),
        ("a.html", "<a href='/'>{}</a>", "mh"),
        ("a.html", "<a href='/'><b>x</b></a> {}", "nh"),
        ("a.html", "<button><b>{}</b></button>", "mh"),
        ("a.html", "<title>{}</title>", "ph"),
        ("a.html", "<textarea>{}</textarea>", "ph"),
        ("a.html", '<meta content="{}">', "ph"),
        ("a.html", "<img alt='{}'>", "ph"),
        ("a.html", '<p title="a > b {}">x</p>', "ph"),
        ("a.html", "<!-- {} -->", "ph"),
        ("a.html", "<svg><text>{}</text></svg>", "ph"),
        ("a.html", '<script type="application/ld+json">{{"a": "{}"}}</script>', "pjs"),
        ("a.xml", "<rss><title>{}</title></rss>", "px"),
        ("a.xml", "<rss><description>&lt;p&gt;{}&lt;/p&gt;</description></rss>", "thx"),
        ("a.xml", '<feed><content type="html">&lt;a title="x {}"&gt;&lt;/a&gt;</content></feed>', "phx"),
        ("a.xml", '<feed><category term="{}"/></feed>', "px"),
        ("a.json", '{{"title": "{}"}}', "pj"),
        ("a.json", '{{"items": [{{"content_html": "<p>{}</p>"}}]}}', "thj"),
        ("a.json", "{}", "pw"),
        ("a.txt", "x {}", "tw"),
        ("a.ics", "x {}", "pw"),
    ],
)
def test_the_place_decides_the_escaping(path: str, text: str, place: str) -> None:
    """The same slot is written as markup in prose and as escaped text everywhere else."""
    assert [slot.place for slot in slots_in(situate(path, text.format(TOKEN)))] == [place]


@pytest.mark.parametrize(
    ("markers", "forms"),
    [
        (["jobs", "jobs | genitive", "enterprises"], "nln"),
        (["jobs | as-of", "jobs | change", "jobs | label", "jobs | number"], "llln"),
        (["jobs @ published", "jobs @ 2022", "jobs | plan", "jobs"], "llln"),
        (["assert jobs > 1", "!view card jobs", "jobs"], "lln"),
        (["jobs || broken", "jobs"], "ln"),
    ],
)
def test_a_page_tells_the_age_of_a_figure_at_its_first_live_mention(markers: list[str], forms: str) -> None:
    """Once for each indicator, beside its current value; a heading and a link before it do not count."""
    flow = " ".join(encode(Slot(marker, "ru")) for marker in markers)
    page = situate("a.html", f"<title>{TOKEN}</title><h1>{TOKEN}</h1><a href='/'>{TOKEN}</a><p>{flow}</p>")
    places = [slot.place for slot in slots_in(page)]
    assert places == ["ph", "lh", "mh", *(f"{form}h" for form in forms)]


def test_json_stays_the_document_it_was() -> None:
    """Situating a feed changes its slots and nothing else."""
    document = {"a": f"«{TOKEN}»", "n": [1, 2.5, None, True], "content_html": f"<p>{TOKEN}</p>"}
    text = situate("feed.json", json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    assert text.endswith("}\n")
    assert json.loads(text)["n"] == document["n"]


def test_situating_twice_is_situating_once() -> None:
    """A place depends on the text alone, not on what was found before."""
    page = f"<title>{TOKEN}</title><p>{TOKEN}</p>"
    assert situate("a.html", situate("a.html", page)) == situate("a.html", page)


@pytest.mark.parametrize("start", ["<p ", "<p", "<a ", "<p a='", '<a b="', "</", "<p/"])
def test_tags_that_are_never_closed_take_no_longer_than_text(start: str) -> None:
    """20,000 of them, which would take hours if each search went on to the end of the text."""
    began = time.process_time()
    assert len(list(slots_in(situate("a.html", start * 20_000 + TOKEN)))) == 1
    assert time.process_time() - began < 5
