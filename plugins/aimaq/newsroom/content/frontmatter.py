"""Reads a content file: front matter between ``---`` lines, then Markdown. Finds every problem at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from types import NoneType
from typing import Any, get_args, get_origin
from zoneinfo import ZoneInfo

import msgspec

from aimaq.base.problems import Problem, not_utf8, suggest
from aimaq.base.type_messages import WORDS, expected_and_found
from aimaq.base.web_addresses import is_web_address
from aimaq.newsroom.content.characters import FORBIDDEN, forbidden_characters, name_of
from aimaq.newsroom.content.fields import ArticleFields, PersonFields, Source, publication
from aimaq.newsroom.content.kinds import KINDS, Kind, kinds_with
from aimaq.newsroom.content.located import QUOTE_MARKER, Broken, Located, Marker, read_yaml
from aimaq.newsroom.content.rules import RULES

__all__ = ["Document", "parse_moment", "read_document"]

FENCE = "---"
MAX_BYTES = 2_000_000
DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?: ?(Z|[+-]\d\d:?\d\d))?)?")
DATE_FORMS = 'a date such as 2021-07-01, "2021-07-01 12:30" or 2021-07-01T12:30+05:00'
LISTS = {
    "topics": "topics: [one topic, another topic]",
    "speakers": "speakers: [name-surname]",
    "attachments": 'attachments: [{file: media/report.pdf, title: "…"}]',
    "photos": 'photos: [{file: media/shop.jpg, alt: "…", credit: "…"}]',
    "updates": 'updates: [{date: 2021-07-01, text: "…"}]',
    "sources": 'sources: [{title: …, url: "https://…"}]',
    "corrections": 'corrections: [{date: 2021-07-01, text: "…"}]',
}


@dataclass(frozen=True, slots=True)
class Document:
    """A file's contents.

    ``values`` holds the fields that are right, defaults included: all of them, if ``problems`` is empty.
    ``places`` maps a field to the line and column of its text; ``body_line`` is the body's first line.
    """

    values: Mapping[str, Any]
    places: Mapping[str, tuple[int, int]]
    body: str
    body_line: int
    problems: tuple[Problem, ...]


def read_document(
    data: bytes,
    path: str,
    schema: type[msgspec.Struct],
    *,
    kinds: Mapping[str, Kind] = KINDS,
    zone: ZoneInfo,
    today: date,
    past: bool = False,
) -> Document:
    """Read the bytes of ``path`` (as messages show it) by a schema; ``zone`` is that of times without one.

    With ``ArticleFields`` the fields are those of the kind that the text says it is, one of ``kinds``.
    Nothing is changed after ``today``, unless the text is a draft or ``today`` is a day of the ``past``. A text that is
    to be published later may have been changed on the day of its publication at the latest.
    """
    problems: list[Problem] = []
    text = _decode(data, path, problems)
    if text is None:
        return Document({}, {}, "", 1, tuple(problems))
    problems.extend(forbidden_characters(text, path))
    header, body, body_line = _split(text, path, problems)
    if header is None:
        return Document({}, {}, body, body_line, tuple(problems))
    if not body.strip() and schema is not PersonFields:
        problems.append(Problem(path, "there is no text below the front matter", body_line, hint="write it"))

    root = None if _has_tabs(header, path, problems) else read_yaml(header, path, 2, problems)
    if root is None:
        return Document({}, {}, body, body_line, tuple(problems))
    checker = _Checker(path, header, kinds, zone, date.max if past else today, problems)
    values = checker.values(root, schema)
    return Document(values, checker.places, body, body_line, tuple(problems))


def parse_moment(text: str, zone: ZoneInfo) -> datetime:
    """Read ``YYYY-MM-DD``, optionally with a time and a zone (ISO 8601), into a moment in ``zone``.

    Raises ValueError for any other form and for a date that does not exist.
    """
    match = DATE.fullmatch(text.strip())
    if match is None:
        raise ValueError("not a date")
    moment = datetime.fromisoformat(f"{match[1]}T{match[2] or '00:00'}{match[3] or ''}")
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)


def _decode(data: bytes, path: str, problems: list[Problem]) -> str | None:
    if len(data) > MAX_BYTES:
        problems.append(Problem(path, f"the file has {len(data)} bytes, more than {MAX_BYTES}"))
        return None
    data = data.removeprefix(b"\xef\xbb\xbf")  # Windows' Notepad puts it there
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        problems.append(not_utf8(error, path))
        return None
    # As files from a Mac may have them: й in two characters is another word to whatever searches or compares.
    text = unicodedata.normalize("NFC", text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _split(text: str, path: str, problems: list[Problem]) -> tuple[str | None, str, int]:
    """Return front matter, body, and the number of the body's first line."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        problems.append(
            Problem(
                path,
                f'expected front matter: the first line has to be "{FENCE}", found "{_short(lines[0])}"',
                1,
                hint=f'begin the file with "{FENCE}", then the fields, then "{FENCE}" again',
            )
        )
        return None, text, 1
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() == FENCE:
            return "\n".join(lines[1 : number - 1]), "\n".join(lines[number:]), number + 1
    problems.append(
        Problem(
            path,
            f'the front matter is not closed: no second line "{FENCE}"',
            1,
            hint=f'add "{FENCE}" below the last field',
        )
    )
    return None, "", len(lines)


