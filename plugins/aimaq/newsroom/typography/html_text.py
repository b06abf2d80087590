"""Typography in the words of HTML and of plain texts, and nowhere else.

Code, addresses, names of files, character references, attributes, markers and slots stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from aimaq.base.slots import CLOSE, OPEN, SLOT, decode
from aimaq.figures.text.markers import MARKER, inside
from aimaq.newsroom.typography.quotation_marks import BLOCK_END
from aimaq.newsroom.typography.rules import DELETED, FIGURE, LINE_END, OPAQUE, Doubt, Rules

__all__ = ["Typeset", "typeset_html", "typeset_text"]

#: Elements whose words are no prose, or stand above and below the line.
_VERBATIM: Final = frozenset("code kbd math pre samp script style sub sup svg textarea var".split())
_INLINE: Final = frozenset("a abbr b bdi bdo cite data del dfn em i ins mark q s small span strong time u wbr".split())
_TOKEN: Final = re.compile(
    r"(?P<kept><a\b[^<>]*>(?:https?://|www\.)[^<]*</a>|<!--.*?-->|&\#?\w+;)"
    r"|(?P<tag><(?P<end>/?)(?P<name>[a-zA-Z][^\s/<>]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)"
    rf"|(?P<words>[^<&{OPEN}]+|{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}|.)",
    re.DOTALL | re.IGNORECASE,
)
#: Options of markers that print a number alone.
_NUMBERS: Final = frozenset({"number", "change", "year"})
#: As many characters around a doubt are shown at most.
_SHOWN: Final = 30
_PROTECTED: Final = re.compile(
    rf"(?P<marker>{SLOT.pattern}|{MARKER.pattern})"
    r"|(?:https?://|www\.)[^\s<>\"«»“”]+"
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w/-])(?<!\w\.)[\w/-]+(?:\.[\w/-]+)*\.[a-z][a-z0-9]{1,4}(?![\w.-])",
    re.DOTALL,
)
#: One of these is in each text in which that finds something; to look for them is much faster.
_SIGNS_OF_PROTECTED: Final = (OPEN, "{{", "}}", "://", "@")
_DOTTED: Final = re.compile(r"www\.|\.[a-z]")


@dataclass(frozen=True, slots=True)
class Typeset:
    """A text as it is printed, and what was left as it is typed: pairs of a doubt and the words around it."""

    text: str
    doubts: tuple[tuple[Doubt, str], ...] = ()


#: A part of a text, and what stands for it while the rules are applied: the same, "", or one character.
_Part = tuple[str, str]


def typeset_html(html: str, rules: Rules) -> Typeset:
    """Return HTML with its words as newspapers print them; slots pass through."""
    return _typeset(list(_parts_of_html(html)), rules)


def typeset_text(text: str, rules: Rules) -> Typeset:
    """Return a plain text, such as a title, as newspapers print it; markers and slots pass through."""
    return _typeset(list(_parts_of_words(text)), rules)


def _parts_of_html(html: str) -> Iterator[_Part]:
    at = 0
    while token := _TOKEN.match(html, at):
        at = token.end()
        name = (token["name"] or "").lower()
        if token["kept"]:
            yield token[0], OPAQUE
        elif not name:
            yield from _parts_of_words(token[0])
        elif name in _VERBATIM and not token["end"]:
            at = _end_of(name, html, at)
            yield html[token.start() : at], OPAQUE
        else:
            sign = "" if name in _INLINE | _VERBATIM else LINE_END if name == "br" else OPAQUE
            yield token[0], sign if sign != OPAQUE or name == "img" else BLOCK_END


def _end_of(name: str, html: str, at: int) -> int:
    """Return where an element ends whose words begin at an offset: at its first end tag, or with the text."""
    tag = html.find(f"</{name}", at)
    return len(html) if tag < 0 else html.find(">", tag) + 1 or len(html)


def _parts_of_words(text: str) -> Iterator[_Part]:
    if not any(map(text.__contains__, _SIGNS_OF_PROTECTED)) and not ("." in text and _DOTTED.search(text)):
        yield text, text
        return
    end = 0
    for match in _PROTECTED.finditer(text):
        if end < match.start():
            yield (words := text[end : match.start()]), words
        yield match[0], _sign_of(match["marker"]) if match["marker"] else OPAQUE
        end = match.end()
    if end < len(text):
        yield (words := text[end:]), words


def _sign_of(marker: str) -> str:
    """Return what stands for a marker, as it is typed or as a slot: a number stands before its unit."""
    body = decode(marker).body if marker.startswith(OPEN) else inside(marker)
    return FIGURE if any(_NUMBERS.intersection(option.split()) for option in body.split("|")[1:]) else OPAQUE


def _typeset(parts: list[_Part], rules: Rules) -> Typeset:
    found = rules.set("".join(shown for _, shown in parts))
    ends = list(accumulate(len(shown) for _, shown in parts))
    printed = "".join(
        found.text[end - len(shown) : end].replace(DELETED, "") if shown is part else part
        for (part, shown), end in zip(parts, ends, strict=True)
    )
    return Typeset(printed, tuple(_placed(found.doubts, parts, ends)))


def _placed(doubts: tuple[Doubt, ...], parts: list[_Part], ends: list[int]) -> Iterator[tuple[Doubt, str]]:
    """Yield each doubt with the word around it, as it is typed."""
    number = 0
    for doubt in doubts:
        while ends[number] <= doubt.offset:
            number += 1
        words = parts[number][0]
        start = ends[number] - len(words)
        first, last = max(doubt.offset - start, 0), min(doubt.end - start, len(words))
        before = re.split(r"[ \n]", words[max(first - _SHOWN, 0) : first])[-1]
        after = re.split(r"[ \n]", words[last : last + _SHOWN], maxsplit=1)[0]
        yield doubt, before + words[first:last] + after
