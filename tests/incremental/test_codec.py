"""What a reader returned comes back from the cache as it was, and nothing else ever does."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from dateutil.tz import tzlocal, tzoffset, tzutc
from hypothesis import given
from hypothesis import strategies as st
from pelican.urlwrappers import Author, Category, Tag
from pelican.utils import SafeDatetime

from aimaq.newsroom.content.fields import Source
from aimaq.pelican.reading.codec import Uncacheable, Wrappers, from_plain, to_plain, wrappers_of

SETTINGS: dict[str, Any] = {"SLUG_REGEX_SUBSTITUTIONS": [], "SLUGIFY_USE_UNICODE": True}
PLAIN = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text() | st.binary()
)
DATED = st.dates() | st.datetimes() | st.decimals(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    PLAIN | DATED,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.lists(inner).map(tuple),
    max_leaves=20,
)


def pack(value: Any) -> bytes:
    return msgspec.msgpack.encode(to_plain(value))


def unpack(data: bytes, settings: dict[str, Any], wrappers: Wrappers | None = None) -> Any:
    return from_plain(msgspec.msgpack.decode(data), wrappers or wrappers_of(settings))


@given(VALUES)
def test_plain_values_come_back_with_their_types(value: Any) -> None:
    """Lists stay lists, tuples tuples, dates dates."""
    back = unpack(pack(value), {})
    assert back == value
    assert type(back) is type(value)


@given(st.text(min_size=1) | st.none(), st.integers(-86_399, 86_399))
def test_a_zone_of_dateutil_comes_back(name: str | None, seconds: int) -> None:
    """Pelican reads ``10:00-03:00`` with dateutil; a template may print the zone's name, which Python's own has not."""
    for zone in (tzoffset(name, seconds), tzutc()):
        moment = SafeDatetime(2015, 1, 1, 10, tzinfo=zone)
        back = unpack(pack(moment), {})
        assert (back, back.tzname(), str(back.tzinfo)) == (moment, moment.tzname(), str(zone))
        assert type(back) is SafeDatetime and type(back.tzinfo) is type(zone)
    with pytest.raises(Uncacheable):
        to_plain(SafeDatetime(2015, 1, 1, 10, tzinfo=tzlocal()))


def test_what_pelicans_readers_make_comes_back() -> None:
    """Dates of Pelican's own kind, with their zones; tags, sections and authors; a plugin's frozen values."""
    value = {
        "date": SafeDatetime(2024, 1, 2, 3, 4),
        "modified": datetime(2024, 1, 2, tzinfo=ZoneInfo("Asia/Almaty")),
        "tags": [Tag("цех", SETTINGS), Tag("парк", SETTINGS)],
        "category": Category("Новости", SETTINGS),
        "authors": [Author("Пресс-служба", SETTINGS)],
        "timezone": ZoneInfo("Asia/Almaty"),
        "sources": [Source(title="x", url="https://example.org", date=date(2024, 1, 1))],
    }
    back = unpack(pack(value), SETTINGS)
    assert back == value
    assert isinstance(back["date"], SafeDatetime)
    assert back["tags"][0].name == "цех" and isinstance(back["tags"][0], Tag)


def test_a_tag_is_one_object_however_often_it_comes_back() -> None:
    """Its slug is made once."""
    wrappers = wrappers_of(SETTINGS)
    first, second = (unpack(pack([Tag("цех", SETTINGS)]), SETTINGS, wrappers) for _ in range(2))
    assert first[0] is second[0]


@pytest.mark.parametrize("value", [object(), lambda: None, {1, 2}, {"a": [open]}, Decimal])
def test_anything_else_is_refused(value: Any) -> None:
    """Such a file is simply read anew in each build."""
    with pytest.raises(Uncacheable):
        pack(value)


def test_a_tag_whose_slug_somebody_has_set_is_refused() -> None:
    """Its name does not tell it."""
    tag = Tag("цех", SETTINGS)
    tag.slug = "workshop"
    with pytest.raises(Uncacheable):
        pack([tag])


@pytest.mark.parametrize(
    "call", [["o", "os", "system", "true"], ["o", "subprocess", "Popen", "true"], ["o", "nowhere", "X"], ["?"]]
)
def test_a_forged_cache_runs_nothing(call: list[str]) -> None:
    """Only dataclasses and structs of modules that are loaded can be made from a cache file."""
    with pytest.raises(ValueError):
        unpack(msgspec.msgpack.encode(call), {})


def test_a_dataclass_comes_back() -> None:
    """By its module and name."""
    from aimaq.build.site_trees import Changes

    value = Changes(added=("a",))
    assert dataclasses.is_dataclass(value)
    assert unpack(pack(value), {}) == value
