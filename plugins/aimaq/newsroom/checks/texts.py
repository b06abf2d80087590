"""What can only be seen when all files have been read: clashes, stray files, settings that name nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from fnmatch import translate
from typing import Any

from aimaq.base.problems import Problem, suggest
from aimaq.newsroom.content.names import parse_name
from aimaq.newsroom.links.targets import address_of
from aimaq.newsroom.model.stories import by_slug
from aimaq.newsroom.settings import PARTS, PEOPLE, Newsroom
from aimaq.settings.locate import setting_place

__all__ = [
    "address_problems",
    "agreement_problems",
    "clash_problems",
    "dropped_problems",
    "lost_problems",
    "setting_problems",
    "stray_problems",
    "taken_problems",
]

COMMON = ("embargo", "kind", "date", "speakers", "start", "end", "state", "withdrawn")
"""Fields that are the same in every version of a story; pages and people have but the first of them."""


def address_problems(contents: Iterable[Any], room: Newsroom, *, reserved: frozenset[str]) -> list[Problem]:
    """Tell which contents would take an address that is taken: another file's, or one of the site's own."""
    problems = []
    taken: dict[tuple[str, str], str] = {}
    for content in sorted(contents, key=lambda content: str(content.source_path)):
        shown = room.shown(content.source_path)
        if content.slug in reserved:
            problems.append(
                Problem(shown, f'the slug "{content.slug}" is the site\'s own address', hint="rename the file")
            )
        first = taken.setdefault((content.slug, content.lang), shown)
        if first != shown:
            problems.append(Problem(shown, f"has the same slug and language as {first}", hint="rename one of them"))
    return problems


def agreement_problems(articles: Iterable[Any], room: Newsroom) -> list[Problem]:
    """Tell where the versions of a story differ in what is the same in every language."""
    problems = []
    for versions in by_slug(articles).values():
        first = next(versions[lang] for lang in room.editions if lang in versions)
        for article in versions.values():
            shown = room.shown(article.source_path)
            for field in COMMON:
                if not _differ(article, first, field):
                    continue
                mine, theirs = _shown_value(article, field), _shown_value(first, field)
                # With another embargo the date is another one too.
                if mine != theirs and not (field == "date" and _differ(article, first, "embargo")):
                    line, column = article.source_lines.get(field, (1, 1))
                    problems.append(
                        Problem(
                            shown,
                            f"{field}: found {mine}, but {room.shown(first.source_path)} has {theirs}",
                            line,
                            column,
                            hint=f"the versions of one story have the same {field}",
                        )
                    )
    return problems


def _shown_value(article: Any, field: str) -> str:
    """Return a field's value as messages show it; "nothing" where it has none."""
    value = article.metadata.get(field)
    if field == "date" and value and article.hold is None:  # what waits has to wait for the same minute
        value = value.date()
    if field == "withdrawn" and value:
        value = value.date
    if isinstance(value, list):
        value = ", ".join(value)
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value or "nothing")


def _differ(one: Any, other: Any, field: str) -> bool:
    return one.metadata.get(field) != other.metadata.get(field)  # type: ignore[no-any-return]


def stray_problems(folders: Iterable[str], ignored: Iterable[str], room: Newsroom) -> list[Problem]:
    """Tell which files Pelican would pass over in silence, because it has no reader for them."""
    return [
        Problem(
            room.shown(room.content / name),
            "not a file that is published from here",
            hint="a text is called <slug>.<lang>.md; photos and attachments belong into content/media",
        )
        for name in _files(folders, ignored, room)
        if os.path.splitext(name)[1] != ".md"
    ]


def lost_problems(ignored: Iterable[str], room: Newsroom) -> list[Problem]:
    """Tell which texts lie where nobody looks: a folder's name that is misspelt loses all that is in it."""
    known = {folder.split("/")[0] for folder in (*room.article_paths, *room.page_paths, *room.static_paths)}
    others = [path.name for path in room.content.iterdir() if path.name not in known]
    pages = (folder for folder in room.page_paths if folder not in (PEOPLE, PARTS))
    folders = " or ".join(room.shown(room.content / folder) for folder in (*room.article_paths, *pages))
    return [
        Problem(
            room.shown(room.content / name),
            "a text in this folder is not published",
            hint=f"a text belongs into {folders}",
        )
        for name in _files(others, ignored, room)
        if not isinstance(parse_name(os.path.basename(name), room.languages), Problem)
    ]


