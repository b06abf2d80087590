"""The values of a header's fields: names, pictures, and what Jekyll's settings give to all texts of a folder."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from aimaq.importing.sources.generators.places import Place
from aimaq.importing.sources.generators.site import GeneratorSite

__all__ = ["defaults", "line", "names", "pictures"]

_PICTURES: Final = ("image", "featured_image", "cover", "thumbnail", "images")
_PICTURE_PARTS: Final = ("image", "path", "src", "url", "file", "teaser")


def line(value: object) -> str:
    """Return a value as words on one line."""
    return "" if value is None else " ".join(str(value).split())


def names(
    fields: Mapping[str, object], name: str, generator: GeneratorSite, *, divided: bool = True
) -> tuple[str, ...]:
    """Return a field that is one name or a list of them; Pelican divides them by commas, Jekyll by spaces."""
    value = fields.get(name)
    values = value if isinstance(value, list) else [value]
    names = [line(each.get("name") if isinstance(each, dict) else each) for each in values]
    if divided and isinstance(value, str) and not name.endswith("y"):
        names = (
            re.split(r"[,;]", value) if re.search("[,;]", value) or generator.generator != "jekyll" else value.split()
        )
    return tuple(dict.fromkeys(each.strip() for each in names if each.strip()))


def pictures(fields: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield address and alternative text of the picture that stood above a text."""
    for name in _PICTURES:
        value = fields.get(name)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, dict):
            address = next((value[part] for part in _PICTURE_PARTS if isinstance(value.get(part), str)), "")
            if address:
                yield address, line(value.get("alt") or value.get("caption"))
                return
        elif isinstance(value, str) and value:
            yield value, ""
            return


def defaults(generator: GeneratorSite, place: Place) -> dict[str, object]:
    """Return the fields that Jekyll's settings give to all texts of a folder or a kind."""
    found: dict[str, object] = {}
    rules = generator.config.get("defaults")
    for rule in rules if generator.generator == "jekyll" and isinstance(rules, list) else ():
        scope, values = (rule.get("scope"), rule.get("values")) if isinstance(rule, dict) else (None, None)
        if not isinstance(scope, dict) or not isinstance(values, dict):
            continue
        kind = "pages" if place.is_page else "drafts" if place.is_draft else "posts"
        if str(place.path).startswith(line(scope.get("path")).strip("/")) and scope.get("type", kind) == kind:
            found |= {str(name).lower(): value for name, value in values.items()}
    return found
