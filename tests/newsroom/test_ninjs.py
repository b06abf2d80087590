"""ninjs for news agencies: every property is one that the IPTC's schema of version 3.1 knows, with its type."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import validator_for

from .conftest import Build, article, page
from .test_feeds import drawn

SITE = "https://press.aimaq.example"
TEXT, DAY, URI = {"type": "string"}, {"type": "string", "format": "date-time"}, {"type": "string", "format": "uri"}


def of(*required: str, **properties: Any) -> dict[str, Any]:
    """An object that has no other properties."""
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def many(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


VALUES = many(of("value", role=TEXT, contentType=TEXT, value=TEXT))
CONTACT = of("value", type=TEXT, role=TEXT, name=TEXT, value=TEXT)
TRUNCATED = {"type": "string", "pattern": r"^\d{4}(-\d\d(-\d\d)?)?$"}
STANDARD = of(name=TEXT, version=TEXT, schema=URI)
RENDITION = of(
    "name", name=TEXT, href=URI, contentType=TEXT, title=TEXT,
    width={"type": "integer"}, height={"type": "integer"}, sizeInBytes={"type": "integer"},
)  # fmt: skip
DATES = of(startDate=DAY, endDate=DAY, expectedStartDate=TRUNCATED, expectedEndDate=TRUNCATED) | {
    "anyOf": [
        {"oneOf": [{"required": ["startDate"]}, {"required": ["expectedStartDate"]}]},
        {"oneOf": [{"required": ["endDate"]}, {"required": ["expectedEndDate"]}]},
    ]
}
#: The properties of https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json that we write, in fewer words (CC BY 4.0).
NINJS: dict[str, Any] = {
    "uri": URI,
    "type": {"enum": ["text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"]},
    "representationType": {"enum": ["full", "partial"]},
    "firstCreated": DAY,
    "versionCreated": DAY,
    "pubStatus": {"enum": ["usable", "withheld", "canceled"]},
    "language": TEXT,
    "title": TEXT,
    "by": TEXT,
    "slugline": TEXT,
    "located": TEXT,
    "headlines": VALUES,
    "descriptions": VALUES,
    "bodies": VALUES,
    "people": many(of(name=TEXT, rel=TEXT, uri=URI, literal=TEXT, contactInfo=many(CONTACT))),
    "organisations": many(of(name=TEXT, rel=TEXT, uri=URI, literal=TEXT)),
    "places": many(of(name=TEXT, rel=TEXT, uri=URI, literal=TEXT)),
    "eventDetails": of(eventStatus=URI, dates=DATES),
    "subjects": many(of(name=TEXT, rel=TEXT, uri=URI, literal=TEXT)),
    "genres": many(of(name=TEXT, uri=TEXT, literal=TEXT)),
    "altIds": many(of(role=TEXT, value=TEXT)),
    "infoSources": many(of(name=TEXT, role=TEXT, uri=URI, literal=TEXT, contactInfo=many(CONTACT))),
    "renditions": many(RENDITION),
    "standard": STANDARD,
}
ASSOCIATED = of("name", "uri", **NINJS, name=TEXT, rel=TEXT)
SCHEMA = of("uri", **NINJS, associations=many(ASSOCIATED))

PHOTO = "{file: media/a.png, alt: Схема, credit: А. Б., caption: Линия}"
FILES = {
    "media/a.png": drawn(),
    "media/order.pdf": b"%PDF-1.7 order",
    "people/a-b.ru.md": "---\nname: А. Б.\npost: директор\nemail: a@b.kz\n---\n",
    "pages/about.ru.md": page(),
    "news/order.ru.md": article(
        "Приказ <1>", "2024-05-03 10:00", "document", "[о нас](/about/)", number="12-П", issuer="Акимат",
        issued="2024-05-02", attachments="[{file: media/order.pdf, title: Текст}]", topics="[планы]",
        sources='[{title: Газета, url: "https://a.kz/"}]', contact="a-b",
        withdrawn='{date: 2024-06-01, reason: "Действует новый."}',
    ),
    "news/talk.ru.md": article("Брифинг", "2024-05-02", "briefing", speakers="[a-b]", photo=PHOTO, dateline="Алматы"),
    "news/talk.en.md": article("Briefing", "2024-05-02", "briefing", speakers="[a-b]"),
    "news/seen.ru.md": article("Фоторепортаж", "2024-05-01", "photos", photos=f"[{PHOTO}]"),
    "news/day.ru.md": article("День", "2024-04-30", "event", start="2031-06-10", place="Зал"),
    "news/hour.ru.md": article(
        "Час", "2024-04-29", "event", start="2031-06-10 11:00", end="2031-06-10 12:30", place="Зал",
    ),
    "news/soon.ru.md": article("Скоро", "2093-01-01"),
}  # fmt: skip


@pytest.fixture
def output(build: Build) -> Path:
    return build(FILES)


def read(output: Path, name: str) -> Any:
    return json.loads((output / name).read_text("utf-8"))


def test_every_file_is_of_the_iptcs_form(output: Path) -> None:
    """With NINJS_SCHEMA, the path of the IPTC's own file, by that one as well."""
    if own := os.environ.get("NINJS_SCHEMA"):
        check(output, json.loads(Path(own).read_text("utf-8")))
    check(output, SCHEMA)


