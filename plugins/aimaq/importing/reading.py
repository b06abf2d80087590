"""The source, read: texts of ours in the making, and accounts of all that is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup

from aimaq.base.problems import Problem, ProblemsFound, suggest
from aimaq.importing.accounts import Account, Outcome, shortened
from aimaq.importing.cleaning import clean
from aimaq.importing.html import Undecodable, decode, depth, parse, unparsed_words, visible_text
from aimaq.importing.mapping import Mapped, read_mapping
from aimaq.importing.media import Cupboard
from aimaq.importing.moments import read_moment
from aimaq.importing.pages import read_page, slug_of
from aimaq.importing.piece import Piece, Remote
from aimaq.importing.sources import MAX_BYTES, SourceFile, source_files
from aimaq.importing.structure import structure
from aimaq.importing.wordpress import MAX_DEPTH, read_items
from aimaq.importing.wxr import read_export

__all__ = ["Batch", "Wish", "read_batches"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What an editor asks for. ``lang`` and ``date`` are for sources that do not say; ``skip`` are slugs."""

    source: str
    lang: str = ""
    uploads: str = ""
    mapping: str = ""
    kind: str = "news"
    date: str = ""
    skip: Sequence[str] = ()


@dataclass(slots=True)
class Batch:
    """What one file of the source gave, and where its pictures are.

    ``remotes`` are an export's attachments; ``beside`` maps files that browsers saved to their shown paths.
    """

    source: str
    cupboard: Cupboard
    pieces: list[Piece]
    remotes: Mapping[str, Remote] = field(default_factory=dict)
    beside: Mapping[Path, str] = field(default_factory=dict)


def read_batches(wish: Wish, settings: Mapping[str, Any], today: date) -> tuple[list[Batch], list[Account]]:
    """Return what each file of the source gives, and accounts of what is no text.

    Raises ProblemsFound for a wish that cannot be read.
    """
    reader = _Reader(wish, settings, today)
    return list(reader.batches()), reader.accounts


