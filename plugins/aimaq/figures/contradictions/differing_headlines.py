"""Find titles and summaries that quote other figures than their text does."""

from __future__ import annotations

from collections.abc import Iterator

from aimaq.figures.contradictions.content_file import Finding, Text
from aimaq.figures.text.markers import Figure

__all__ = ["differing_headlines"]


def differing_headlines(text: Text) -> Iterator[Finding]:
    """Find figures of the title and the summary that the text does not quote with the same period and pinning."""
    body = [
        (quote.marker, quote.offset)
        for quote in text.quotes
        if quote.part == "text" and isinstance(quote.marker, Figure) and _is_quoted(quote.marker)
    ]
    reported = set()
    for quote in text.quotes:
        figure = quote.marker
        if quote.part == "text" or not isinstance(figure, Figure) or not _is_quoted(figure):
            continue
        alike = [(other, offset) for other, offset in body if other.key == figure.key]
        if any(_same(figure, other) for other, _ in alike) or (quote.part, *_identity(figure)) in reported:
            continue
        reported.add((quote.part, *_identity(figure)))
        shown = f"the {quote.part} quotes {{{{ {figure} }}}}"
        if alike:
            other, offset = alike[0]
            message = f"{shown}, but the text {{{{ {other} }}}} (line {text.place(offset)[0]})"
            yield Finding(quote.offset, message, "quote one and the same in both")
        else:
            message = f"{shown}, which the text does not"
            yield Finding(quote.offset, message, "give the figure in the text too, where a reader looks for it")


def _is_quoted(marker: Figure) -> bool:
    return marker.show not in ("label", "as-of") and not marker.agree


def _same(one: Figure, other: Figure) -> bool:
    return _identity(one) == _identity(other)


def _identity(figure: Figure) -> tuple[str, str, bool, bool]:
    return figure.key, figure.at, figure.plan, figure.pinned
