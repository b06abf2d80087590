"""What ``aimaq import`` does: read everything, plan every file, account for every item."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from aimaq.importing.accounts import Account, Outcome, shortened
from aimaq.importing.html import visible_text
from aimaq.importing.media import Found, stem_of
from aimaq.importing.piece import Piece
from aimaq.importing.placing import OldSite, key_of, place
from aimaq.importing.reading import Batch, Wish, read_batches
from aimaq.importing.redirects import redirect_lines, sources_of, with_lines
from aimaq.importing.writing import file_text
from aimaq.newsroom.content.fields import ArticleFields, PageFields
from aimaq.newsroom.content.frontmatter import read_document

__all__ = ["Plan", "Wish", "plan_import"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written: ``files`` by their paths below the content folder, ``redirects`` as the whole file's text
    at ``redirects_path``, "" where nothing is added; and what has become of each item of the source."""

    files: Mapping[str, bytes | Path]
    redirects_path: str
    redirects: str
    accounts: Sequence[Account]

    def losses(self, accepted: Sequence[str]) -> list[Account]:
        """Return what could not be brought over and has not been accepted by its kind, or by ``all``."""
        lost = [each for each in self.accounts if each.outcome is Outcome.LOST]
        return [] if "all" in accepted else [each for each in lost if each.kind not in accepted]


#: How a text says who took a picture, as the theme's catalogues do.
_PHOTO: Final = {"ru": "Фото", "kk": "Фото"}


def plan_import(
    wish: Wish, settings: Mapping[str, Any], project: Path, today: date, render: Callable[[str], str]
) -> Plan:
    """Read the source and plan what it becomes; nothing is written.

    ``render`` turns Markdown into HTML as the build does. Raises ProblemsFound for a wish that cannot be read.
    """
    batches, accounts = read_batches(wish, settings, today)
    return _Planner(settings, project, render, accounts).plan(batches)


