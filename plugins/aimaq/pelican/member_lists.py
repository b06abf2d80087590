"""Lists of articles in which one is found at once.

Pelican asks of every article whether the list of a tag, a category or an author has it
(``pelican.generators.ArticlesGenerator.generate_tags``): in lists that are searched, this costs the square of the
articles. ``docs/upstream`` has the change that would spare it there.
"""

from collections.abc import Iterable
from typing import Any

from pelican.generators import ArticlesGenerator

__all__ = ["MemberList", "give_member_lists"]


class MemberList(list[Any]):
    """A list of values that are the same only if they are one object; ``in`` looks into a set of them.

    The set is made anew where the length has changed, and after an assignment to an index or a slice.
    """

    def __init__(self, values: Iterable[Any] = ()) -> None:
        super().__init__(values)
        self._members: set[int] = set()

    def __contains__(self, value: object) -> bool:
        if len(self._members) != len(self):
            self._members = set(map(id, self))
            if len(self._members) != len(self):  # one stands in it twice
                return super().__contains__(value)
        return id(value) in self._members

    def __setitem__(self, index: Any, value: Any) -> None:
        super().__setitem__(index, value)
        self._members = set()


def give_member_lists(generator: ArticlesGenerator) -> None:
    """Put such lists in the place of those of tags, categories and authors."""
    generator.tags.update({tag: MemberList(articles) for tag, articles in generator.tags.items()})
    for each in (generator.categories, generator.authors):
        each[:] = [(name, MemberList(articles)) for name, articles in each]
