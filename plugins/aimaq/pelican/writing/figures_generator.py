"""The pages and files that indicators have of their own: the dashboard, a page each, the open data."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple

from pelican.generators import Generator

from aimaq.base.components import own_templates
from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem
from aimaq.base.slots import COMMAND, Slot, encode
from aimaq.figures.addresses import PAGES, Publication
from aimaq.figures.fill.filler import DATA
from aimaq.figures.log_pages.entries_in_words import Titles
from aimaq.figures.open_data.commands import chart_files, quoted
from aimaq.figures.open_data.fields import FIELDS
from aimaq.figures.open_data.openapi import description
from aimaq.figures.open_data.registry import written_files
from aimaq.newsroom.model.stories import same_fields
from aimaq.newsroom.model.views import ReleaseView
from aimaq.newsroom.output.few_texts import titles_of
from aimaq.pelican.active import uses
from aimaq.pelican.state import build_of
from aimaq.pelican.writing.log_files import Alternate, LogFiles

__all__ = ["Alternate", "IndicatorsGenerator"]

_TEMPLATES = "api/templates.json"
#: Drawn when the site is filled, so that nothing would miss them before.
_PICTURES = ("figures/badge.svg", "figures/chart.svg")


class _Page(NamedTuple):
    """A page in all of its languages: of the indicator ``key``, or of none."""

    template: str
    key: str
    versions: tuple[Alternate, ...]


class _Text(NamedTuple):
    """A finished text where Pelican's writer expects a template."""

    text: str

    def render(self, context: Mapping[str, Any]) -> str:
        return self.text


