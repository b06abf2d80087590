"""Find numbers typed by hand beside a unit word, in a text and in the text alternatives of its pictures.

A number that an assertion in the same sentence names is allowed, because the assertion checks it: "more than 2,500
jobs.{{ assert jobs > 2500 }}".
"""

import re
from collections.abc import Iterator

from aimaq.figures.contradictions.content_file import HIDDEN, Finding, Text
from aimaq.figures.contradictions.marker_proposals import MarkerProposals
from aimaq.figures.contradictions.numbers_with_units import Counted, UnitWords
from aimaq.figures.ledger import Assertion
from aimaq.figures.text.sentences import sentence_span

__all__ = ["figures_in_alternatives", "typed_numbers"]

_QUOTING = re.compile(r"[«„“][^«»„“”\n]*\Z")


def typed_numbers(text: Text, words: UnitWords, proposals: MarkerProposals) -> Iterator[Finding]:
    """Find the numbers beside a unit word that are not markers."""
    for counted in _likely(text.prose, words, proposals):
        if not _asserted(text, counted):
            hint = proposals.hint(counted, words.lang, text.day, pinned=_quoted(text, counted.start))
            yield Finding(counted.start, f'a number typed by hand: "{_shown(counted.text)}"', hint)


def figures_in_alternatives(text: Text, words: UnitWords | None, proposals: MarkerProposals) -> Iterator[Finding]:
    """Find markers, and numbers beside a unit word, in the text alternatives of pictures."""
    hint = "say what the picture shows, and give the figure in the text or the caption"
    for alternative in text.alternatives:
        if (at := alternative.words.find("{{")) >= 0:
            yield Finding(alternative.offset + at, "a marker in the words for a picture", hint)
        elif words is not None:
            for counted in _likely(alternative.words, words, proposals):
                found = f'the words for a picture repeat a figure: "{_shown(counted.text)}"'
                yield Finding(alternative.offset + counted.start, found, hint)


def _likely(prose: str, words: UnitWords, proposals: MarkerProposals) -> Iterator[Counted]:
    return (each for each in words.counted(prose) if not each.loose or proposals.known(each.unit, each.value))


def _asserted(text: Text, counted: Counted) -> bool:
    for quote in text.quotes:
        if isinstance(quote.marker, Assertion) and {counted.number, counted.value} & quote.marker.numbers:
            first, last = sentence_span(text.file.text, quote.offset)
            if first <= counted.start < last:
                return True
    return False


def _quoted(text: Text, offset: int) -> bool:
    """Return whether an offset is in a quotation: between quotation marks of its line, or in a blockquote."""
    before = text.prose[text.prose.rfind("\n", 0, offset) + 1 : offset]
    return bool(_QUOTING.search(before)) or before.lstrip().startswith(">")


def _shown(words: str) -> str:
    return " ".join(words.replace(HIDDEN, " ").replace("*", "").replace("[", "").split())