class _Planner:
    def __init__(
        self, settings: Mapping[str, Any], project: Path, render: Callable[[str], str], accounts: list[Account]
    ) -> None:
        self.settings, self.project, self.render, self.accounts = settings, project, render, accounts
        self.zone = ZoneInfo(settings.get("TIMEZONE", "UTC"))
        self.default: str = settings["DEFAULT_LANG"]
        self.content = project / settings["PATH"]
        self.folders = {True: settings["ARTICLE_PATHS"][0], False: settings["PAGE_PATHS"][0]}
        self.files: dict[str, bytes | Path] = {}
        self.origins: dict[str, Path] = {}

    def tell(self, source: str, kind: str, name: str, outcome: Outcome, note: str = "") -> None:
        self.accounts.append(Account(source, kind, name, outcome, note))

    def plan(self, batches: Sequence[Batch]) -> Plan:
        """Name every text, lead its links and pictures to their new places, and write it."""
        for batch in batches:
            batch.pieces = [self.grouped(piece, batches) for piece in batch.pieces]
        taken: dict[str, Piece] = {}
        for batch in batches:
            batch.pieces = [self.named(piece, taken) for piece in batch.pieces]
        old = self.old_site(batches)
        clashing: set[int] = set()
        for batch in batches:
            for piece in batch.pieces:
                if not self.write(piece, batch, old):
                    clashing.add(id(piece))
            self.attachments(batch)
        redirects_path, redirects = self.redirects(
            piece for batch in batches for piece in batch.pieces if id(piece) not in clashing
        )
        return Plan(self.files, redirects_path, redirects, self.accounts)

    def grouped(self, piece: Piece, batches: Sequence[Batch]) -> Piece:
        """Give translations one slug: that of the default language, or of the first."""
        if not piece.group:
            return piece
        group = [each for batch in batches for each in batch.pieces if each.group == piece.group]
        if len({each.lang for each in group}) != len(group):
            return piece
        return replace(piece, slug=next((each.slug for each in group if each.lang == self.default), group[0].slug))

    def named(self, piece: Piece, taken: dict[str, Piece]) -> Piece:
        """Let no two texts of the source have one file."""
        slug, number = piece.slug, 1
        while self.path(piece) in taken:
            number += 1
            piece = replace(piece, slug=f"{slug}-{number}")
        if number > 1:
            why = f"another text of the source is “{slug}” already"
            self.tell(piece.source, "slug", piece.slug, Outcome.CHANGED, why)
        taken[self.path(piece)] = piece
        return piece

    def path(self, piece: Piece) -> str:
        return f"{self.folders[bool(piece.kind)]}/{piece.slug}.{piece.lang}.md"

    def address(self, path: str) -> str:
        """Return the address at which the text of a file stands."""
        folder, _, name = path.rpartition("/")
        slug, lang, _ = name.split(".")
        what = "ARTICLE" if folder == self.folders[True] else "PAGE"
        name = f"{what}_URL" if lang == self.default else f"{what}_LANG_URL"
        return "/" + str(self.settings[name]).format(slug=slug, lang=lang)

    def old_site(self, batches: Sequence[Batch]) -> OldSite:
        moved = {}
        hosts = set()
        for batch in batches:
            for piece in batch.pieces:
                hosts.add((urlsplit(piece.base).hostname or "").removeprefix("www."))
                if not piece.draft:
                    moved.update({key_of(each): self.address(self.path(piece)) for each in piece.addresses})
        return OldSite(moved, frozenset(filter(None, hosts)))

    def write(self, piece: Piece, batch: Batch, old: OldSite) -> bool:
        """Plan the file of a text; False if another text stands in its place."""
        path = self.path(piece)
        shown = f"{self.settings['PATH']}/{path}"
        name = f"“{shortened(piece.title)}”"
        told: list[Account] = []

        def dropped(kind: str, what: str, outcome: Outcome, why: str) -> None:
            within = "" if piece.source.lower().endswith((".html", ".htm", ".xhtml")) else f" in {name}"
            told.append(Account(piece.source, kind, f"{what}{within}", outcome, why))

        found: list[Found] = []
        listed = {stem_of(remote.address) for remote in batch.remotes.values()}

        def find(address: str) -> Found | str:
            file = batch.cupboard.find(address, piece.slug)
            if isinstance(file, Found):
                file = self.settled(file)
                found.append(file)
            return file

        origin = (urlsplit(piece.base).hostname or "").removeprefix("www.") or piece.source
        credit = f"{_PHOTO.get(piece.lang, 'Photo')}: {origin}"
        place(piece.body, piece.title, credit, piece.base, old, find, dropped)
        if not (visible_text(piece.body).strip() or piece.body.find("img")):
            self.accounts += told
            self.tell(piece.source, "text", name, Outcome.LOST, "nothing is left of its text")
            return False
        text = file_text(piece, self.render, dropped)
        if not text:
            self.accounts += told
            return False
        kind = piece.kind or "page"
        target = self.content / path
        if target.exists():
            if target.read_bytes() == text.encode():
                self.tell(piece.source, kind, name, Outcome.THERE, shown)
            elif self.is_same(target, piece):
                self.tell(piece.source, kind, name, Outcome.THERE, f"{shown}, which has been edited and stays as it is")
            else:
                why = f"{shown} is there and is another text; rename that one, or --skip {piece.slug}"
                self.tell(piece.source, kind, name, Outcome.LOST, why)
                return False
            # Pictures that a first run could not find may be here now; those of an edited text are its editor's affair.
            self.accounts += told
            return True
        self.accounts += told
        self.tell(piece.source, kind, name, Outcome.BROUGHT, f"{shown}{' (a draft)' if piece.draft else ''}")
        self.files[path] = text.encode()
        for file in found:
            if (
                f"/{file.target} " in text
                or f"/{file.target})" in text
                or f"/{file.target}>" in text
                or f'/{file.target}"' in text
            ):
                self.copy(file, piece.source, told=stem_of(file.path.name) in listed)
        return True

    def is_same(self, target: Path, piece: Piece) -> bool:
        """Tell whether a file that differs is this text all the same: by its day, or its title."""
        schema = ArticleFields if piece.kind else PageFields
        document = read_document(target.read_bytes(), target.name, schema, zone=self.zone, today=date.max)
        day = document.values.get("date")
        same_day = isinstance(day, datetime) and piece.date is not None and day.date() == piece.date.date()
        return same_day or document.values.get("title") == piece.title

    def settled(self, file: Found) -> Found:
        """Give a file a name of its own: two that are alike share one, no other file is overwritten."""
        stem, dot, ending = file.target.rpartition(".")
        number, target = 1, file.target
        while (held := self.origins.get(target) or self.existing(target)) is not None and not _alike(held, file.path):
            number += 1
            target = f"{stem}-{number}{dot}{ending}"
        self.origins[target] = file.path
        return replace(file, target=target)

    def existing(self, target: str) -> Path | None:
        path = self.content / target
        return path if path.exists() else None

    def copy(self, file: Found, source: str, *, told: bool = False) -> None:
        """Plan a file's copy, once; ``told``: it is an attachment, of which there is an account anyway."""
        if file.target in self.files:
            return
        shown = f"{self.settings['PATH']}/{file.target}"
        if self.existing(file.target):
            if not told:
                self.tell(source, "file", file.path.name, Outcome.THERE, shown)
            return
        self.files[file.target] = file.path
        if not told:
            self.tell(source, "file", file.path.name, Outcome.BROUGHT, shown)
        if file.located:
            why = "the file says where it was taken (GPS); its published copies do not"
            self.tell(source, "location", shown, Outcome.CHANGED, why)

    def attachments(self, batch: Batch) -> None:
        """Account for every attachment of an export, and every file that a browser saved with a page."""
        for remote in batch.remotes.values():
            address = shortened(remote.address, 120)
            file = batch.cupboard.find(remote.address, "")
            if isinstance(file, str):
                self.tell(batch.source, "attachment", address, Outcome.LOST, file)
                continue
            file = self.settled(file)
            outcome = Outcome.THERE if self.existing(file.target) else Outcome.BROUGHT
            self.tell(batch.source, "attachment", address, outcome, f"{self.settings['PATH']}/{file.target}")
            self.copy(file, batch.source, told=True)
        copied = {path.resolve() for path in self.origins.values()}
        for path, shown in batch.beside.items():
            if path not in copied:
                self.tell(shown, "file", "", Outcome.LEFT, "no article shows it")

    def redirects(self, pieces: Iterator[Piece]) -> tuple[str, str]:
        """Return the path of the file of redirects and its text with what is new, or "" if nothing is."""
        declared = str(self.settings.get("HOSTING_REDIRECTS", "content/data/redirects.txt"))
        file = self.project / declared
        before = file.read_text("utf-8-sig") if declared and file.is_file() else ""
        known = dict(sources_of(before))
        published = frozenset(self.address(path) for path in (*self.texts(), *self.files) if path.endswith(".md"))
        added: list[str] = []
        for piece in pieces:
            if piece.draft:
                continue
            target = self.address(self.path(piece))
            lines, refused = redirect_lines(piece.addresses, target, known, published)
            for address, why in refused:
                self.tell(piece.source, "address", shortened(address, 120), Outcome.LOST, why)
            for line in lines:
                known[line.split()[0]] = target
                added.append(line)
            if lines and not declared:
                self.tell(piece.source, "address", piece.base, Outcome.LOST, "HOSTING_REDIRECTS names no file")
            elif lines:
                self.tell(piece.source, "address", lines[0].split()[0], Outcome.BROUGHT, f"a redirect to {target}")
            elif piece.addresses and not refused:
                at = urlsplit(piece.base).path
                outcome = Outcome.THERE if known.get(at) or known.get(at.rstrip("/")) else Outcome.BROUGHT
                self.tell(piece.source, "address", at, outcome, f"it leads to {target}")
        if not declared or not added:
            return "", ""
        return Path(declared).relative_to(self.settings["PATH"]).as_posix(), with_lines(before, added)

    def texts(self) -> Iterator[str]:
        for folder in self.folders.values():
            for path in sorted((self.content / folder).glob("*.*.md")):
                if path.name.count(".") == 2:
                    yield f"{folder}/{path.name}"


def _alike(one: Path, other: Path) -> bool:
    return one == other or (one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes())
