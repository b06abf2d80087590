"""The addresses of texts on a generator's site: by its settings, or as it makes them without any."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from aimaq.base.languages.slugs import slugify
from aimaq.importing.sources.generators.places import Place
from aimaq.importing.sources.generators.site import GeneratorSite

__all__ = ["Addressed", "address_of"]

#: What Jekyll's names of styles stand for.
_STYLES: Final = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "weekdate": "/:categories/:year/W:week/:short_day/:title.html",
    "none": "/:categories/:title.html",
}


@dataclass(frozen=True, slots=True)
class Addressed:
    """What an address may be made of: the text's place, its language on the old site, and what its header says."""

    place: Place
    lang: str
    title: str
    date: datetime | None
    fields: Mapping[str, object]
    categories: Sequence[str]

    def field(self, name: str) -> str:
        value = self.fields.get(name)
        return value if isinstance(value, str) else ""


def address_of(text: Addressed, site: GeneratorSite) -> str:
    """Return the address of a text on the old site, from its root."""
    return {"hugo": _hugo, "jekyll": _jekyll, "pelican": _pelican}[site.generator](text, site)


def _by_pattern(pattern: str, values: Mapping[str, str]) -> str:
    """Return an address by a pattern such as ``/:year/:month/:title/``, without empty parts."""
    path = re.sub(r":([a-z_]+)", lambda match: values.get(match[1], ""), pattern)
    return re.sub(r"/{2,}", "/", f"/{path}")


def _times(date: datetime | None) -> dict[str, str]:
    names = {"year": "%Y", "month": "%m", "day": "%d", "short_year": "%y", "y_day": "%j", "week": "%V", "hour": "%H"}
    found = {name: date.strftime(form) for name, form in names.items()} if date else {}
    if date:
        found |= {"i_month": str(date.month), "i_day": str(date.day), "monthname": f"{date:%B}".lower()}
    return found


def _hugo(text: Addressed, site: GeneratorSite) -> str:
    place, prefix = text.place, ""
    main = site.language or text.lang
    if text.lang != main or site.config.get("defaultcontentlanguageinsubdir") is True:
        prefix = f"/{text.lang}"
    if url := text.field("url"):
        return f"{'' if url.startswith('/') else prefix}/{url.lstrip('/')}"
    slug = _urlized(text.field("slug") or place.slug)
    patterns = site.table("permalinks")
    pages = patterns.get("page")
    pattern = {**patterns, **(pages if isinstance(pages, dict) else {})}.get(place.section)
    if isinstance(pattern, str):
        values = {"section": place.section, "sections": place.name.rpartition("/")[0], "title": _urlized(text.title)}
        own = _urlized(text.field("slug"))
        names = {"slug": own or values["title"], **dict.fromkeys(("slugorfilename", "slugorcontentbasename"), slug)}
        values |= dict.fromkeys(("filename", "contentbasename"), _urlized(place.slug))
        address = _by_pattern(pattern, {**values, **names, **_times(text.date)})
    else:
        folder = _urlized(place.name.rpartition("/")[0])
        address = f"{f'/{folder}' if folder else ''}/{slug}/"
    if site.config.get("uglyurls") is True:
        return f"{prefix}{address.rstrip('/')}.html"
    return f"{prefix}{address.rstrip('/')}/"


def _urlized(name: str) -> str:
    """Return a path as Hugo writes it: small letters, and hyphens for spaces."""
    return re.sub(r"[^\w./+~-]+", "", re.sub(r"\s+", "-", name.strip())).lower()


def _jekyll(text: Addressed, site: GeneratorSite) -> str:
    place = text.place
    own = text.field("permalink")
    pattern = own or site.text("permalink") or "date"
    style = _STYLES.get(pattern, pattern)
    folders = place.name.rpartition("/")[0]
    categories = "/".join(re.sub(r"[^\w]+", "-", each.lower()).strip("-") for each in text.categories)
    values = {
        **_times(text.date),
        "title": text.field("slug") or place.slug,
        "slug": slugify(text.field("slug") or place.slug),
        "categories": "/".join(filter(None, (folders, categories))),
        "path": folders,
        "basename": place.slug,
        "output_ext": ".html",
        "name": place.slug,
        "collection": place.section,
    }
    if own:
        return _by_pattern(_STYLES.get(own, own), values)
    ending = "/" if style.endswith("/") else ".html"
    language = f"/{place.lang}" if place.lang else ""
    if place.is_page or (place.section and not place.day and text.date is None):
        at_root = place.path.stem == "index"
        return f"{language}/{place.name}{'/' if at_root else ending}" if place.name != "index" else f"{language}/"
    return language + _by_pattern(style, values)


def _pelican(text: Addressed, site: GeneratorSite) -> str:
    kind = "page" if text.place.is_page else "article"
    other = bool(site.language) and text.lang != site.language
    default = ("pages/" if kind == "page" else "") + ("{slug}-{lang}.html" if other else "{slug}.html")
    own = text.field("url")
    pattern = own or site.text(f"{kind}_{'lang_' if other else ''}url") or default
    slug = text.field("slug") or slugify(text.title)
    category = slugify(text.categories[0]) if text.categories else "misc"
    names = {"slug": slug, "lang": text.lang, "category": category, "author": slugify(text.field("author"))}
    if text.date:
        pattern = re.sub(r"\{date:([^}]*)\}", lambda match: text.date.strftime(match[1]) if text.date else "", pattern)
    return "/" + re.sub(r"\{(\w+)\}", lambda match: names.get(match[1], ""), pattern).lstrip("/")
