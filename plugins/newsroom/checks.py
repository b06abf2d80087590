"""What can only be seen when all files have been read: clashes, stray files, links that lead nowhere."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from support.problems import Problem

from .config import Newsroom
from .stories import by_slug

__all__ = ["address_problems", "agreement_problems", "dropped_problems", "link_problems", "stray_problems"]


def address_problems(contents: Iterable[Any], room: Newsroom, *, reserved: frozenset[str]) -> list[Problem]:
    """Tell which contents would take an address that is taken: another file's, or one of the site's own."""
    problems = []
    taken: dict[tuple[str, str], str] = {}
    for content in sorted(contents, key=lambda content: str(content.source_path)):
        shown = room.shown(Path(content.source_path))
        if content.slug in reserved:
            problems.append(
                Problem(shown, f'the slug "{content.slug}" is the site\'s own address', hint="rename the file")
            )
        first = taken.setdefault((content.slug, content.lang), shown)
        if first != shown:
            problems.append(Problem(shown, f"has the same slug and language as {first}", hint="rename one of them"))
    return problems


def agreement_problems(articles: Iterable[Any], room: Newsroom) -> list[Problem]:
    """Tell where the versions of a story differ in what is the same in every language: day and kind."""
    problems = []
    for versions in by_slug(articles).values():
        first = next(versions[lang] for lang in room.editions if lang in versions)
        for article in versions.values():
            shown = room.shown(Path(article.source_path))
            for field, mine, theirs in (
                ("kind", article.kind, first.kind),
                ("date", f"{article.date:%Y-%m-%d}", f"{first.date:%Y-%m-%d}"),
            ):
                if mine != theirs:
                    line, column = article.source_lines[field]
                    problems.append(
                        Problem(
                            shown,
                            f"{field}: found {mine}, but {room.shown(Path(first.source_path))} has {theirs}",
                            line,
                            column,
                            hint="the versions of one story agree in kind and date",
                        )
                    )
    return problems


def stray_problems(folders: Iterable[str], ignored: Iterable[str], room: Newsroom) -> list[Problem]:
    """Tell which files Pelican would pass over in silence, because it has no reader for them."""
    return [
        Problem(
            room.shown(path),
            "not a file that is published from here",
            hint="a text is called <slug>.<lang>.md; photos and attachments belong into content/media",
        )
        for path in _files(folders, ignored, room)
        if path.suffix != ".md"
    ]


def dropped_problems(
    folders: Iterable[str], ignored: Iterable[str], read: Mapping[str, Any], room: Newsroom
) -> list[Problem]:
    """Tell which files Pelican dropped after an exception in some plugin: it logs them and goes on."""
    named = {problem.path for problem in room.problems}
    return [
        Problem(room.shown(path), "Pelican could not read this file", hint="the log says why; please report it")
        for path in _files(folders, ignored, room)
        if path.suffix == ".md"
        and room.shown(path) not in named
        and read.get(path.relative_to(room.content).as_posix()) is None
    ]


def link_problems(contents: Iterable[Any], context: Mapping[str, Any], room: Newsroom) -> list[Problem]:
    """Tell which ``{filename}`` and ``{static}`` links lead nowhere; Pelican publishes them as they stand."""
    problems = []
    for content in contents:
        for match in content._get_intrasite_link_regex().finditer(content._content):
            message, hint = _link_problem(match["what"], unquote(urlsplit(match["value"]).path), content, context, room)
            if message:
                shown = room.shown(Path(content.source_path))
                problems.append(Problem(shown, message, _line_of(match["path"], content), hint=hint))
    return problems


def _link_problem(what: str, path: str, content: Any, context: Mapping[str, Any], room: Newsroom) -> tuple[str, str]:
    if what not in ("filename", "static"):
        return f"a link to {{{what}}} is not supported", "use {filename} for a text and {static} for a file"
    base = room.content if path.startswith("/") else Path(content.source_path).parent
    target = Path(os.path.normpath(base / path.lstrip("/")))
    relative = target.relative_to(room.content).as_posix() if target.is_relative_to(room.content) else ""
    if what == "static":
        if not any(target.is_relative_to(room.content / folder) for folder in room.static_paths):
            return f'"{path}" is not in {_folders(room)}', "a file to link to belongs there"
        return ("", "") if target.is_file() else (f'the file "{path}" does not exist', "look at the name's spelling")
    linked = context["generated_content"].get(relative)
    if linked is None:
        return (
            f'the text "{path}" does not exist',
            "a path is relative to this file, or begins with / for content/",
        )
    if linked.status != "published":
        return f'the text "{path}" is a draft', "publish it, or take the link out"
    return "", ""


def _folders(room: Newsroom) -> str:
    return " or ".join(room.shown(room.content / folder) for folder in room.static_paths)


def _line_of(text: str, content: Any) -> int:
    """Return the line in which a link stands, or the body's first one if it is written differently there."""
    lines = Path(content.source_path).read_text("utf-8").split("\n")
    for number, line in enumerate(lines, 1):
        if number >= content.body_line and (text in line or unquote(text) in line):
            return number
    return int(content.body_line)


def _files(folders: Iterable[str], ignored: Iterable[str], room: Newsroom) -> list[Path]:
    patterns = list(ignored)
    return sorted(
        path
        for folder in folders
        for path in (room.content / folder).rglob("*")
        if path.is_file()
        and not any(fnmatch(part, pattern) for part in path.relative_to(room.content).parts for pattern in patterns)
    )
