"""Which other stories to offer at the end of one: those that share most with it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import nsmallest
from typing import Final

from aimaq.newsroom.content.text import Text
from aimaq.newsroom.editorial.embargo import Hold

__all__ = ["RELATED", "Mention", "related"]

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


def related(stories: Iterable[Text]) -> Iterator[tuple[Text, tuple[Text, ...]]]:
    """Yield each story with those that are related to it, most first; all are in one language.

    Of two that share as much, the one nearer in time comes first, then the later one.
    """
    ordered = sorted(stories, key=lambda story: (story.published, story.slug))
    sharing: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for number, story in enumerate(ordered):
        for shared in _shared(story):
            sharing[shared].append(number)
    scores: list[dict[int, int]] = [{} for _ in ordered]
    for (weight, _), numbers in sharing.items():
        for place, one in enumerate(numbers):
            for other in numbers[place + 1 : place + 1 + _NEAR]:
                scores[one][other] = scores[one].get(other, 0) + weight
                scores[other][one] = scores[other].get(one, 0) + weight
    moments = [story.published.timestamp() for story in ordered]
    for number, story in enumerate(ordered):
        distances = {other: abs(moments[other] - moments[number]) for other in scores[number]}
        ranked = ((-score, distances[other], -other) for other, score in scores[number].items())
        yield story, tuple(ordered[-other] for _, _, other in nsmallest(RELATED, ranked))


def _shared(story: Text) -> Iterator[tuple[int, str]]:
    """Yield what a story may share with others, each with its weight."""
    yield from ((_PERSON, slug) for slug in story.speakers)
    yield from ((_FIGURE, key) for key in story.figures)
    yield from ((_TOPIC, topic.casefold()) for topic in story.topics)
