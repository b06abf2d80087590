"""The links of an edition's menu and footer: what there is to lead to, or what the settings say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aimaq.base.addresses.site_folder import on_site
from aimaq.base.languages.collation import sort_key
from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, suggest
from aimaq.base.rss_atom_json_feeds import EXTENSIONS
from aimaq.base.web_addresses import address_fault
from aimaq.newsroom.model.editions import Edition, Section
from aimaq.newsroom.press.press_files import PRESS_KIT
from aimaq.newsroom.settings import ARCHIVE, PEOPLE, TOPICS, Newsroom
from aimaq.settings.locate import setting_place
from aimaq.settings.schema import FooterGroupSetting, FooterPart, LinkSetting, NavigationPart

if TYPE_CHECKING:
    from aimaq.newsroom.model.views import PageView

__all__ = ["Contents", "Link", "LinkGroup", "footer_of", "navigation_of", "navigation_problems"]

_MENU: tuple[NavigationPart, ...] = ("sections", "figures", "topics", "archive", "pages")
_FOOTER: tuple[FooterPart, ...] = ("office", "figures", "feeds")
_FORMATS = {"rss.xml": "RSS", "atom.xml": "Atom", "json": "JSON Feed"}


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a menu or a footer, in the edition's language."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """A list of links in the footer under its title; ``name`` is unique on the page."""

    name: str
    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """What an edition has to lead to. ``hidden`` are addresses that an as-of site does not have yet."""

    edition: Edition
    sections: Sequence[Section]
    pages: Mapping[str, PageView]
    has_figures: bool
    has_log: bool
    has_people: bool
    has_topics: bool
    hidden: Set[str] = frozenset()


def navigation_of(contents: Contents, newsroom: Newsroom) -> tuple[Link, ...]:
    """Return the links of the menu."""
    edition, translated = contents.edition, newsroom.catalogs[contents.edition.lang].gettext
    menu = sorted(
        (page for page in contents.pages.values() if page.menu),
        key=lambda page: (page.order, sort_key(page.title, edition.lang), page.slug),
    )
    parts: dict[NavigationPart, Iterable[Link]] = {
        "sections": (Link(translated(section.label), section.address) for section in contents.sections),
        "figures": [Link(translated("Indicators"), edition.address("indicators/"))] if contents.has_figures else [],
        "topics": [Link(translated("Topics"), edition.address(f"{TOPICS}/"))] if contents.has_topics else [],
        "archive": [Link(translated("Archive"), edition.address(f"{ARCHIVE}/"))],
        "pages": (Link(page.title, page.address) for page in menu),
    }
    chosen = newsroom.settings.navigation.get(edition.lang, _MENU)
    links = (link for each in chosen for link in (parts[each] if isinstance(each, str) else [_link(each)]))
    return tuple(link for link in links if link.address not in contents.hidden)


def footer_of(contents: Contents, newsroom: Newsroom) -> tuple[LinkGroup, ...]:
    """Return the lists of the footer that have links."""
    translated = newsroom.catalogs[contents.edition.lang].gettext
    parts: dict[FooterPart, Callable[[], LinkGroup]] = {
        "office": lambda: LinkGroup("office", translated("The press office"), tuple(_office(contents, translated))),
        "figures": lambda: LinkGroup("figures", translated("Figures"), tuple(_figures(contents, translated))),
        "feeds": lambda: LinkGroup("feeds", translated("Subscribe"), tuple(_feeds(contents.edition))),
    }
    chosen = newsroom.settings.footer.get(contents.edition.lang, _FOOTER)
    groups = (
        parts[each]() if isinstance(each, str) else LinkGroup(str(number), each.title, tuple(map(_link, each.links)))
        for number, each in enumerate(chosen, 1)
    )
    shown = (
        LinkGroup(group.name, group.title, tuple(each for each in group.links if each.address not in contents.hidden))
        for group in groups
    )
    return tuple(group for group in shown if group.links)


def _office(contents: Contents, translated: Callable[[str], str]) -> Iterator[Link]:
    edition, pages = contents.edition, contents.pages
    if "about" in pages:
        yield Link(pages["about"].title, pages["about"].address)
    for slug, label in (("contacts", "Contacts"), ("accessibility", "Accessibility")):
        if slug in pages:
            yield Link(translated(label), pages[slug].address)
    if contents.has_people:
        yield Link(translated("People"), edition.address(f"{PEOPLE}/"))
    yield Link(translated("For journalists"), edition.address(f"{PRESS_KIT}/"))
    yield Link(translated("Archive"), edition.address(f"{ARCHIVE}/"))
    yield Link(translated("Corrections"), edition.address("corrections/"))
    if contents.has_log and not contents.has_figures:
        yield Link(translated("The log"), edition.address("log/"))


def _figures(contents: Contents, translated: Callable[[str], str]) -> Iterator[Link]:
    edition = contents.edition
    if contents.has_figures:
        yield Link(translated("All indicators"), edition.address("indicators/"))
        if "figures" in contents.pages:
            yield Link(translated("How our figures work"), contents.pages["figures"].address)
        yield Link(translated("Open data"), edition.address("api/"))
        if contents.has_log:
            yield Link(translated("The log"), edition.address("log/"))


def _feeds(edition: Edition) -> Iterator[Link]:
    for ending in EXTENSIONS:
        yield Link(_FORMATS[ending], edition.address(f"feeds/all.{ending}"))


def _link(setting: LinkSetting) -> Link:
    return Link(setting.label, setting.address)


def navigation_problems(addresses: Set[str], newsroom: Newsroom) -> Iterator[Problem]:
    """Yield a problem for each link in NAVIGATION and FOOTER that leads nowhere, and for each unknown edition.

    ``addresses`` are all root-relative ones of the site. On the site of an earlier day, what did not exist yet is left
    out of the menu.
    """
    settings, project = newsroom.settings, newsroom.settings.project
    named: dict[str, Mapping[str, Iterable[object]]] = {"NAVIGATION": settings.navigation, "FOOTER": settings.footer}
    for name, by_edition in named.items():
        for lang, chosen in by_edition.items():
            if lang not in newsroom.editions:
                file, line = setting_place(project, name, settings.given[name], lang)
                message = tr('%(name)s: there is no edition "%(lang)s"', name=name, lang=lang) + suggest(
                    lang, newsroom.editions
                )
                yield Problem(file, message, line, hint=tr("EDITIONS lists the editions"))
            for link in _links_in(chosen) if newsroom.as_of is None else ():
                if fault := _fault(link.address, addresses, newsroom):
                    file, line = setting_place(project, name, settings.given[name], link.address)
                    message, hint = fault
                    yield Problem(file, f'{name}: "{link.label}" {message}', line, hint=hint)


def _links_in(chosen: Iterable[object]) -> Iterator[LinkSetting]:
    for each in chosen:
        if isinstance(each, FooterGroupSetting):
            yield from each.links
        elif isinstance(each, LinkSetting):
            yield each


def _fault(address: str, addresses: Set[str], newsroom: Newsroom) -> tuple[str, str] | None:
    """Return what is wrong with the address of a link, and what to do; None if it is right."""
    if message := address_fault(address):
        return tr("has an address that cannot be published: %(message)s", message=message), tr(
            'write "/about/", or a whole "https://…"'
        )
    path = on_site(address, newsroom.site_url).partition("#")[0].partition("?")[0]
    if ":" in path.partition("/")[0]:
        return None  # another site, mailto: or tel:
    if not path.startswith("/"):
        return tr('leads to "%(address)s", which is no address', address=address), tr(
            'begin it with "/", or with "https://" for another site'
        )
    if path.removesuffix("index.html") in addresses:
        return None
    hint = (
        tr('the address is "%(path)s/"', path=path)
        if f"{path}/" in addresses
        else suggest(path, addresses).removeprefix("; ")
    )
    return tr('leads to "%(address)s", where nothing is published', address=address), hint or tr(
        "take it out, or publish that page"
    )
