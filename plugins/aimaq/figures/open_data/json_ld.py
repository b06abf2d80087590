"""JSON-LD with the vocabulary of schema.org: a Dataset, the StatisticalVariable it measures, and Observations of it.

The file has every language and every release. A page has the same nodes under the same identifiers, in its own
language and with the current value only: ``_in_language`` derives the one from the other, so they agree.
"""

import json
from collections.abc import Iterator, Mapping

from aimaq.figures.grammar.numbers import machine
from aimaq.figures.ledger import Indicator, Observation
from aimaq.figures.ledger.releases import Release
from aimaq.figures.open_data.json_files import number
from aimaq.figures.periods import Period
from aimaq.figures.published_ledger import PublishedLedger

__all__ = ["write_linked", "write_structured"]


def write_linked(data: PublishedLedger, indicator: Indicator) -> str:
    """Return the file: all releases, in all languages."""
    releases = data.releases(indicator.key)
    return json.dumps(_document(data, indicator, releases), ensure_ascii=False, indent=2) + "\n"


def write_structured(data: PublishedLedger, indicator: Indicator, lang: str) -> str:
    """Return the page's own block: the current value, in the page's language."""
    current = data.current(indicator.key)
    document = _document(data, indicator, (current,) if current else ())
    return json.dumps(_in_language(document, lang), ensure_ascii=False)


def _in_language(value: object, lang: str) -> object:
    """Return a part of the document in one language: of texts in several languages, the one in this language."""
    if isinstance(value, Mapping):
        return {name: _in_language(each, lang) for name, each in value.items()}
    if not isinstance(value, list):
        return value
    localised = [each for each in value if isinstance(each, Mapping) and ("@language" in each or "inLanguage" in each)]
    if not localised or len(localised) < len(value):
        return [_in_language(each, lang) for each in value]
    own = next(each for each in value if lang in (each.get("@language"), each.get("inLanguage")))
    return own["@value"] if "@value" in own else _in_language(own, lang)


def _document(data: PublishedLedger, indicator: Indicator, releases: tuple[Release, ...]) -> dict[str, object]:
    observations = (_observation(data, indicator, each) for each in releases)
    graph = [_dataset(data, indicator), _variable(data, indicator), *observations]
    return {"@context": "https://schema.org", "@graph": graph}


def _dataset(data: PublishedLedger, indicator: Indicator) -> dict[str, object]:
    key, publication = indicator.key, data.publication
    releases = [each.observation for each in data.releases(key)]
    dataset: dict[str, object] = {
        "@type": "Dataset",
        "@id": publication.identifier(key, "dataset"),
        "identifier": key,
        "name": _texts(indicator.label),
        "description": _texts(indicator.description or indicator.label),
        "isAccessibleForFree": True,
        "publisher": {
            "@type": "Organization",
            "@id": f"{publication.siteurl}/#organization",
            "name": _texts(publication.publisher),
            "url": f"{publication.siteurl}/",
            **({"logo": publication.logo} if publication.logo else {}),
        },
        "mainEntityOfPage": [
            {"@type": "WebPage", "@id": publication.absolute(publication.page(key, lang)), "inLanguage": lang}
            for lang in publication.languages
        ],
        "variableMeasured": {"@type": "StatisticalVariable", "@id": publication.identifier(key, "variable")},
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": kind,
                "contentUrl": publication.absolute(publication.file(key, ending)),
            }
            for ending, kind in (("csv", "text/csv"), ("json", "application/json"), ("jsonld", "application/ld+json"))
        ],
    }
    if releases:
        first, last = min(seen.period.first for seen in releases), max(seen.period.last for seen in releases)
        dataset["temporalCoverage"] = f"{first.isoformat()}/{last.isoformat()}"
        dataset["datePublished"] = min(seen.released for seen in releases).isoformat()
        dataset["dateModified"] = max(seen.released for seen in releases).isoformat()
    sources = dict.fromkeys(seen.source for seen in releases if seen.source)
    if sources:
        dataset["isBasedOn"] = [
            {"@type": "CreativeWork", "name": source.title, "url": source.url} for source in sources
        ]
    return dataset


def _variable(data: PublishedLedger, indicator: Indicator) -> dict[str, object]:
    key, publication = indicator.key, data.publication
    return {
        "@type": "StatisticalVariable",
        "@id": publication.identifier(key, "variable"),
        "name": _texts(indicator.label),
        "measuredProperty": {
            "@type": "Property",
            "@id": publication.identifier(key, "property"),
            "name": _texts(indicator.label),
        },
        **({"measurementTechnique": indicator.formula.text} if indicator.formula else {}),
    }


def _observation(data: PublishedLedger, indicator: Indicator, release: Release) -> dict[str, object]:
    """Return a release as an Observation, with the start and the length of its period."""
    key, publication, seen = indicator.key, data.publication, release.observation
    units = {lang: data.printer.unit(indicator, seen.value, lang) for lang in publication.languages}
    facts = {
        "period": seen.period.text,
        "status": seen.status.value,
        "released": seen.released.isoformat(),
        "kind": "correction" if seen.correction else "",
        "replaced_by": publication.identifier(key, release.replaced_by) if release.replaced_by else "",
    }
    source = {"@type": "CreativeWork", "name": seen.source.title, "url": seen.source.url} if seen.source else None
    return {
        "@type": "Observation",
        "@id": publication.identifier(key, release.anchor),
        "url": publication.identifier(key, release.anchor),
        "name": _texts({lang: data.amount(indicator, release, lang) for lang in publication.languages}),
        "variableMeasured": {"@type": "StatisticalVariable", "@id": publication.identifier(key, "variable")},
        "measuredProperty": {"@type": "Property", "@id": publication.identifier(key, "property")},
        "observationDate": seen.period.first.isoformat(),
        "observationPeriod": _duration(seen.period),
        "value": number(machine(seen.value)),
        "additionalProperty": [
            *({"@type": "PropertyValue", "propertyID": name, "value": value} for name, value in facts.items() if value),
            *_ranges(seen),
        ],
        **({"unitText": _texts(units)} if all(units.values()) else {}),
        **({"description": _texts(seen.note)} if seen.note else {}),
        **({"subjectOf": source} if source else {}),
    }


def _ranges(seen: Observation) -> Iterator[dict[str, object]]:
    """Yield the range of an estimate or a plan, if it has one."""
    if seen.range:
        low, high = map(number, seen.range.digits)
        yield {"@type": "PropertyValue", "propertyID": "range", "minValue": low, "maxValue": high}


def _duration(period: Period) -> str:
    """Return the length of a period by ISO 8601."""
    return {"day": "P1D", "year": "P1Y"}.get(period.kind, f"P{period.months}M")


def _texts(texts: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@value": text, "@language": lang} for lang, text in texts.items()]
