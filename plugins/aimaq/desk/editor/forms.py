"""The forms of texts: a field for each one that a build knows, from the structs by which it reads them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Final, Literal, TypeAlias, Union, get_args, get_origin

import msgspec

from aimaq.base.languages.messages import spoken
from aimaq.desk.editor.words import FIELD_NAMES, HINTS, ITEM_FIELD_NAMES, OPTIONS
from aimaq.newsroom.authoring.skeletons import ADVICE
from aimaq.newsroom.content.fields import ArticleFields
from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.content.text_file import page_schema
from aimaq.settings.schema import Settings

__all__ = ["Field", "form_of", "schema_of"]

Widget: TypeAlias = Literal["text", "long", "check", "number", "choice", "words", "people", "file", "group", "groups"]

#: Fields whose value is the same in all versions of a text: the form shows it once, unless it differs already.
_SHARED: Final = frozenset(
    "date date_approximate embargo modified indicators speakers contact recording start end state online registration "
    "id number issued menu order template email phone post_date url".split()
)
#: What is added to one of these fields is of today, as a rule.
_OF_TODAY: Final = frozenset({"updates", "corrections", "withdrawn"})
_LONG: Final = frozenset({"summary", "text", "reason"})
_PEOPLE: Final = frozenset({"speakers", "contact"})
#: Shown closed while they are empty: most texts have none of them.
_RARE: Final = frozenset(
    "date_approximate modified updates corrections withdrawn indicators embargo template post_date online "
    "registration id".split()
)
#: Not edited in a form: the kind is chosen once.
_FIXED: Final = frozenset({"kind"})
#: What a form begins with; the text follows.
_FIRST: Final = ("title", "name", "post", "summary")


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a form, as the page reads it.

    ``options`` are pairs of a value and its name; ``default`` is the value that the absence of the field stands for.
    ``begins`` holds what stands in the ``fields`` of a new item.
    """

    name: str
    label: str
    widget: Widget
    hint: str = ""
    required: bool = False
    shared: bool = False
    first: bool = False
    rare: bool = False
    default: str = ""
    options: tuple[tuple[str, str], ...] = ()
    fields: tuple["Field", ...] = ()
    begins: dict[str, str] = {}

    @property
    def of_people(self) -> bool:
        """Whether people of the site stand in it."""
        return self.name in _PEOPLE


def schema_of(folder: str, kind: str, settings: Settings) -> type[msgspec.Struct]:
    """Return the struct of the texts in a folder below the content folder; of a story, that of its kind."""
    if folder in settings.page_paths:
        return page_schema(folder)
    return KINDS[kind].fields if kind in KINDS else ArticleFields


def form_of(schema: type[msgspec.Struct], people: Sequence[tuple[str, str]], today: date) -> tuple[Field, ...]:
    """Return the fields in the order in which front matter has them; ``people`` are slugs and names."""
    common = {field.name for field in msgspec.structs.fields(ArticleFields)}
    known = (_field(field, people) for field in msgspec.structs.fields(schema) if field.name not in _FIXED)
    of_today = {"date": today.isoformat()}
    fields = [msgspec.structs.replace(each, begins=of_today) if each.name in _OF_TODAY else each for each in known]
    if not issubclass(schema, ArticleFields):
        return tuple(fields)
    # Those of the kind stand behind the date, as in a new story.
    head = [field for field in fields if field.name in ("title", "date", "date_approximate")]
    own = [field for field in fields if field.name not in common]
    return (*head, *own, *(field for field in fields if field not in head and field not in own))


def _field(field: msgspec.structs.FieldInfo, people: Sequence[tuple[str, str]], *, inner: bool = False) -> Field:
    name = field.name
    widget, options, fields = _widget(name, field.type, people)
    names = {**FIELD_NAMES, **ITEM_FIELD_NAMES} if inner else FIELD_NAMES
    return Field(
        name=name,
        label=names.get(name, name),
        widget=widget,
        hint="" if inner and field.type is str else _hint(name, field.type, widget),
        required=field.required,
        shared=name in _SHARED,
        first=name in _FIRST,
        rare=name in _RARE,
        default=field.default if widget == "choice" and isinstance(field.default, str) else "",
        options=options,
        fields=fields,
    )


def _hint(name: str, kind: object, widget: Widget) -> str:
    """Return advice on a field; that on choices, files and lists speaks of how a text editor writes them."""
    if datetime in (kind, *get_args(kind)):
        return HINTS["moment"]
    if date in (kind, *get_args(kind)):
        return HINTS["day"]
    if widget in ("choice", "group", "groups", "people", "words"):
        return ""
    return ADVICE.get(spoken(), ADVICE["en"]).get(name, "")


def _widget(
    name: str, kind: object, people: Sequence[tuple[str, str]]
) -> tuple[Widget, tuple[tuple[str, str], ...], tuple[Field, ...]]:
    """Return the widget for a type, with its options and inner fields; raise ``TypeError`` for one that has none."""
    if get_origin(kind) in (Union, UnionType):
        (kind,) = (option for option in get_args(kind) if option is not NoneType)
    if name in _PEOPLE:
        return ("people" if get_origin(kind) is list else "choice"), tuple(people), ()
    if get_origin(kind) is Literal:
        own = ((value, f"{name}: {value}") for value in get_args(kind))
        return "choice", tuple((value, OPTIONS.get(key, OPTIONS.get(value, value))) for value, key in own), ()
    items = get_origin(kind) is list
    if items:
        (kind,) = get_args(kind)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        inner = tuple(_field(field, people, inner=True) for field in msgspec.structs.fields(kind))
        return "groups" if items else "group", (), inner
    if name == "file":
        return "file", (), ()
    if items and kind is str:
        return "words", (), ()
    if name in _LONG:
        return "long", (), ()
    simple: Mapping[object, Widget] = {str: "text", date: "text", datetime: "text", bool: "check", int: "number"}
    if kind not in simple:
        raise TypeError(f"no widget for the field {name} of the type {kind}")
    return simple[kind], (), ()
