"""Reads the files of the next site back before it is published: what has changed, and what that breaks elsewhere."""

import re
from collections.abc import Callable, Iterable, Set
from functools import cache
from html import unescape
from pathlib import Path

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound, named
from aimaq.base.processes.parallel import parallel_map
from aimaq.build.site_trees import Changes
from aimaq.build.store import Contents
from aimaq.newsroom.checks.html_markup import MARKER
from aimaq.newsroom.checks.links_of_site import (
    dead_links,
    id_digests,
    link_digests,
    link_problem,
    printed_later,
    unpacked_digests,
)
from aimaq.newsroom.checks.published_file import FileContents, SiteAddress, is_read, read_file
from aimaq.pelican.active import uses
from aimaq.pipeline.steps.build_run import BuildRun

__all__ = ["read_back"]

#: A marker that is not to be filled in; each of its signs may have a backslash, as an import writes them.
_ESCAPED = re.compile(r"\\(\{\\?\{(?:\\[^{}]|[^{}\\])*\\?\}\\?\})")
_BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
#: So many other files a problem names that they have as well.
_NAMED = 3


def read_back(
    run: BuildRun, changes: Changes, files: Set[str], copied: Set[str], source_of: Callable[[str], str]
) -> list[Contents]:
    """Raise ``ProblemsFound`` for what is wrong with the next site, whose files are ``files``; return what was read.

    Files that have not changed were read by an earlier build. Those that link to what this one removes are read again.
    ``copied`` are files that are published as they are. ``source_of`` returns the template and the text that a file is
    made from, "" if they are not known; then the store may know them. A site without the newsroom is not read: what
    Pelican and its themes write is not ours to refuse.
    """
    if not run.request.is_published or not uses(run.request.values, "newsroom"):
        return []
    reading = _Reading(run, changes, files, copied)
    contents = reading.changed()
    before = {each.path: each for each in run.store.contents(each.path for each in contents)} if run.published else {}
    problems = [problem for each in contents for problem in each.problems]
    if any(each.markers for each in contents):
        meant = _meant_markers(run.settings.project / run.settings.path)
        problems += [problem for each in contents for marker, problem in each.markers if marker not in meant]
    now = {each.path: unpacked_digests(id_digests(each)) for each in contents}
    lost = {crc for each in before.values() for crc in unpacked_digests(each.ids) - now[each.path]}
    affected = reading.linking_to(lost, changes.removed) if lost or changes.removed else []

    @cache
    def ids_of(path: str) -> Set[int]:
        if path in now:
            return now[path]
        known = next(run.store.contents([path]), None)
        return unpacked_digests(known.ids if known else id_digests(reading.read(path)))

    known_files = {*files, *printed_later(files)}
    for path, link in dead_links((*contents, *affected), known_files, ids_of):
        problems.append(link_problem(path, link, reading.text(path), known_files, reading.shown))
    if problems:
        sources = {each.path: each.source for each in run.store.contents({_path(each) for each in problems})}
        raise ProblemsFound(_joined(problems, lambda path: source_of(path) or sources.get(path, "")))
    run.end_stage("read back")
    return [
        Contents(each.path, link_digests(each), id_digests(each), source_of(each.path) or _source(before, each.path))
        for each in (*contents, *affected)
    ]


class _Reading:
    """Reads files of the next site: changed ones are in the idle tree, the others in the site's."""

    def __init__(self, run: BuildRun, changes: Changes, files: Set[str], copied: Set[str]) -> None:
        self.run, self.files = run, files
        self.idle, self.site, self.shown = str(run.trees.idle), str(run.trees.site), run.trees.site.name
        self.written = {*changes.added, *changes.changed}
        self.address, self.copied = SiteAddress(run.settings.siteurl), frozenset(copied)

    def changed(self) -> list[FileContents]:
        """Return what is in the files that the store does not know: those that have changed, or all."""
        paths = sorted(filter(is_read, self.written if self.run.published else self.files))
        # Neighbours have the same tags and links, which each process looks at once.
        return list(parallel_map(self.read, paths, FileContents, contiguous=True))

    def read(self, path: str) -> FileContents:
        """Return what is in a file."""
        return read_file(self._root(path), self.shown, self.address, self.copied, path)

    def text(self, path: str) -> str:
        """Return the text of a file."""
        return Path(self._root(path), path).read_text("utf-8", errors="replace")

    def linking_to(self, lost: Set[int], removed: Iterable[str]) -> list[FileContents]:
        """Return what is in the unchanged files that link to a removed file, or to an identifier that is lost."""
        gone = {*lost, *_digests_of(removed)}
        unread = set(filter(is_read, self.files)) - self.written
        found = []
        for each in self.run.store.contents():
            if each.path in unread:
                unread.remove(each.path)
                if not gone.isdisjoint(unpacked_digests(each.links)):
                    found.append(each.path)
        return [self.read(path) for path in (*found, *sorted(unread))]

    def _root(self, path: str) -> str:
        return self.idle if path in self.written else self.site


def _meant_markers(content: Path) -> Set[str]:
    """Return the markers that texts show as they are, by a backslash or ``&#123;``.

    Few sites have any, so the texts are read here.
    """
    found: set[str] = set()
    for path in content.rglob("*.md"):
        text = path.read_text("utf-8", errors="replace")
        found.update(_BACKSLASH.sub("", marker) for marker in _ESCAPED.findall(text))
        if "&#" in text:
            found.update(set(MARKER.findall(unescape(text))) - set(MARKER.findall(text)))
    return {" ".join(marker.split()) for marker in found}


def _digests_of(paths: Iterable[str]) -> Set[int]:
    """Return the digests of links to files."""
    return unpacked_digests(b"".join(link_digests(FileContents("", links=(path,))) for path in paths))


def _source(before: dict[str, Contents], path: str) -> str:
    return before[path].source if path in before else ""


def _path(problem: Problem) -> str:
    """Return the path below the output folder of the file that a problem names."""
    return problem.path.partition("/")[2]


def _joined(problems: Iterable[Problem], source_of: Callable[[str], str]) -> Iterable[Problem]:
    """Yield each problem once, with what its file is made from, and which other files have the same one."""
    by_message: dict[str, list[Problem]] = {}
    for each in sorted(problems, key=lambda problem: problem.sort_key):
        by_message.setdefault(each.message, []).append(each)
    for message, (first, *others) in by_message.items():
        parts = [first.hint] if first.hint else []
        if source := source_of(_path(first)):
            parts.append(tr("the file is made from %(source)s", source=source))
        paths = list(dict.fromkeys(each.path for each in others if each.path != first.path))
        if paths:
            parts.append(tr("the same in %(files)s", files=named(paths, _NAMED)))
        yield Problem(first.path, message, first.line, first.column, first.pointer, "; ".join(parts))
