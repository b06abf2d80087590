"""A list that finds its members at once has those that a list has, whatever is done to it."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from aimaq.pelican.member_lists import MemberList


class Counted:
    """An article: it is equal to itself alone, and counts how often it is compared."""

    compared = 0
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return self is other


def remove(listed: list[Counted], one: Counted) -> None:
    if one in listed:
        listed.remove(one)


ARTICLES = [Counted() for _ in range(6)]
CHANGES: list[Callable[[list[Counted], Counted], object]] = [
    lambda listed, one: listed.append(one),
    lambda listed, one: listed.insert(0, one),
    lambda listed, one: listed.extend([one, one]),
    lambda listed, one: listed and listed.pop(),
    lambda listed, one: listed.clear(),
    remove,
    lambda listed, one: listed.__delitem__(slice(2)),
    lambda listed, one: listed.__iadd__([one]),
    lambda listed, one: listed.__imul__(2),
    lambda listed, one: listed and listed.__setitem__(-1, one),
    lambda listed, one: listed.__setitem__(slice(1), [one]),
    lambda listed, one: listed.sort(key=id),
]


@given(
    st.lists(st.sampled_from(ARTICLES)),
    st.lists(st.tuples(st.sampled_from(CHANGES), st.sampled_from(ARTICLES), st.booleans()), max_size=12),
)
def test_it_has_what_a_list_has(
    begun: list[Counted], changes: list[tuple[Callable[[list[Counted], Counted], object], Counted, bool]]
) -> None:
    """Asked after each change, or only after some of them."""
    found, expected = MemberList(begun), list(begun)
    for change, one, is_asked in changes:
        change(found, one)
        change(expected, one)
        if is_asked:
            assert [each in found for each in ARTICLES] == [any(each is one for one in expected) for each in ARTICLES]
    assert found == expected and type(found[:1]) is list


def test_it_compares_nothing() -> None:
    listed, strange = MemberList(Counted() for _ in range(1000)), Counted()
    before = Counted.compared
    assert strange not in listed and listed[500] in listed
    assert Counted.compared == before
