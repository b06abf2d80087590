"""The packed subject in a slot: nothing is lost, whatever the title contains."""

import re

from hypothesis import given
from hypothesis import strategies as st

from aimaq.base.slots import Slot, decode, encode, unpack
from aimaq.newsroom.corrections.model import Subject, pack

TEXTS = st.text(st.characters(codec="utf-8"))
SUBJECTS = st.builds(
    Subject,
    lang=st.sampled_from(("ru", "kk", "en")),
    day=st.sampled_from(("", "2024-05-06")),
    changed=TEXTS,
    title=TEXTS | st.just(f"T {encode(Slot('jobs | number', 'ru', '2024-05-06', 'x.md:2:8'))}"),
    address=TEXTS,
    quotes=st.lists(st.sampled_from(("jobs", "jobs @ 2022 published", "a-b | change"))).map(tuple),
    corrections=st.lists(st.tuples(st.just("2024-06-01"), TEXTS)).map(tuple),
)


@given(st.lists(SUBJECTS))
def test_what_was_packed_comes_back(subjects: list[Subject]) -> None:
    packed = pack(*subjects)
    assert re.fullmatch(r"[A-Za-z0-9_-]+", packed)
    assert [Subject.of(values) for values in unpack(packed)] == subjects
    slot = Slot(f"!corrections {packed}", "ru")
    assert decode(encode(slot)) == slot


def test_ten_thousand_texts_are_some_tens_of_bytes_each() -> None:
    """The composed list holds every text that quotes a figure; it is stored, and read at every refill."""
    subjects = [
        Subject(
            "ru",
            f"20{i % 20 + 10}-{i % 12 + 1:02}-{i % 28 + 1:02}",
            f"20{i % 20 + 10}-{i % 12 + 1:02}-{i % 28 + 1:02}T00:00:00+05:00",
            f"Заголовок номер {i * 7919 % 10007} о предприятиях и рабочих местах",
            f"/news/article-{i}/",
            ("jobs", "enterprises @ 2022"),
        )
        for i in range(10_000)
    ]
    assert len(pack(*subjects)) / len(subjects) < 60
