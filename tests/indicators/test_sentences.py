"""The sentence that an assertion stands beside is the one that has to be rewritten."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimaq.base.slots import slots_in
from aimaq.figures.text.escaping import situate
from aimaq.figures.text.markers import substitute
from aimaq.figures.text.sentences import sentence_at, sentence_span

HERE = "{{ assert jobs > 1 }}"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"One grew. It doubled.{HERE} Then it fell.", "It doubled."),
        (f"One grew. It doubled {HERE} at once. Then it fell.", "It doubled at once."),
        (f"One grew. {HERE} Then it fell.", "One grew."),
        (f"{HERE}One grew. Then it fell.", "One grew."),
        (f"One grew.\n{HERE}\nThen it fell.", "One grew."),
        (f"It grew.\n\nOne\ngrew fast.\n\n{HERE}\n\nThen it fell.", "One grew fast."),
        (f"- first item\n- the second{HERE}\n- third", "the second"),
        (f"## A record{HERE}\nText.", "A record"),
        (f"Text.\n## A record{HERE}\nMore.", "A record"),
        (f"| a | b |\n| --- | --- |\n| x | more than 5{HERE} | z |", "more than 5"),
        (f"> He said so. “It doubled.”{HERE}\n> Then he left.", "“It doubled.”"),
        (f"Вдвое больше, в 2021 г. их было 40.{HERE} Рекорд.", "Вдвое больше, в 2021 г. их было 40."),
        (f"Сообщил А. Абдамит. Число удвоилось.{HERE}", "Число удвоилось."),
        (f"Уже {{{{ jobs @ 2022 }}}}! Вдвое больше?{HERE}", "Вдвое больше?"),
        (f"Сан 2,5 есе өсті.{HERE} Келесі сөйлем.", "Сан 2,5 есе өсті."),
        (f"It grew. <!-- figure: as quoted -->{HERE}", "It grew."),
        (HERE, ""),
        (f"It \\{{{{ grew }}}}.{HERE}", "It \\{{ grew }}."),
    ],
)  # fmt: skip
def test_the_sentence_beside_an_assertion(text: str, sentence: str) -> None:
    """Around it or just before it; the one that follows at the beginning, the block before for a block of its own."""
    assert sentence_at(text, text.index(HERE)) == sentence


@given(st.text(st.sampled_from("Aa .!?\n-#|>{}«»1"), max_size=60), st.integers(0, 60))
def test_any_text_has_a_sentence_within_it(text: str, offset: int) -> None:
    """For any text, nothing breaks and the span is in the text."""
    start, end = sentence_span(text, min(offset, len(text)))
    assert 0 <= start <= end <= len(text)


def test_a_slot_keeps_the_sentence_in_plain_letters() -> None:
    """A refill reads no article; what travels through templates and encoders is ASCII."""
    text = situate("x.html", f"<p>{substitute('Число удвоилось: 5; 6% «да».' + HERE, 3, 7)}</p>")
    (slot,) = slots_in(text)
    assert slot.origin == "3:35\nЧисло удвоилось: 5; 6% «да»."
    assert text.partition("\ue000")[2].partition("\ue001")[0].isascii()
