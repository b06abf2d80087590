"""Find parts of one article that quote different figures: its translations, its text and its title or summary.

Words are not compared, nor are dates in words. Different dates in the front matter stop the build.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from aimaq.base.languages.messages import tr
from aimaq.figures.contradictions.content_file import Finding, Quote, Text
from aimaq.figures.ledger import Assertion
from aimaq.figures.text.markers import ChartMarker, Figure

__all__ = ["differing_headlines", "differing_versions"]


def differing_versions(versions: Sequence[Text]) -> Iterator[tuple[Text, Finding]]:
    """Find figures, claims and charts that some versions of an article lack.

    ``versions`` are in the order of their paths.
    """
    if len(versions) > 1:
        yield from _figures(versions)
        yield from _claims(versions)
        yield from _charts(versions)


def _figures(versions: Sequence[Text]) -> Iterator[tuple[Text, Finding]]:
    quoted = [_by_key(text) for text in versions]
    for key in dict.fromkeys(key for figures in quoted for key in figures):
        sets = [frozenset(figures.get(key, {})) for figures in quoted]
        common = frozenset.intersection(*sets)
        if all(found == common for found in sets):
            continue
        own = [
            (text, {figure: quote for figure, quote in figures.get(key, {}).items() if figure not in common})
            for text, figures in zip(versions, quoted, strict=True)
        ]
        quotes = "; ".join(f"{text.file.lang}: {_quotes(text, found, common)}" for text, found in own)
        text, quote = min(
            ((text, quote) for text, found in own for quote in found.values()),
            key=lambda each: (each[0].file.path, each[1].offset),
        )
        hint = tr("quote the same figure, of the same period, in every version")
        yield (
            text,
            Finding(
                quote.offset, tr('the versions quote "%(key)s" differently (%(quotes)s)', key=key, quotes=quotes), hint
            ),
        )


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
    return figure.quoted()


def _quotes(text: Text, own: Mapping[Figure, Quote], common: frozenset[Figure]) -> str:
    shown = (
        tr("{{ %(figure)s }} in line %(line)s", figure=figure, line=text.line(quote.offset))
        for figure, quote in own.items()
    )
    return ", ".join(shown) or (tr("no other") if common else tr("not at all"))


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
        found = [(text, claims.get(claim)) for text, claims in zip(versions, made, strict=True)]
        without = ", ".join(text.file.lang for text, quote in found if quote is None)
        text, quote = next((text, quote) for text, quote in found if quote is not None)
        if without and isinstance(quote.marker, Assertion):
            message = tr('"assert %(text)s" is missing in %(without)s', text=quote.marker.text, without=without)
            yield text, Finding(quote.offset, message, tr("put it beside the same sentence in every version"))


def _charts(versions: Sequence[Text]) -> Iterator[tuple[Text, Finding]]:
    drawn = [
        {quote.marker: quote for quote in reversed(text.quotes) if isinstance(quote.marker, ChartMarker)}
        for text in versions
    ]
    for chart in dict.fromkeys(chart for charts in drawn for chart in charts):
        found = [(text, charts.get(chart)) for text, charts in zip(versions, drawn, strict=True)]
        without = ", ".join(text.file.lang for text, quote in found if quote is None)
        text, quote = next((text, quote) for text, quote in found if quote is not None)
        if without:
            message = tr("{{ %(chart)s }} is missing in %(without)s", chart=chart, without=without)
            yield text, Finding(quote.offset, message, tr("show the same chart in every version"))


def differing_headlines(text: Text) -> Iterator[Finding]:
    """Find figures of the title and the summary that the text does not quote with the same period and pinning."""
    quoted = [
        (quote.part, quote.marker, quote.offset)
        for quote in text.quotes
        if isinstance(quote.marker, Figure) and quote.marker.prints_value
    ]
    reported = set()
    for part, figure, offset in quoted:
        if part == "text" or (part, *_identity(figure)) in reported:
            continue
        alike = [(other, place) for where, other, place in quoted if where == "text" and other.key == figure.key]
        if any(_identity(figure) == _identity(other) for other, _ in alike):
            continue
        reported.add((part, *_identity(figure)))
        named = tr("the title") if part == "title" else tr("the summary")
        if alike:
            other, place = alike[0]
            message = tr(
                "%(part)s quotes {{ %(figure)s }}, but the text {{ %(other)s }} (line %(line)s)",
                part=named,
                figure=figure,
                other=other,
                line=text.line(place),
            )
            yield Finding(offset, message, tr("quote one and the same in both"))
        else:
            hint = tr("give the figure in the text too, where a reader looks for it")
            message = tr("%(part)s quotes {{ %(figure)s }}, which the text does not", part=named, figure=figure)
            yield Finding(offset, message, hint)


def _identity(figure: Figure) -> tuple[str, str, bool, bool]:
    return figure.key, figure.at, figure.plan, figure.pinned
