"""openapi.json: a description of the open-data files by OpenAPI 3.1, which depends on keys and languages only."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Final

from aimaq.figures.addresses import Publication
from aimaq.figures.ledger import Status
from aimaq.figures.open_data.fields import FIELDS

__all__ = ["description"]

Schema = Mapping[str, object]
"""A part of the document."""

_TEXT: Final = {"type": "string"}
_DAY: Final = {"type": "string", "format": "date"}
_ADDRESS: Final = {"type": "string", "format": "uri"}
_FEEDS: Final[dict[str, tuple[str, str, Schema]]] = {
    "Rss": ("rss.xml", "application/rss+xml", _TEXT),
    "Atom": ("atom.xml", "application/atom+xml", _TEXT),
    "JsonFeed": ("json", "application/feed+json", {"type": "object", "required": ["version", "items"]}),
}

_LOG_PARAMETERS: Final = {
    "level": {
        "name": "level",
        "in": "path",
        "required": True,
        "description": "The level of the tile: 0 has the hashes of the entries, 1 those of full tiles of level 0 …",
        "schema": {"type": "integer", "minimum": 0, "maximum": 5},
    },
    "index": {
        "name": "index",
        "in": "path",
        "required": True,
        "description": "The number of the file, in groups of three digits, each except the last after an x; "
        "of the last file of a level, followed by .p/ and how many it has: 000, x001/234, 000.p/135",
        "schema": {"type": "string", "pattern": "^(x[0-9]{3}/)*[0-9]{3}([.]p/[0-9]{1,3})?$"},
    },
}


def description(keys: Iterable[str], publication: Publication, *, with_log: bool = False) -> str:
    """Return the document; its schemas are JSON Schema 2020-12."""
    principal = publication.principal
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": f"{publication.publisher[principal]}: open data",
            "version": "1",
            "description": "Plain files: no key, no limit, no query. A file changes only when its data change; "
            "“updated” is the day of the last change.",
            "contact": {"url": publication.absolute(publication.api(principal))},
        },
        "servers": [{"url": publication.siteurl}],
        "paths": _paths(publication) | (_log_paths(publication) if with_log else {}),
        "components": {
            "parameters": _parameters(keys, publication.languages) | (_LOG_PARAMETERS if with_log else {}),
            "schemas": _schemas(publication),
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _paths(publication: Publication) -> dict[str, object]:
    key, language = {"$ref": "#/components/parameters/key"}, {"$ref": "#/components/parameters/lang"}
    picture = "image/svg+xml"
    files: list[tuple[str, str, str, str, list[dict[str, str]], Schema]] = [
        ("/api/indicators.json", "listIndicators", "Every indicator with its current value", "application/json", [],
         _reference("Catalogue")),
        ("/api/live/{lang}.json", "getLive", "Every form in which open pages show current values and plans",
         "application/json", [language], _reference("Live")),
        ("/api/indicators/{key}.json", "getIndicator", "An indicator with every release", "application/json", [key],
         _reference("Indicator")),
        ("/api/indicators/{key}.csv", "getTable", "Every release as a table (RFC 4180, UTF-8)", "text/csv", [key],
         _TEXT),
        ("/api/indicators/{key}.jsonld", "getLinkedData", "Every release as linked data (schema.org)",
         "application/ld+json", [key], _reference("LinkedData")),
        ("/api/indicators/{key}.{lang}.svg", "getChart", "A chart to show on other sites", picture,
         [key, language], _TEXT),
        ("/api/indicators/{key}.{lang}.badge.svg", "getBadge", "The current value to show on other sites", picture,
         [key, language], _TEXT),
    ]  # fmt: skip
    for lang in publication.languages:
        for name, (ending, kind, schema) in _FEEDS.items():
            summary = f"The releases of an indicator as a feed, in the language {lang}"
            address = f"{publication.feed('{key}', lang)}.{ending}"
            files.append((address, f"get{name}_{lang}", summary, kind, [key], schema))
    return {
        address: _get(name, summary, kind, parameters, schema, "There is no such indicator")
        for address, name, summary, kind, parameters, schema in files
    }


def _log_paths(publication: Publication) -> dict[str, object]:
    """Return the files of the log, by C2SP's tlog-tiles and tlog-checkpoint."""
    index, level = {"$ref": "#/components/parameters/index"}, {"$ref": "#/components/parameters/level"}
    data = {"type": "string", "contentMediaType": "application/octet-stream"}
    binary, gone = "application/octet-stream", "The log has no such file"
    paths: dict[str, object] = {
        "/api/log/checkpoint": _get(
            "getLogHead", "The head of the log: its name, size and root, and signatures (C2SP tlog-checkpoint)",
            "text/plain", [], _TEXT, "There is no log"),
        "/api/log/tile/{level}/{index}": _get(
            "getLogHashes", "Up to 256 hashes of the log’s tree (C2SP tlog-tiles)", binary, [level, index], data, gone),
        "/api/log/tile/entries/{index}": _get(
            "getLogEntries", "Up to 256 entries of the log, each after its length in two bytes (C2SP tlog-tiles)",
            binary, [index], data, gone),
    }  # fmt: skip
    for lang in publication.languages:
        for name, (ending, kind, schema) in _FEEDS.items():
            summary = f"The newest entries of the log as a feed, in the language {lang}"
            address = f"{publication.log_feed(lang)}.{ending}"
            paths[address] = _get(f"getLog{name}_{lang}", summary, kind, [], schema, "There is no log")
    return paths


