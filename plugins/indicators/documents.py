"""The open data: a JSON of every current value; a JSON, a CSV and a JSON-LD description of each indicator."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from io import StringIO
from typing import Any

from .ledger import Indicator, Observation
from .markers import MarkerError
from .printing import Printer, machine

__all__ = ["OpenData", "document_names"]

_COLUMNS = ("period", "value", "status", "released", "kind", "source_title", "source_url")


def document_names(keys: Sequence[str]) -> tuple[str, ...]:
    """Return the names of all files below ``/api/`` for these indicators."""
    return ("indicators.json", *(f"indicators/{key}.{suffix}" for key in keys for suffix in ("json", "csv")))


class OpenData:
    """Writes the files below ``/api/`` and what describes them; ``text`` in them is what the site prints."""

    def __init__(self, printer: Printer, siteurl: str, prefixes: dict[str, str]) -> None:
        self.printer, self.siteurl, self.prefixes = printer, siteurl, prefixes

    def write(self, name: str) -> str:
        """Return one of :func:`document_names` or ``structured/<key>.<lang>``; raise :class:`MarkerError` otherwise."""
        indicators = self.printer.ledger.indicators
        if name.startswith("structured/"):
            key, _, lang = name.removeprefix("structured/").partition(".")
            return self._structured(indicators[key], lang)
        if name == "indicators.json":
            return _json({"indicators": {key: self._summary(each) for key, each in indicators.items()}})
        key, _, suffix = name.removeprefix("indicators/").partition(".")
        if key not in indicators or suffix not in ("json", "csv"):
            raise MarkerError(f'there is no open-data file "{name}"')
        return self._table(indicators[key]) if suffix == "csv" else _json(self._whole(indicators[key]))

    def _summary(self, indicator: Indicator) -> dict[str, Any]:
        current = self.printer.ledger.current(indicator.key)
        return {
            "label": dict(indicator.label),
            "decimals": indicator.decimals,
            "url": {
                lang: f"{self.siteurl}/{prefix}indicators/{indicator.key}/" for lang, prefix in self.prefixes.items()
            },
            "data": f"{self.siteurl}/api/indicators/{indicator.key}.json",
            "current": self._observation(indicator, current) if current else None,
        }

    def _whole(self, indicator: Indicator) -> dict[str, Any]:
        history = self.printer.ledger.history(indicator.key)
        document = {"key": indicator.key, **self._summary(indicator)}
        del document["data"]
        if indicator.formula:
            document["formula"] = indicator.formula.text
        document["observations"] = [self._observation(indicator, seen) for seen in history]
        document["releases"] = [self._observation(indicator, seen) for seen in indicator.observations]
        return document

    def _observation(self, indicator: Indicator, seen: Observation) -> dict[str, Any]:
        source = {"source": {"title": seen.source.title, "url": seen.source.url}} if seen.source else {}
        return {
            "period": seen.period.text,
            "value": _number(machine(seen.value)),
            "status": seen.status.value,
            "released": seen.released.isoformat(),
            **({"kind": "correction"} if seen.correction else {}),
            **({"note": dict(seen.note)} if seen.note else {}),
            **source,
            "text": {lang: self.printer.amount(indicator, seen.value, lang) for lang in self.prefixes},
        }

    def _structured(self, indicator: Indicator, lang: str) -> str:
        """Return schema.org's description of the indicator as a Dataset, with its current value."""
        key, ledger = indicator.key, self.printer.ledger
        current, history = ledger.current(key), ledger.history(key)
        data = f"{self.siteurl}/api/indicators/{key}"
        measured: dict[str, Any] = {"@type": "PropertyValue", "name": indicator.label[lang]}
        if current:
            measured["value"] = _number(machine(current.value))
            measured["description"] = self.printer.amount(indicator, current.value, lang)
        document: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "name": indicator.label[lang],
            "description": indicator.description.get(lang, indicator.label[lang]),
            "url": f"{self.siteurl}/{self.prefixes[lang]}indicators/{key}/",
            "inLanguage": lang,
            "isAccessibleForFree": True,
            "variableMeasured": measured,
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": f"{data}.csv"},
                {"@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": f"{data}.json"},
            ],
        }
        if history:
            document["temporalCoverage"] = f"{history[0].period.first}/{history[-1].period.last}"
            document["dateModified"] = max(seen.released for seen in history).isoformat()
        sources = dict.fromkeys(seen.source.url for seen in history if seen.source)
        if sources:
            document["isBasedOn"] = list(sources)
        return json.dumps(document, ensure_ascii=False)

    def _table(self, indicator: Indicator) -> str:
        """Return CSV by RFC 4180: CRLF lines, a header, every release in the ledger's order."""
        stream = StringIO(newline="")
        table = csv.writer(stream)
        table.writerow(_COLUMNS)
        for seen in indicator.observations or self.printer.ledger.history(indicator.key):
            kind = "correction" if seen.correction else ""
            source = (seen.source.title, seen.source.url) if seen.source else ("", "")
            table.writerow(
                (seen.period.text, machine(seen.value), seen.status.value, seen.released.isoformat(), kind, *source)
            )
        return stream.getvalue()


def _number(digits: str) -> int | float:
    """Return a JSON number that is written with the same digits (a double keeps fifteen of them)."""
    return float(digits) if "." in digits else int(digits)


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
