"""Composes what shows some texts without the rest of the site.

The files are made by the functions that make them of the whole site: once of the texts as they were, and once as they
are. The keys of the first must be those that the last build has stored: then nothing that these files show is missing,
since a key covers everything that a file may show.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pelican.contents import Content

from aimaq.base.problems import ProblemsFound
from aimaq.figures.addresses import Publication
from aimaq.figures.log.entries import Text as Logged
from aimaq.figures.log.entries import canonical, read_entry, stamp
from aimaq.figures.log_pages.entries_in_words import Titles
from aimaq.hosting.redirects import read_redirects, redirected_addresses
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.corrections.texts import corrections_of
from aimaq.newsroom.media.files import Files
from aimaq.newsroom.media.framings import read_framings
from aimaq.newsroom.media.library import Library
from aimaq.newsroom.model.site import Site
from aimaq.newsroom.output.few_texts import (
    Extent,
    KeptSite,
    Searched,
    TextPlace,
    are_corrected_alike,
    extent_of,
    few_texts,
    pages_of_few,
    places_now,
    with_other_titles,
)
from aimaq.newsroom.versions.compare import Comparison, compare_words, log_name, pins_of
from aimaq.pelican.active import uses
from aimaq.pelican.few_contents import FewContents
from aimaq.pelican.log_capture import Warnings
from aimaq.pelican.reading.stored_readings import Reading
from aimaq.pelican.reading.texts import texts_of
from aimaq.pelican.state import Build
from aimaq.pelican.template_visible import names_of
from aimaq.pelican.writing.log_files import LogFiles
from aimaq.settings.pelican_settings import PelicanSettings

__all__ = ["Reworded", "Rewording"]


@dataclass(frozen=True, slots=True)
class Reworded:
    """What has to be composed: ``pages`` and ``files`` of the composition; ``removed`` are files that are no more.

    ``unlogged`` are the versions of texts that the log lacks; ``places`` are those that are not as they were.
    """

    pages: list[str]
    files: list[str]
    removed: frozenset[str]
    unlogged: tuple[str, ...]
    places: Mapping[str, TextPlace]


@dataclass(frozen=True, slots=True)
class Rewording:
    """Some texts, ``names``, that may differ only in what is printed where they are shown.

    ``settings`` are those of the file ``conf``. ``before`` knows the texts as they were; ``kept`` returns what has been
    kept of the site for a change of some extent. ``keys`` returns the keys that
    the last build has stored of files, and ``unlogged`` are the versions of texts that the log lacked then. ``titles``
    returns the titles of texts by their names in the log and their languages.
    """

    build: Build
    conf: str
    settings: PelicanSettings
    names: Collection[str]
    before: Reading
    kept: Callable[[Extent], KeptSite | None]
    keys: Callable[[Collection[str]], Mapping[str, str]]
    unlogged: tuple[str, ...]
    titles: Callable[[Iterable[tuple[str, str]]], Titles]

    def compose(self) -> Reworded | None:
        """Fill the build's composition with what shows the texts; None if more may differ."""
        with Warnings() as warnings:
            try:
                found = self._compose(warnings)
            except ProblemsFound:
                return None  # the whole site is looked at, for all problems at once
        return None if warnings.records or self.build.findings.problems else found

    def _compose(self, warnings: Warnings) -> Reworded | None:
        build, names = self.build, self.names
        reading, composition = build.reading, build.composition
        assert reading is not None and composition is not None, "a build with a store has both"
        few = FewContents(build, self.conf, self.settings, reading, warnings)
        newsroom = build.newsroom
        assert newsroom is not None, "only a newsroom's site is kept"
        old = few.restore(names, self.before)
        few.forget(names)
        new = few.read(names)
        if len(old) < len(names) or len(new) < len(names):
            return None
        pairs = tuple(zip(texts_of(old), texts_of(new), strict=True))
        extents = [extent for pair in pairs if (extent := extent_of(*pair)) is not None]
        framings, _ = read_framings(newsroom.content, newsroom.shown(newsroom.content))
        library = Library(newsroom.content, framings, reading.digests, build.cache)
        files = Files(library, newsroom.settings.static_paths)
        unlogged = self._unlogged([text for _, text in pairs], files) if len(extents) == len(pairs) else None
        if unlogged is None or (max(extents) is Extent.TITLE and self._log is not None):
            return None  # the pages of the log name texts by their titles
        kept = self.kept(max(extents))
        if kept is None:
            return None
        others = few.read({*kept.page_texts, *kept.places}.difference(names))
        mentioning = few.read(kept.mentioning)
        before = few_texts(
            (*(text for text, _ in pairs), *texts_of(others)),
            kept.places,
            kept.view,
            newsroom,
            corrections_of(newsroom, with_figures=build.has_figures),
            library,
        )
        searched = Searched(newsroom, build.unit_words)
        self._write(few, kept, (*old, *mentioning), before, searched)
        self._write_log(few, self.unlogged, unlogged)
        known, contents = self.keys(composition.paths), names_of((*old, *others))
        shown = kept.shown(names, max(extents))
        if not shown <= composition.paths or composition.changed(known, contents) or composition.changed_files(known):
            return None
        paths = composition.paths
        composition.clear()
        now = before
        for _, text in pairs:
            now = now.with_text(text)
        now = with_other_titles(now, kept.mentioning, [text for _, text in pairs])
        if not are_corrected_alike(before, now):
            return None
        self._write(few, kept, (*new, *mentioning), now, searched)
        self._write_log(few, unlogged, self.unlogged)
        known = self.keys(composition.paths)
        pages = composition.changed(known, contents | names_of(new))
        places = places_now(now, kept.mentioning, kept.places)
        return Reworded(pages, composition.changed_files(known), paths - composition.paths, unlogged, places)

    @property
    def _log(self) -> LogFiles | None:
        figures = self.build.figures
        if figures is None or figures.log is None:
            return None
        return LogFiles(figures.log.log, Publication.of(self.build.settings), tuple(figures.ledger.indicators))

    def _write_log(self, few: FewContents, unlogged: Sequence[str], other: Sequence[str]) -> None:
        """Write the pages of the log that name other texts if it lacks ``unlogged`` than if ``other`` lines."""
        log = self._log
        if log is None or not log.publication.has_pages:
            return
        for number in log.newest:
            named = log.named(number, unlogged)
            if named != log.named(number, other):
                titles, writer = self.titles(named), few.writer()
                writer.write_all(log.pages(number, titles), few.articles)
                if number == 0:
                    writer.write_all(log.files(titles), few.articles)

    def _unlogged(self, texts: Sequence[Text], files: Files) -> tuple[str, ...] | None:
        """Return the versions of texts that the log lacks now; None if a text may not change so."""
        figures, newsroom = self.build.figures, self.build.newsroom
        if figures is None or figures.log is None or (newsroom and newsroom.settings.preview):
            return self.unlogged
        by = Comparison(
            figures.log.log,
            pins_of(figures.filler.data.printer),
            self._redirected(),
            files,
            self.build.project,
            stamp(datetime.now(UTC)),
            self.build.settings.siteurl,
        )
        compared = compare_words(by, texts)
        if compared.problems:
            return None
        names = {(log_name(text), text.lang) for text in texts}
        known = {line: read_entry(line.encode()) for line in self.unlogged}
        same = (
            line for line, each in known.items() if isinstance(each, Logged) and (each.text, each.lang) not in names
        )
        return (*same, *(canonical(each).decode() for each in compared.unlogged))

    def _redirected(self) -> Mapping[str, str]:
        """Return the addresses that lead elsewhere; they are as they were, and without problems."""
        settings, shown = self.build.settings, self.build.settings.hosting_redirects
        if not shown or not uses(settings.given, "hosting"):
            return {}
        redirects, _ = read_redirects(self.build.project / shown, shown)
        return redirected_addresses(redirects, settings.siteurl)

    def _write(
        self, few: FewContents, kept: KeptSite, contents: Iterable[Content], site: Site, searched: Searched
    ) -> None:
        """Have the writer of a site write what shows the texts; ``contents`` have pages of their own to write."""
        self.build.site = site
        writer = few.writer()
        for content in contents:
            content.refresh_metadata_intersite_links()
            few.write_page(content, writer)
        writer.write_all(pages_of_few(site, self.names, kept, self.build.cache, searched), few.articles)
