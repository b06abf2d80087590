"""JSON: the catalogue of indicators, what open pages show of them, and one indicator with all of its releases."""

import json

from aimaq.base.rss_atom_json_feeds import EXTENSIONS
from aimaq.figures.counting import counted_since
from aimaq.figures.fill.live_values import live_figure
from aimaq.figures.grammar.numbers import machine
from aimaq.figures.ledger import Indicator
from aimaq.figures.ledger.releases import Release
from aimaq.figures.open_data.citation import citation
from aimaq.figures.published_ledger import PublishedLedger

__all__ = ["number", "write_catalogue", "write_indicator", "write_live"]


def write_catalogue(data: PublishedLedger) -> str:
    """Return ``indicators.json``: every indicator with its current value."""
    indicators = data.ledger.indicators
    entries = {key: _entry(data, each) for key, each in indicators.items()}
    return _json(
        {
            "publisher": dict(data.publication.publisher),
            "updated": max(filter(None, map(data.updated, indicators)), default=None),
            "indicators": entries,
        }
    )


def write_live(data: PublishedLedger, lang: str) -> str:
    """Return ``live/<lang>.json``: every form in which an open page of a language shows current values and plans.

    Every page asks for it, so there is a file for each language, and no white space in it.
    """
    figures = {key: live_figure(data, key, lang) for key in data.ledger.indicators}
    return json.dumps({"indicators": figures}, ensure_ascii=False, separators=(",", ":")) + "\n"


def write_indicator(data: PublishedLedger, indicator: Indicator) -> str:
    """Return one indicator's JSON: its description, its addresses, and all its releases."""
    key, publication = indicator.key, data.publication
    current = data.current(key)
    optional = {
        "description": dict(indicator.description),
        "definition_changes": [
            {"since": change.since.text, "start": change.since.first.isoformat(), "note": dict(change.note)}
            for change in indicator.definition_changes
        ],
        "max_age_days": indicator.max_age_days,
        "formula": indicator.formula.text if indicator.formula else "",
    }
    return _json(
        {
            "key": key,
            "publisher": dict(publication.publisher),
            "label": dict(indicator.label),
            "unit": {lang: dict(cases["nominative"]) for lang, cases in indicator.unit.items()},
            "decimals": indicator.decimals,
            **{name: value for name, value in optional.items() if value},
            "url": _pages(data, key),
            "files": _files(data, key),
            "feeds": _feeds(data, key),
            "updated": data.updated(key),
            "current": _observation(data, indicator, current) if current else None,
            "citation": {lang: citation(data, indicator, lang) for lang in publication.languages},
            "observations": [_observation(data, indicator, each) for each in data.history(key)],
            "releases": [_observation(data, indicator, each) for each in data.releases(key)],
        }
    )


def number(digits: str) -> int | float:
    """Return a number that JSON writes with the same digits (a double keeps fifteen of them)."""
    return float(digits) if "." in digits else int(digits)


def _entry(data: PublishedLedger, indicator: Indicator) -> dict[str, object]:
    """Return an indicator's entry in the catalogue."""
    key, current = indicator.key, data.current(indicator.key)
    return {
        "label": dict(indicator.label),
        "decimals": indicator.decimals,
        "url": _pages(data, key),
        "data": data.publication.absolute(data.publication.file(key, "json")),
        "updated": data.updated(key),
        "current": _observation(data, indicator, current) if current else None,
        "stale_from": data.staleness.moment(key) or None,
    }


def _observation(data: PublishedLedger, indicator: Indicator, release: Release) -> dict[str, object]:
    """Return a release with its value, dates, source and permanent address."""
    seen, publication = release.observation, data.publication
    return {
        "id": release.anchor,
        "url": {lang: publication.release(indicator.key, lang, release.anchor) for lang in publication.languages},
        "period": seen.period.text,
        "start": seen.period.first.isoformat(),
        "end": seen.period.last.isoformat(),
        "value": number(machine(seen.value)),
        **({"range": [number(each) for each in seen.range.digits]} if seen.range else {}),
        "status": seen.status.value,
        "released": seen.released.isoformat(),
        **({"kind": "correction"} if seen.correction else {}),
        **({"replaced_by": release.replaced_by} if release.replaced_by else {}),
        **({"counted_since": since} if (since := counted_since(data.ledger, indicator.key, seen.period)) else {}),
        **({"note": dict(seen.note)} if seen.note else {}),
        **({"source": {"title": seen.source.title, "url": seen.source.url}} if seen.source else {}),
        "text": {lang: data.amount(indicator, release, lang) for lang in publication.languages},
    }


def _pages(data: PublishedLedger, key: str) -> dict[str, str]:
    publication = data.publication
    return {lang: publication.absolute(publication.page(key, lang)) for lang in publication.languages}


def _files(data: PublishedLedger, key: str) -> dict[str, object]:
    publication = data.publication

    def file(ending: str) -> str:
        return publication.absolute(publication.file(key, ending))

    return {
        "json": file("json"),
        "csv": file("csv"),
        "jsonld": file("jsonld"),
        "chart": {lang: file(f"{lang}.svg") for lang in publication.languages},
        "badge": {lang: file(f"{lang}.badge.svg") for lang in publication.languages},
    }


def _feeds(data: PublishedLedger, key: str) -> dict[str, dict[str, str]]:
    publication = data.publication
    return {
        lang: {
            name: f"{publication.absolute(publication.feed(key, lang))}.{ending}"
            for name, ending in zip(("rss", "atom", "json"), EXTENSIONS, strict=True)
        }
        for lang in publication.languages
    }


def _json(document: dict[str, object]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
