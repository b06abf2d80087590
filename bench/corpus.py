"""A corpus of any size from a seed: six articles in ten in Russian, three in Kazakh, one in English.

An article depends on the seed and its own number only, so that a larger corpus holds the smaller one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from .figures import FORMS, KEYS, MAIN, option
from .words import SECTIONS, TAGS, WORDS, Words

__all__ = ["Article", "Corpus", "language"]

FIRST_DAY = datetime(2016, 1, 11)
MINUTES = 3652 * 24 * 60
_LANGUAGES = ("ru", "kk", "ru", "ru", "kk", "ru", "en", "ru", "kk", "ru")


def language(number: int) -> str:
    """Return the language of an article by its number."""
    return _LANGUAGES[number % 10]


@dataclass(frozen=True, slots=True)
class Article:
    """An article whose title and body may hold markers, as ``{{ jobs | number }}``; ``figures`` are their insides."""

    slug: str
    lang: str
    title: str
    summary: str
    moment: datetime
    section: str
    tags: tuple[str, ...]
    body: str
    figures: tuple[str, ...]

    def edited(self, step: int) -> Article:
        """Return the article with a last paragraph that is another one for each step."""
        words = WORDS[self.lang]
        last = _sentence(Random(f"edit:{step}"), words)
        return replace(self, body=f"{self.body}\n{last} № {step}.\n")


@dataclass(frozen=True, slots=True)
class Corpus:
    """``size`` articles, every third of which quotes figures: one to four in its text, some one in the title."""

    size: int
    seed: int = 1

    def __iter__(self) -> Iterator[Article]:
        return (self.article(number) for number in range(self.size))

    def moment(self, number: int) -> datetime:
        """Return when an article came out: at any minute of ten years."""
        return FIRST_DAY + timedelta(minutes=Random(f"{self.seed}:{number}:moment").randrange(MINUTES))

    def newest(self) -> int:
        """Return the number of the newest article."""
        return max(range(self.size), key=self.moment)

    def article(self, number: int) -> Article:
        """Make one article; its Markdown has about 1.5 to 4 KB."""
        draw = Random(f"{self.seed}:{number}")
        lang = language(number)
        words = WORDS[lang]
        figures = _figures(draw, lang) if number % 3 == 0 else ()
        title = f"{draw.choice(words.subjects)} {draw.choice(words.objects)}"
        titled = (option(MAIN, "number"),) if number % 15 == 0 else ()
        if titled:
            title = words.titled.format(title, f"{{{{ {titled[0]} }}}}")
        return Article(
            slug=f"{draw.choice(TAGS)}-{draw.choice(TAGS)}-{number:06d}",
            lang=lang,
            title=title,
            summary=_sentence(draw, words),
            moment=self.moment(number),
            section=draw.choice(SECTIONS),
            tags=tuple(draw.sample(TAGS, draw.randint(3, 5))),
            body=_body(draw, words, figures),
            figures=(*titled, *figures),
        )


def _figures(draw: Random, lang: str) -> tuple[str, ...]:
    """Return the insides of one to four markers, the first of them always a live one of the main indicator."""
    first = option(MAIN, draw.choice(("nominative", "number")))
    others = draw.sample([key for key in KEYS if key != MAIN], draw.randint(0, 3))
    pinned = (f"{key} @ published" if draw.random() < 0.25 else option(key, draw.choice(FORMS[lang])) for key in others)
    return (first, *pinned)


def _sentence(draw: Random, words: Words) -> str:
    parts = (words.subjects, words.verbs, words.objects, words.ends)
    return " ".join(draw.choice(part) for part in parts) + "."


def _body(draw: Random, words: Words, figures: tuple[str, ...]) -> str:
    size = draw.randint(1500, 3500)
    waiting = [f"{{{{ {figure} }}}}" for figure in figures]
    makers: tuple[Callable[[Random, Words], str], ...] = (_paragraph, _paragraph, _paragraph, _list, _section, _quoted)
    blocks = [_paragraph(draw, words)]
    if draw.random() < 0.15:
        blocks.append(_table(draw, words))
    while (missing := size - sum(len(block.encode()) + 2 for block in blocks)) > 0 or waiting:
        block = draw.choice(makers if missing > 0 else (_paragraph,))(draw, words)
        if waiting and block.endswith(".") and not block.startswith(">"):
            block += "\n" + draw.choice(words.figure).format(waiting.pop(0))
        blocks.append(block)
    return "\n\n".join(blocks) + "\n"


def _paragraph(draw: Random, words: Words) -> str:
    sentences = [_sentence(draw, words) for _ in range(draw.randint(1, 3))]
    if draw.random() < 0.5:
        sentences.insert(1, f"**{draw.choice(words.objects).capitalize()}**.")
    if draw.random() < 0.4:
        where = f"https://{draw.choice(TAGS)}.example/{draw.choice(TAGS)}"
        sentences.append(f"[{draw.choice(words.objects).capitalize()}]({where}), *{draw.choice(words.ends)}*.")
    return "\n".join(sentences)


def _section(draw: Random, words: Words) -> str:
    return f"## {draw.choice(words.headings)}\n\n{_paragraph(draw, words)}"


def _list(draw: Random, words: Words) -> str:
    items = draw.sample(words.objects, draw.randint(2, 5))
    return "\n".join(f"- {item}, {draw.choice(words.ends)};" for item in items)


def _quoted(draw: Random, words: Words) -> str:
    return f"> {_sentence(draw, words)}"


def _table(draw: Random, words: Words) -> str:
    rows = [
        f"| {name} | {draw.randint(2016, 2026)} | {draw.randint(1, 99)} % |" for name in draw.sample(words.objects, 3)
    ]
    return "\n".join(("| {} | {} | {} |".format(*words.columns), "| --- | --- | ---: |", *rows))
