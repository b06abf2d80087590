"""Numbers typed by hand beside a unit word, in a text and in the words that stand for a picture.

A number that an assertion in the same sentence names may stand: "more than 2,500 jobs.{{ assert jobs > 2500 }}" is
tied to its figure already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aimaq.figures.contradictions.findings import Finding
from aimaq.figures.contradictions.proposals import Proposals
from aimaq.figures.contradictions.texts import HIDDEN, Text
from aimaq.figures.contradictions.units import Counted, UnitWords
from aimaq.figures.ledger import Assertion
from aimaq.figures.text.sentences import sentence_span

__all__ = ["figures_in_alternatives", "typed_numbers"]

_QUOTING = re.compile(r"[«„“][^«»„“”\n]*\Z")


def typed_numbers(text: Text, words: UnitWords, proposals: Proposals) -> Iterator[Finding]:
    """Find the numbers that a text prints beside a unit word without a marker."""
    for counted in _meant(text.prose, words, proposals):
        if not _asserted(text, counted):
            hint = proposals.hint(counted, words.lang, text.day, pinned=_quoted(text, counted.start))
            yield Finding(counted.start, f'a number typed by hand: "{_shown(counted.text)}"', hint)


def figures_in_alternatives(text: Text, words: UnitWords | None, proposals: Proposals) -> Iterator[Finding]:
    """Find markers, and numbers beside a unit word, in the words that stand for a picture."""
    hint = "say what the picture shows, and give the figure in the text or the caption"
    for alternative in text.alternatives:
        if (at := alternative.words.find("{{")) >= 0:
            yield Finding(alternative.offset + at, "a marker in the words for a picture", hint)
        elif words is not None:
            for counted in _meant(alternative.words, words, proposals):
                found = f'the words for a picture repeat a figure: "{_shown(counted.text)}"'
                yield Finding(alternative.offset + counted.start, found, hint)


def _meant(prose: str, words: UnitWords, proposals: Proposals) -> Iterator[Counted]:
    return (each for each in words.counted(prose) if not each.loose or proposals.known(each.unit, each.value))


def _asserted(text: Text, counted: Counted) -> bool:
    for quote in text.quotes:
        if isinstance(quote.marker, Assertion) and {counted.number, counted.value} & quote.marker.numbers:
            first, last = sentence_span(text.source.text, quote.offset)
            if first <= counted.start < last:
                return True
    return False


def _quoted(text: Text, offset: int) -> bool:
    """Tell whether an offset stands in a quotation: between quotation marks of its line, or in a blockquote."""
    before = text.prose[text.prose.rfind("\n", 0, offset) + 1 : offset]
    return bool(_QUOTING.search(before)) or before.lstrip().startswith(">")


def _shown(words: str) -> str:
    return " ".join(words.replace(HIDDEN, " ").replace("*", "").replace("[", "").split())