class _Reader:
    def __init__(self, wish: Wish, settings: Mapping[str, Any], today: date) -> None:
        self.wish, self.today = wish, today
        self.zone = ZoneInfo(settings.get("TIMEZONE", "UTC"))
        self.languages = [edition["lang"] for edition in settings["EDITIONS"]]
        self.default: str = settings["DEFAULT_LANG"]
        self.accounts: list[Account] = []
        self.mapped, self.day = Mapped(), read_moment(wish.date, self.zone) if wish.date else None
        self.check_wish()

    def check_wish(self) -> None:
        wish = self.wish
        problems: list[Problem] = []
        try:
            self.mapped = read_mapping(wish.mapping, wish.kind)
        except ProblemsFound as found:
            problems += found.problems
        if not Path(wish.source).exists():
            hint = "give a WordPress export (.xml), a saved page (.html) or a folder of them"
            problems.append(Problem(wish.source, "there is no such file or folder", hint=hint))
        if wish.uploads and not Path(wish.uploads).is_dir():
            problems.append(Problem("--uploads", f'"{wish.uploads}" is not a folder', hint="give wp-content/uploads"))
        if wish.lang and wish.lang not in self.languages:
            problems.append(Problem("--lang", f'unknown language "{wish.lang}"{suggest(wish.lang, self.languages)}'))
        if wish.date and self.day is None:
            problems.append(Problem("--date", f'expected a date such as 2021-07-01, found "{wish.date}"'))
        if problems:
            raise ProblemsFound(problems)

    def tell(self, source: str, kind: str, name: str, outcome: Outcome, note: str = "") -> None:
        self.accounts.append(Account(source, kind, name, outcome, note))

    def batches(self) -> Iterator[Batch]:
        uploads = Path(self.wish.uploads) if self.wish.uploads else None
        beside: dict[Path, str] = {}
        for file in source_files(Path(self.wish.source)):
            path = file.path.resolve()
            uploaded = uploads is not None and path.is_relative_to(uploads.resolve())
            if file.kind == "beside" or (file.kind == "other" and uploaded):
                beside[path] = file.shown
            elif file.kind == "other":
                self.tell(file.shown, "file", "", Outcome.LEFT, "it is neither an export of WordPress nor a page")
            elif file.path.stat().st_size > MAX_BYTES:
                self.tell(file.shown, "file", "", Outcome.LOST, f"it has more than {MAX_BYTES} bytes")
            elif file.kind == "export":
                yield self.exported(file, uploads)
            elif piece := self.page(file):
                yield Batch(file.shown, Cupboard(uploads, file.path.parent, file.saved), [piece])
        yield Batch("", Cupboard(None), [], beside=beside)

    def exported(self, file: SourceFile, uploads: Path | None) -> Batch:
        export = read_export(file.path.read_bytes(), file.shown)
        if isinstance(export, Problem):
            place = f"{export.line}:{export.column}: " if export.line else ""
            self.tell(file.shown, "file", "", Outcome.LOST, f"{place}{export.message}; {export.hint}")
            return Batch(file.shown, Cupboard(uploads), [])
        found = read_items(
            export,
            file.shown,
            mapped=self.mapped,
            lang=self.wish.lang,
            languages=self.languages,
            default=self.default,
            zone=self.zone,
            skipped=self.wish.skip,
        )
        self.accounts += found.accounts
        return Batch(file.shown, Cupboard(uploads), list(found.pieces), found.remotes)

    def page(self, file: SourceFile) -> Piece | None:
        """Return a saved page as a text of ours, or None after an account of why it is none."""

        def dropped(kind: str, name: str, outcome: Outcome, why: str) -> None:
            self.tell(file.shown, kind, name, outcome, why)

        try:
            html, guessed = decode(file.path.read_bytes())
        except Undecodable as error:
            dropped("page", "", Outcome.LOST, str(error))
            return None
        if guessed:
            dropped("encoding", guessed, Outcome.CHANGED, "the page does not say its encoding rightly; this one fits")
        soup = parse(html)
        if (deep := depth(soup)) > MAX_DEPTH:
            dropped("page", "", Outcome.LOST, f"elements stand within one another {deep} deep")
            return None
        if words := " ".join(unparsed_words(html, soup)):
            dropped("text", f"“{shortened(words)}”", Outcome.LOST, "the page is too malformed to be read here")
        page = read_page(soup, self.languages, self.zone, dropped)
        if page is None:
            dropped("page", "", Outcome.LOST, "no article has been found in it")
            return None
        title = page.title or file.path.stem
        slug = slug_of(page.base, title) or slug_of("", file.path.stem) or "page"
        if slug in self.wish.skip:
            dropped("page", f"“{shortened(title)}”", Outcome.LEFT, "you asked for that")
            return None
        moment = page.date or self.day
        if moment is None:
            dropped("page", f"“{shortened(title)}”", Outcome.LOST, "it does not say its date: give it with --date")
            return None
        clean(page.body, title, dropped)
        structure(page.body, BeautifulSoup("", "lxml"))
        if not (visible_text(page.body).strip() or page.body.find("img")):
            dropped("page", f"“{shortened(title)}”", Outcome.LOST, "nothing is left of its text")
            return None
        sections, tags = [("", name) for name in page.sections], [("", name) for name in page.tags]
        for kind, names in (("category", page.sections), ("tag", page.tags)):
            for name in names:
                kept = self.mapped.topics_of([("", name)])
                outcome = Outcome.BROUGHT if kept else Outcome.LEFT
                dropped(kind, f"“{name}”", outcome, f"the topic “{kept[0]}”" if kept else "the mapping takes it away")
        if page.author:
            why = "stories are the institution's; who speaks in one is named by its field “speakers”"
            dropped("author", f"“{shortened(page.author)}”", Outcome.LEFT, why)
        later = page.modified and page.modified > moment and page.modified.date() <= self.today
        return Piece(
            source=file.shown,
            slug=slug,
            lang=self.wish.lang or page.lang or self.default,
            title=title,
            kind=self.mapped.kind_of([*sections, *tags]),
            body=page.body,
            date=moment,
            modified=page.modified if later else None,
            summary=page.summary,
            topics=self.mapped.topics_of([*sections, *tags]),
            draft=moment.date() > self.today,
            base=page.base,
            addresses=page.addresses,
            group=" ".join(page.alternates) if len(page.alternates) > 1 else "",
        )
