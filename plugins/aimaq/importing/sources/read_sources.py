"""Reads a whole source: a batch of texts from each of its files, and report entries for everything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from aimaq.base.problems import Problem, ProblemsFound, suggest
from aimaq.importing.options import ImportOptions, ImportSite
from aimaq.importing.report import Entry, SourceReport
from aimaq.importing.sources.dates import find_date
from aimaq.importing.sources.media_files import MediaFiles
from aimaq.importing.sources.saved_pages import read_page
from aimaq.importing.sources.section_mapping import SectionMapping, read_section_mapping
from aimaq.importing.sources.source_files import MAX_BYTES, source_files
from aimaq.importing.sources.source_text import SourceAttachment, SourceText
from aimaq.importing.sources.wordpress_texts import read_wordpress
from aimaq.importing.sources.wordpress_xml import read_export

__all__ = ["Batch", "read_sources"]


@dataclass(slots=True)
class Batch:
    """The texts of one file of the source, and the folders that hold their pictures.

    ``attachments`` are an export's. ``beside`` maps files that a browser saved to their paths as messages show them.
    """

    source: str
    media: MediaFiles
    texts: list[SourceText]
    attachments: Mapping[str, SourceAttachment] = field(default_factory=dict)
    beside: Mapping[Path, str] = field(default_factory=dict)


def read_sources(options: ImportOptions, site: ImportSite, today: date) -> tuple[list[Batch], list[Entry]]:
    """Return the batches of a source, and report entries for all items that did not become texts.

    Raises ProblemsFound for options that cannot be right.
    """
    mapping, day = _checked(options, site)
    uploads = Path(options.uploads) if options.uploads else None
    entries: list[Entry] = []
    batches: list[Batch] = []
    beside: dict[Path, str] = {}
    for file in source_files(Path(options.source)):
        path, report = file.path.resolve(), SourceReport(file.shown, entries)
        uploaded = uploads is not None and path.is_relative_to(uploads.resolve())
        if file.kind == "beside" or (file.kind == "other" and uploaded):
            beside[path] = file.shown
        elif file.kind == "other":
            report.left("file", "", "it is neither an export of WordPress nor a page")
        elif file.path.stat().st_size > MAX_BYTES:
            report.lost("file", "", f"it has more than {MAX_BYTES} bytes")
        elif file.kind == "export":
            export = read_export(file.path.read_bytes(), file.shown)
            if isinstance(export, Problem):
                place = f"{export.line}:{export.column}: " if export.line else ""
                report.lost("file", "", f"{place}{export.message}; {export.hint}")
                continue
            texts, attachments = read_wordpress(export, options, site, mapping, report)
            batches.append(Batch(file.shown, MediaFiles(uploads), texts, attachments))
        elif text := read_page(file.path, options, site, mapping, day, today, report):
            batches.append(Batch(file.shown, MediaFiles(uploads, file.path.parent, file.saved), [text]))
    return [*batches, Batch("", MediaFiles(None), [], beside=beside)], entries


def _checked(options: ImportOptions, site: ImportSite) -> tuple[SectionMapping, datetime | None]:
    """Return the mapping of sections and the day that the options name; raise ProblemsFound with all problems."""
    problems: list[Problem] = []
    mapping = SectionMapping()
    try:
        mapping = read_section_mapping(options.mapping, options.kind)
    except ProblemsFound as found:
        problems += found.problems
    if not Path(options.source).exists():
        hint = "give a WordPress export (.xml), a saved page (.html) or a folder of them"
        problems.append(Problem(options.source, "there is no such file or folder", hint=hint))
    if options.uploads and not Path(options.uploads).is_dir():
        problems.append(Problem("--uploads", f'"{options.uploads}" is not a folder', hint="give wp-content/uploads"))
    if options.lang and options.lang not in site.languages:
        message = f'unknown language "{options.lang}"{suggest(options.lang, site.languages)}'
        problems.append(Problem("--lang", message))
    day = find_date(options.date, site.zone) if options.date else None
    if options.date and day is None:
        problems.append(Problem("--date", f'expected a date such as 2021-07-01, found "{options.date}"'))
    if problems:
        raise ProblemsFound(problems)
    return mapping, day
