"""The CMS's configuration, made from the structs that a build reads front matter by, and from the ledger's figures.

Sveltia's own JSON Schema (``schema/sveltia-cms.json`` of its package) says what the parts of it mean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

import msgspec

from aimaq.newsroom.authoring.skeletons import ADVICE
from aimaq.newsroom.content.fields import PageFields, PersonFields
from aimaq.newsroom.content.kinds import KINDS

__all__ = ["configuration"]

#: Fields whose value differs from one language version to the next; the others are copied.
_TRANSLATED: Final = frozenset(
    [
        *("title", "summary", "topics", "dateline", "place", "street", "issuer", "name", "post"),
        *("text", "reason", "alt", "credit", "caption", "attachments", "photos", "updates", "corrections"),
        *("withdrawn", "portrait", "sources"),
    ]
)
_LONG: Final = frozenset({"summary", "text", "reason"})
_PEOPLE: Final = frozenset({"speakers", "contact"})
#: On this machine the folder is chosen in the browser and no Git host is asked for anything; a name is needed all the
#: same, and this kind of host has no page of its own that the CMS would ask how it is.
_LOCAL: Final = {"name": "gitea", "repo": "local/site", "branch": "main"}
_ICONS: Final = {"event": "event", "photos": "photo_library", "document": "description", "briefing": "mic"}


def configuration(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return what Sveltia CMS is initialised with: a collection for each kind of story, for pages and for people."""
    content, (media, *_) = settings["PATH"], settings["STATIC_PATHS"]
    languages = [edition["lang"] for edition in settings["EDITIONS"]]
    return {
        "load_config_file": False,
        "backend": dict(settings.get("CMS_BACKEND", _LOCAL)),
        "app_title": settings["SITENAME"],
        "media_folder": f"{content}/{media}",
        "public_folder": f"/{media}",
        "slug": {"encoding": "ascii", "clean_accents": True, "sanitize_replacement": "-"},
        "i18n": {
            "structure": "multiple_files",
            "locales": languages,
            "default_locale": settings["DEFAULT_LANG"],
            "initial_locales": "all",
        },
        "output": {"omit_empty_optional_fields": True, "yaml": {"quote": "double"}},
        "collections": [
            *(
                _collection(name, kind.label, f"{content}/{settings['ARTICLE_PATHS'][0]}", kind.fields, settings)
                | {"filter": {"field": "kind", "value": name}, "icon": _ICONS.get(name, "article")}
                for name, kind in KINDS.items()
            ),
            _collection("pages", "Page", f"{content}/{settings['PAGE_PATHS'][0]}", PageFields, settings),
            _collection("people", "Person or office", f"{content}/people", PersonFields, settings)
            | {"identifier_field": "name", "summary": "{{name}}", "icon": "person"},
        ],
    }


def _collection(
    name: str, label: str, folder: str, schema: type[msgspec.Struct], settings: Mapping[str, Any]
) -> dict[str, Any]:
    fields = [_field(each, name, settings) for each in msgspec.structs.fields(schema)]
    # Markdown as it is typed comes first: the other mode writes what it does not know in its own way.
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
        "fields": [*fields, body | ({"required": False} if schema is PersonFields else {})],
    }


def _field(field: msgspec.structs.FieldInfo, collection: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the form of one field: its widget by its type, and what the skeletons advise."""
    made: dict[str, Any] = {
        "name": field.name,
        "label": field.name.replace("_", " ").capitalize(),
        "required": field.required,
        "i18n": True if field.name in _TRANSLATED else "duplicate",
    }
    if field.name in ADVICE["en"]:
        made["hint"] = ADVICE["en"][field.name]
    if field.name == "kind":
        return {"name": "kind", "widget": "hidden", "default": collection, "i18n": "duplicate"}
    return made | _widget(field.name, field.type, settings)


def _widget(name: str, kind: Any, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the widget for a type.

    Raises TypeError for one that no form has been thought of for: a new field of such a type has to have one.
    """
    options = get_args(kind)
    if get_origin(kind) in (Union, UnionType) and NoneType in options:
        (kind,) = (each for each in options if each is not NoneType)
        options = get_args(kind)
    if name in _PEOPLE:
        people = {"widget": "relation", "collection": "people", "value_field": "{{slug}}", "display_fields": ["name"]}
        return people | ({"multiple": True} if get_origin(kind) is list else {})
    if get_origin(kind) is Literal:
        return {"widget": "select", "options": list(options)}
    if get_origin(kind) is list:
        (item,) = options
        return {"widget": "list"} | ({} if item is str else {"fields": _parts(item, settings)})
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return {"widget": "object", "fields": _parts(kind, settings)}
    if name == "file":
        media = settings["STATIC_PATHS"][0]
        return {"widget": "file", "media_folder": f"/{settings['PATH']}/{media}", "public_folder": media}
    if name in _LONG:
        return {"widget": "text"}
    widgets: dict[Any, dict[str, Any]] = {
        str: {"widget": "string"},
        bool: {"widget": "boolean"},
        int: {"widget": "number", "value_type": "int"},
        date: {"widget": "datetime", "type": "date", "format": "YYYY-MM-DD", "default": ""},
        datetime: {"widget": "datetime", "format": "YYYY-MM-DD HH:mm", "default": ""},
    }
    if kind not in widgets:
        raise TypeError(f"no form for the field {name}, which is a {kind}")
    return widgets[kind]


def _parts(schema: type[msgspec.Struct], settings: Mapping[str, Any]) -> Sequence[dict[str, Any]]:
    return [_field(each, "", settings) for each in msgspec.structs.fields(schema)]