class IndicatorsGenerator(Generator):  # type: ignore[misc] # Pelican ships no types
    """Writes slots, never values, from the templates ``dashboard``, ``indicator`` and ``api``."""

    def generate_context(self) -> None:
        """Offer the addresses written here to the sitemap and the check of links; note a template that is missing."""
        self.publication = Publication.of(build_of(self.settings).settings)
        self.context["indicator_pages"] = tuple(self._every_version())
        build = build_of(self.settings)
        if not self.publication.has_pages and not uses(self.settings, "newsroom"):
            return
        if build.figures is not None:  # else nobody knows what would be written
            keys = self._keys
            own = {"/next-change.json"}
            if keys:
                own.add("/api/openapi.json")
                own.update(address for address, _ in written_files(keys, self.publication))
            own.update(each.address for versions in self._every_version() for each in versions)
            own.update(f"/{file.path}" for file in (self._log.files({}) if self._log else ()))
            if self._log and self._own_templates:
                own.add(f"/{_TEMPLATES}")
            build.addresses.update(own)
        known = self.env.list_templates()
        build.findings.problems.extend(
            Problem(f"theme/templates/{name}", tr("this template is missing"), hint=tr("the theme has to have it"))
            for name in (*PAGES, *(["log.html"] if self._log else []), *_PICTURES)
            if name not in known
        )

    def generate_output(self, writer: Any) -> None:
        """Write every page in every language, and the open-data files; nothing where the theme has none of them."""
        if not self.publication.has_pages:
            return
        keys = self._keys
        quoting = self._quoting()
        for page in self._pages():
            for version in page.versions:
                writer.write_file(
                    f"{version.address[1:]}index.html",
                    self.get_template(page.template),
                    self.context,
                    lang=version.lang,
                    page_address=version.address,
                    alternates=page.versions,
                    **self._own(page, version.lang, quoting),
                )
        files: dict[str, str] = {}
        if keys:
            written = written_files(keys, self.publication)
            files = {address[1:]: encode(Slot(DATA + name)) for address, name in written}
            files["api/openapi.json"] = description(keys, self.publication, with_log=self._log is not None)
        if log := self._log:
            for number in log.numbers:
                for each in log.pages(number, self._titles(log, number)):
                    context = dict[str, Any](each.context)
                    writer.write_file(each.path, self.get_template("log"), self.context, **context)
            files |= {file.path: file.text for file in log.files(self._titles(log, 0))}
            if own := self._own_templates:
                files[_TEMPLATES] = f"{json.dumps({'templates': own}, indent=2)}\n"
        moments = sorted(
            {f"{moment.isoformat()}={reason}" for moment, reason in build_of(self.settings).findings.moments}
        )
        command = " ".join((f"{COMMAND}next-change", *moments))
        files["next-change.json"] = encode(Slot(command))
        files |= self._chart_files()
        for path, text in files.items():
            writer.write_file(path, _Text(text), self.context)
        build = build_of(self.settings)
        if build.figures and build.standalone:  # `aimaq build` writes them at the end, as a refill does
            for path, data in build.figures.files.items():
                file = Path(self.output_path, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)

    def _chart_files(self) -> dict[str, str]:
        """Return the files of the charts in texts, by their paths."""
        site = build_of(self.settings).site
        texts: Iterable[Any] = ()
        if site:
            texts = (*site.every_story, *(each for versions in site.pages.values() for each in versions.values()))
        else:
            contents = (*self.context["articles"], *self.context["pages"])
            texts = (each for original in contents for each in (original, *original.translations))
        return {
            address[1:]: slot
            for text in texts
            for marker in (text.charts if site else text.metadata["quotations"].charts)
            for address, slot in chart_files(
                marker, text.lang, text.subject.day if site else _day(text), self.publication
            )
        }

    @property
    def _keys(self) -> tuple[str, ...]:
        figures = build_of(self.settings).figures
        return tuple(figures.ledger.indicators) if figures else ()

    def _pages(self) -> Iterator[_Page]:
        publication = self.publication
        if build_of(self.settings).has_figures and self.publication.has_pages:
            yield _Page("dashboard", "", self._versions(partial(publication.page, "")))
            for key in self._keys:
                yield _Page("indicator", key, self._versions(partial(publication.page, key)))
            yield _Page("api", "", self._versions(publication.api))

    def _every_version(self) -> Iterator[tuple[Alternate, ...]]:
        yield from (page.versions for page in self._pages())
        if log := self._log:
            yield from map(log.versions, log.numbers)

    def _versions(self, address: Callable[[str], str]) -> tuple[Alternate, ...]:
        return tuple(Alternate(lang, lang, address(lang)) for lang in self.publication.languages)

    def _own(self, page: _Page, lang: str, quoting: Mapping[tuple[str, str], list[Any]]) -> dict[str, Any]:
        """Return what a template gets beside what every page has."""
        if page.template == "api":
            # A real figure is the example; which one does not matter.
            example = next(iter(self._keys), "")
            endings = ("json", "csv", "jsonld") if example else ()
            excerpts = {ending: quoted(f"excerpt {example} {ending}", lang) for ending in endings}
            return {"structured": "", "fields": FIELDS, "example": example, "excerpts": excerpts}
        if not page.key:
            return {"structured": "", "indicator_keys": self._keys}
        return {
            "key": page.key,
            "quoted_in": quoting.get((page.key, lang), []),
            "structured": encode(Slot(f"{DATA}structured/{page.key}.{lang}")),
            "citation": quoted(f"cite {page.key}", lang),
            "embeddings": {name: quoted(f"embed {page.key} {name}", lang) for name in ("chart", "badge")},
        }

    @property
    def _log(self) -> LogFiles | None:
        figures = build_of(self.settings).figures
        return LogFiles(figures.log.log, self.publication, self._keys) if figures and figures.log else None

    @cached_property
    def _own_templates(self) -> tuple[str, ...]:
        """The templates that are not the program's own: what a check reads from the form of a file has another one."""
        return own_templates(build_of(self.settings).settings.template_folders)

    def _titles(self, log: LogFiles, number: int) -> Titles:
        """Return the titles of the texts that a page of the log names, or will name after the next publication."""
        named = log.named(number, build_of(self.settings).findings.unlogged)
        return {name: self._every_title[name] for name in named if name in self._every_title}

    @cached_property
    def _every_title(self) -> Titles:
        """The title of each text that is public; the site is whole when pages are written."""
        site = build_of(self.settings).site
        return dict(titles_of(site)) if site else {}

    def _quoting(self) -> dict[tuple[str, str], list[Any]]:
        """Return the stories that quote each indicator, by its key and their language, newest first.

        No more of each than its name, so that other words in it compose no page of an indicator. Without the newsroom,
        these are Pelican's articles.
        """
        found: dict[tuple[str, str], list[Any]] = {}
        site = build_of(self.settings).site
        # Pelican keeps an article's versions beside the one that it takes for the original.
        articles: Iterable[Any] = (
            site.every_story
            if site
            else (each for original in self.context["articles"] for each in (original, *original.translations))
        )
        for article in sorted(articles, key=lambda each: (each.date, each.slug), reverse=True):
            named = ReleaseView(**same_fields(ReleaseView, article)) if site else article
            for key in article.figures if site else article.metadata["quotations"].figures:
                found.setdefault((key, article.lang), []).append(named)
        return found


def _day(content: Any) -> str:
    """Return the ISO date of one of Pelican's articles, "" for a page."""
    return f"{content.date:%Y-%m-%d}" if hasattr(content, "date") else ""
