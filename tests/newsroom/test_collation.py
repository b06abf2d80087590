"""Lists of names follow the alphabet of their language; ICU's collation, which is CLDR's, is the witness."""

import json
import random
import re
import subprocess
from itertools import pairwise

import pytest

from aimaq.base.languages.collation import sort_key
from aimaq.base.languages.known_languages import LANGUAGES
from tools.programs import require

from .conftest import Build, article

#: Of each pair of neighbours in our order, whether ICU has it so.
ICU = """
const [lang, words] = JSON.parse(require("fs").readFileSync(0, "utf8"));
const { compare } = new Intl.Collator(lang);
console.log(JSON.stringify(words.slice(1).map((word, place) => compare(words[place], word) <= 0)));
"""


def drawn(lang: str) -> list[str]:
    """Words at random of the language's letters, many alike but for one of them, with capitals, digits and signs."""
    chance = random.Random(lang)
    letters = [*LANGUAGES[lang].alphabet.rstrip("ʻʼ"), *LANGUAGES[lang].last_letters]
    found = []
    for _ in range(700):
        few = chance.sample(letters, 3)
        word = "".join(chance.choice(few) for _ in range(chance.randint(1, 5)))
        place = chance.randint(0, len(word))
        word = word[:place] + chance.choice(["", "", "", " ", "-", "7", "10", "«", *letters]) + word[place:]
        found.append(chance.choice([word, word, word[:1].upper() + word[1:]]))
    return [word for word in found if not re.search("[^oOgG]ʻ|^ʻ|[Iİ]", word)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_order_is_that_of_cldr(lang: str) -> None:
    """Of all letters, and of seven hundred words."""
    words = [*LANGUAGES[lang].alphabet.rstrip("ʻʼ"), *drawn(lang)]
    ours = sorted(words, key=lambda word: sort_key(word, lang))
    command = [require("Node.js", "node"), "-e", ICU]
    done = subprocess.run(command, input=json.dumps([lang, ours]), capture_output=True, encoding="utf-8", check=True)
    agrees = json.loads(done.stdout)
    assert [pair for pair, right in zip(pairwise(ours), agrees, strict=True) if not right] == []
    assert len(ours) > 400


def test_names_of_people_and_topics_follow_their_alphabet(build: Build) -> None:
    """Kazakh has ә after а, қ after к, і after ы; Russian puts ё where е is."""
    person = '---\nname: {}\npost: директор\nsources: [{{title: x, url: "https://example.org/"}}]\n---\n'
    names = ["Ыбырай", "Іңкәр", "Қанат", "Клара", "Әлия", "Асан", "Яков", "Һәкім"]
    topics = ["ән", "ас", "жол", "ізгілік", "ырыс", "қала", "кен"]
    output = build(
        {f"people/p{place}.kk.md": person.format(name) for place, name in enumerate(names)}
        | {
            "news/a.kk.md": article("Бір", topics=f"[{', '.join(topics)}]"),
            "news/a.ru.md": article("Раз", topics="[ель, ёж, еда, жук]"),
        }
    )
    listed = re.findall("|".join(names), (output / "kk/people/index.html").read_text("utf-8"))
    assert list(dict.fromkeys(listed)) == ["Асан", "Әлия", "Клара", "Қанат", "Һәкім", "Ыбырай", "Іңкәр", "Яков"]
    page = (output / "kk/topics/index.html").read_text("utf-8")
    assert list(dict.fromkeys(re.findall("|".join(topics), page))) == [
        "ас",
        "ән",
        "жол",
        "кен",
        "қала",
        "ырыс",
        "ізгілік",
    ]
    russian = (output / "topics/index.html").read_text("utf-8")
    assert list(dict.fromkeys(re.findall("ель|ёж|еда|жук", russian))) == ["еда", "ёж", "ель", "жук"]
