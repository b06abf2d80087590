"""Reads a whole source: a batch of texts from each export, saved page or text, and entries for all else."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound, raise_any, suggest
from aimaq.importing.options import ImportOptions, ImportSite
from aimaq.importing.report import Entry, SourceReport
from aimaq.importing.sources.dates import find_date
from aimaq.importing.sources.generators.lists import generator_lists
from aimaq.importing.sources.generators.site import GeneratorSite, find_site
from aimaq.importing.sources.generators.texts import GeneratorFile, read_texts, site_of_files
from aimaq.importing.sources.languages import stated_language
from aimaq.importing.sources.media_files import MediaFiles, is_file
from aimaq.importing.sources.old_lists import OldList
from aimaq.importing.sources.saved_pages import read_page
from aimaq.importing.sources.section_mapping import SectionMapping, read_section_mapping
from aimaq.importing.sources.source_text import Attachments, SourceText
from aimaq.importing.sources.word.documents import read_document
from aimaq.importing.sources.wordpress_texts import read_wordpress
from aimaq.importing.sources.wordpress_xml import HEAD_BYTES, is_export, read_export

__all__ = ["PAGE_SUFFIXES", "Batch", "read_sources"]


#: Of one file; an export of 20,000 articles has half of it.
MAX_BYTES: Final = 500_000_000
PAGE_SUFFIXES: Final = frozenset({".htm", ".html", ".xhtml"})
_UNREAD_SUFFIXES: Final = frozenset({".doc", ".odt", ".rtf", ".docm"})
_TEXT_SUFFIXES: Final = frozenset({".md", ".markdown", ".mkd", ".mdown", ".rst"})


@dataclass(frozen=True, slots=True)
class _SourceFile:
    """A file of a source. One of the kind ``beside`` was saved by a browser with a page.

    ``shown`` is its path as messages show it; ``saved`` is the folder in which a browser saved a page's pictures.
    """

    path: Path
    shown: str
    kind: Literal["export", "page", "text", "document", "unread", "beside", "other"]
    saved: Path | None = None


@dataclass(slots=True)
class Batch:
    """The texts of one file of the source, and the folders that hold their pictures.

    ``attachments`` are an export's, ``lists`` the lists of the old site that it tells of.
    """

    source: str
    media: MediaFiles
    texts: list[SourceText]
    attachments: Attachments = field(default_factory=dict)
    lists: Sequence[OldList] = ()


def read_sources(options: ImportOptions, site: ImportSite) -> tuple[list[Batch], Mapping[Path, str], list[Entry]]:
    """Return a source's batches, the files beside its texts, and entries for what is no text.

    The files, such as those that a browser saved with a page, are resolved; they are mapped to their paths as messages
    show them. Raises ProblemsFound for options that are wrong.
    """
    mapping = _checked(options, site)
    uploads = Path(options.uploads) if options.uploads else None
    entries: list[Entry] = []
    batches: list[Batch] = []
    beside: dict[Path, str] = {}
    generator = find_site(Path(options.source))
    written: list[GeneratorFile] = []
    for file in _source_files(Path(options.source), generator, entries):
        path, report = file.path.resolve(), SourceReport(file.shown, entries)
        uploaded = uploads is not None and path.is_relative_to(uploads.resolve())
        if file.kind == "text":
            written.append(GeneratorFile(path, file.shown))
        elif file.kind == "beside" or (file.kind == "other" and uploaded):
            beside[path] = file.shown
        elif file.kind == "document":
            if document := read_document(file.path, options, site, mapping, report):
                batches.append(Batch(file.shown, MediaFiles(uploads, [document[1]]), [document[0]]))
        elif file.kind == "unread":
            report.lost("file", "", tr("save it as a document of Word (.docx)"))
        elif file.kind == "other":
            report.left("file", "", tr("it is neither an export of WordPress nor a page or a text"))
        elif file.path.stat().st_size > MAX_BYTES:
            report.lost("file", "", tr("it has more than %(most)s bytes", most=MAX_BYTES))
        elif file.kind == "export":
            export = read_export(file.path.read_bytes(), file.shown)
            if isinstance(export, Problem):
                place = f"{export.line}:{export.column}: " if export.line else ""
                report.lost("file", "", f"{place}{export.message}; {export.hint}")
                continue
            texts, attachments, lists = read_wordpress(export, options, site, mapping, report)
            batches.append(Batch(file.shown, MediaFiles(uploads), texts, attachments, lists))
        elif generator and not generator.is_published(path):
            report.left("file", "", tr("it stands outside of the folder of texts"))
        elif text := read_page(file.path, options, site, mapping, report):
            batches.append(Batch(file.shown, MediaFiles(uploads, [file.path.parent], file.saved), [text]))
    if written:
        root = Path(options.source) if Path(options.source).is_dir() else Path(options.source).parent
        found = generator or site_of_files(written, root.resolve())
        batches += _generator_batches(written, found, uploads, options, site, mapping, entries)
    return batches, beside, entries


def _generator_batches(
    files: Sequence[GeneratorFile],
    generator: GeneratorSite,
    uploads: Path | None,
    options: ImportOptions,
    site: ImportSite,
    mapping: SectionMapping,
    entries: list[Entry],
) -> Iterator[Batch]:
    def report_of(shown: str) -> SourceReport:
        return SourceReport(shown, entries)

    texts = list(read_texts(files, generator, options, site, mapping, report_of))
    main = stated_language(generator.language, site.languages) or site.settings.default_lang
    lists = list(generator_lists(generator, [(each.text, each.categories, each.tags) for each in texts], main, mapping))
    for each in texts:
        media = MediaFiles(uploads, [each.file.path.parent, *generator.folders])
        yield Batch(each.file.shown, media, [each.text])
    yield Batch(generator.root.name, MediaFiles(None), [], lists=lists)


def _checked(options: ImportOptions, site: ImportSite) -> SectionMapping:
    """Return the mapping of sections that the options name; raise ProblemsFound with all problems."""
    problems: list[Problem] = []
    mapping = SectionMapping()
    try:
        mapping = read_section_mapping(options.mapping, options.kind)
    except ProblemsFound as found:
        problems += found.problems
    if not Path(options.source).exists():
        hint = tr("give a WordPress export (.xml), a saved page (.html), a document (.docx), or a folder of texts")
        problems.append(Problem(options.source, tr("there is no such file or folder"), hint=hint))
    if options.uploads and not Path(options.uploads).is_dir():
        problems.append(
            Problem(
                "--uploads",
                tr('"%(uploads)s" is not a folder', uploads=options.uploads),
                hint=tr("give wp-content/uploads"),
            )
        )
    if options.lang and options.lang not in site.languages:
        message = tr('unknown language "%(lang)s"', lang=options.lang) + suggest(options.lang, site.languages)
        problems.append(Problem("--lang", message))
    if options.date and find_date(options.date, site.zone) is None:
        problems.append(
            Problem("--date", tr('expected a date such as 2021-07-01, found "%(date)s"', date=options.date))
        )
    raise_any(problems)
    return mapping


def _source_files(source: Path, generator: GeneratorSite | None, entries: list[Entry]) -> Iterator[_SourceFile]:
    """Yield the files of ``source``, a file or a folder, ordered by name. Symbolic links are not followed.

    Folders of a generator's site that hold no texts are left out, each with a line in ``entries``.
    """
    if source.is_file():
        file = _file(source, source.name)
        yield file
        if file.saved:
            yield from _saved_files(file.saved, source)
        return
    for folder, folders, names in os.walk(source):
        folders.sort()
        if generator and Path(folder).resolve() == generator.root:
            for name in [name for name in folders if name.startswith(".") or not generator.holds_texts(name)]:
                folders.remove(name)
                why = tr("templates, settings or pages that the old site was made of")
                SourceReport(_shown(Path(folder, name), source), entries).left("folder", "", why)
        saved = [name for name in folders if _belongs_to_page(Path(folder, name))]
        for name in sorted(names):
            path = Path(folder, name)
            if path.is_symlink() or not path.is_file():
                yield _SourceFile(path, _shown(path, source), "other")
            elif not name.startswith("."):
                yield _file(path, _shown(path, source), is_site=generator is not None)
        for name in saved:
            folders.remove(name)
            yield from _saved_files(Path(folder, name), source)


def _saved_files(folder: Path, source: Path) -> Iterator[_SourceFile]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield _SourceFile(path, _shown(path, source), "beside")


def _file(path: Path, shown: str, *, is_site: bool = False) -> _SourceFile:
    if path.suffix.lower() in _TEXT_SUFFIXES:
        return _SourceFile(path, shown, "text")
    if path.suffix.lower() == ".docx":
        return _SourceFile(path, shown, "document")
    if path.suffix.lower() in _UNREAD_SUFFIXES and not is_site:
        return _SourceFile(path, shown, "unread")
    if is_site and is_file(path.name):
        return _SourceFile(path, shown, "beside")
    if path.suffix.lower() in PAGE_SUFFIXES:
        with path.open("rb") as file:
            if is_site and file.read(3) in (b"---", b"+++"):
                return _SourceFile(path, shown, "text")
        names = (f"{path.stem}_files", f"{path.stem}.files", f"{path.name}_files")
        folders = (path.with_name(name) for name in names)
        return _SourceFile(path, shown, "page", next((folder for folder in folders if folder.is_dir()), None))
    if path.suffix.lower() in (".xml", ".wxr", ".rss"):
        with path.open("rb") as file:
            if is_export(file.read(HEAD_BYTES)):
                return _SourceFile(path, shown, "export")
    return _SourceFile(path, shown, "other")


def _belongs_to_page(folder: Path) -> bool:
    """Return whether a browser saved a folder with a page: it is named after it, ``page_files``."""
    for ending in ("_files", ".files"):
        if folder.name.endswith(ending):
            stem = folder.name.removesuffix(ending)
            return any(folder.with_name(f"{stem}{suffix}").is_file() for suffix in ("", *PAGE_SUFFIXES))
    return False


def _shown(path: Path, source: Path) -> str:
    return path.relative_to(source.parent).as_posix()