def _has_tabs(header: str, path: str, problems: list[Problem]) -> bool:
    found = [
        Problem(
            path,
            "a tab in the front matter",
            number,
            line.index("\t") + 1,
            hint="YAML is indented with spaces",
        )
        for number, line in enumerate(header.split("\n"), 2)
        if re.match(r"[ ]*(?:- *|[\w-]+:[ ]*)?\t", line)
    ]
    problems.extend(found)
    return bool(found)


class _Checker:
    """Checks one document's fields by a schema."""

    def __init__(
        self,
        path: str,
        header: str,
        kinds: Mapping[str, Kind],
        zone: ZoneInfo,
        today: date,
        problems: list[Problem],
    ) -> None:
        self.path = path
        self.header = header
        self.kinds = kinds
        self.zone = zone
        self.today = today
        self.problems = problems
        self.places: dict[str, tuple[int, int]] = {}
        self.rules: dict[str, Callable[[Located, Any], Any]] = {
            **{name: partial(rule, self) for name, rule in RULES.items()},
            "kind": self.kind,
            "topics": self.topics,
            "sources": self.sources,
        }

    def report(self, message: str, at: Located | tuple[int, int], hint: str = "") -> None:
        line, column = (at.line, at.column) if isinstance(at, Located) else at
        self.problems.append(Problem(self.path, message, line, column, hint=hint))

    def values(self, root: Located, schema: type[msgspec.Struct]) -> dict[str, Any]:
        kind = self.kind_of(root) if schema is ArticleFields else None
        fields = msgspec.structs.fields(kind.fields if kind else schema)
        names = [field.name for field in fields]
        if not isinstance(root.value, dict):
            self.report('expected "field: value" lines', root, f"the fields are {', '.join(names)}")
            return {}
        for name in root.value:
            if name not in names:
                self.unknown_field(name, names, kind, root.key_places[name], story=schema is ArticleFields)
        values: dict[str, Any] = {}
        for field in fields:
            found = root.value.get(field.name)
            if found is None or (found.value is None and not field.required):
                if field.required:
                    self.problems.append(
                        Problem(
                            self.path,
                            f'the field "{field.name}" is missing',
                            1,
                            hint=f'add "{LISTS.get(field.name, f"{field.name}: …")}"',
                        )
                    )
                else:
                    values[field.name] = _default(field)
                continue
            self.places[field.name] = (found.line, found.column)
            value = self.convert(found, field.type, field.name)
            if value is not None and field.name in self.rules:
                value = self.rules[field.name](found, value)
            if value is not None and not (isinstance(value, list) and None in value):
                values[field.name] = value
            if field.required and value == []:
                self.report(f"{field.name}: the list is empty", found, LISTS.get(field.name, ""))
        self.days(root, values)
        return values

    def kind_of(self, root: Located) -> Kind | None:
        """Return the kind that the text says it is; None if there is none of this name, which ``kind`` reports."""
        found = root.value.get("kind") if isinstance(root.value, dict) else None
        return self.kinds.get(found.value) if found and isinstance(found.value, str) else None

    def unknown_field(
        self, name: str, names: Sequence[str], kind: Kind | None, at: tuple[int, int], *, story: bool
    ) -> None:
        """Report a field that the content has not; one of another kind of story may be meant for that one."""
        others = [other for other in kinds_with(name) if other in self.kinds] if story else []
        if not others:
            self.report(f'unknown field "{name}"{suggest(name, names)}', at)
        elif kind:
            own = "the kind " if len(others) == 1 else "the kinds "
            listed = ", ".join(f'"{other}"' for other in others)
            message = f'the field "{name}" belongs to {own}{listed}, and this text is of the kind "{kind.name}"'
            self.report(message, at, "take the field out, or correct the kind")

    def convert(self, found: Located, kind: Any, name: str) -> Any:
        """Return the value in the schema's type, or None after reporting."""
        if found.value is Broken:
            return None
        if found.value is Marker:
            self.report(QUOTE_MARKER, found, f'{name}: "{{{{ jobs }}}} …"')
            return None
        if found.value is None:
            self.report(f'the field "{name}" is empty', found, "write its value after the colon")
            return None
        if datetime in (kind, *get_args(kind)):
            return self.moment(found, name)
        if isinstance(found.value, list) and get_origin(kind) is list:
            (item_kind,) = get_args(kind)
            # What is wrong with one item is no reason not to look at the others.
            return [self.convert(item, item_kind, name) for item in found.value]
        try:
            return msgspec.convert(found.plain(), kind)
        except msgspec.ValidationError as error:
            self.mismatch(found, str(error), name, kind)
            return None

    def mismatch(self, found: Located, message: str, name: str, kind: Any) -> None:
        """Report msgspec's message, in an editor's words and at the exact place."""
        message, _, pointer = message.partition(" - at `$")
        kind = next((each for each in get_args(kind) if each is not NoneType), kind) if _may_be_none(kind) else kind
        for step in re.findall(r"\.([\w-]+)|\[(\d+)\]", pointer):
            name = step[0] or name
            found = found.value[step[0]] if step[0] else found.value[int(step[1])]
        if found.value is Broken:
            return
        if found.value is Marker:
            self.report(QUOTE_MARKER, found, f'{name}: "{{{{ jobs }}}} …"')
            return
        if kinds := expected_and_found(message):
            expected, was = kinds
            hint = ""
            if expected == WORDS["str"] and isinstance(found.value, int | float):
                hint = f'put it in quotes: "{found.raw}"'
            elif expected == WORDS["array"]:
                hint = LISTS.get(name, "")
            elif expected == WORDS["object"]:
                hint = f"the fields are {_field_names(kind)}"
            shown = f' ("{_short(found.raw)}")' if found.raw else ""
            self.report(f"{name}: expected {expected}, found {was}{shown}", found, hint)
        elif match := re.fullmatch(r"Object missing required field `(\w+)`", message):
            self.report(f'{name}: the field "{match[1]}" is missing', found, f"the fields are {_field_names(kind)}")
        elif match := re.fullmatch(r"Object contains unknown field `(.*)`", message):
            place = found.key_places.get(match[1], (found.line, found.column))
            names = [field.name for field in msgspec.structs.fields(kind)]
            self.report(f'{name}: unknown field "{match[1]}"{suggest(match[1], names)}', place)
        elif match := re.fullmatch(r"Invalid enum value '?(.*?)'?", message):
            options = [str(option) for option in get_args(kind)]
            self.report(f'{name}: unknown value "{match[1]}"{suggest(match[1], options)}', found)
        elif "date" in message.lower() or "RFC3339" in message:
            self.report(f'{name}: expected a date such as 2021-07-01, found "{_short(found.raw)}"', found)
        else:
            self.report(f"{name}: {message}", found)

    def moment(self, found: Located, name: str) -> datetime | None:
        try:
            return parse_moment(found.raw, self.zone)
        except ValueError:
            shown = f'"{_short(found.raw)}"' if found.raw else "something else"
            self.report(f"{name}: expected {DATE_FORMS}, found {shown}", found)
            return None

    def line_of_text(self, found: Located, value: str) -> str | None:
        # Not str.split(): it would take no-break spaces apart.
        value = re.sub(r"[ \t\n]+", " ", value).strip(" ")
        if not value.strip():
            self.report("this text is empty", found, "write it")
            return None
        if found.cut:
            self.report(
                "YAML takes the text after # for a comment",
                found,
                f'put the whole value in quotes: "{value} # …"',
            )
        return self.clean(found, value)

    def clean(self, found: Located, value: str) -> str | None:
        """Refuse what came in as an escape, such as "\\u202e"; the rest is found in the whole file."""
        match = FORBIDDEN.search(value)
        if match and match[0] not in self.header:
            self.report(f"{name_of(match[0])} is not allowed in a text", found, "delete the escape")
            return None
        return value

    def kind(self, found: Located, value: str) -> str | None:
        if value not in self.kinds:
            self.report(f'unknown kind "{value}"{suggest(value, self.kinds)}', found)
            return None
        return value

    def web_address(self, found: Located, value: str) -> str | None:
        if is_web_address(value):
            return value
        self.report(f'expected a web address, found "{_short(value)}"', found, 'it begins with "https://"')
        return None

    def topics(self, found: Located, value: list[str | None]) -> list[str | None]:
        seen: set[str] = set()

        def checked(topic: str | None, place: Located) -> str | None:
            if topic is None:
                return None
            topic = topic.strip()
            if not topic:
                self.report("a topic is empty", place, "delete it")
                return None
            if topic.casefold() in seen:
                self.report(f'the topic "{topic}" stands twice', place, "delete one of them")
                return None
            seen.add(topic.casefold())
            return self.clean(place, topic)

        return [checked(topic, place) for topic, place in zip(value, found.value, strict=True)]

    def sources(self, found: Located, value: list[Source | None]) -> list[Source | None]:
        def checked(source: Source | None, place: Located) -> Source | None:
            if source is None:
                return None
            title, address = place.value["title"], place.value["url"]
            right = self.clean(title, source.title) is not None
            if not source.title.strip():
                self.report("a source's title is empty", title, "name the paper, site or document")
                right = False
            if not is_web_address(source.url):
                self.report(
                    f'url: expected a web address, found "{_short(source.url)}"',
                    address,
                    'it begins with "https://"',
                )
                right = False
            return source if right else None

        return [checked(source, place) for source, place in zip(value, found.value, strict=True)]

    def days(self, root: Located, values: Mapping[str, Any]) -> None:
        modified = values.get("modified")
        if modified and modified.date() > self.latest(values) and values.get("status") != "draft":
            hint = "write the day of the last change of the text"
            self.report(f"modified: {modified:%Y-%m-%d} lies in the future", root.value["modified"], hint)
        if values.get("modified") and values.get("date") and values["modified"] < values["date"]:
            self.report(
                "modified is earlier than date",
                root.value["modified"],
                "the day of the last change of the text",
            )
        if values.get("start") and values.get("end") and values["end"] < values["start"]:
            self.report("end is earlier than start", root.value["end"], "write when the event is over, or nothing")
        for name in ("updates", "corrections"):
            if items := values.get(name):
                for item, place in zip(items, root.value[name].value, strict=True):
                    self.day_of_change(name, item.date, place.value["date"], values)
        if withdrawn := values.get("withdrawn"):
            self.day_of_change("withdrawn", withdrawn.date, root.value["withdrawn"].value["date"], values)

    def latest(self, values: Mapping[str, Any]) -> date:
        """Return the last day on which a text may have been changed."""
        published = publication(values)
        return max(self.today, published.date()) if published else self.today

    def day_of_change(self, name: str, day: date, found: Located, values: Mapping[str, Any]) -> None:
        """Nothing is changed before it was published, nor before the day has come."""
        done = {"updates": "changed", "corrections": "corrected", "withdrawn": "withdrawn"}[name]
        published = publication(values)
        hint = f"write the day on which the text was {done}"
        if published and day < published.date():
            self.report(f"{name}: {day} is earlier than the date of the text, {published:%Y-%m-%d}", found, hint)
        elif day > self.latest(values) and values.get("status") != "draft":
            self.report(f"{name}: {day} lies in the future", found, hint)


def _may_be_none(kind: Any) -> bool:
    return NoneType in get_args(kind)


def _default(field: Any) -> Any:
    return field.default_factory() if field.default is msgspec.NODEFAULT else field.default


def _field_names(kind: Any) -> str:
    return ", ".join(field.name for field in msgspec.structs.fields(kind))


def _short(text: str) -> str:
    text = text.replace("\n", " ")
    return text if len(text) <= 60 else f"{text[:59]}…"
