"""The parts of a release that do not stand in its own text: people, files, the media contact, the closing words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from aimaq.base.components import ThemeComponents
from aimaq.base.problems import Problem, suggest
from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.links.targets import too_early
from aimaq.newsroom.media.files import File, Files, readable_size
from aimaq.newsroom.media.library import Library
from aimaq.newsroom.model.editions import Edition
from aimaq.newsroom.model.events import calendar_problem, occasion
from aimaq.newsroom.model.people import Person, people_of, person_slug, portrait_of
from aimaq.newsroom.model.photos import dress_photos, photo_problems, place_pictures
from aimaq.newsroom.settings import Newsroom
from aimaq.settings.locate import setting_place

__all__ = [
    "BOILERPLATE",
    "Attached",
    "Parts",
    "dress_page",
    "dress_parts",
    "gather_parts",
    "part_problems",
]

#: content/parts/boilerplate.<lang>.md: what a release says of the institution at its end.
BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file to take away; ``size`` is for readers, "1.2 MB"."""

    title: str
    file: File
    size: str


@dataclass(frozen=True, slots=True)
class Parts:
    """What articles of all editions are made from besides their own texts.

    ``people`` maps a language to people by their slugs; ``texts`` a part's name to its versions by language.
    """

    people: Mapping[str, Mapping[str, Person]]
    texts: Mapping[str, Mapping[str, Any]]
    files: Files
    components: ThemeComponents


def gather_parts(
    pages: Mapping[str, Mapping[str, Any]],
    texts: Mapping[str, Mapping[str, Any]],
    library: Library,
    room: Newsroom,
) -> Parts:
    """Return the parts of a site; ``pages`` have their addresses already."""
    files = Files(library, room.static_paths)
    components = ThemeComponents(room.theme / "templates", room.catalogs)
    for versions in texts.values():
        for text in versions.values():
            place_pictures(text, files, components, room)
    people = {lang: people_of(pages, edition, room.fallback, files) for lang, edition in room.editions.items()}
    return Parts(people, {slug.rpartition("/")[2]: versions for slug, versions in texts.items()}, files, components)


def dress_parts(article: Any, edition: Edition, room: Newsroom, parts: Parts) -> None:
    """Set what the parts of an article's page are printed from.

    ``people``, ``attached``, ``press_contact`` and ``boilerplate`` (or None), ``occasion`` (of an event, else None),
    ``withdrawn`` (or None), a document's ``issued`` (or None), the markup ``opening``, and what
    :func:`aimaq.newsroom.model.photos.dress_photos` sets. What is missing has been reported.
    """
    kind, people = KINDS[article.kind], parts.people[article.lang]
    article.withdrawn = article.metadata.get("withdrawn")
    article.people = tuple(people[slug] for slug in article.speakers if slug in people)
    article.attached = tuple(
        Attached(each.title, file, readable_size(file.size, edition.locale, room.catalogs[edition.lang]))
        for each in article.attachments
        if isinstance(file := parts.files.file(each.file), File)
    )
    article.press_contact = people.get(article.contact or (room.press_contact if kind.closing else ""))
    article.boilerplate = parts.texts.get(BOILERPLATE, {}).get(article.lang) if kind.closing else None
    article.occasion = occasion(article, edition) if kind.name == "event" else None
    if kind.name == "document":
        article.issued = article.metadata.get("issued")
    article.opening = _opening(article, edition, parts.components)
    dress_photos(article, edition, parts.files, parts.components, room.catalogs[edition.lang])
    place_pictures(article, parts.files, parts.components, room)


def _opening(article: Any, edition: Edition, components: ThemeComponents) -> Markup:
    """Return what goes before a text, on its page and in feeds: that it was withdrawn, when and where an event is."""
    found = Markup()
    if article.withdrawn:
        day = article.withdrawn.date
        arguments = (edition.iso(day), edition.date(day), article.withdrawn.reason)
        found += Markup(components.render("withdrawal_notice", edition.lang, *arguments))
    if article.occasion:
        found += Markup(components.render("event_facts", edition.lang, article))
    return found


def dress_page(page: Any, parts: Parts, room: Newsroom) -> None:
    """Set what a page is printed from: ``person``, who is None where it is about nobody, and pictures in its text."""
    place_pictures(page, parts.files, parts.components, room)
    page.person = parts.people[page.lang].get(person_slug(page))


def part_problems(articles: Collection[Any], pages: Collection[Any], parts: Parts, room: Newsroom) -> Iterator[Problem]:
    """Tell which people and files are named and do not exist, and which texts are parts of nothing.

    Of texts that are held as well, or the moment at which they are published would be the one to learn it.
    """
    waiting = {person_slug(page): page for page in pages if page.hold is not None}
    for article in articles:
        if article.speakers or article.contact:
            yield from _unknown_people(article, parts, waiting, room)
        for number, each in enumerate(article.attachments):
            yield from _file_problem(article, each.file, f"attachments[{number}].file", parts, room)
        if lead := getattr(article, "photo", None):
            yield from _file_problem(article, lead.file, "photo.file", parts, room)
        for number, each in enumerate(getattr(article, "photos", ())):
            yield from _file_problem(article, each.file, f"photos[{number}].file", parts, room)
        if article.kind == "event" and (problem := calendar_problem(article, room)):
            yield problem
    for page in pages:
        if getattr(page, "portrait", None) and portrait_of(page, parts.files) is None:
            yield from _file_problem(page, page.portrait.file, "portrait.file", parts, room)
    printed = [text for versions in parts.texts.values() for text in versions.values()]
    yield from photo_problems((*articles, *pages, *printed), parts.files, room)
    for name, versions in parts.texts.items():
        if name != BOILERPLATE:
            shown = room.shown(next(iter(versions.values())).source_path)
            yield Problem(shown, f'nothing prints a part called "{name}"{suggest(name, [BOILERPLATE])}')
    known = parts.people[room.default_lang]
    if room.press_contact and room.press_contact not in known:
        path, line = setting_place(room.root, "PRESS_CONTACT", room.press_contact)
        message = f'PRESS_CONTACT: there is no person "{room.press_contact}"{suggest(room.press_contact, known)}'
        yield Problem(path, message, line, hint="a person has a file content/people/<slug>.<lang>.md")


def _unknown_people(article: Any, parts: Parts, waiting: Mapping[str, Any], room: Newsroom) -> Iterator[Problem]:
    known = parts.people[article.lang]
    named = [(slug, f"speakers[{number}]") for number, slug in enumerate(article.speakers)]
    if article.contact:
        named.append((article.contact, "contact"))
    for slug, place in named:
        if slug in waiting:
            answer = too_early(article, waiting[slug], f'the person "{slug}"')
            if answer and not room.as_of:
                yield Problem(room.shown(article.source_path), answer[0], *_place(article, place), hint=answer[1])
        elif slug not in known:
            message = f'there is no person "{slug}"{suggest(slug, known)}'
            hint = f"a person has a file content/people/{slug}.{article.lang}.md"
            yield Problem(room.shown(article.source_path), message, *_place(article, place), hint=hint)


def _file_problem(content: Any, file: str, place: str, parts: Parts, room: Newsroom) -> Iterator[Problem]:
    found = parts.files.file(file)
    if isinstance(found, Problem):
        shown = room.shown(content.source_path)
        yield Problem(shown, found.message, *_place(content, place), hint=found.hint)


def _place(content: Any, field: str) -> tuple[int, int]:
    place: tuple[int, int] = content.source_lines.get(field, (1, 1))
    return place
