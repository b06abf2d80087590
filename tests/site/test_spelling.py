"""hunspell reads everything that is published; what it does not know, somebody has looked at.

tests/spelling/words.<lang>.txt hold the names and terms that are right though no dictionary has them.
"""

import subprocess
from functools import cache

import pytest

from tools.built import LANGUAGES, ROOT
from tools.programs import missing, require
from tools.prose import Word, prose

DICTIONARIES = {"ru": "ru_RU", "kk": "kk_KZ", "en": "en_GB"}


def word_list(lang: str) -> list[str]:
    path = ROOT / f"tests/spelling/words.{lang}.txt"
    return path.read_text(encoding="utf-8").splitlines()


@cache
def unknown(words: tuple[str, ...], lang: str) -> frozenset[str]:
    """The words that hunspell's dictionary of the language does not have."""
    hunspell = require("hunspell", "hunspell")
    command = [hunspell, "-d", DICTIONARIES[lang], "-i", "utf-8", "-l"]
    done = subprocess.run(command, input="\n".join(words), capture_output=True, encoding="utf-8")
    if "open the dictionary" in done.stderr or "affix or dictionary" in done.stderr:
        missing("hunspell", f" dictionary {DICTIONARIES[lang]}")
    assert done.returncode == 0, done.stderr
    return frozenset(done.stdout.split())


def unknown_words(lang: str) -> list[Word]:
    """Words of this language, and Latin words that stand in its text and are no English ones either."""
    words = list(prose(lang))
    native = [word for word in words if word.latin == (lang == "en")]
    foreign = [word for word in words if word.latin and lang != "en"]
    rejected = unknown(tuple(sorted({w.text for w in native})), lang)
    strange = unknown(tuple(sorted({w.text for w in foreign})), "en") if foreign else frozenset()
    return [w for w in native if w.parts & rejected] + [w for w in foreign if w.parts & strange]


def entries_for(word: Word) -> set[str]:
    """The entries that allow a word: itself, or in small letters where it has capitals."""
    return {word.text, word.text[0].lower() + word.text[1:], word.text.lower()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_is_known_or_has_been_looked_at(lang: str) -> None:
    """Articles, pages, the ledger's labels, units and notes, and the interface's strings."""
    accepted = set(word_list(lang))
    left = [word for word in unknown_words(lang) if not entries_for(word) & accepted]
    by_word: dict[str, list[str]] = {}
    for word in left:
        by_word.setdefault(word.text, []).append(word.place)
    assert not by_word, f"{len(by_word)} unknown words ({lang}):\n" + "\n".join(
        f"{text}  ({', '.join(sorted(set(places))[:3])})" for text, places in sorted(by_word.items())
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_word_list_is_sorted_and_holds_nothing_stale(lang: str) -> None:
    """In order, none twice, each one needed: an entry that hunspell knows or nobody uses is to be removed."""
    entries = word_list(lang)
    assert entries == sorted(set(entries))
    used = {entry for word in unknown_words(lang) for entry in entries_for(word)}
    stale = [entry for entry in entries if entry not in used]
    assert not stale, f"not needed in words.{lang}.txt: {', '.join(stale)}"


@pytest.mark.parametrize(
    ("lang", "wrong"), [("ru", "предпреятие"), ("kk", "кәсіпорыын"), ("en", "enterprize"), ("en", "labor")]
)
def test_the_dictionaries_find_a_mistake(lang: str, wrong: str) -> None:
    """The check itself: a misspelt word, or an American spelling, is reported."""
    assert unknown((wrong,), lang) == {wrong}