def dropped_problems(
    folders: Iterable[str], ignored: Iterable[str], read: Mapping[str, Any], room: Newsroom
) -> list[Problem]:
    """Tell which files Pelican dropped after an exception in some plugin: it logs them and goes on."""
    named = {problem.path for problem in room.problems}
    return [
        Problem(shown, "Pelican could not read this file", hint="the log says why; please report it")
        for name in _files(folders, ignored, room)
        if os.path.splitext(name)[1] == ".md"
        and read.get(name) is None
        and (shown := room.shown(room.content / name)) not in named
    ]


def clash_problems(contents: Iterable[Any], own: Iterable[str], room: Newsroom) -> list[Problem]:
    """Tell which published texts would be written over one another, or over a page of the site's ``own``."""
    blamed = {problem.path for problem in room.problems}
    taken = dict.fromkeys(own, "the site's own page")
    problems = []
    for content in sorted(contents, key=lambda content: str(content.source_path)):
        shown = room.shown(content.source_path)
        if (content.status == "published" or content.hold) and shown not in blamed:
            address = address_of(content)
            first = taken.setdefault(address, shown)
            if first != shown:
                hint = "rename the file, or look at the settings that end in _URL"
                problems.append(Problem(shown, f'the address "{address}" is that of {first}', hint=hint))
    return problems


def taken_problems(static: Iterable[Any], addresses: Iterable[str], room: Newsroom) -> list[Problem]:
    """Tell which attachments would be published in the place of a page or a file of the site's own."""
    taken = {f"{address}index.html" if address.endswith("/") else address for address in addresses}
    return [
        Problem(
            room.shown(file.source_path),
            f'would take the place of the site\'s own "/{file.save_as}"',
            hint="look at the setting EXTRA_PATH_METADATA, or move the file",
        )
        for file in static
        if f"/{file.save_as}" in taken
    ]


def setting_problems(context: Mapping[str, Any], room: Newsroom) -> list[Problem]:
    """Tell which settings name what no plugin has brought: figures, and lists of pages for the sitemap."""
    found = [
        (
            ("SITEMAP_CONTEXT", room.sitemap_context),
            f'no plugin lists pages as "{name}"',
            "take it out, or correct its name",
        )
        for name in room.sitemap_context
        if name not in context
    ]
    found += [
        (
            ("SITEMAP_CONTEXT", room.sitemap_context),
            f'"{page.address}" in "{name}" is not an address of the edition "{page.lang}"',
            "the prefixes of all plugins agree with EDITIONS and DEFAULT_LANG",
        )
        for name in room.sitemap_context
        for pages in context.get(name, ())
        for page in pages
        if not _in_edition(page, room)
    ][:1]
    if keys := context.get("indicator_keys"):
        found += [
            (("HEADLINE_INDICATORS", room.headline), f'unknown indicator "{key}"{suggest(key, keys)}', "")
            for key in room.headline
            if key not in keys
        ]
    problems = []
    for (name, value), message, hint in found:
        path, line = setting_place(room.root, name, value)
        problems.append(Problem(path, f"{name}: {message}", line, hint=hint))
    return problems


def _in_edition(page: Any, room: Newsroom) -> bool:
    prefixes = {edition.prefix for edition in room.editions.values() if edition.prefix}
    own = room.editions[page.lang].prefix if page.lang in room.editions else "/"
    return next((prefix for prefix in prefixes if page.address.startswith(f"/{prefix}")), "") == own


def _files(folders: Iterable[str], ignored: Iterable[str], room: Newsroom) -> list[str]:
    """Return the files in the folders, or of these names, but for what is ignored, by their paths below the content."""
    patterns = [re.compile(translate(pattern)) for pattern in ignored]
    base = f"{room.content}{os.sep}"

    def kept(names: Iterable[str]) -> list[str]:
        return [name for name in names if not any(pattern.match(name) for pattern in patterns)]

    found = []
    for folder in folders:
        start = os.path.normpath(base + folder)
        parts = start[len(base) :].split(os.sep)
        if kept(parts) != parts:
            continue
        if os.path.isfile(start):
            found.append("/".join(parts))
        for place, below, names in os.walk(start):
            below[:] = kept(below)
            files = (os.path.join(place, name) for name in kept(names))
            found += [path[len(base) :].replace(os.sep, "/") for path in files if os.path.isfile(path)]
    return sorted(found, key=lambda name: name.split("/"))
