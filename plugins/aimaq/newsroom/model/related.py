"""Which other stories to offer at the end of one: those that share most with it, by a rule that never wavers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nsmallest
from typing import Any, Final

from aimaq.newsroom.editorial.embargo import Hold

__all__ = ["RELATED", "Mention", "mention", "related"]

#: How many stories are offered at most.
RELATED: Final = 3
#: How much it weighs that two stories share somebody who speaks in both, a figure, a topic.
_PERSON, _FIGURE, _TOPIC = 4, 3, 2
# Of all stories on a topic only the nearest in time are looked at, a few earlier and a few later ones: so the work
# grows with the number of stories, and a new one changes few pages.
_NEAR = 6


@dataclass(frozen=True, slots=True)
class Mention:
    """A story as another page names it: no more of it, so that a change of its text composes no other page."""

    title: str
    address: str
    date: datetime
    published_iso: str
    kind: str
    lang: str
    hold: Hold | None


def mention(article: Any) -> Mention:
    """Return how other pages name an article."""
    told = (article.published_iso, article.kind, article.lang, article.hold)
    return Mention(article.title, article.address, article.date, *told)


def related(articles: Iterable[Any]) -> Iterator[tuple[Any, tuple[Mention, ...]]]:
    """Yield each article with those that are related to it, most first; all are in one language.

    Of two that share as much, the one nearer in time comes first, then the later one.
    """
    ordered = sorted(articles, key=lambda article: (article.date, article.slug))
    shelves: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for number, article in enumerate(ordered):
        for shared in _shared(article):
            shelves[shared].append(number)
    scores: list[dict[int, int]] = [{} for _ in ordered]
    for (weight, _), shelf in shelves.items():
        for place, one in enumerate(shelf):
            for other in shelf[place + 1 : place + 1 + _NEAR]:
                scores[one][other] = scores[one].get(other, 0) + weight
                scores[other][one] = scores[other].get(one, 0) + weight
    moments = [article.date.timestamp() for article in ordered]
    for number, article in enumerate(ordered):
        yield article, tuple(mention(ordered[other]) for other in _best(number, scores[number], moments))


def _best(number: int, scores: dict[int, int], moments: Sequence[float]) -> list[int]:
    here = moments[number]
    ranked = nsmallest(RELATED, ((-score, abs(moments[other] - here), -other) for other, score in scores.items()))
    return [-other for _, _, other in ranked]


def _shared(article: Any) -> Iterator[tuple[int, str]]:
    """Yield what an article may share with others. Another plugin may say which figures it quotes."""
    yield from ((_PERSON, slug) for slug in article.speakers)
    yield from ((_FIGURE, key) for key in getattr(article, "figures", ()))
    yield from ((_TOPIC, topic.casefold()) for topic in article.topics)
