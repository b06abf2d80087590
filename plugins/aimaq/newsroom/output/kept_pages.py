"""A page that lists stories as it is kept: with the names of stories in their place.

So the page can be made again from a few texts, at any size of the site.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from aimaq.newsroom.model.editions import Edition
from aimaq.newsroom.model.people import Person
from aimaq.newsroom.model.site import Site
from aimaq.newsroom.model.stories import same_fields
from aimaq.newsroom.model.views import Listed, PartView, ReleaseView, StoryView
from aimaq.newsroom.output.pages import ListPage, RenderedPage

__all__ = ["KeptPage", "kept_page", "page_again"]


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A rendered page of the edition ``lang``; ``texts`` are the names of the stories that it lists."""

    path: str
    template: str
    lang: str
    context: Mapping[str, object]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Stories:
    """Stories by their names; ``as_releases`` for those that are shown as releases."""

    names: tuple[str, ...]
    as_releases: bool = False


@dataclass(frozen=True, slots=True)
class _ListPage:
    """One page of a long list: its stories, and the page without them."""

    names: tuple[str, ...]
    page: ListPage


@dataclass(frozen=True, slots=True)
class _Person:
    """A person by the slug."""

    slug: str


@dataclass(frozen=True, slots=True)
class _Markup:
    """Markup, as text."""

    text: str


@dataclass(frozen=True, slots=True)
class _Own:
    """What the edition has one of: itself, its closing words."""

    name: str


_EDITION, _CLOSING = _Own("edition"), _Own("closing words")


def kept_page(page: RenderedPage, lang: str, names: Mapping[str, str]) -> KeptPage:
    """Return a page of the edition ``lang`` as it is kept; ``names`` has the name of each story by its address."""
    texts: dict[str, None] = {}

    def kept(value: object) -> object:
        match value:
            case Edition():
                return _EDITION
            case PartView():
                return _CLOSING
            case Person():
                return _Person(value.slug)
            case Markup():
                return _Markup(str(value))
            case ListPage():
                return _ListPage(named([each.story for each in value.stories]), replace(value, stories=()))
            case [Listed(), *_]:
                return _Stories(named([each.story for each in value if isinstance(each, Listed)]))
            case [ReleaseView(), *_]:
                return _Stories(named([each for each in value if isinstance(each, ReleaseView)]), as_releases=True)
            case tuple() | list():
                return type(value)(map(kept, value))
        return value

    def named(found: Sequence[StoryView | ReleaseView]) -> tuple[str, ...]:
        own = tuple(names[each.address] for each in found)
        texts.update(dict.fromkeys(own))
        return own

    context = {name: kept(value) for name, value in page.context.items()}
    return KeptPage(page.path, page.template, lang, context, tuple(texts))


def page_again(page: KeptPage, site: Site, views: Mapping[str, StoryView]) -> RenderedPage:
    """Return the page of a site that has its stories; ``views`` are these by their names."""

    def again(value: object) -> object:
        match value:
            case _Own():
                edition = site.newsroom.editions[page.lang]
                return edition if value == _EDITION else site.parts.closing[page.lang].view
            case _Person():
                return site.parts.people[page.lang][value.slug]
            case _Markup():
                return Markup(value.text)
            case _ListPage(names, numbered):
                return replace(numbered, stories=listed(names))
            case _Stories(names, as_releases=True):
                return [ReleaseView(**same_fields(ReleaseView, views[name])) for name in names]
            case _Stories(names):
                return listed(names)
            case tuple() | list():
                return type(value)(map(again, value))
        return value

    def listed(names: Sequence[str]) -> tuple[Listed, ...]:
        return tuple(Listed(views[name], foreign=views[name].lang != page.lang) for name in names)

    return RenderedPage(page.path, page.template, {name: again(value) for name, value in page.context.items()})
