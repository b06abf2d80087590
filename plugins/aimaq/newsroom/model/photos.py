"""Photographs on articles and pages: above the text, in it, and in the gallery of a photo report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from markupsafe import Markup

from aimaq.base.cache import Cache
from aimaq.base.components import ThemeComponents
from aimaq.base.problems import Problem
from aimaq.base.translations import Catalog
from aimaq.newsroom.content.fields import Photo
from aimaq.newsroom.links.targets import INTRASITE, intrasite_path
from aimaq.newsroom.markdown.pictures import replace_images
from aimaq.newsroom.media.files import File, Files, readable_size
from aimaq.newsroom.media.library import Library, ResponsiveImage
from aimaq.newsroom.model.editions import Edition
from aimaq.newsroom.settings import Newsroom

__all__ = ["Picture", "dress_photos", "gather_pictures", "photo_problems", "place_pictures", "unnamed_problems"]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in its place, and what is said of it; ``file`` is the original, ``size`` that of it, for readers."""

    photo: Photo
    file: File
    shown: ResponsiveImage
    size: str


def gather_pictures(room: Newsroom, digests: Mapping[str, bytes] | None, made: Cache) -> Library:
    """Return all pictures of a site: each is published.

    ``digests`` are those of the content files by absolute path, if they are known; ``made`` keeps what is made of them.
    """
    library = Library(room.content, *((digests, made) if digests is not None else ()))
    library.examine_all(room.static_paths)
    return library


def dress_photos(article: Any, edition: Edition, files: Files, components: ThemeComponents, catalog: Catalog) -> None:
    """Set an article's ``lead`` (or None) and ``pictures``, and the markup ``lead_photo`` and ``gallery``.

    What is wrong with a file has been reported.
    """

    def picture(photo: Photo, place: str, *, first: bool) -> Picture | None:
        file = files.file(photo.file)
        if not isinstance(file, File):
            return None
        size = readable_size(file.size, edition.locale, catalog)
        return Picture(photo, file, files.library.responsive(photo.file, place, first=first), size)

    article.lead = picture(article.photo, "lead", first=True) if getattr(article, "photo", None) else None
    found = [
        picture(photo, "half" if number else "wide", first=not (number or article.lead))
        for number, photo in enumerate(getattr(article, "photos", ()))
    ]
    article.pictures = tuple(each for each in found if each)
    article.lead_photo = Markup(components.render("lead_photo", edition.lang, article.lead) if article.lead else "")
    article.gallery = Markup(components.render("gallery", edition.lang, article.pictures) if article.pictures else "")


def place_pictures(content: Any, files: Files, components: ThemeComponents, room: Newsroom) -> None:
    """Give the pictures in a text their sizes; one with which something is wrong has been reported."""

    def draw(address: str, alt: str) -> str | None:
        path = _path(address, content, room)
        if not path or not isinstance(files.file(path), File):
            return None
        return components.render("photo", content.lang, files.library.responsive(path, "text"), alt)

    content._content = replace_images(content._content or "", draw)


def photo_problems(contents: Iterable[Any], files: Files, room: Newsroom) -> Iterator[Problem]:
    """Tell which pictures that stand in texts cannot be shown; what does not exist is told by the check of links."""
    for content in contents:
        if "<img" in (content._content or ""):
            for address, line in content.links:
                path = _path(address, content, room)
                if files.library.is_picture(path) and (room.content / path).is_file():
                    found = files.file(path)
                    if isinstance(found, Problem):
                        yield Problem(room.shown(content.source_path), found.message, line, hint=found.hint)


def unnamed_problems(published: Iterable[str], files: Files, room: Newsroom) -> Iterator[Problem]:
    """Tell what is wrong with pictures that are published and that no text names, lest it be told twice."""
    told = "\n".join(problem.message for problem in room.problems)
    for path in published:
        found = files.library.facts(path)
        if isinstance(found, Problem) and f'"{path}"' not in told:
            yield Problem(room.shown(room.content / path), found.message, hint=found.hint)


def _path(address: str, content: Any, room: Newsroom) -> str:
    """Return the path below the content folder that a text means by an address, "" for one elsewhere."""
    try:
        if match := INTRASITE.match(address):
            return intrasite_path(unquote(urlsplit(match["path"]).path), content, room)
        path = unquote(urlsplit(address.removeprefix(room.site_url)).path)
    except ValueError:
        return ""
    return path[1:] if any(path.startswith(f"/{folder}/") for folder in room.static_paths) else ""
