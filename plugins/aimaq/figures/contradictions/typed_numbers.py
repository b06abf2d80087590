"""Find numbers typed by hand beside a unit word, in a text and in the text alternatives of its pictures.

A number that an assertion in the same sentence names is allowed, because the assertion checks it: "more than 2,500
jobs.{{ assert jobs > 2500 }}".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from aimaq.base.languages.messages import tr
from aimaq.figures.contradictions.changes import changes_in_words
from aimaq.figures.contradictions.content_file import HIDDEN, Finding, Quote, Text
from aimaq.figures.contradictions.marker_proposals import MarkerProposals
from aimaq.figures.contradictions.numbers_with_units import Counted, numbers_with_units
from aimaq.figures.contradictions.reading.plain_text import PlainText, read_plain
from aimaq.figures.contradictions.tables import numbers_in_tables
from aimaq.figures.contradictions.unit_words import UnitWords
from aimaq.figures.ledger import Assertion
from aimaq.figures.text.markers import Figure
from aimaq.figures.text.sentences import sentence_span

__all__ = ["figures_in_alternatives", "likely_numbers", "typed_numbers"]

_QUOTING = re.compile(r"[«„“][^«»„“”\n]*\Z")


def typed_numbers(text: Text, words: UnitWords, proposals: MarkerProposals) -> Iterator[Finding]:
    """Find the numbers with a unit that are not markers."""
    plain = read_plain(text.prose)
    for counted in likely_numbers(plain, words, proposals, text.quotes):
        offset = plain.offset(counted.numeral.start)
        if not _asserted(text, counted, offset):
            hint = proposals.hint(counted, words.lang, text.day, pinned=_quoted(text, offset))
            yield Finding(
                plain.offset(counted.start), tr('a number typed by hand: "%(text)s"', text=_shown(counted.text)), hint
            )


def figures_in_alternatives(text: Text, words: UnitWords | None, proposals: MarkerProposals) -> Iterator[Finding]:
    """Find markers, and numbers with a unit, in the text alternatives of pictures and in fields without markers."""
    hint = tr("say what the picture shows, and give the figure in the text or the caption")
    in_field = tr("no marker can stand in this field: leave the number out, and quote the figure in the text")
    for alternative in text.alternatives:
        if not alternative.is_field and (at := alternative.words.find("{{")) >= 0:
            yield Finding(alternative.offset + at, tr("a marker in the words for a picture"), hint)
        elif words is not None:
            plain = read_plain(alternative.words)
            for counted in likely_numbers(plain, words, proposals, text.quotes):
                found = (
                    tr('a number typed by hand: "%(text)s"', text=_shown(counted.text))
                    if alternative.is_field
                    else tr('the words for a picture repeat a figure: "%(text)s"', text=_shown(counted.text))
                )
                at = alternative.offset + plain.offset(counted.start)
                yield Finding(at, found, in_field if alternative.is_field else hint)


def likely_numbers(
    plain: PlainText, words: UnitWords, proposals: MarkerProposals, quotes: Sequence[Quote] = ()
) -> Iterator[Counted]:
    """Yield the numbers that have a unit, beside them or in a table, or change one, and are likely those of a figure.

    ``quotes`` are the markers of the same text, which name units too. Where markup begins or ends between number and
    unit, the unit is left out: a marker can replace the number alone.
    """
    text = plain.words
    figures = ((quote, quote.marker) for quote in quotes if isinstance(quote.marker, Figure))
    markers = (words.of_marker(each, plain.place(quote.offset), plain.place(quote.end)) for quote, each in figures)
    named = [each for each in markers if each]
    taken: set[int] = set()
    found: list[Counted] = []
    for each in chain(
        numbers_with_units(text, words, named),
        numbers_in_tables(text, words, named),
        changes_in_words(text, words, named),
    ):
        if each.numeral.start not in taken and (not each.loose or proposals.known(each)):
            taken.add(each.numeral.start)
            found.append(replace(each, words="") if plain.is_marked_up(each.start, each.end) else each)
    return iter(sorted(found, key=lambda each: each.start))


def _asserted(text: Text, counted: Counted, offset: int) -> bool:
    for quote in text.quotes:
        if isinstance(quote.marker, Assertion) and {counted.number, counted.value} & quote.marker.numbers:
            first, last = sentence_span(text.file.text, quote.offset)
            if first <= offset < last:
                return True
    return False


def _quoted(text: Text, offset: int) -> bool:
    """Return whether an offset is in a quotation: between quotation marks of its line, or in a blockquote."""
    before = text.prose[text.prose.rfind("\n", 0, offset) + 1 : offset]
    return bool(_QUOTING.search(before)) or before.lstrip().startswith(">")


def _shown(words: str) -> str:
    return " ".join(words.replace(HIDDEN, " ").split())
