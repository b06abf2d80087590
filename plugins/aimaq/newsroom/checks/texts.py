"""Checks that need all texts and files: two texts at one address, files that nothing publishes, unknown names."""

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from datetime import datetime
from fnmatch import translate
from functools import partial
from operator import attrgetter
from typing import Protocol

from aimaq.base.languages.messages import tr
from aimaq.base.overrides import TEMPLATES
from aimaq.base.problems import Problem, suggest
from aimaq.newsroom.content.names import parse_name
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.model.editions import by_slug
from aimaq.newsroom.settings import PARTS, PEOPLE, Newsroom
from aimaq.settings.read import setting_problem

__all__ = [
    "ListedPage",
    "address_problems",
    "agreement_problems",
    "clash_problems",
    "feed_id_problems",
    "lost_problems",
    "page_template_problems",
    "setting_problems",
    "taken_problems",
    "unread_problems",
]

COMMON = ("embargo", "kind", "date", "speakers", "start", "end", "state", "withdrawn")
"""Fields that are the same in every version of a story; of these, pages and people have ``embargo`` only."""


class ListedPage(Protocol):
    """A page that another plugin lists for the sitemap: its root-relative address and its edition's language."""

    @property
    def address(self) -> str: ...
    @property
    def lang(self) -> str: ...


def address_problems(texts: Iterable[Text], newsroom: Newsroom, *, reserved: Set[str]) -> Iterator[Problem]:
    """Yield a problem for each text whose slug is one of the ``reserved`` ones, or another text's in its language.

    Of a draft and another text, the draft has the problem.
    """
    taken: dict[tuple[str, str], str] = {}
    for text in sorted(texts, key=attrgetter("draft", "source_path")):
        shown = newsroom.shown(text.source_path)
        if text.slug in reserved:
            yield Problem(
                shown, tr('the slug "%(slug)s" is the site\'s own address', slug=text.slug), hint=tr("rename the file")
            )
        first = taken.setdefault((text.slug, text.lang), shown)
        if first != shown:
            yield Problem(
                shown, tr("has the same slug and language as %(first)s", first=first), hint=tr("rename one of them")
            )


def agreement_problems(texts: Iterable[Text], newsroom: Newsroom) -> Iterator[Problem]:
    """Yield a problem for each field in which a version differs from the first one, and should not."""
    for versions in by_slug(texts).values():
        first = next(versions[lang] for lang in newsroom.editions if lang in versions)
        for text in versions.values():
            for field in COMMON:
                if not _differ(text, first, field):
                    continue
                mine, theirs = _shown_value(text, field), _shown_value(first, field)
                # With another embargo the date is another one too.
                if mine != theirs and not (field == "date" and _differ(text, first, "embargo")):
                    message = tr(
                        "%(field)s: found %(mine)s, but %(shown)s has %(theirs)s",
                        field=field,
                        mine=mine,
                        shown=newsroom.shown(first.source_path),
                        theirs=theirs,
                    )
                    hint = tr("the versions of one story have the same %(field)s", field=field)
                    yield Problem(newsroom.shown(text.source_path), message, *text.position(field), hint=hint)


def feed_id_problems(texts: Iterable[Text], newsroom: Newsroom) -> Iterator[Problem]:
    """Yield a problem for each article that feeds would take for another one: its file was copied with its ``id``."""
    known: dict[tuple[str, str], str] = {}
    for text in sorted(texts, key=lambda text: (bool(text.id), text.source_path)):
        if text.is_article and not text.broken and text.date:
            shown = newsroom.shown(text.source_path)
            first = known.setdefault((text.feed_id, text.lang), shown)
            if first != shown and text.id:
                message = tr('id: the feeds know %(first)s as "%(id)s"', first=first, id=text.id)
                hint = tr("delete the line: a new story has an id of its own")
                yield Problem(shown, message, *text.position("id"), hint=hint)


def _shown_value(text: Text, field: str) -> str:
    """Return a field's value as messages show it; "nothing" where it has none."""
    value = getattr(text, field)
    if field == "date" and value and text.hold is None:  # what is held has to wait for the same minute
        value = value.date()
    if field == "withdrawn" and value:
        value = value.date
    if isinstance(value, tuple):
        value = ", ".join(value)
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value or tr("nothing"))


def _differ(one: Text, other: Text, field: str) -> bool:
    return bool(getattr(one, field) != getattr(other, field))


def unread_problems(
    folders: Iterable[str], ignored: Iterable[str], read: Mapping[str, object], faulty: Set[str], newsroom: Newsroom
) -> Iterator[Problem]:
    """Yield a problem for each file that Pelican would silently skip, because it has no reader for it, and for each
    text that it dropped after an exception in some plugin, which it only logs.

    ``read`` are the texts that it has by their paths below the content folder; ``faulty`` are the paths, as messages
    show them, of texts that have a problem already.
    """
    hint = tr("a text is called <slug>.<lang>.md; photos and attachments belong into content/media")
    for name in _files(folders, ignored, newsroom):
        shown = newsroom.shown(newsroom.content / name)
        if os.path.splitext(name)[1] != ".md":
            yield Problem(shown, tr("not a file that is published from here"), hint=hint)
        elif read.get(name) is None and shown not in faulty:
            yield Problem(shown, tr("Pelican could not read this file"), hint=tr("the log says why; please report it"))


