"""People: who speaks for the institution or is quoted by it, and what they said or announced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from aimaq.base.addresses.telephones import call_address
from aimaq.newsroom.content.fields import Photo
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.editorial.embargo import Hold
from aimaq.newsroom.media.files import File, Files
from aimaq.newsroom.media.library import ResponsiveImage
from aimaq.newsroom.model.editions import Edition, version_for
from aimaq.newsroom.settings import PEOPLE

if TYPE_CHECKING:
    from aimaq.newsroom.model.views import StoryView

__all__ = ["Person", "Portrait", "people_of", "person_slug", "speeches"]

Story = TypeVar("Story", bound="Text | StoryView")


@dataclass(frozen=True, slots=True)
class Portrait:
    """A picture of somebody, and what is said of it; ``card`` is a small one, to stand beside the name."""

    photo: Photo
    file: File
    shown: ResponsiveImage
    card: ResponsiveImage


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as an article names them; ``lang`` is that of the texts, which the edition may not have.

    ``post_date`` is the day on which the post is known to have been right, ``address`` that of the person's page.
    """

    slug: str
    name: str
    post: str
    post_date: date | None
    email: str
    phone: str
    portrait: Portrait | None
    address: str
    lang: str
    hold: Hold | None

    @property
    def call(self) -> str:
        """The address of a link that calls them, "" without a telephone number."""
        return call_address(self.phone)


def person_slug(slug: str) -> str:
    """Return the name by which articles call the person that the page of this slug is about, "" for any other page."""
    folder, slash, name = slug.rpartition("/")
    return name if slash and folder == PEOPLE else ""


def people_of(
    pages: Mapping[str, Mapping[str, Text]], edition: Edition, fallback: Sequence[str], files: Files
) -> dict[str, Person]:
    """Return the people of an edition by their slugs: its own versions, else the first of ``fallback`` that exists."""
    people = {}
    for versions in pages.values():
        page = version_for(versions, edition.lang, fallback)
        if slug := person_slug(page.slug):
            people[slug] = Person(
                slug,
                page.name,
                page.post,
                page.post_date,
                page.email,
                page.phone,
                portrait_of(page, files),
                page.address,
                page.lang,
                page.hold,
            )
    return people


def portrait_of(page: Text, files: Files) -> Portrait | None:
    """Return a person's portrait; None without one, or with one that is not there."""
    photo = page.portrait
    file = files.file(photo.file) if photo else None
    if photo is None or not isinstance(file, File):
        return None
    shown = (files.library.responsive(photo.file, place) for place in ("portrait", "card"))
    return Portrait(photo, file, *shown)


def speeches(stories: Iterable[Story]) -> dict[str, list[Story]]:
    """Return the stories that name each person among their speakers, in the order given, by the person's slug."""
    found: dict[str, list[Story]] = {}
    for story in stories:
        for slug in dict.fromkeys(story.speakers):
            found.setdefault(slug, []).append(story)
    return found
