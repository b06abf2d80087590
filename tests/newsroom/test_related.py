"""Which stories are offered beside one, against a slow and plain account of the same rule."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from aimaq.newsroom.content.text import Text
from aimaq.newsroom.model.related import RELATED, related

START = datetime(2020, 1, 1, tzinfo=ZoneInfo("Asia/Almaty"))


def article(
    slug: str,
    published: datetime,
    topics: Sequence[str] = (),
    speakers: Sequence[str] = (),
    figures: tuple[str, ...] = (),
) -> Text:
    return Text(
        source_path=f"content/news/{slug}.ru.md",
        is_article=True,
        lang="ru",
        slug=slug,
        address=f"/news/{slug}/",
        status="published",
        hold=None,
        title=slug,
        summary="",
        body="",
        html=str,
        source_lines={},
        date=published,
        topics=tuple(topics),
        speakers=tuple(speakers),
        figures=figures,
    )


words = st.lists(st.sampled_from("abc"), unique=True, max_size=3)
some = st.builds(
    lambda day, topics, speakers, figures: (day, topics, speakers, tuple(figures)),
    st.integers(0, 9),
    words,
    words,
    words,
)
stories = st.lists(some, max_size=7).map(
    lambda rows: [
        article(f"s{number}", START + timedelta(day), topics, speakers, figures)
        for number, (day, topics, speakers, figures) in enumerate(rows)
    ]
)


def plainly(story: Text, all_of_them: list[Text]) -> list[str]:
    """The rule, word for word; right while no topic has more stories than are looked at."""

    def shared(other: Text) -> int:
        return (
            4 * len({*story.speakers} & {*other.speakers})
            + 3 * len({*story.figures} & {*other.figures})
            + 2 * len({*story.topics} & {*other.topics})
        )

    ordered = sorted(all_of_them, key=lambda each: (each.published, each.slug))
    others = [each for each in ordered if each is not story and shared(each)]
    others.sort(key=ordered.index, reverse=True)
    others.sort(key=lambda each: (-shared(each), abs(each.published - story.published)))
    return [each.slug for each in others[:RELATED]]


@given(stories, st.randoms(use_true_random=False))
def test_it_is_the_rule_whatever_the_order(found: list[Text], random: Random) -> None:
    shuffled = random.sample(found, len(found))
    answers = {story.slug: [each.slug for each in others] for story, others in related(shuffled)}
    assert answers == {story.slug: plainly(story, found) for story in found}


def test_a_new_story_on_a_topic_of_thousands_touches_its_neighbours_only() -> None:
    """So one new story composes a handful of pages, and the work grows with the number of stories."""
    many = [article(f"s{number:04}", START + timedelta(number), ["jobs"]) for number in range(3000)]
    before = {story.slug: others for story, others in related(many)}
    newest = article("new", START + timedelta(3000), ["jobs"])
    after = {story.slug: others for story, others in related([*many, newest])}
    assert 0 < sum(after[slug] != others for slug, others in before.items()) <= 6


def test_another_case_of_a_letter_is_the_same_topic() -> None:
    one, other = article("a", START, ["Jobs"]), article("b", START, ["jobs"])
    assert {story.slug: [each.slug for each in found] for story, found in related([one, other])} == {
        "a": ["b"],
        "b": ["a"],
    }
