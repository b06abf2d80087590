"""Check the fields of front matter by a schema: unknown and missing ones, their types, the order of their days."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from functools import cache
from types import NoneType
from typing import Any, Final, get_args, get_origin
from zoneinfo import ZoneInfo

import msgspec

from aimaq.base.languages.alphabets import mixed_words
from aimaq.base.languages.character_references import character_references
from aimaq.base.languages.messages import Message, tr, tr_number
from aimaq.base.languages.sign_pairs import NO_MARKUP, sign_pairs
from aimaq.base.problems import Problem, suggest
from aimaq.base.type_messages import WORDS, expected_and_found
from aimaq.base.web_addresses import is_web_address
from aimaq.figures.periods import WrongYear, check_year
from aimaq.newsroom.content.characters import FORBIDDEN, name_of, shortened
from aimaq.newsroom.content.field_words import LISTS, FieldWords
from aimaq.newsroom.content.fields import ArticleFields, Values, publication
from aimaq.newsroom.content.kinds import KINDS, Kind, kinds_with
from aimaq.newsroom.content.located_yaml import Located, NoValue
from aimaq.newsroom.content.rules import RULES
from aimaq.newsroom.content.yaml_errors import QUOTE_MARKER

__all__ = ["UNKNOWN", "FieldChecker", "parse_moment"]

#: Stands before the name of a field that the text cannot have, among the places.
UNKNOWN: Final = "?"

DATE_FORMS = Message('a date such as 2021-07-01, "2021-07-01 12:30" or 2021-07-01T12:30+05:00')
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?: ?(Z|[+-]\d\d:?\d\d))?)?")


class FieldChecker:
    """Checks the fields of one document, and collects ``problems`` and the ``places`` of the fields."""

    def __init__(self, path: str, header: str, zone: ZoneInfo, today: date, words: FieldWords) -> None:
        self.path, self.header, self.zone, self.today, self.words = path, header, zone, today, words
        self.problems: list[Problem] = []
        self.places: dict[str, tuple[int, int]] = {}

    def report(self, message: str, at: Located | tuple[int, int], hint: str = "") -> None:
        line, column = (at.line, at.column) if isinstance(at, Located) else at
        self.problems.append(Problem(self.path, message, line, column, hint=hint))

    def values(self, root: Located, schema: type[msgspec.Struct]) -> dict[str, Any]:
        """Return the fields that are right, with the defaults of those that are absent."""
        stated = root.fields.get("kind") if schema is ArticleFields else None
        # The field's rule reports an unknown kind.
        kind = KINDS.get(stated.value) if stated and isinstance(stated.value, str) else None
        fields = _fields(kind.fields if kind else schema)
        names = [field.name for field in fields]
        if not isinstance(root.value, dict):
            self.report(tr('expected "field: value" lines'), root, tr("the fields are %(list)s", list=", ".join(names)))
            return {}
        for name in root.fields:
            if name not in names:
                self.places[f"{UNKNOWN}{name}"] = root.key_places[name]
                self._report_unknown(name, names, kind, root.key_places[name], story=schema is ArticleFields)
        values: dict[str, Any] = {}
        for field in fields:
            found = root.fields.get(field.name)
            if found is None or (found.value is None and not field.required):
                if field.required:
                    message, hint = self.words.missing(field.name)
                    self.problems.append(Problem(self.path, message, 1, hint=hint))
                else:
                    missing = field.default is msgspec.NODEFAULT
                    values[field.name] = field.default_factory() if missing else field.default
                continue
            self.places.update(_places(field.name, found))
            value = self._convert(found, field.type, field.name)
            if value is not None and field.name in RULES:
                value = RULES[field.name](self, found, value)
            if value is not None and not (isinstance(value, list) and None in value):
                values[field.name] = value
            if field.required and value == []:
                message = tr("%(name)s: the list is empty", name=self.words.name(field.name))
                self.report(message, found, self.words.as_written(LISTS.get(field.name, "")))
        self._check_days(root, values)
        self._check_stage(root, values)
        return values

    def _report_unknown(
        self, name: str, names: Sequence[str], kind: Kind | None, at: tuple[int, int], *, story: bool
    ) -> None:
        """Report a field that the schema does not have; in a story, it may be one of another kind."""
        others = kinds_with(name) if story else ()
        if not others:
            self.report(tr('unknown field "%(name)s"', name=name) + suggest(name, names), at)
        elif kind:
            message = tr_number(
                'the field "%(name)s" belongs to the kind %(others)s, and this text is of the kind "%(kind)s"',
                'the field "%(name)s" belongs to the kinds %(others)s, and this text is of the kind "%(kind)s"',
                len(others),
                name=name,
                others=", ".join(f'"{other}"' for other in others),
                kind=kind.name,
            )
            self.report(message, at, tr("take the field out, or correct the kind"))

    def _convert(self, found: Located, kind: Any, name: str) -> Any:
        """Return the value in the schema's type ``kind``, or None after reporting."""
        if self._is_unusable(found, name):
            return None
        if found.value is None:
            message = tr('the field "%(name)s" is empty', name=self.words.name(name))
            self.report(message, found, self.words.as_written(tr("write its value after the colon")))
            return None
        if datetime in (kind, *get_args(kind)):
            try:
                return parse_moment(found.raw, self.zone)
            except ValueError as error:
                shown = f'"{shortened(found.raw)}"' if found.raw else tr("something else")
                reason = (
                    str(error)
                    if isinstance(error, WrongYear)
                    else tr("expected %(date_forms)s, found %(shown)s", date_forms=DATE_FORMS, shown=shown)
                )
                self.report(f"{self.words.name(name)}: {reason}", found)
                return None
        if isinstance(found.value, list) and get_origin(kind) is list:
            (item_kind,) = get_args(kind)
            # All items are checked, even if one of them is wrong.
            return [self._convert(item, item_kind, name) for item in found.value]
        try:
            return msgspec.convert(found.plain(), kind)
        except msgspec.ValidationError as error:
            self._report_mismatch(found, str(error), name, kind)
            return None

    def _is_unusable(self, found: Located, name: str) -> bool:
        if found.value is NoValue.MARKER:
            self.report(QUOTE_MARKER, found, f'{name}: "{{{{ jobs }}}} …"')
        return isinstance(found.value, NoValue)

    def _report_mismatch(self, found: Located, message: str, name: str, kind: Any) -> None:
        """Report msgspec's message, in an editor's words and at the exact place."""
        message, _, pointer = message.partition(" - at `$")
        if NoneType in get_args(kind):
            kind = next(each for each in get_args(kind) if each is not NoneType)
        for step, index in re.findall(r"\.([\w-]+)|\[(\d+)\]", pointer):
            name = step or name
            found = found.fields[step] if step else found.items[int(index)]
        if self._is_unusable(found, name):
            return
        called = self.words.name(name, inner=bool(pointer))
        if kinds := expected_and_found(message):
            expected, was = kinds
            hint = ""
            if expected == str(WORDS["str"]) and isinstance(found.value, int | float):
                hint = self.words.in_file(tr('put it in quotes: "%(value)s"', value=found.raw))
            elif expected == str(WORDS["array"]):
                hint = self.words.as_written(LISTS.get(name, ""))
            elif expected == str(WORDS["object"]):
                hint = self.words.as_written(tr("the fields are %(list)s", list=", ".join(_names(kind))))
            shown = f' ("{shortened(found.raw)}")' if found.raw else ""
            self.report(
                f"{called}: " + tr("expected %(expected)s, found %(found)s", expected=expected, found=f"{was}{shown}"),
                found,
                hint,
            )
        elif match := re.fullmatch(r"Object missing required field `(\w+)`", message):
            hint = self.words.as_written(tr("the fields are %(list)s", list=", ".join(_names(kind))))
            self.report(f"{called}: {self.words.missing(match[1], inner=True)[0]}", found, hint)
        elif match := re.fullmatch(r"Object contains unknown field `(.*)`", message):
            place = found.key_places.get(match[1], (found.line, found.column))
            self.report(
                tr('%(name)s: unknown field "%(found)s"', name=called, found=match[1])
                + suggest(match[1], _names(kind)),
                place,
            )
        elif match := re.fullmatch(r"Invalid enum value '?(.*?)'?", message):
            options = [self.words.option(name, str(option)) for option in get_args(kind)]
            self.report(
                tr('%(name)s: unknown value "%(found)s"', name=called, found=match[1]) + suggest(match[1], options),
                found,
            )
        elif "date" in message.lower() or "RFC3339" in message:
            self.report(
                tr(
                    '%(name)s: expected a date such as 2021-07-01, found "%(value)s"',
                    name=called,
                    value=shortened(found.raw),
                ),
                found,
            )
        else:
            self.report(f"{called}: {message}", found)

    def line_of_text(self, found: Located, value: str) -> str | None:
        """Return a text on one line; None if it is empty or holds a forbidden character, after reporting."""
        # Not str.split(): it would take no-break spaces apart.
        value = re.sub(r"[ \t\n]+", " ", value).strip(" ")
        if not value.strip():
            self.report(tr("this text is empty"), found, tr("write it"))
            return None
        if found.commented:
            hint = self.words.in_file(tr('put the whole value in quotes: "%(value)s # …"', value=value))
            self.report(tr("YAML takes the text after # for a comment"), found, hint)
        return self.clean(found, value)

    def clean(self, found: Located, value: str) -> str | None:
        """Refuse signs of other programs, and what was written with an escape, such as "\\u202e" or "&nbsp;".

        Forbidden characters and mixed words that stand in the file are found in the whole of it.
        """
        match = FORBIDDEN.search(value)
        if match and match[0] not in self.header:
            self.report(
                tr("%(character)s is not allowed in a text", character=name_of(match[0])),
                found,
                tr("delete the escape"),
            )
            return None
        for reference in character_references(value):
            self.report(reference.message, found, reference.hint)
            return None
        for mixed in mixed_words(value):
            if mixed.word not in self.header:
                self.report(mixed.message, found, mixed.hint)
                return None
        if pairs := list(sign_pairs(value)):
            for pair in pairs:
                self.report(pair.message, found, str(NO_MARKUP))
            return None
        return value

    def web_address(self, found: Located, value: str, prefix: str = "") -> str | None:
        """Return a web address; None for anything else, after reporting it with ``prefix`` before the message."""
        if is_web_address(value):
            return value
        message = prefix + tr('expected a web address, found "%(value)s"', value=shortened(value))
        self.report(message, found, tr('it begins with "https://"'))
        return None

    def _check_days(self, root: Located, values: Values) -> None:
        """Check the order of a text's days: published, changed, today; begin and end of an event."""
        places, names = root.fields, self.words.name
        modified, day = values.get("modified"), values.get("date")
        if modified and modified.date() > self._latest(values) and values.get("status") != "draft":
            hint = tr("write the day of the last change of the text")
            message = tr("%(name)s: %(day)s lies in the future", name=names("modified"), day=f"{modified:%Y-%m-%d}")
            self.report(message, places["modified"], hint)
        if modified and day and modified < day:
            hint = tr("the day of the last change of the text")
            message = tr("%(name)s is earlier than %(other)s", name=names("modified"), other=names("date"))
            self.report(message, places["modified"], hint)
        if values.get("start") and values.get("end") and values["end"] < values["start"]:
            message = tr("%(name)s is earlier than %(other)s", name=names("end"), other=names("start"))
            self.report(message, places["end"], tr("write when the event is over, or nothing"))
        self._check_times(places, values)
        for name in ("updates", "corrections"):
            if items := values.get(name):
                for item, place in zip(items, places[name].items, strict=True):
                    self._check_day_of_change(name, item.date, place.fields["date"], values)
        if withdrawn := values.get("withdrawn"):
            self._check_day_of_change("withdrawn", withdrawn.date, places["withdrawn"].fields["date"], values)

    def _check_times(self, places: Mapping[str, Located], values: Values) -> None:
        """Refuse midnight in an event, which is a day without a time here, and a time of its end alone.

        Calendars would end at the following midnight what ends at 00:00, and leave out the last day.
        """
        for name in ("start", "end"):
            moment = values.get(name)
            if moment and moment.time() == time() and ":" in places[name].raw:  # a day alone has no colon
                message = tr("%(name)s: midnight cannot be told from a day without a time", name=self.words.name(name))
                hint = tr("write 23:59 of the day before, or 00:01; if no time is known, the day alone")
                self.report(message, places[name], hint)
        start, end = values.get("start"), values.get("end")
        if start and end and start.time() == time() and end.time() != time():
            names = self.words.name
            message = tr("%(name)s has a time, and %(other)s has none", name=names("end"), other=names("start"))
            self.report(message, places["end"], tr("write both times, or two days"))

    def _check_stage(self, root: Located, values: Values) -> None:
        """Report a stage of a text that is no draft, and an approval by nobody."""
        stage = values.get("stage")
        if stage and values.get("status") != "draft":
            hint = tr('a text that is public has none: delete the line, or write "status: draft"')
            message = tr('the stage "%(stage)s" is that of a draft', stage=self.words.option("stage", stage))
            self.report(message, root.fields["stage"], self.words.as_written(hint))
        if stage == "approved" and not values.get("approved_by"):
            message = tr("the text is approved, and nobody is named who did it")
            self.report(message, root.fields["stage"], self.words.add("approved_by"))

    def _latest(self, values: Values) -> date:
        """Return the last day on which a text may have been changed."""
        published = publication(values)
        return max(self.today, published.date()) if published else self.today

    def _check_day_of_change(self, name: str, day: date, found: Located, values: Values) -> None:
        """Report a change before the publication, and one in the future."""
        published = publication(values)
        hint = {
            "updates": tr("write the day on which the text was changed"),
            "corrections": tr("write the day on which the text was corrected"),
            "withdrawn": tr("write the day on which the text was withdrawn"),
        }[name]
        if published and day < published.date():
            self.report(
                tr(
                    "%(name)s: %(day)s is earlier than the date of the text, %(published)s",
                    name=self.words.name(name),
                    day=day,
                    published=f"{published:%Y-%m-%d}",
                ),
                found,
                hint,
            )
        elif day > self._latest(values) and values.get("status") != "draft":
            message = tr("%(name)s: %(day)s lies in the future", name=self.words.name(name), day=day)
            self.report(message, found, hint)


def _places(name: str, found: Located) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield where a field, its items and their fields stand: "photos", "photos[0]", "photos[0].alt"."""
    yield name, (found.line, found.column)
    for inner, value in found.fields.items():
        yield f"{name}.{inner}", (value.line, value.column)
    for number, item in enumerate(found.items):
        if item.fields:
            yield from _places(f"{name}[{number}]", item)


def parse_moment(text: str, zone: ZoneInfo) -> datetime:
    """Read ``YYYY-MM-DD``, optionally with a time and a zone (ISO 8601), into a moment in ``zone``.

    Raises ValueError for any other form and for a date that does not exist.
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        raise ValueError(tr("not a date"))
    moment = datetime.fromisoformat(f"{match[1]}T{match[2] or '00:00'}{match[3] or ''}")
    check_year(moment.year, text.strip())
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)


def _names(kind: type[msgspec.Struct]) -> list[str]:
    return [field.name for field in _fields(kind)]


#: To find them out, all annotations are evaluated, which costs as much as reading a text's fields.
_fields = cache(msgspec.structs.fields)