def check(output: Path, schema: dict[str, Any]) -> None:
    # What the IPTC takes from others' schemas, the shape of a place, we do not write.
    validator = validator_for(schema, validate_formats=True, retriever=lambda _: {})
    files = sorted(output.rglob("*ninjs.json"))
    assert len(files) == 3 + 6  # editions, stories
    for path in files:
        document = json.loads(path.read_text("utf-8"))
        errors = [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(document)]
        assert not errors, (path, errors)


def test_a_story_has_what_its_page_has(output: Path) -> None:
    order = read(output, "news/order/order.ru.ninjs.json")
    assert order["uri"] == "tag:press.aimaq.example,2024-05-03:order.ru"
    assert order["pubStatus"] == "canceled" and order["versionCreated"] == "2024-06-01T00:00:00+05:00"
    assert order["by"] == "Акимат" and order["altIds"][0]["value"] == "12-П"
    assert order["subjects"] == [{"name": "планы", "literal": "планы"}]
    assert f'<a href="{SITE}/about/">о\u00a0нас</a>' in order["bodies"][0]["value"]
    assert [each["name"] for each in order["infoSources"]][1:] == ["А.\u00a0Б.", "Газета"]
    [pdf] = order["associations"][0]["renditions"]
    assert pdf["sizeInBytes"] == (output / "media/order.pdf").stat().st_size

    talk = read(output, "news/talk/talk.ru.ninjs.json")
    assert talk["people"][0] == {
        "name": "А.\u00a0Б.", "rel": "speaker", "uri": f"{SITE}/people/a-b/", "literal": "директор",
    }  # fmt: skip
    picture, translation = talk["associations"]
    assert picture["by"] == "А. Б." and [each["value"] for each in picture["descriptions"]] == ["Схема", "Линия"]
    assert translation["uri"] == f"{SITE}/en/news/talk/"
    for rendition in talk["renditions"]:
        assert (output / rendition["href"].removeprefix(f"{SITE}/")).exists(), rendition

    assert read(output, "news/day/day.ru.ninjs.json")["eventDetails"]["dates"] == {"expectedStartDate": "2031-06-10"}
    hour = read(output, "news/hour/hour.ru.ninjs.json")["eventDetails"]["dates"]
    assert hour == {"startDate": "2031-06-10T11:00:00+05:00", "endDate": "2031-06-10T12:30:00+05:00"}


def test_a_list_has_the_newest_and_nothing_that_waits(output: Path) -> None:
    listed = read(output, "press-kit/ninjs.json")["associations"]
    assert [each["name"] for each in listed] == ["order", "talk", "seen", "day", "hour"]
    for each in listed:
        [file] = [one["href"] for one in each["renditions"] if one["name"] == "ninjs"]
        own = read(output, file.removeprefix(f"{SITE}/"))
        assert {name: own[name] for name in each.keys() & own.keys() - {"representationType"}} == {
            name: each[name] for name in each.keys() & own.keys() - {"representationType"}
        }
    assert "associations" not in read(output, "kk/press-kit/ninjs.json")
    assert "Скоро" not in "".join(path.read_text("utf-8") for path in output.rglob("*.json"))
