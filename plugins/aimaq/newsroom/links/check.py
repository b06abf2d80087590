"""Find links that lead nowhere, among all links of all texts."""

import difflib
import re
from collections.abc import Iterable, Sequence, Set
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from aimaq.base.addresses.site_folder import below, on_site
from aimaq.base.languages.messages import Message, tr
from aimaq.base.problems import Problem, alternatives
from aimaq.base.web_addresses import address_fault
from aimaq.newsroom.content.names import parse_name
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.links.in_texts import anchors_in
from aimaq.newsroom.links.targets import INTRASITE, WEB_ADDRESS, LinkFault, linked_file, too_early, written_addresses
from aimaq.newsroom.settings import Newsroom

__all__ = ["link_problems"]

HOST = re.compile(r"(?:[\w-]+\.)+[a-zа-я]{2,}(?:[/?:].*)?", re.IGNORECASE)
MAIL = re.compile(r"[^@/\s]+@[^@/\s]+")
SPELLING = Message("look at the name's spelling")


def link_problems(
    texts: Sequence[Text],
    own: Set[str],
    files: Iterable[str],
    faulty: Set[str],
    newsroom: Newsroom,
    settled: Set[str] = frozenset(),
) -> list[Problem]:
    """Return a problem for each link that leads nowhere.

    ``texts`` are all texts, ``own`` the addresses of the site's other pages, ``files`` those of the files that are
    published as they are. ``faulty`` are the paths of texts that have a problem already, as messages show them: a link
    to one of these is not reported. ``settled`` are the reserved slugs below which ``own`` has every address.
    """
    targets = _Targets(texts, own, files, faulty, newsroom, settled)
    return [
        Problem(newsroom.shown(text.source_path), fault.message, line, hint=fault.hint)
        for text in texts
        for link, line in text.links
        if (fault := targets.fault(link, text))
    ]


