"""Writes what belongs to an edition as a whole: home, sections, topics, archive, feeds, 404; and the sitemap."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pelican.contents import Article, Page
from pelican.generators import Generator
from pelican.paginator import Paginator

from aimaq.base.feed_formats import stamp
from aimaq.base.problems import Problem
from aimaq.base.withheld import PREVIEW
from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.corrections.texts import correction_feeds, corrections_of, listed_subjects
from aimaq.newsroom.editorial.embargo import held_whole
from aimaq.newsroom.media.library import Library
from aimaq.newsroom.model.archive import months_of, years_of
from aimaq.newsroom.model.editions import Edition, Section
from aimaq.newsroom.model.events import calendar
from aimaq.newsroom.model.parts import BOILERPLATE, gather_parts, part_problems
from aimaq.newsroom.model.people import Person, person_slug, speeches
from aimaq.newsroom.model.photos import gather_pictures
from aimaq.newsroom.model.related import mention, related
from aimaq.newsroom.model.stories import (
    Story,
    by_kind,
    by_slug,
    current,
    dress_articles,
    dress_pages,
    set_addresses,
    stories,
    version_for,
)
from aimaq.newsroom.model.topics import topic_problems, topics_of
from aimaq.newsroom.output.feeds import Shelf, feed_names, feeds, shelves
from aimaq.newsroom.output.json_ld import structured_home, structured_list
from aimaq.newsroom.output.search import cards, index_files, text_of, volumes_of
from aimaq.newsroom.output.share_text import SHARE, dress_shared, share_documents
from aimaq.newsroom.output.sitemap import (
    INDEX,
    NEWS,
    Entry,
    news_until,
    recent,
    robots,
    sitemap_index,
    sitemap_news,
    sitemaps,
)
from aimaq.newsroom.press.press_files import PRESS_KIT, SOURCES, has_kit, kit_source
from aimaq.newsroom.settings import ARCHIVE, PEOPLE, SEARCH, TOPICS, Newsroom
from aimaq.newsroom.theme.environment import digest_of_templates, template_problems
from aimaq.pelican.active import uses
from aimaq.pelican.state import Build, build_of
from aimaq.pelican.write import write_made, write_text

__all__ = ["EditionsGenerator"]


class EditionsGenerator(Generator):  # type: ignore[misc]  # Pelican ships no types
    """Runs after Pelican's generators of articles and pages, whose contents it takes from the shared context.

    The pages that another plugin writes come into the sitemap if the setting SITEMAP_CONTEXT names the
    variable of the context in which it lists them: one iterable a page, of objects with ``lang`` and a
    root-relative ``address``.
    """

    @property
    def room(self) -> Newsroom:
        room = self.build.newsroom
        assert room is not None, "the generator runs only where the newsroom has been read"
        return room

    @property
    def build(self) -> Build:
        return build_of(self.settings)

    def generate_context(self) -> None:
        """Dress articles and pages for the templates, and list the stories of every edition."""
        self.articles = by_slug(self._all("articles"))
        self.pages = by_slug(self._all("pages"))
        self.corrections = corrections_of(self.room, with_figures=self.build.figures is not None)
        set_addresses(self.articles, self.room)
        set_addresses(self.pages, self.room)
        digests = self.build.reading.digests if self.build.reading else None
        parts = self.context["NEWSROOM_PARTS"] = gather_parts(
            self.pages, self.context["parts"], gather_pictures(self.room, digests, self.build.cache), self.room
        )
        dress_articles(self.articles, self.room, self.corrections, parts)
        dress_pages(self.pages, self.room, self.corrections, parts)
        self.stories = {
            lang: stories(self.articles, edition, self.room.fallback) for lang, edition in self.room.editions.items()
        }
        self.current = {lang: current(listed) for lang, listed in self.stories.items()}
        self._of_kind = {lang: by_kind(listed) for lang, listed in self.current.items()}
        editions = self.room.editions.items()
        self.own = {
            lang: [each.article for each in listed if not each.foreign] for lang, listed in self.stories.items()
        }
        self.months = {lang: months_of(self.stories[lang], edition) for lang, edition in editions}
        self.topics = {
            lang: topics_of((each for each in self.own[lang] if each.withdrawn is None), edition)
            for lang, edition in editions
        }
        self.shelves = {lang: list(self._shelves(edition, parts.people[lang])) for lang, edition in editions}
        self._relate()
        every = [article for versions in self.articles.values() for article in versions.values()]
        drawn = SHARE in self.settings.get("INCREMENTAL_DRAWN", {}) and self.build.composition is not None
        self.context["shares"] = dress_shared(self.own, every, self.room, drawn=drawn)
        self.events = [article for article in every if article.occasion]
        held = [] if self.room.preview else held_whole(self.context["generated_content"].values())
        articles = [*every, *(each for each in held if isinstance(each, Article))]
        pages = [*self._all("pages"), *(each for each in held if isinstance(each, Page))]
        self.room.problems.extend(part_problems(articles, pages, parts, self.room))
        self.room.problems.extend(topic_problems(articles, self.room))
        self.news = recent(every, self.room)
        # At each of these moments a story leaves the sitemap of news, and the site has to be built.
        moments = ((news_until(article), "news-sitemap") for article in self.news)
        self.build.findings.moments.extend(moments)
        self.context["sections"] = {lang: self._used_sections(lang) for lang in self.room.editions}
        self.context["searchable"] = self.room.searchable
        self.context["has_people"] = any(parts.people.values())
        self.context["has_topics"] = frozenset(lang for lang, topics in self.topics.items() if topics)
        self.paths = {lang: self._paths(edition) for lang, edition in editions}
        self.context["menus"] = {lang: self._menu(lang) for lang in self.room.editions}
        self.build.addresses.update(self._addresses())
        self.room.problems.extend(self._template_problems())

    def generate_output(self, writer: Any) -> None:
        """Write everything, edition by edition."""
        for edition in self.room.editions.values():
            listed = self.stories[edition.lang]
            self._home(writer, edition, self.current[edition.lang])
            for section in edition.sections:
                self._section(writer, edition, section)
            if people := self._people(edition):
                self._list(writer, edition, "people.html", f"{PEOPLE}/", "People", people=people)
            self._topics(writer, edition)
            self._archive(writer, edition)
            # It answers for every address that does not exist, so it has none of its own.
            self._write(writer, edition, "not-found.html", "404.html", page_address="", alternates=[])
            self._corrections(writer, edition, listed)
            if self.room.searchable:
                self._search(writer, edition)
            self._press_kit(writer, edition, self.current[edition.lang])
            for name, text in feeds(edition, self.shelves[edition.lang], self.corrections, self.room):
                write_text(writer, name, text, self.context)
        self._press_files(writer)
        for article in self.events:
            write_text(writer, article.occasion.calendar[1:], calendar(article, self.room), self.context)
        library: Library = self.context["NEWSROOM_PARTS"].files.library
        for file in library.files(self.context["originals"]):
            write_made(writer, file.path, file.key, file.make)
        figure = self.env.globals.get("figure_share_text")
        every = [article for versions in self.articles.values() for article in versions.values()]
        for name, text in share_documents(every, self.context["shares"], self.room, figure):
            write_text(writer, name, text, self.context)
        maps = dict(sitemaps(self._entries(), self.room))
        if self.news:
            maps[NEWS] = sitemap_news(self.news, self.room)
        for name, text in {**maps, INDEX: sitemap_index(maps, self.room)}.items():
            write_text(writer, name, text, self.context)
        write_text(writer, "robots.txt", robots(self.room), self.context)
        if self.room.preview:
            note = "What is not public yet is shown here: this must not be published.\n"
            write_text(writer, PREVIEW, note, self.context)

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
        own, shown = None if section is edition.sections[0] else section, self._shown(section, edition.lang)
        self._pages(writer, edition, "section.html", f"{section.slug}/", section.label, shown, section=own)

    def _topics(self, writer: Any, edition: Edition) -> None:
        """Write the list of an edition's topics, and each topic's stories; a topic is a word of its language."""
        topics = self.topics[edition.lang]
        if not topics:
            return
        self._list(writer, edition, "topics.html", f"{TOPICS}/", "Topics", topics=[topic for topic, _ in topics])
        trail = [(f"{TOPICS}/", "Topics")]
        for topic, articles in topics:
            shown = [Story(article, foreign=False) for article in articles]
            self._pages(
                writer, edition, "topic.html", topic.path, topic.name, shown, trail=trail, topic=topic, alone=True
            )

    def _archive(self, writer: Any, edition: Edition) -> None:
        """Write the archive: its years, and each year and month with its stories."""
        months = self.months[edition.lang]
        years = tuple(years_of([month for month, _ in months], edition))
        self._list(writer, edition, "archive.html", f"{ARCHIVE}/", "Archive", years=years)
        stories = {month.path: listed for month, listed in months}
        trail = [(f"{ARCHIVE}/", "Archive")]
        for year in years:
            own, name = [(month, stories[month.path]) for month in year.months], str(year.number)
            self._list(writer, edition, "archive-year.html", year.path, name, trail=trail, year=year, months=own)
            for month, listed in own:
                self._list(
                    writer,
                    edition,
                    "archive-month.html",
                    month.path,
                    month.title,
                    trail=[*trail, (year.path, name)],
                    month=month,
                    stories=listed,
                )

    def _pages(
        self, writer: Any, edition: Edition, template: str, path: str, name: str, shown: list[Story], **context: Any
    ) -> None:
        """Write a list of stories, divided into pages; those after the first are "<path>page/2/", "<path>page/3/"."""
        paginator = Paginator(
            f"{edition.prefix}{path}index.html",
            f"{edition.prefix}{path}",
            shown,
            self.settings,
            self.room.per_page,
        )
        # A page is the next one's previous, and is looked at once.
        pages = [paginator.page(number) for number in paginator.page_range]
        for previous, page, following in zip((None, *pages), pages, (*pages[1:], None), strict=False):
            self._list(
                writer,
                edition,
                template,
                page.url.removeprefix(edition.prefix),
                name,
                articles_paginator=paginator,
                articles_page=page,
                articles_previous_page=previous,
                articles_next_page=following,
                **context,
            )

    def _list(
        self,
        writer: Any,
        edition: Edition,
        template: str,
        path: str,
        name: str,
        trail: Sequence[tuple[str, str]] = (),
        **context: Any,
    ) -> None:
        """Write a page that lists others. Its ``name`` and those of the pages above it, of which ``trail`` has the
        paths, are messages to translate, or words that no catalogue knows."""
        gettext = self.room.catalogs[edition.lang].gettext
        above = [(edition.address(place), gettext(label)) for place, label in trail]
        structured = structured_list(edition, gettext(name), edition.address(path), above)
        self._write(writer, edition, template, path, trail=above, structured=structured, **context)

    def _search(self, writer: Any, edition: Edition) -> None:
        """Write the page that searches an edition, and what it searches: texts of its own that are public and hold."""
        articles = [article for article in self.own[edition.lang] if article.withdrawn is None]
        pages = [versions[edition.lang] for versions in self.pages.values() if edition.lang in versions]
        texts = [text_of(content, edition, self.room) for content in (*articles, *pages) if content.hold is None]
        volumes = volumes_of(texts, edition)
        made = self.build.cache
        for path, key, data in index_files([(volume, edition.lang) for volume in volumes], made):
            write_made(writer, path, key, partial(bytes, data))
        for path, text in cards(texts, edition):
            write_text(writer, path, text, self.context)
        self._list(writer, edition, "search.html", f"{SEARCH}/", "Search", volumes=len(volumes))

    def _corrections(self, writer: Any, edition: Edition, listed: list[Story]) -> None:
        """Write the edition's page of corrections and its feeds; a text is named in whatever language it has."""
        pages = [version_for(versions, edition, self.room.fallback) for versions in self.pages.values()]
        subjects = listed_subjects([*(story.article for story in listed), *pages])
        listing = Markup(self.corrections.listing(subjects, edition.lang))
        self._write(writer, edition, "corrections.html", "corrections/", corrections=listing)
        for name, text in correction_feeds(edition, subjects, self.corrections, self.room):
            write_text(writer, name, text, self.context)

    def _press_kit(self, writer: Any, edition: Edition, listed: list[Story]) -> None:
        """Write the edition's page for the press: who we are, whom to ask, figures to quote, and what to take away."""
        parts = self.context["NEWSROOM_PARTS"]
        self._write(
            writer,
            edition,
            "press-kit.html",
            f"{PRESS_KIT}/",
            headline=self.room.headline,
            boilerplate=parts.texts.get(BOILERPLATE, {}).get(edition.lang),
            press_contact=parts.people[edition.lang].get(self.room.press_contact),
            releases=[story.article for story in listed if KINDS[story.article.kind].packed][: self.room.per_page],
        )

    def _press_files(self, writer: Any) -> None:
        """Write each article's plain text, and what PDFs and media kits are made from, if they are going to be."""
        text, pdf = self.env.get_template("article.txt"), self.get_template("pdf")
        for versions in self.articles.values():
            for lang, article in versions.items():
                of_article = {"article": article, "edition": self.room.editions[lang]}
                writer.write_file(article.press.text[1:], text, self.context, **of_article)
                if article.press.pdf:
                    writer.write_file(f"{SOURCES}{article.press.pdf}.html", pdf, self.context, **of_article)
            if has_kit(versions):
                kit = next(article.press.kit for article in versions.values())
                write_text(writer, f"{SOURCES}{kit}.json", kit_source(versions), self.context)

    def _relate(self) -> None:
        """Tell each article which are related to it, and each person's page what that person said."""
        for lang, listed in self.stories.items():
            for story in listed:
                story.article.related = getattr(story.article, "related", ())
            for article, others in related(story.article for story in self.current[lang] if not story.foreign):
                article.related = others
            said = speeches(story.article for story in listed)
            feed_paths = {shelf.path for shelf in self.shelves[lang]}
            for versions in self.pages.values():
                if lang in versions and (slug := person_slug(versions[lang])):
                    page, path = versions[lang], f"feeds/{PEOPLE}/{slug}"
                    page.said = tuple(map(mention, said.get(slug, ())))
                    page.feeds = path if path in feed_paths else ""

    def _shelves(self, edition: Edition, people: Mapping[str, Person]) -> Iterator[Shelf]:
        """Yield what an edition has feeds of: its sections, its topics, and those who speak in its stories."""
        own = self.own[edition.lang]
        yield from shelves(edition, own, self.room)
        for topic, articles in self.topics[edition.lang]:
            title = f"{edition.site_name} – {topic.name}"
            yield Shelf(f"feeds/{TOPICS}/{topic.slug}", title, topic.address, articles)
        for slug, articles in sorted(speeches(own).items()):
            if slug in people:
                person = people[slug]
                title = f"{edition.site_name} – {person.name}"
                yield Shelf(f"feeds/{PEOPLE}/{slug}", title, person.address, articles)

    def _people(self, edition: Edition) -> list[Person]:
        return sorted(self.context["NEWSROOM_PARTS"].people[edition.lang].values(), key=lambda person: person.slug)

    def _used_sections(self, lang: str) -> tuple[Section, ...]:
        """Return the sections that a menu offers: the first, and those that list something."""
        sections = self.room.editions[lang].sections
        return (sections[0], *(section for section in sections[1:] if self._shown(section, lang)))

    def _shown(self, section: Section, lang: str) -> list[Story]:
        """Return a section's stories: the first section lists all of them."""
        return self.current[lang] if section.kind == self.room.kinds[0] else self._of_kind[lang].get(section.kind, [])

    def _write(
        self, writer: Any, edition: Edition, template: str, path: str, *, alone: bool = False, **context: Any
    ) -> None:
        """Write one page of an edition. The other editions' pages of that path are its alternates, unless it stands
        ``alone``."""
        address = edition.address(path)
        others = [each for each in self.room.editions.values() if path in self.paths[each.lang] and not alone]
        writer.write_file(
            f"{edition.prefix}{path}" + ("index.html" if not path or path.endswith("/") else ""),
            self.get_template(template.removesuffix(".html")),
            self.context,
            url=address.removeprefix("/"),
            **{
                "edition": edition,
                "alternates": [each.version(each.address(path)) for each in others or [edition]],
                "page_address": address,
                "structured": "",
                **context,
            },
        )

    def _template_problems(self) -> list[Problem]:
        """Tell what is wrong with the templates; what has been found right is not looked at again until it changes."""
        composition, made = self.build.composition, self.build.cache
        digest = digest_of_templates(self.env) if composition and not self.build.standalone else None
        # Beside them it depends on catalogues, plugins and versions: all that any page depends on.
        looked_at = f"templates\0{composition.base}\0{digest}" if composition and digest else ""
        key = hashlib.blake2b(looked_at.encode(), digest_size=20).hexdigest()
        if looked_at and made.get(key) is not None:
            return []
        problems = template_problems(self.env, self.room, self._modules())
        if looked_at and not problems:
            made.put(key, b"right")
        return problems

    def _modules(self) -> Iterator[Path]:
        """Yield the Python files of this package's parts in use and of other plugins: they translate messages too."""
        package, figures = Path(__file__).parents[1], uses(self.settings, "indicators")
        yield from (path for path in package.rglob("*.py") if figures or package / "figures" not in path.parents)
        for folder in self.settings["PLUGIN_PATHS"]:
            for name in self.settings["PLUGINS"]:
                yield from (self.room.root / folder / name).rglob("*.py")

    def _addresses(self) -> Iterator[str]:
        """Yield the root-relative addresses of all that is written here."""
        yield from (f"/{INDEX}", f"/{NEWS}", "/robots.txt")
        for edition in self.room.editions.values():
            names = ("404.html", *feed_names(self.shelves[edition.lang]))
            yield from (edition.address(path) for path in (*self.paths[edition.lang], *names))
        yield from (article.occasion.calendar for article in self.events)
        for versions in self.articles.values():
            for article in versions.values():
                yield from article.press.all

    def _paths(self, edition: Edition) -> dict[str, bool]:
        """Return the pages that an edition has beside its texts, as paths inside it; True for those that other
        editions have as well."""
        lists = {f"{section.slug}/": len(self._shown(section, edition.lang)) for section in edition.sections}
        topics = {topic.path: topic.count for topic, _ in self.topics[edition.lang]}
        months = [month for month, _ in self.months[edition.lang]]
        paths = ["", f"{ARCHIVE}/", "corrections/", f"{PRESS_KIT}/", *(year.path for year in years_of(months, edition))]
        paths += [month.path for month in months]
        paths += [f"{PEOPLE}/"] if self._people(edition) else []
        paths += [f"{TOPICS}/"] if topics else []
        paths += [f"{SEARCH}/"] if self.room.searchable else []
        return {
            **dict.fromkeys([*paths, *self._pages_of(lists)], True),
            **dict.fromkeys(self._pages_of(topics), False),
        }

    def _pages_of(self, lists: Mapping[str, int]) -> Iterator[str]:
        """Yield the paths of the pages of lists, of which ``lists`` tells how many stories each has."""
        for path, count in lists.items():
            yield path
            pages = max(1, -(-count // self.room.per_page))
            yield from (f"{path}page/{number}/" for number in range(2, pages + 1))

    def _entries(self) -> list[Entry]:
        empty = {
            edition.address(f"{section.slug}/")
            for edition in self.room.editions.values()
            for section in edition.sections
            if section not in self._used_sections(edition.lang)
        }
        shared: dict[str, dict[str, str]] = {}
        entries = []
        for edition in self.room.editions.values():
            for path, is_shared in self.paths[edition.lang].items():
                address = edition.address(path)
                if address in empty or path == f"{SEARCH}/":  # a form is nothing to be found
                    continue
                if is_shared:
                    shared.setdefault(path, {})[edition.lang] = address
                else:
                    entries.append(Entry({edition.lang: address}))
        entries = [*map(Entry, shared.values()), *entries]
        for name in self.room.sitemap_context:
            entries += [Entry({each.lang: each.address for each in page}) for page in self.context.get(name, ())]
        for versions in self.pages.values():
            entries.append(Entry({lang: page.address for lang, page in versions.items()}))
        for versions in self.articles.values():
            if any(article.withdrawn or article.hold for article in versions.values()):
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