def _get(
    name: str, summary: str, kind: str, parameters: Sequence[Schema], schema: Schema, absent: str
) -> dict[str, object]:
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            **({"parameters": parameters} if parameters else {}),
            "responses": {
                "200": {"description": summary, "content": {kind: {"schema": schema}}},
                "304": {"description": "Not changed since the date or the ETag that the request names"},
                "404": {"description": absent},
            },
        }
    }


def _parameters(keys: Iterable[str], languages: Iterable[str]) -> dict[str, object]:
    described = {
        "key": ("The indicator's key, as in indicators.json", list(keys)),
        "lang": ("The language of the words", list(languages)),
    }
    return {
        name: {
            "name": name,
            "in": "path",
            "required": True,
            "description": text,
            "schema": {"type": "string", **({"enum": values} if values else {})},
        }
        for name, (text, values) in described.items()
    }


def _schemas(publication: Publication) -> Schema:
    localised = partial(_localised, publication.languages)
    texts, addresses = localised(_TEXT), localised(_ADDRESS)
    release: dict[str, Schema] = {
        "id": {"type": "string", "pattern": "^r-"},
        "url": addresses,
        "period": {"type": "string", "pattern": "^[0-9]{4}(-Q[1-4]|-S[12]|-[0-9]{2}(--?[0-9]{2})?)?$"},
        "start": _DAY,
        "end": _DAY,
        "value": {"type": "number"},
        "range": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
        "status": {"type": "string", "enum": [each.value for each in Status]},
        "released": _DAY,
        "kind": {"const": "correction"},
        "replaced_by": _TEXT,
        "counted_since": _TEXT,
        "note": texts,
        "source": _object({"title": _TEXT, "url": _ADDRESS}),
        "text": texts,
    }
    described = {field.name: {"description": field.text, **release[field.name]} for field in FIELDS}
    current = {"anyOf": [_reference("Release"), {"type": "null"}]}
    updated = {"description": "The day of the last release", "type": ["string", "null"], "format": "date"}
    entry = {
        "label": texts,
        "decimals": {"type": "integer", "minimum": 0},
        "url": addresses,
        "data": _ADDRESS,
        "updated": updated,
        "current": current,
        "stale_from": {
            "description": "The moment from which the current value may be out of date",
            "type": ["string", "null"],
            "format": "date-time",
        },
    }
    strings = {"type": "object", "additionalProperties": _TEXT}
    printed = _object({"version": _TEXT, "values": strings, "forms": strings})
    live = _object({"stale_from": entry["stale_from"], "current": printed, "plan": printed}, {"current", "plan"})
    feeds = _object({"rss": _ADDRESS, "atom": _ADDRESS, "json": _ADDRESS})
    files = {"json": _ADDRESS, "csv": _ADDRESS, "jsonld": _ADDRESS, "chart": addresses, "badge": addresses}
    forms = {"type": "object", "additionalProperties": _TEXT, "required": ["other"]}
    releases = {"type": "array", "items": _reference("Release")}
    indicator = {
        "key": _TEXT,
        "publisher": texts,
        "label": texts,
        "description": texts,
        "unit": {
            "description": "The unit's nominative forms, by CLDR plural category; … is the number's place",
            **localised(forms),
        },
        "decimals": {"type": "integer", "minimum": 0},
        "definition_changes": {
            "description": "Since when something else is counted than before: the first period, its first day, a note",
            "type": "array",
            "items": _object({"since": _TEXT, "start": {"type": "string", "format": "date"}, "note": texts}),
        },
        "max_age_days": {"description": "How old the current value may grow", "type": "integer", "minimum": 1},
        "formula": {"description": "What a derived indicator is computed from", **_TEXT},
        "url": addresses,
        "files": _object(files),
        "feeds": localised(feeds),
        "updated": updated,
        "current": current,
        "citation": texts,
        "observations": {"description": "The release that stands for each period, oldest period first", **releases},
        "releases": {"description": "Every release, those that have been replaced too", **releases},
    }
    entries = {"type": "object", "additionalProperties": _reference("Entry")}
    return {
        "Catalogue": _object({"publisher": texts, "updated": updated, "indicators": entries}),
        "Entry": _object(entry),
        "Live": _object({"indicators": {"type": "object", "additionalProperties": live}}),
        "Indicator": _object(indicator, {"description", "definition_changes", "max_age_days", "formula"}),
        "Release": _object(described, {"range", "kind", "replaced_by", "counted_since", "note", "source"}),
        "LinkedData": {
            "type": "object",
            "properties": {
                "@context": {"const": "https://schema.org"},
                "@graph": {"type": "array", "items": {"type": "object", "required": ["@type", "@id"]}},
            },
            "required": ["@context", "@graph"],
        },
    }


def _reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(properties: Schema, optional: Iterable[str] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _localised(languages: Iterable[str], schema: Schema) -> Schema:
    return _object(dict.fromkeys(languages, schema))
