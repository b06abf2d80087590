"""The whole import: reads a source, plans the files to write, and reports every item. It writes nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from aimaq.base.languages.messages import tr
from aimaq.base.languages.slugs import slugify
from aimaq.hosting.redirects import parse_redirects
from aimaq.importing.convert.html_tree import is_empty
from aimaq.importing.options import ImportOptions, ImportSite
from aimaq.importing.report import Entry, Outcome, SourceReport, shortened
from aimaq.importing.sources.media_files import MediaFile, MediaFiles, size_independent_name
from aimaq.importing.sources.old_lists import OldList
from aimaq.importing.sources.read_sources import PAGE_SUFFIXES, Batch, read_sources
from aimaq.importing.sources.source_text import SourceText, host_of, split_address
from aimaq.importing.write.links_and_pictures import OldSite, address_key, relocate
from aimaq.importing.write.planned_media import PlannedMedia
from aimaq.importing.write.redirect_lines import redirect_lines
from aimaq.importing.write.text_file import file_text
from aimaq.newsroom.content.fields import ArticleFields, PageFields
from aimaq.newsroom.content.frontmatter import read_document
from aimaq.newsroom.settings import reserved_slugs

__all__ = ["Plan", "plan_import"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import is going to write, and what became of each item of the source.

    ``files`` maps paths below the content folder to bytes, or to a file to copy. ``redirects`` is the whole new text of
    the file of redirects, ``redirects_path`` its path below the content folder; both are "" if no line is added.
    """

    files: Mapping[str, bytes | Path]
    redirects_path: str
    redirects: str
    entries: Sequence[Entry]

    def losses(self, accepted: Sequence[str]) -> list[Entry]:
        """Return the losses that have not been accepted, by their kind or by ``all``."""
        lost = [entry for entry in self.entries if entry.outcome is Outcome.LOST]
        return [] if "all" in accepted else [entry for entry in lost if entry.kind not in accepted]

    def staged_files(self) -> dict[str, bytes | Path]:
        """Return all files by their paths below the content folder, that of redirects among them."""
        redirects = {self.redirects_path: self.redirects.encode()} if self.redirects else {}
        return {**self.files, **redirects}


def plan_import(
    options: ImportOptions, site: ImportSite, render: Callable[[str], str], refused: Mapping[str, str] | None = None
) -> Plan:
    """Read a source and plan its files; raise ProblemsFound for options that cannot be right.

    ``refused`` maps what the build has refused to the reason: paths below the content folder of texts and files, and
    old addresses. Each is a loss, and the others are planned as if it were not in the source.
    """
    refused = refused or {}
    batches, beside, entries = read_sources(options, site)
    _share_slugs(batches, site.settings.default_lang)
    _make_slugs_unique(batches, site, entries)
    _drop_refused(batches, site, refused, entries)
    planner = _Planner(site, render, _old_site(batches, site), entries, refused)
    for batch in batches:
        attached = frozenset(size_independent_name(each.address) for each in batch.attachments.values())
        for text in batch.texts:
            planner.plan_text(text, batch.media, attached)
        planner.report_attachments(batch)
        planner.lists += [(batch.source, each) for each in batch.lists]
    for shown in planner.media.unused(beside):
        SourceReport(shown, entries).left("file", "", tr("no article shows it"))
    path, redirects = planner.plan_redirects()
    return Plan({**planner.media.files, **planner.files}, path, redirects, entries)


def _share_slugs(batches: Sequence[Batch], default_lang: str) -> None:
    """Give translations of a text the same slug: that of the default language, or of the first."""
    groups: dict[str, list[SourceText]] = {}
    for batch in batches:
        for text in batch.texts:
            groups.setdefault(text.translations, []).append(text)
    slugs = {
        name: next((text.slug for text in group if text.lang == default_lang), group[0].slug)
        for name, group in groups.items()
        if name and len({text.lang for text in group}) == len(group)
    }
    for batch in batches:
        batch.texts = [replace(text, slug=slugs.get(text.translations, text.slug)) for text in batch.texts]


