"""Composes what shows the words of some texts without the rest of the site.

The files are made by the functions that make them of the whole site: once of the texts as they were, and once as they
are. The keys of the first must be those that the last build has stored: then nothing that these files show is missing,
since a key covers everything that a file may show.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pelican.contents import Content

from aimaq.base.problems import ProblemsFound
from aimaq.figures.log.entries import Text as Logged
from aimaq.figures.log.entries import canonical, read_entry, stamp
from aimaq.figures.log_pages.entries_in_words import named_texts, pages_in
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.corrections.texts import corrections_of
from aimaq.newsroom.media.library import Library
from aimaq.newsroom.model.site import Site
from aimaq.newsroom.model.views import SiteView
from aimaq.newsroom.output.words import TextPlace, WordList, differ_in_words, few_texts, pages_of_words
from aimaq.newsroom.versions.compare import compare_words, log_name, pins_of
from aimaq.pelican.few_contents import FewContents
from aimaq.pelican.log_capture import Warnings
from aimaq.pelican.reading.stored_readings import Reading
from aimaq.pelican.reading.texts import texts_of
from aimaq.pelican.state import Build
from aimaq.pelican.template_visible import names_of
from aimaq.settings.pelican_settings import PelicanSettings

__all__ = ["KeptSite", "Reworded", "Rewording"]


@dataclass(frozen=True, slots=True)
class KeptSite:
    """What the last whole build has kept of the site, as far as some changed texts need it.

    ``places`` are those of the changed texts, and of the others in one of the ``lists`` with them, by their names;
    ``page_texts`` are the names of all texts that are no articles.
    """

    view: SiteView
    places: Mapping[str, TextPlace]
    lists: Collection[WordList]
    page_texts: Collection[str]


@dataclass(frozen=True, slots=True)
class Reworded:
    """What has to be composed: ``pages`` and ``files`` of the composition; ``removed`` are files that are no more.

    ``unlogged`` are the versions of texts that the log lacks.
    """

    pages: list[str]
    files: list[str]
    removed: frozenset[str]
    unlogged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rewording:
    """Some texts, ``names``, of which only the words may have changed.

    ``settings`` are those of the file ``conf``. ``before`` knows the texts as they were; ``keys`` returns the keys that
    the last build has stored of files, and ``unlogged`` are the versions of texts that the log lacked then.
    """

    build: Build
    conf: str
    settings: PelicanSettings
    names: Collection[str]
    before: Reading
    kept: KeptSite
    keys: Callable[[Collection[str]], Mapping[str, str]]
    unlogged: tuple[str, ...]

    def compose(self) -> Reworded | None:
        """Fill the build's composition with what shows the words of the texts; None if more than words may differ."""
        with Warnings() as warnings:
            try:
                found = self._compose(warnings)
            except ProblemsFound:
                return None  # the whole site is looked at, for all problems at once
        return None if warnings.records or self.build.findings.problems else found

    def _compose(self, warnings: Warnings) -> Reworded | None:
        build, kept, names = self.build, self.kept, self.names
        reading, composition = build.reading, build.composition
        assert reading is not None and composition is not None, "a build with a store has both"
        few = FewContents(build, self.conf, self.settings, reading, warnings)
        newsroom = build.newsroom
        assert newsroom is not None, "only a newsroom's site is kept"
        old = few.restore(names, self.before)
        if len(old) < len(names):
            return None
        others = few.read({*kept.page_texts, *kept.places}.difference(names))
        site = few_texts(
            texts_of((*old, *others)),
            kept.places,
            kept.view,
            newsroom,
            corrections_of(newsroom, with_figures=build.has_figures),
            Library(newsroom.content, reading.digests, build.cache),
        )
        self._write(few, old, site)
        shown = {path for name in names for path in kept.places[name].pages}
        known, contents = self.keys(composition.paths), names_of((*old, *others))
        if not shown <= composition.paths or composition.changed(known, contents) or composition.changed_files(known):
            return None
        paths = composition.paths
        composition.clear()
        few.forget(names)
        new = few.read(names)
        pairs = tuple(zip(texts_of(old), texts_of(new), strict=False))
        if len(pairs) < len(names) or not all(differ_in_words(*pair) for pair in pairs):
            return None
        unlogged = self._unlogged([text for _, text in pairs])
        if unlogged is None:
            return None
        for _, text in pairs:
            site = site.with_text(text)
        self._write(few, new, site)
        known = self.keys(composition.paths)
        pages = composition.changed(known, contents | names_of(new))
        return Reworded(pages, composition.changed_files(known), paths - composition.paths, unlogged)

    def _unlogged(self, texts: Sequence[Text]) -> tuple[str, ...] | None:
        """Return the versions of texts that the log lacks now; None if a text may not change so, or pages name others.

        Pages of the log hold the titles of texts that they will name after the next publication.
        """
        figures, newsroom = self.build.figures, self.build.newsroom
        if figures is None or figures.log is None or (newsroom and newsroom.settings.preview):
            return self.unlogged
        log = figures.log.log
        compared = compare_words(
            log, texts, pins_of(figures.filler.data.printer), self.build.project, stamp(datetime.now(UTC))
        )
        if compared.problems:
            return None
        names = {(log_name(text), text.lang) for text in texts}
        known = {line: read_entry(line.encode()) for line in self.unlogged}
        same = (
            line for line, each in known.items() if isinstance(each, Logged) and (each.text, each.lang) not in names
        )
        found = (*same, *(canonical(each).decode() for each in compared.unlogged))
        numbers = (0, pages_in(log))
        if any(named_texts(log, number, self.unlogged) != named_texts(log, number, found) for number in numbers):
            return None
        return found

    def _write(self, few: FewContents, contents: Iterable[Content], site: Site) -> None:
        """Have the writer of a site write what shows the words of the texts."""
        self.build.site = site
        writer = few.writer()
        for content in contents:
            content.refresh_metadata_intersite_links()
            few.write_page(content, writer)
        writer.write_all(
            pages_of_words(site, self.names, self.kept.lists, self.build.cache, self.build.unit_words), few.articles
        )
