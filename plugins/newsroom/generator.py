"""Writes what belongs to an edition as a whole: home, sections, archive, feeds, 404; and the sitemap."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pelican.generators import Generator
from pelican.paginator import Paginator

from support.feeds import stamp
from support.output import write_text

from .config import PEOPLE, Newsroom
from .corrections import correction_feeds, corrections_of, listed_subjects
from .editions import Edition, Section
from .events import calendar
from .feeds import feed_names, feeds
from .parts import gather_parts, part_problems
from .people import Person, person_slug, said_by
from .related import related
from .sitemap import Entry, robots, sitemap
from .stories import (
    Story,
    by_slug,
    current,
    dress_articles,
    dress_pages,
    set_addresses,
    stories,
    version_for,
    years,
)
from .structured import structured_home
from .templates import template_problems

__all__ = ["EditionsGenerator"]


class EditionsGenerator(Generator):  # type: ignore[misc]  # Pelican ships no types
    """Runs after Pelican's generators of articles and pages, whose contents it takes from the shared context.

    The pages that another plugin writes come into the sitemap if the setting SITEMAP_CONTEXT names the
    variable of the context in which it lists them: one iterable a page, of objects with ``lang`` and a
    root-relative ``address``.
    """

    @property
    def room(self) -> Newsroom:
        room: Newsroom = self.settings["NEWSROOM"]
        return room

    def generate_context(self) -> None:
        """Dress articles and pages for the templates, and list the stories of every edition."""
        self.articles = by_slug(self._all("articles"))
        self.pages = by_slug(self._all("pages"))
        self.corrections = corrections_of(self.settings, self.room)
        set_addresses(self.articles, self.room)
        set_addresses(self.pages, self.room)
        parts = self.context["NEWSROOM_PARTS"] = gather_parts(self.pages, self.context["parts"], self.room)
        dress_articles(self.articles, self.room, self.corrections, parts)
        dress_pages(self.pages, self.room, self.corrections, parts)
        self.stories = {
            lang: stories(self.articles, edition, self.room.fallback) for lang, edition in self.room.editions.items()
        }
        self.current = {lang: current(listed) for lang, listed in self.stories.items()}
        self._relate()
        every = [article for versions in self.articles.values() for article in versions.values()]
        self.events = [article for article in every if article.occasion]
        self.room.problems.extend(part_problems(every, self._all("pages"), parts, self.room))
        self.context["sections"] = {lang: self._used_sections(lang) for lang in self.room.editions}
        self.context["has_people"] = any(parts.people.values())
        self.context["menus"] = {lang: self._menu(lang) for lang in self.room.editions}
        self.context.setdefault("addresses", set()).update(self._addresses())
        self.room.problems.extend(template_problems(self.env, self.room, self._modules()))

    def generate_output(self, writer: Any) -> None:
        """Write everything, edition by edition."""
        for edition in self.room.editions.values():
            listed = self.stories[edition.lang]
            self._home(writer, edition, self.current[edition.lang])
            for section in edition.sections:
                self._section(writer, edition, section)
            if people := self._people(edition):
                self._write(writer, edition, "people.html", f"{PEOPLE}/", people=people)
            self._write(writer, edition, "archive.html", "archive/", years=years(listed))
            # It answers for every address that does not exist, so it has none of its own.
            self._write(writer, edition, "not-found.html", "404.html", page_address="", alternates=[])
            self._corrections(writer, edition, listed)
            own = [story.article for story in listed if not story.foreign]
            for name, text in feeds(edition, own, self.corrections, self.room):
                write_text(writer, name, text, self.context)
        for article in self.events:
            write_text(writer, article.occasion.calendar[1:], calendar(article, self.room), self.context)
        write_text(writer, "sitemap.xml", sitemap(self._entries(), self.room), self.context)
        write_text(writer, "robots.txt", robots(self.room), self.context)

    def _all(self, name: str) -> list[Any]:
        """Return the contents in all languages: Pelican keeps translations beside an original."""
        return [content for original in self.context[name] for content in (original, *original.translations)]

    def _menu(self, lang: str) -> tuple[Any, ...]:
        pages = [versions[lang] for versions in self.pages.values() if lang in versions and versions[lang].menu]
        return tuple(sorted(pages, key=lambda page: (page.order, page.slug)))

    def _home(self, writer: Any, edition: Edition, listed: list[Story]) -> None:
        self._write(
            writer,
            edition,
            "home.html",
            "",
            structured=structured_home(edition),
            articles=listed[: self.room.home_stories],
            headline=self.room.headline,
        )

    def _section(self, writer: Any, edition: Edition, section: Section) -> None:
        shown = self._shown(section, edition.lang)
        path = f"{section.slug}/"
        paginator = Paginator(
            f"{edition.prefix}{path}index.html",
            f"{edition.prefix}{path}",
            shown,
            self.settings,
            self.room.per_page,
        )
        for number in paginator.page_range:
            page = paginator.page(number)
            self._write(
                writer,
                edition,
                "section.html",
                page.url.removeprefix(edition.prefix),
                section=None if section is edition.sections[0] else section,
                articles_paginator=paginator,
                articles_page=page,
                articles_previous_page=paginator.page(number - 1) if page.has_previous() else None,
                articles_next_page=paginator.page(number + 1) if page.has_next() else None,
            )

    def _corrections(self, writer: Any, edition: Edition, listed: list[Story]) -> None:
        """Write the edition's page of corrections and its feeds; a text is named in whatever language it has."""
        pages = [version_for(versions, edition, self.room.fallback) for versions in self.pages.values()]
        subjects = listed_subjects([*(story.article for story in listed), *pages])
        listing = Markup(self.corrections.listing(subjects, edition.lang))
        self._write(writer, edition, "corrections.html", "corrections/", corrections=listing)
        for name, text in correction_feeds(edition, subjects, self.corrections, self.room):
            write_text(writer, name, text, self.context)

    def _relate(self) -> None:
        """Tell each article which are related to it, and each person's page what that person said."""
        for lang, listed in self.stories.items():
            for story in listed:
                story.article.related = getattr(story.article, "related", ())
            for article, others in related(story.article for story in self.current[lang] if not story.foreign):
                article.related = others
            for versions in self.pages.values():
                if lang in versions and (slug := person_slug(versions[lang])):
                    versions[lang].said = said_by(slug, (story.article for story in listed))

    def _people(self, edition: Edition) -> list[Person]:
        return sorted(self.context["NEWSROOM_PARTS"].people[edition.lang].values(), key=lambda person: person.slug)

    def _used_sections(self, lang: str) -> tuple[Section, ...]:
        """Return the sections that a menu offers: the first, and those that list something."""
        sections = self.room.editions[lang].sections
        return (sections[0], *(section for section in sections[1:] if self._shown(section, lang)))

    def _shown(self, section: Section, lang: str) -> list[Story]:
        """Return a section's stories: the first section lists all of them."""
        listed = self.current[lang]
        if section.kind == self.room.kinds[0]:
            return listed
        return [story for story in listed if story.article.kind == section.kind]

    def _write(self, writer: Any, edition: Edition, template: str, path: str, **context: Any) -> None:
        """Write one page of an edition; every edition has it, so each one is an alternate of the others."""
        address = edition.address(path)
        writer.write_file(
            f"{edition.prefix}{path}" + ("index.html" if not path or path.endswith("/") else ""),
            self.get_template(template.removesuffix(".html")),
            self.context,
            url=address.removeprefix("/"),
            **{
                "edition": edition,
                "alternates": [other.version(other.address(path)) for other in self.room.editions.values()],
                "page_address": address,
                "structured": "",
                **context,
            },
        )

    def _modules(self) -> Iterator[Path]:
        """Yield the Python files of the plugins that are loaded: they translate messages too."""
        for folder in self.settings["PLUGIN_PATHS"]:
            for name in self.settings["PLUGINS"]:
                yield from (self.room.root / folder / name).rglob("*.py")

    def _addresses(self) -> Iterator[str]:
        """Yield the root-relative addresses of all that is written here."""
        yield from ("/sitemap.xml", "/robots.txt")
        for edition in self.room.editions.values():
            names = ("404.html", *feed_names(edition))
            yield from (edition.address(path) for path in (*self._paths(), *names))
        yield from (article.occasion.calendar for article in self.events)

    def _paths(self) -> list[str]:
        """Return the pages that every edition has, as paths inside it."""
        paths = ["", "archive/", "corrections/"]
        if self._people(self.room.default):
            paths.append(f"{PEOPLE}/")
        for section in self.room.default.sections:
            count = len(self._shown(section, self.room.default_lang))
            pages = max(1, -(-count // self.room.per_page))
            paths.append(f"{section.slug}/")
            paths.extend(f"{section.slug}/page/{number}/" for number in range(2, pages + 1))
        return paths

    def _entries(self) -> list[Entry]:
        editions = self.room.editions.values()
        used = self._used_sections(self.room.default_lang)
        empty = {f"{section.slug}/" for section in self.room.default.sections if section not in used}
        paths = [path for path in self._paths() if path not in empty]
        entries = [Entry({edition.lang: edition.address(path) for edition in editions}) for path in paths]
        for name in self.room.sitemap_context:
            entries += [Entry({each.lang: each.address for each in page}) for page in self.context.get(name, ())]
        for versions in self.pages.values():
            entries.append(Entry({lang: page.address for lang, page in versions.items()}))
        for versions in self.articles.values():
            if any(article.withdrawn for article in versions.values()):
                continue
            entries.append(
                Entry(
                    {lang: article.address for lang, article in versions.items()},
                    {
                        lang: stamp(article.changed or article.date).rfc3339
                        for lang, article in versions.items()
                        if article.changed or not article.date_approximate
                    },
                )
            )
        return entries