def lost_problems(ignored: Iterable[str], newsroom: Newsroom) -> Iterator[Problem]:
    """Yield a problem for each text in a folder that is not read: one with a misspelt name would lose all its texts."""
    read = (*newsroom.settings.article_paths, *newsroom.settings.page_paths, *newsroom.settings.static_paths)
    known = {folder.split("/")[0] for folder in read}
    others = [path.name for path in newsroom.content.iterdir() if path.name not in known]
    pages = (folder for folder in newsroom.settings.page_paths if folder not in (PEOPLE, PARTS))
    folders = tr(" or ").join(
        newsroom.shown(newsroom.content / each) for each in (*newsroom.settings.article_paths, *pages)
    )
    for name in _files(others, ignored, newsroom):
        if not isinstance(parse_name(os.path.basename(name), newsroom.languages), Problem):
            message, hint = (
                tr("a text in this folder is not published"),
                tr("a text belongs into %(folders)s", folders=folders),
            )
            yield Problem(newsroom.shown(newsroom.content / name), message, hint=hint)


def clash_problems(
    texts: Iterable[Text], own: Iterable[str], faulty: Set[str], newsroom: Newsroom
) -> Iterator[Problem]:
    """Yield a problem for each text that would overwrite another one, or one of the site's ``own`` addresses.

    The ``faulty`` texts, named as in messages, are left out. Of a draft and another text, the draft has the problem.
    """
    taken = dict.fromkeys(own, tr("the site's own page"))
    for text in sorted(texts, key=attrgetter("draft", "source_path")):
        shown = newsroom.shown(text.source_path)
        if (text.status == "published" or text.hold) and shown not in faulty:
            address = text.address
            first = taken.setdefault(address, shown)
            if first != shown:
                hint = tr("rename the file, or look at the settings that end in _URL")
                yield Problem(
                    shown, tr('the address "%(address)s" is that of %(first)s', address=address, first=first), hint=hint
                )


def taken_problems(static: Mapping[str, str], addresses: Iterable[str], newsroom: Newsroom) -> Iterator[Problem]:
    """Yield a problem for each attachment that would overwrite a page or a file of the site's own.

    ``static`` maps the paths below the content folder of the files that are copied to their addresses.
    """
    taken = {f"{address}index.html" if address.endswith("/") else address for address in addresses}
    for path, address in static.items():
        if address in taken:
            message = tr('would take the place of the site\'s own "%(address)s"', address=address)
            hint = tr("look at the setting EXTRA_PATH_METADATA, or move the file")
            yield Problem(newsroom.shown(newsroom.content / path), message, hint=hint)


def page_template_problems(texts: Iterable[Text], newsroom: Newsroom) -> Iterator[Problem]:
    """Yield a problem for each page whose ``template`` the site's overrides do not have."""
    own = sorted(path.stem for path in (newsroom.settings.project / TEMPLATES).glob("*.html"))
    for text in texts:
        if "template" in text.source_lines and text.template and text.template not in own:
            message = tr('template: there is no "%(template)s"', template=text.template) + suggest(text.template, own)
            hint = tr("a template for pages is a file %(templates)s/<name>.html", templates=TEMPLATES)
            yield Problem(newsroom.shown(text.source_path), message, *text.position("template"), hint=hint)


def setting_problems(
    listed: Mapping[str, Iterable[Iterable[ListedPage]]], indicators: Collection[str] | None, newsroom: Newsroom
) -> Iterator[Problem]:
    """Yield a problem for each name in the settings that no plugin has brought: figures, and lists of pages.

    ``listed`` are the lists for the sitemap by name, one for each edition; ``indicators`` the keys in the ledger,
    None for one that cannot be read.
    """

    problem = partial(setting_problem, newsroom.settings.project)
    names = newsroom.settings.sitemap_context
    for name in names:
        if name not in listed:
            message = tr('no plugin lists pages as "%(name)s"', name=name)
            yield problem("SITEMAP_CONTEXT", names, message, tr("take it out, or correct its name"))
    pages = ((name, page) for name in names for pages in listed.get(name, ()) for page in pages)
    for name, page in pages:
        if not _in_edition(page, newsroom):
            message = tr(
                '"%(address)s" in "%(name)s" is not an address of the edition "%(lang)s"',
                address=page.address,
                name=name,
                lang=page.lang,
            )
            hint = tr("the prefixes of all plugins agree with EDITIONS and DEFAULT_LANG")
            yield problem("SITEMAP_CONTEXT", names, message, hint)
            break  # all others of the plugin would be wrong as well
    for key in newsroom.settings.headline_indicators:
        if indicators is not None and key not in indicators:
            message = tr('unknown indicator "%(key)s"', key=key) + suggest(key, indicators)
            yield problem("HEADLINE_INDICATORS", newsroom.settings.headline_indicators, message)


def _in_edition(page: ListedPage, newsroom: Newsroom) -> bool:
    prefixes = {edition.prefix for edition in newsroom.editions.values() if edition.prefix}
    own = newsroom.editions[page.lang].prefix if page.lang in newsroom.editions else "/"
    return next((prefix for prefix in prefixes if page.address.startswith(f"/{prefix}")), "") == own


def _files(folders: Iterable[str], ignored: Iterable[str], newsroom: Newsroom) -> list[str]:
    """Return the files in the folders, or of these names, by their paths below the content folder, sorted.

    What matches one of the ``ignored`` patterns is left out.
    """
    patterns = [re.compile(translate(pattern)) for pattern in ignored]
    base = f"{newsroom.content}{os.sep}"

    def kept(names: Iterable[str]) -> list[str]:
        return [name for name in names if not any(pattern.match(name) for pattern in patterns)]

    found = []
    for folder in folders:
        start = os.path.normpath(base + folder)
        parts = start[len(base) :].split(os.sep)
        if kept(parts) != parts:
            continue
        if os.path.isfile(start):
            found.append("/".join(parts))
        for place, below, names in os.walk(start):
            below[:] = kept(below)
            files = (os.path.join(place, name) for name in kept(names))
            found += [path[len(base) :].replace(os.sep, "/") for path in files if os.path.isfile(path)]
    return sorted(found, key=lambda name: name.split("/"))
