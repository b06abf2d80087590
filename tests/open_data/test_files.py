"""JSON, CSV and JSON-LD: complete, valid by their formats and descriptions, and consistent."""

import csv
import io
import json
import re
from itertools import product
from pathlib import Path

import jsonschema_rs
import pytest
from openapi_spec_validator import validate

from aimaq.figures.open_data.fields import FIELDS
from aimaq.figures.open_data.openapi import description
from aimaq.figures.open_data.registry import write_file
from tools.built import Json
from tools.vocabulary import vocabulary_problems

from .conftest import PUBLICATION, Written

LANGUAGES = PUBLICATION.languages


def own(written: Written, key: str, ending: str) -> str:
    return written.files[f"/api/indicators/{key}.{ending}"]


def expanded(document: Json) -> dict[str, Json]:
    """Every node of a graph by its identifier."""
    return {node["@id"]: node for node in document["@graph"]}


def spoken(value: object, lang: str) -> object:
    """A document in one language, by the meaning of JSON-LD's @language: a second opinion."""
    if isinstance(value, list):
        if all(isinstance(each, dict) and "@value" in each for each in value):
            return {each["@language"]: each["@value"] for each in value}[lang]
        if all(isinstance(each, dict) and "inLanguage" in each for each in value):
            return {each["inLanguage"]: each for each in value}[lang]
        return [spoken(each, lang) for each in value]
    return {name: spoken(each, lang) for name, each in value.items()} if isinstance(value, dict) else value


def test_the_description_is_openapi() -> None:
    """openapi-spec-validator finds no fault, with keys and without."""
    for keys in ((), ("jobs", "enterprises")):
        validate(json.loads(description(keys, PUBLICATION)))


def test_every_file_is_described_and_every_description_has_files(written: Written) -> None:
    """The paths of openapi.json, with keys and languages put in, are the files that are written."""
    document = json.loads(description(written.ledger.indicators, PUBLICATION))
    found = {
        path.replace("{key}", key).replace("{lang}", lang)
        for path in document["paths"]
        for key in written.ledger.indicators
        for lang in LANGUAGES
    }
    assert found == set(written.files)


@pytest.mark.parametrize(
    "path",
    [
        "/api/indicators.json",
        "/api/live/{lang}.json",
        "/api/indicators/{key}.json",
        "/api/indicators/{key}.jsonld",
    ],
)
def test_the_files_fit_their_schemas(written: Written, path: str) -> None:
    """Each file is valid by its schema, and without any one of its fields it is not."""
    document = json.loads(description(written.ledger.indicators, PUBLICATION))
    [media] = document["paths"][path]["get"]["responses"]["200"]["content"].values()
    schema = {**media["schema"], "components": document["components"]}
    validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    for key, lang in product(written.ledger.indicators, LANGUAGES):
        data = json.loads(written.files[path.replace("{key}", key).replace("{lang}", lang)])
        assert [f"{key}: {error.message}" for error in validator.iter_errors(data)] == []
        for name in data.keys() - {"max_age_days", "formula", "definition_changes"}:
            assert not validator.is_valid({other: value for other, value in data.items() if other != name}), name


def test_every_field_of_a_release_is_explained(written: Written) -> None:
    """The page that describes the data names exactly the fields that releases have."""
    found = {
        name
        for key in written.ledger.indicators
        for each in json.loads(own(written, key, "json"))["releases"]
        for name in each
    }
    assert found == {field.name for field in FIELDS}


def test_csv_keeps_rfc_4180_and_says_what_json_says(written: Written) -> None:
    """CRLF ends every line, quotes are doubled, and each row is a release of the JSON file."""
    for key in written.ledger.indicators:
        text, data = own(written, key, "csv"), json.loads(own(written, key, "json"))
        unquoted = re.sub(r'"(?:[^"]|"")*"', "", text)
        assert '"' not in unquoted and unquoted.count("\n") == unquoted.count("\r\n") == unquoted.count("\r")
        assert text.endswith("\r\n")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
        assert [row["id"] for row in rows] == [each["id"] for each in data["releases"]]
        for row, each in zip(rows, data["releases"], strict=True):
            assert float(row["value"]) == each["value"]
            for name in ("period", "start", "end", "status", "released"):
                assert row[name] == each[name]
            for name in ("kind", "replaced_by"):
                assert row[name] == each.get(name, "")
            source, note = each.get("source", {}), each.get("note", {})
            assert (row["source_title"], row["source_url"]) == (source.get("title", ""), source.get("url", ""))
            assert [row[f"note_{lang}"] for lang in LANGUAGES] == [note.get(lang, "") for lang in LANGUAGES]
            assert row["url"] in each["url"].values()