def _make_slugs_unique(batches: Sequence[Batch], site: ImportSite, entries: list[Entry]) -> None:
    """Number the slugs of texts that would have the same file."""
    taken: set[str] = set()
    reserved = reserved_slugs(site.settings)
    for batch in batches:
        for place, text in enumerate(batch.texts):
            slug, number = text.slug, 1
            own = frozenset({"page"}) if text.kind else reserved
            while _path(text, site) in taken or text.slug in own:
                number += 1
                text = replace(text, slug=f"{slug}-{number}")
            if number > 1:
                why = (
                    tr("the site has its own pages at “%(slug)s” already", slug=slug)
                    if slug in own
                    else tr("another text of the source is “%(slug)s” already", slug=slug)
                )
                SourceReport(text.source, entries).changed("slug", text.slug, why)
            taken.add(_path(text, site))
            batch.texts[place] = text


def _drop_refused(batches: Sequence[Batch], site: ImportSite, refused: Mapping[str, str], entries: list[Entry]) -> None:
    """Remove the texts that the build has refused, and report them."""
    for batch in batches:
        for text in batch.texts:
            if why := refused.get(_path(text, site)):
                SourceReport(text.source, entries).lost(text.kind or "page", f"“{shortened(text.title)}”", why)
        batch.texts = [text for text in batch.texts if _path(text, site) not in refused]


def _old_site(batches: Sequence[Batch], site: ImportSite) -> OldSite:
    texts = [text for batch in batches for text in batch.texts]
    moved = {
        address_key(url): site.address_of(_path(text, site)) for text in texts if not text.draft for url in text.urls
    }
    return OldSite(moved, frozenset(filter(None, (host_of(text.url) for text in texts))))


def _path(text: SourceText, site: ImportSite) -> str:
    return site.file_of(text.slug, text.lang, is_page=not text.kind)


