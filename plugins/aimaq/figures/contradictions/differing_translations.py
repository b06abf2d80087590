"""Find translations of one article that quote different figures or periods, or make different claims.

Words are not compared, nor are dates in words. Different dates in the front matter stop the build.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from aimaq.figures.contradictions.content_file import Finding, Quote, Text
from aimaq.figures.ledger import Assertion
from aimaq.figures.text.markers import Figure

__all__ = ["differing_versions"]


def differing_versions(versions: Sequence[Text]) -> Iterator[tuple[Text, Finding]]:
    """Find figures and claims that some versions of an article lack; ``versions`` are in the order of their paths."""
    if len(versions) > 1:
        yield from _figures(versions)
        yield from _claims(versions)


def _figures(versions: Sequence[Text]) -> Iterator[tuple[Text, Finding]]:
    quoted = [_by_key(text) for text in versions]
    for key in dict.fromkeys(key for figures in quoted for key in figures):
        sets = [frozenset(figures.get(key, {})) for figures in quoted]
        common = frozenset.intersection(*sets)
        if all(found == common for found in sets):
            continue
        quotes = "; ".join(
            f"{text.file.lang}: {_own_quotes(text, figures.get(key, {}), common)}"
            for text, figures in zip(versions, quoted, strict=True)
        )
        text, quote = min(
            (
                (text, quote)
                for text, figures in zip(versions, quoted, strict=True)
                for figure, quote in figures.get(key, {}).items()
                if figure not in common
            ),
            key=lambda found: (found[0].file.path, found[1].offset),
        )
        hint = "quote the same figure, of the same period, in every version"
        yield text, Finding(quote.offset, f'the versions quote "{key}" differently ({quotes})', hint)


def _by_key(text: Text) -> Mapping[str, Mapping[Figure, Quote]]:
    """Return the first quote of each figure, by key; without forms and cases, which differ between languages."""
    found: dict[str, dict[Figure, Quote]] = {}
    for quote in text.quotes:
        marker = quote.marker
        if isinstance(marker, Figure) and marker.show != "label" and not marker.agree:
            figure = _without_form(marker)
            found.setdefault(figure.key, {}).setdefault(figure, quote)
    return found


@lru_cache(maxsize=4096)
def _without_form(figure: Figure) -> Figure:
    return replace(figure, show=figure.show if figure.show in ("change", "as-of") else "", case="", adjective=())


def _own_quotes(text: Text, figures: Mapping[Figure, Quote], common: frozenset[Figure]) -> str:
    own = (
        f"{{{{ {figure} }}}} in line {text.place(quote.offset)[0]}"
        for figure, quote in figures.items()
        if figure not in common
    )
    return ", ".join(own) or ("no other" if common else "not at all")


def _claims(versions: Sequence[Text]) -> Iterator[tuple[Text, Finding]]:
    made = [
        {
            (quote.marker.terms, quote.marker.comparisons, quote.marker.pinned): quote
            for quote in reversed(text.quotes)
            if isinstance(quote.marker, Assertion)
        }
        for text in versions
    ]
    for claim in dict.fromkeys(claim for claims in made for claim in claims):
        without = [text.file.lang for text, claims in zip(versions, made, strict=True) if claim not in claims]
        if without:
            text, quote = next(
                (text, claims[claim]) for text, claims in zip(versions, made, strict=True) if claim in claims
            )
            assert isinstance(quote.marker, Assertion)
            message = f'"assert {quote.marker.text}" is missing in {", ".join(without)}'
            yield text, Finding(quote.offset, message, "put it beside the same sentence in every version")
