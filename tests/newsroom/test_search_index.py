"""The index of a volume of which some texts are different is the one that is made of all its texts."""

import random
from pathlib import Path

import pytest

from aimaq.base.files.cache import Cache
from aimaq.newsroom.output import search
from aimaq.newsroom.output.search import Found, Volume, index_files

WORDS = "jobs plants 2024 ёлка zone новости зоны steel glass kept жұмыс орындары works workers".split()


def found(number: int, words: list[str]) -> Found:
    return Found(f"/news/{number}/", str(number), ((10, " ".join(words[:2])), (1, " ".join(words))), (), {})


def volume(texts: list[list[str]]) -> Volume:
    return Volume("search/1", tuple(found(number, words) for number, words in enumerate(texts)))


@pytest.mark.parametrize("seed", range(20))
def test_only_different_texts_are_indexed_again(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(seed)
    texts = [rng.choices(WORDS, k=rng.randrange(12)) for _ in range(6)]
    before = volume(texts)
    made = Cache(tmp_path / "made")
    list(index_files(before, "ru", made))
    changed = rng.sample(range(6), rng.randrange(1, 3))
    for number in changed:
        texts[number] = [*rng.choices(WORDS, k=rng.randrange(12)), f"new{seed}"]
    now = volume(texts)
    clean = list(index_files(now, "ru", Cache(tmp_path / "clean")))
    counted: list[Found] = []
    counts = search._counts

    def counting(text: Found, lang: str) -> dict[str, int]:
        counted.append(text)
        return counts(text, lang)

    monkeypatch.setattr(search, "_counts", counting)
    assert list(index_files(now, "ru", made, before)) == clean
    assert sorted(text.name for text in counted) == sorted(map(str, changed))


def test_a_volume_with_another_number_of_texts_is_indexed_whole(tmp_path: Path) -> None:
    before, now = volume([["jobs"], ["steel"]]), volume([["steel"]])
    made = Cache(tmp_path / "made")
    list(index_files(before, "ru", made))
    assert list(index_files(now, "ru", made, before)) == list(index_files(now, "ru", Cache(tmp_path / "clean")))
