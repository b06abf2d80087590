"""Sveltia CMS's configuration, made from the structs that check front matter, and the figures that it offers.

Sveltia's JSON Schema (``schema/sveltia-cms.json`` in its package) documents the fields.
"""

from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

import msgspec

from aimaq.figures.grammar.cases import CASES
from aimaq.figures.grammar.dates_in_sentences import PHRASES
from aimaq.figures.grammar.rounding import ROUNDINGS
from aimaq.figures.ledger.read import ledger_of
from aimaq.figures.text.figure import AS_OF, CHANGE, DIFFERENCE, DOWN, PERCENT, POINTS, TIMES, UP
from aimaq.newsroom.authoring.skeletons import ADVICE
from aimaq.newsroom.content.fields import PageFields, PersonFields
from aimaq.newsroom.content.kinds import KINDS
from aimaq.settings.schema import Settings

__all__ = ["JsonObject", "figure_choices", "sveltia_config"]

#: Beside the cases: what a marker says of a change, a date, and a value in words or rounded.
_CHANGES: Final = tuple(f"{way} {show}" for way in (UP, DOWN) for show in (PERCENT, DIFFERENCE, CHANGE, TIMES, POINTS))
_DATES: Final = tuple(f"{AS_OF} | {phrase}" for phrase in PHRASES)
_WORDINGS: Final = ("words", "Words", "short", *ROUNDINGS)

#: Sveltia reads it as JSON, and checks it by its schema.
JsonObject = dict[str, Any]

#: Without a Git host the editor chooses a folder in the browser. Sveltia asks for a host all the same; of this kind it
#: does not look up whether it is up.
_LOCAL: Final = {"name": "gitea", "repo": "local/site", "branch": "main"}
#: Fields whose value differs between the versions of a text; the others are copied.
_TRANSLATED: Final = frozenset(
    "title summary topics dateline place street issuer name post text reason alt credit caption attachments photos "
    "updates corrections withdrawn portrait sources".split()
)
_LONG_TEXTS: Final = frozenset({"summary", "text", "reason"})
_PEOPLE: Final = frozenset({"speakers", "contact"})
_ICONS: Final = {"event": "event", "photos": "photo_library", "document": "description", "briefing": "mic"}
_WIDGETS: Final[dict[object, JsonObject]] = {
    str: {"widget": "string"},
    bool: {"widget": "boolean"},
    int: {"widget": "number", "value_type": "int"},
    date: {"widget": "datetime", "type": "date", "format": "YYYY-MM-DD", "default": ""},
    datetime: {"widget": "datetime", "format": "YYYY-MM-DD HH:mm", "default": ""},
}


def sveltia_config(settings: Settings) -> JsonObject:
    """Return the configuration, with a collection for each kind of story, for pages and for people."""
    content, media = settings.path, settings.static_paths[0]
    return {
        "load_config_file": False,
        "backend": settings.cms_backend or _LOCAL,
        "app_title": settings.sitename,
        "media_folder": f"{content}/{media}",
        "public_folder": f"/{media}",
        "slug": {"encoding": "ascii", "clean_accents": True, "sanitize_replacement": "-"},
        "i18n": {
            "structure": "multiple_files",
            "locales": list(settings.languages),
            "default_locale": settings.default_lang,
            "initial_locales": "all",
        },
        "output": {"omit_empty_optional_fields": True, "yaml": {"quote": "double"}},
        "collections": [
            *(
                _collection(name, kind.label, f"{content}/{settings.article_paths[0]}", kind.fields, settings)
                | {"filter": {"field": "kind", "value": name}, "icon": _ICONS.get(name, "article")}
                for name, kind in KINDS.items()
            ),
            _collection("pages", "Page", f"{content}/{settings.page_paths[0]}", PageFields, settings),
            _collection("people", "Person or office", f"{content}/people", PersonFields, settings)
            | {"identifier_field": "name", "summary": "{{name}}", "icon": "person"},
        ],
    }


def _collection(name: str, label: str, folder: str, schema: type[msgspec.Struct], settings: Settings) -> JsonObject:
    # Markdown comes first: the mode for rich text rewrites markup that it does not know.
    body = {"name": "body", "label": "Text", "widget": "richtext", "i18n": True, "modes": ["raw", "rich_text"]}
    return {
        "name": name,
        "label": label,
        "folder": folder,
        "create": True,
        "extension": "md",
        "format": "yaml-frontmatter",
        "i18n": True,
        "slug": {"template": "{{slug}}", "editable": ["create"]},
        "fields": [*_fields(schema, name, settings), body | ({"required": False} if schema is PersonFields else {})],
    }


def _fields(schema: type[msgspec.Struct], collection: str, settings: Settings) -> list[JsonObject]:
    """Return the form of each field: its widget by its type, and the advice of the skeletons."""
    fields: list[JsonObject] = []
    for field in msgspec.structs.fields(schema):
        if field.name == "kind":
            fields.append({"name": "kind", "widget": "hidden", "default": collection, "i18n": "duplicate"})
            continue
        form: JsonObject = {
            "name": field.name,
            "label": field.name.replace("_", " ").capitalize(),
            "required": field.required,
            "i18n": True if field.name in _TRANSLATED else "duplicate",
        }
        if field.name in ADVICE["en"]:
            form["hint"] = ADVICE["en"][field.name]
        fields.append(form | _widget(field.name, field.type, settings))
    return fields


def _widget(name: str, kind: object, settings: Settings) -> JsonObject:
    """Return the widget for a field of a type; raise ``TypeError`` for a type that has none here yet."""
    options = get_args(kind)
    if get_origin(kind) in (Union, UnionType) and NoneType in options:
        (kind,) = (option for option in options if option is not NoneType)
        options = get_args(kind)
    if name in _PEOPLE:
        people = {"widget": "relation", "collection": "people", "value_field": "{{slug}}", "display_fields": ["name"]}
        return people | ({"multiple": True} if get_origin(kind) is list else {})
    if get_origin(kind) is Literal:
        return {"widget": "select", "options": list(options)}
    if get_origin(kind) is list:
        (item,) = options
        return {"widget": "list"} | ({} if item is str else {"fields": _fields(item, "", settings)})
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return {"widget": "object", "fields": _fields(kind, "", settings)}
    if name == "file":
        media = settings.static_paths[0]
        return {"widget": "file", "media_folder": f"/{settings.path}/{media}", "public_folder": media}
    if name in _LONG_TEXTS:
        return {"widget": "text"}
    if kind not in _WIDGETS:
        raise TypeError(f"no widget for the field {name} of the type {kind}")
    return _WIDGETS[kind]


def figure_choices(settings: Settings) -> dict[str, list[dict[str, str]]]:
    """Return the ``keys`` and ``forms`` to choose from; raise ``ProblemsFound`` for an unreadable ledger."""
    ledger = ledger_of(settings)
    keys = [
        {"label": f"{indicator.label[settings.default_lang]} ({key})", "value": key}
        for key, indicator in ledger.indicators.items()
    ]
    cases = dict.fromkeys(case for of_language in CASES.values() for case in of_language if case != "nominative")
    forms = [
        {"label": "value and unit", "value": ""},
        *({"label": form, "value": form} for form in ("number", "plan", AS_OF, "label", *cases)),
        *({"label": form, "value": form} for form in (CHANGE, *_CHANGES, *_DATES, *_WORDINGS)),
    ]
    return {"keys": keys, "forms": forms}
