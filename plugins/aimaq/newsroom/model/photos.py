"""Photographs on articles and pages: above the text, in it, and in the gallery of a photo report."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from aimaq.base.addresses.site_folder import on_site
from aimaq.base.components import ThemeComponents
from aimaq.base.languages.translations import Catalog
from aimaq.base.problems import Problem
from aimaq.newsroom.content.fields import Photo
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.links.targets import INTRASITE, intrasite_path
from aimaq.newsroom.markdown.pictures import replace_images
from aimaq.newsroom.media.files import File, Files, readable_size
from aimaq.newsroom.media.library import ResponsiveImage
from aimaq.newsroom.model.editions import Edition
from aimaq.newsroom.settings import Newsroom
from aimaq.newsroom.typography.sentence_ends import with_full_stop

__all__ = ["Picture", "body_with_pictures", "photo_problems", "pictures_in", "pictures_of", "unnamed_problems"]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in its place, and what is said of it; ``file`` is the original, ``size`` its size for readers.

    ``listed`` is how lists show it, None if they take ``shown``.
    """

    photo: Photo
    file: File
    shown: ResponsiveImage
    size: str
    listed: ResponsiveImage | None = None

    @property
    def caption(self) -> str:
        """The caption as a sentence, since who took the picture follows; "" for none."""
        return with_full_stop(self.photo.caption)

    @property
    def words(self) -> str:
        """The caption, or what the picture shows, as a sentence."""
        return with_full_stop(self.photo.caption or self.photo.alt)


def pictures_of(
    text: Text, edition: Edition, files: Files, catalog: Catalog
) -> tuple[Picture | None, tuple[Picture, ...]]:
    """Return the picture above a text, or None, and its gallery, without files that have been reported."""

    def picture(photo: Photo, place: str, *, first: bool, main: bool = False) -> Picture | None:
        file = files.file(photo.file)
        if not isinstance(file, File):
            return None
        size = readable_size(file.size, edition.locale, catalog)
        listed = files.library.listed(photo.file) if main else None
        return Picture(photo, file, files.library.responsive(photo.file, place, first=first), size, listed)

    lead = picture(text.photo, "lead", first=True, main=True) if text.photo else None
    found = [
        picture(photo, "half" if number else "wide", first=not (number or lead), main=not (number or lead))
        for number, photo in enumerate(text.photos)
    ]
    return lead, tuple(each for each in found if each)


def body_with_pictures(text: Text, files: Files, components: ThemeComponents, newsroom: Newsroom) -> Callable[[], str]:
    """Return a function that returns a text's HTML, its links resolved and its pictures in their sizes.

    Which sizes have to be written is known at once. A picture that has been reported stays as it is.
    """
    drawn: dict[tuple[str, str], str] = {}

    def draw(address: str, alt: str) -> None:
        path = _path(address, text, newsroom)
        if path and isinstance(files.file(path), File):
            shown = files.library.responsive(path, "text")
            drawn[path, alt] = components.render("photo", text.lang, shown, alt)

    replace_images(text.body, draw)
    if not drawn:
        return text.html
    return lambda: replace_images(text.html(), lambda address, alt: drawn.get((_path(address, text, newsroom), alt)))


def pictures_in(text: Text, files: Files, newsroom: Newsroom) -> tuple[File, ...]:
    """Return the originals of the pictures that stand in a text, without those that have been reported."""
    found: dict[str, None] = {}
    replace_images(text.body, lambda address, alt: found.update({_path(address, text, newsroom): None}))
    originals = (files.file(path) for path in found if path)
    return tuple(each for each in originals if isinstance(each, File))


def photo_problems(texts: Iterable[Text], files: Files, newsroom: Newsroom) -> Iterator[Problem]:
    """Yield a problem for each picture in a text that cannot be shown; the check of links reports missing files."""
    for text in texts:
        if "<img" in text.body:
            for address, line in text.links:
                path = _path(address, text, newsroom)
                if files.library.is_picture(path) and (newsroom.content / path).is_file():
                    found = files.file(path)
                    if isinstance(found, Problem):
                        yield Problem(newsroom.shown(text.source_path), found.message, line, hint=found.hint)


def unnamed_problems(
    published: Iterable[str], files: Files, known: Iterable[Problem], newsroom: Newsroom
) -> Iterator[Problem]:
    """Yield what is wrong with published pictures that none of the ``known`` problems names."""
    messages = "\n".join(problem.message for problem in known)
    for path in published:
        found = files.library.facts(path)
        if isinstance(found, Problem) and f'"{path}"' not in messages:
            yield Problem(newsroom.shown(newsroom.content / path), found.message, hint=found.hint)


def _path(address: str, text: Text, newsroom: Newsroom) -> str:
    """Return the path below the content folder that a text means by an address, "" for one elsewhere."""
    try:
        if match := INTRASITE.match(address):
            return intrasite_path(match["path"], text, newsroom)
        path = unquote(urlsplit(on_site(address, newsroom.site_url)).path)
    except ValueError:
        return ""
    return path[1:] if any(path.startswith(f"/{folder}/") for folder in newsroom.settings.static_paths) else ""
