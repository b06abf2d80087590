"""Lists of articles in which one is found at once.

Pelican asks of every article whether the list of a tag, a category or an author has it
(``pelican.generators.ArticlesGenerator.generate_tags``): in lists that are searched, this costs the square of the
articles. ``docs/upstream`` has the change that would spare it there.
"""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from pelican.generators import ArticlesGenerator

__all__ = ["MemberList", "give_member_lists"]

T = TypeVar("T")


class MemberList(list[T]):
    """A list of values that are the same only if they are one object; ``in`` looks into a set until it is changed."""

    _members: frozenset[int] | None = None

    def __contains__(self, value: object) -> bool:
        if self._members is None:
            self._members = frozenset(map(id, self))
        return id(value) in self._members


def _changing(name: str) -> Callable[..., object]:
    """Return a method of lists that changes one, which forgets the set."""
    change = getattr(list, name)

    @wraps(change)
    def method(self: MemberList[T], *arguments: object) -> object:
        self._members = None
        result: object = change(self, *arguments)
        return result

    return method


for _name in "append clear extend insert pop remove __delitem__ __iadd__ __imul__ __setitem__".split():
    setattr(MemberList, _name, _changing(_name))


def give_member_lists(generator: ArticlesGenerator) -> None:
    """Put such lists in the place of those of tags, categories and authors."""
    generator.tags.update({tag: MemberList(articles) for tag, articles in generator.tags.items()})
    for each in (generator.categories, generator.authors):
        each[:] = [(name, MemberList(articles)) for name, articles in each]