class _Targets:
    """Everything that a link may lead to: what the build is going to write."""

    def __init__(
        self,
        texts: Sequence[Text],
        own: Set[str],
        files: Iterable[str],
        faulty: Set[str],
        newsroom: Newsroom,
        settled: Set[str],
    ) -> None:
        self.newsroom, self.own, self.faulty, self.settled = newsroom, own, faulty, settled
        self.by_path = {text.source_path: text for text in texts}
        # Where a draft has the address of another text, the link leads to that.
        self.texts = {text.address: text for text in sorted(texts, key=lambda text: not text.draft)}
        names = (parse_name(path, newsroom.languages) for path in faulty)
        self.faulty_slugs = frozenset(name.slug for name in names if not isinstance(name, Problem))
        self.addresses = written_addresses(texts, own).union(files)
        self.closest = cache(self._closest)

    def fault(self, link: str, text: Text) -> LinkFault | None:
        """Return what is wrong with a link in a text, and what to do; None if it is right."""
        linked = self.texts.get(link)
        if link in self.addresses and (linked is None or linked.hold is None):  # the usual case, which has to be fast
            return None
        if match := INTRASITE.match(link):
            return self._intrasite(match["what"], match["path"], text)
        if message := address_fault(link):
            return LinkFault(message, str(WEB_ADDRESS))
        parts = urlsplit(on_site(link, self.newsroom.site_url))
        if parts.scheme:
            return None
        if not link:
            return LinkFault(tr("a link without an address"), tr("write it between the round brackets"))
        base = text.address
        target = unquote(urljoin(base, parts.path) if parts.path else base)
        return self._address(target, link, unquote(parts.fragment), text)

    def _address(self, target: str, link: str, fragment: str, text: Text) -> LinkFault | None:
        linked = self.texts.get(target)
        if linked is not None and not self._is_faulty(linked) and (fault := too_early(text, linked, f'"{link}"')):
            return fault
        if linked is not None and (linked.status == "published" or linked.hold or self._is_faulty(linked)):
            return self._set_aside(linked, f'"{link}"') or self._anchor(linked, fragment)
        if target.removesuffix("index.html") in self.addresses or self._is_of_another_plugin(target):
            return None
        if Path(target.rstrip("/")).name in self.faulty_slugs:
            return None
        return LinkFault(tr('nothing is published at "%(link)s"', link=link), self._advice(target, link))

    def _advice(self, target: str, link: str) -> str:
        if target.endswith(".md"):
            return tr('a text is linked by its address, or by its file: "{filename}%(link)s"', link=link)
        if (inside := below(target, self.newsroom.folder)) in self.addresses:
            return tr('write "%(inside)s": the site puts its folder in front of every address by itself', inside=inside)
        if HOST.fullmatch(link):
            return str(WEB_ADDRESS)
        if MAIL.fullmatch(link):
            return tr("an e-mail address is written <%(link)s>", link=link)
        if self._first_part(target) in self.newsroom.settings.static_paths:
            return tr("look at the name's spelling in %(folders)s", folders=self._folders())
        if f"{target}/" in self.addresses:
            return tr('the address is "%(target)s/"', target=target)
        near = self.closest(target)
        return tr('did you mean "%(near)s"?', near=near) if near else tr("copy the address from the browser")

    def _intrasite(self, what: str, value: str, text: Text) -> LinkFault | None:
        if what not in ("filename", "static"):
            hint = tr("use {filename} for a text and {static} for a file")
            return LinkFault(tr("a link to {%(what)s} is not supported", what=what), hint)
        parts = urlsplit(value)
        path = unquote(parts.path)
        target = linked_file(value, text, self.newsroom)
        if what == "static":
            content = self.newsroom.content
            if not any(target.is_relative_to(content / folder) for folder in self.newsroom.settings.static_paths):
                return LinkFault(
                    tr('"%(path)s" is not in %(folders)s', path=path, folders=self._folders()),
                    tr("a file to link to belongs there"),
                )
            return (
                None
                if target.is_file()
                else LinkFault(tr('the file "%(path)s" does not exist', path=path), str(SPELLING))
            )
        if self.newsroom.shown(target) in self.faulty:
            return None
        linked = self.by_path.get(str(target))
        if linked is None:
            hint = tr("a path is relative to this file, or begins with / for content/")
            return LinkFault(tr('the text "%(path)s" does not exist', path=path), hint)
        shown = tr('the text "%(path)s"', path=path)
        fault = too_early(text, linked, shown) or self._set_aside(linked, shown)
        return fault or self._anchor(linked, unquote(parts.fragment))

    def _set_aside(self, linked: Text, shown: str) -> LinkFault | None:
        """Return the fault of a draft's link to a draft that a preview does not show, because it has problems."""
        if self.newsroom.settings.preview and linked.draft and linked.broken:
            return LinkFault(tr("%(shown)s is a draft with problems", shown=shown), tr("mend those first"))
        return None

    def _anchor(self, linked: Text, fragment: str) -> LinkFault | None:
        """Check what stands after ``#``: a heading of the text, or something that the theme puts on each page."""
        if fragment in ("", "top") or fragment in linked.anchors or fragment in self._theme_anchors:
            return None
        if self._is_faulty(linked):
            return None
        return LinkFault(
            tr(
                '"#%(fragment)s" leads to no heading of %(shown)s',
                fragment=fragment,
                shown=self.newsroom.shown(linked.source_path),
            ),
            alternatives(fragment, linked.anchors) or tr("that text has no heading: take the part from # on away"),
        )

    @cached_property
    def _theme_anchors(self) -> frozenset[str]:
        templates = (self.newsroom.theme / "templates").rglob("*.html")
        return frozenset(name for path in templates for name in anchors_in(path.read_text("utf-8", errors="replace")))

    def _is_faulty(self, text: Text) -> bool:
        return self.newsroom.shown(text.source_path) in self.faulty

    def _is_of_another_plugin(self, target: str) -> bool:
        """Return whether an address belongs to another plugin that has not listed what it is going to write."""
        first = self._first_part(target)
        return first in self.newsroom.settings.reserved_slugs and first not in self._listed | self.settled

    @cached_property
    def _listed(self) -> frozenset[str]:
        return frozenset(map(self._first_part, self.own))

    def _first_part(self, address: str) -> str:
        parts = (part for part in address.split("/") if part)
        return next((part for part in parts if part not in self.newsroom.editions), "")

    def _folders(self) -> str:
        return tr(" or ").join(
            self.newsroom.shown(self.newsroom.content / each) for each in self.newsroom.settings.static_paths
        )

    def _closest(self, target: str) -> str:
        near = difflib.get_close_matches(target, self.addresses, n=1, cutoff=0.75)
        return near[0] if near else ""