def test_what_was_replaced_is_there_and_says_by_what(written: Written) -> None:
    """Both corrections of one day have names of their own; the current value is the last of them."""
    data = json.loads(own(written, "jobs", "json"))
    by_id = {
        each["id"]: (each["value"], each.get("replaced_by", ""), each.get("kind", "")) for each in data["releases"]
    }
    assert by_id["r-2021-2022-02-01"] == (2500, "r-2021-2022-02-01-2", "")
    assert by_id["r-2021-2022-02-01-2"] == (2520, "r-2021-2022-03-10", "correction")
    assert by_id["r-2021-2022-03-10"] == (2522, "", "correction")
    assert [each["id"] for each in data["observations"]] == [
        "r-2020-2021-02-01", "r-2021-2022-03-10", "r-2022-Q4-2023-01-15", "r-2025-2023-03-01",
    ]  # fmt: skip
    assert data["current"]["id"] == "r-2022-Q4-2023-01-15"
    assert data["updated"] == "2023-03-01"
    ratio = json.loads(own(written, "jobs-per-enterprise", "json"))
    assert [each["released"] for each in ratio["releases"]] == ["2021-04-01", "2022-02-01", "2022-03-10"]


def test_linked_data_is_what_schema_org_defines(written: Written, node_tools: Path, tmp_path: Path) -> None:
    """Each file, read in each language, has the types, properties and values of the vocabulary."""
    documents = {
        f"{key}.{lang}": spoken(json.loads(own(written, key, "jsonld")), lang)
        for key in written.ledger.indicators
        for lang in LANGUAGES
    }
    assert vocabulary_problems(documents, tmp_path, node_tools) == []  # type: ignore[arg-type]


def test_linked_data_has_every_release_and_every_reference_leads_somewhere(written: Written) -> None:
    for key in written.ledger.indicators:
        text, data = own(written, key, "jsonld"), json.loads(own(written, key, "json"))
        graph = expanded(json.loads(text))
        observed = {name: node for name, node in graph.items() if node["@type"] == "Observation"}
        assert list(observed) == [each["url"]["ru"] for each in data["releases"]]
        for node, each in zip(observed.values(), data["releases"], strict=True):
            named = {fact["propertyID"]: fact for fact in node["additionalProperty"]}
            bounds = named.pop("range", {"minValue": None, "maxValue": None})
            assert [bounds["minValue"], bounds["maxValue"]] == each.get("range", [None, None])
            facts = {name: fact["value"] for name, fact in named.items()}
            assert (node["value"], node["observationDate"]) == (each["value"], each["start"])
            assert [facts.get(name, "") for name in ("period", "status", "released", "kind")] == [
                each.get(name, "") for name in ("period", "status", "released", "kind")
            ]
            assert graph[node["variableMeasured"]["@id"]]["@type"] == "StatisticalVariable"
            assert facts.get("replaced_by", "").rpartition("#")[2] == each.get("replaced_by", "")
            assert facts.get("replaced_by", node["@id"]) in graph


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_and_the_file_say_the_same(written: Written, lang: str) -> None:
    """Each node of a page's own JSON-LD is that of the file, in the page's language."""
    for key in written.ledger.indicators:
        page = expanded(json.loads(write_file(written.material, f"structured/{key}.{lang}")))
        whole = expanded(spoken(json.loads(own(written, key, "jsonld")), lang))  # type: ignore[arg-type]
        assert page == {name: whole[name] for name in page}
        current = json.loads(own(written, key, "json"))["current"]
        observed = [node["@id"] for node in page.values() if node["@type"] == "Observation"]
        assert observed == ([current["url"]["ru"]] if current else [])


def test_a_citation_says_who_what_when_and_where(written: Written) -> None:
    """The address is that of the release that is cited, in the language of the citation."""
    data = json.loads(own(written, "jobs", "json"))
    for lang in LANGUAGES:
        text = data["citation"][lang]
        parts = (PUBLICATION.publisher[lang], data["label"][lang], data["current"]["text"][lang])
        assert all(part in text for part in parts)
        assert text.endswith(f": {data['current']['url'][lang]}")
    assert data["citation"]["en"] == (
        'Zone & Co. Jobs & "posts": 2,600\u00a0jobs (Q4 2022). Released 15 January 2023. '
        "Open access: https://site.example/en/indicators/jobs/#r-2022-Q4-2023-01-15"
    )
    assert set(json.loads(own(written, "unknown-yet", "json"))["citation"].values()) == {""}