class _Planner:
    """``files`` are the new texts by their paths, ``imported`` the texts that are on the new site after the import."""

    def __init__(
        self,
        site: ImportSite,
        render: Callable[[str], str],
        old_site: OldSite,
        entries: list[Entry],
        refused: Mapping[str, str],
    ) -> None:
        self.site, self.render, self.old_site, self.entries, self.refused = site, render, old_site, entries, refused
        self.topics: dict[tuple[str, str], str] = {}
        self.media = PlannedMedia(site)
        self.files: dict[str, bytes] = {}
        self.imported: list[SourceText] = []
        self.lists: list[tuple[str, OldList]] = []

    def plan_text(self, text: SourceText, media: MediaFiles, attached: frozenset[str]) -> None:
        """Plan the files of a text and its pictures; existing files stay. ``attached`` are names of attachments."""
        path = _path(text, self.site)
        kind, name, shown = text.kind or "page", f"“{shortened(text.title)}”", self.site.shown(path)
        report = SourceReport(text.source, self.entries)
        details = SourceReport(text.source)
        inside = details if Path(text.source).suffix.lower() in PAGE_SUFFIXES else details.inside(name)
        found: list[MediaFile] = []

        def find(address: str) -> MediaFile | str:
            file = media.find(address, text.slug)
            if isinstance(file, str):
                return file
            file = self.media.reserve(file)
            if why := self.refused.get(file.target):
                return why
            found.append(file)
            return file

        relocate(text, self.old_site, find, inside)
        if is_empty(text.body):
            self.entries += details.entries
            report.lost("text", name, tr("nothing is left of its text"))
            return
        content = file_text(replace(text, topics=self.own_topics(text, inside)), self.render, inside)
        target = self.site.content_folder / path
        existing = target.read_bytes() if target.exists() else None
        edited = existing is not None and existing != content.encode()
        if content and edited and not self.is_same_text(text, target):
            why = tr(
                "%(shown)s is there and is another text; rename that one, or --skip %(slug)s",
                shown=shown,
                slug=text.slug,
            )
            report.lost(kind, name, why)
            return
        self.entries += details.entries
        if not content:
            return
        self.imported.append(text)
        if existing is not None:
            note = tr("%(shown)s, which has been edited and stays as it is", shown=shown) if edited else shown
            report.add(kind, name, Outcome.THERE, note)
            return
        report.brought(kind, name, tr("%(shown)s (a draft)", shown=shown) if text.draft else shown)
        self.files[path] = content.encode()
        for file in found:
            if any(f"/{file.target}{end}" in content for end in ' )>"'):
                self.media.copy(file, report, is_reported=size_independent_name(file.path.name) in attached)

    def own_topics(self, text: SourceText, report: SourceReport) -> tuple[str, ...]:
        """Return a text's topics without those that would have the address of another topic."""
        kept = []
        for name in text.topics:
            first = self.topics.setdefault((text.lang, slugify(name, text.lang)), name)
            if first.casefold() == name.casefold():
                kept.append(name)
            else:
                report.lost(
                    "topic",
                    f"“{name}”",
                    tr("it would have the address of “%(first)s”: rename one by --mapping", first=first),
                )
        return tuple(kept)

    def is_same_text(self, text: SourceText, target: Path) -> bool:
        """Return whether a file that differs is an edited version of this text: it has the same day or title."""
        schema = ArticleFields if text.kind else PageFields
        document = read_document(target.read_bytes(), target.name, schema, zone=self.site.zone, today=date.max)
        day = document.values.get("date")
        same_day = isinstance(day, datetime) and text.date is not None and day.date() == text.date.date()
        return same_day or document.values.get("title") == text.title

    def report_attachments(self, batch: Batch) -> None:
        """Report, and plan to copy, every attachment of an export."""
        report = SourceReport(batch.source, self.entries)
        for attachment in batch.attachments.values():
            name = shortened(attachment.address, 120)
            file = batch.media.find(attachment.address, "")
            if isinstance(file, str):
                report.lost("attachment", name, file)
                continue
            file = self.media.reserve(file)
            if why := self.refused.get(file.target):
                report.lost("attachment", name, why)
                continue
            outcome = Outcome.THERE if self.media.exists(file) else Outcome.BROUGHT
            report.add("attachment", name, outcome, self.site.shown(file.target))
            self.media.copy(file, report, is_reported=True)

    def plan_redirects(self) -> tuple[str, str]:
        """Return the file of redirects: its path below the content folder and its new text, "" if nothing is added."""
        declared = self.site.settings.hosting_redirects
        file = self.site.settings.project / declared
        before = file.read_text("utf-8-sig") if declared and file.is_file() else ""
        redirects, _ = parse_redirects(before, "")
        known = {redirect.source: redirect.target for redirect in redirects}
        published = frozenset(map(self.site.address_of, (*self.existing_texts(), *self.files)))
        added: list[str] = []

        def redirect(source: str, targets: Mapping[str, str]) -> None:
            report = SourceReport(source, self.entries)
            lines: list[str] = []
            refused: list[tuple[str, str]] = []
            for url, target in targets.items():
                new, without = redirect_lines([url], target, known, published, self.refused)
                known.update((line.split()[0], target) for line in new)
                lines, refused = [*lines, *new], [*refused, *without]
            for address, why in refused:
                report.lost("address", shortened(address, 120), why)
            added.extend(lines)
            first = next(iter(targets), "")
            shown, target = split_address(first).path, targets.get(first, "")
            if lines and not declared:
                report.lost("address", first, tr("HOSTING_REDIRECTS names no file"))
            elif lines:
                paths = dict.fromkeys(f"{line.split()[0].rstrip('/')}/" for line in lines)
                why = tr("a redirect to %(target)s", target=lines[0].split()[1])
                if len(paths) > 1:
                    why = tr("%(redirect)s; others with it: %(number)s", redirect=why, number=len(paths) - 1)
                report.brought("address", lines[0].split()[0], why)
            elif targets and not refused:
                outcome = Outcome.THERE if known.get(shown) or known.get(shown.rstrip("/")) else Outcome.BROUGHT
                report.add("address", shown, outcome, tr("it leads to %(target)s", target=target))

        for text in self.imported:
            if not text.draft:
                redirect(text.source, dict.fromkeys(text.urls, self.site.address_of(_path(text, self.site))))
        for source, old in self.lists if self.imported else ():
            if any(text.lang == old.lang and not text.draft for text in self.imported):
                target, feed = self.site.list_of(old.lang, kind=old.kind, topic=old.topic, time=old.time)
                feeds = {path: f"{feed}.{ending}" for path, ending in old.feeds.items()}
                redirect(source, {**dict.fromkeys((old.path, *old.pages), target), **feeds})
        if not declared or not added:
            return "", ""
        line_end = "" if not before or before.endswith("\n") else "\n"
        new_text = before + line_end + "\n".join(added) + "\n"
        return Path(declared).relative_to(self.site.settings.path).as_posix(), new_text

    def existing_texts(self) -> Iterator[str]:
        """Yield the paths below the content folder of the texts that are there."""
        for folder in (self.site.settings.article_paths[0], self.site.settings.page_paths[0]):
            for path in sorted((self.site.content_folder / folder).glob("*.*.md")):
                if path.name.count(".") == 2:
                    yield f"{folder}/{path.name}"
