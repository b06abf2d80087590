"""The published site, built and brought to its target."""

import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from aimaq.base.files.lock import locked
from aimaq.base.languages.messages import tr
from aimaq.figures.log.log_file import read_log, remember_head
from aimaq.hosting.describe import read_published_hosting
from aimaq.newsroom.press.site_with_press_files import PressReport
from aimaq.pipeline.figure_log import log_files_of
from aimaq.pipeline.kinds import build_today, build_with_press
from aimaq.pipeline.project import Project
from aimaq.pipeline.publication.log_publication import LogPublication, check_built_log, check_sealed
from aimaq.pipeline.report import Report
from aimaq.publishing.announcements import announce
from aimaq.publishing.built_site import read_site
from aimaq.publishing.log.published_log import published_head
from aimaq.publishing.log.sealing import Sealing
from aimaq.publishing.publish import publish_site, reader_of, roll_back
from aimaq.publishing.targets.target_settings import PublishOptions, Target
from aimaq.settings.schema import Settings

__all__ = ["Built", "append_to_log", "build_press_site", "publish", "roll_back_site"]

#: Called after the build, with its report and that of the press files, if there are any.
Built = Callable[[Report, PressReport | None], None]


def build_press_site(project: Project, output: Path) -> tuple[Report, PressReport]:
    """Build the published site with PDFs and media kits; wait while another command publishes."""
    target = project.folder_to_replace(output, project.settings(project.published_conf))
    with locked(project.cache / "publish/lock"):  # `aimaq publish` builds into the same folder
        return build_with_press(project, target)


def publish(
    project: Project,
    settings: Settings,
    target: Target,
    site: str,
    options: PublishOptions,
    built: Built,
    say: Callable[[str], None],
) -> str:
    """Build the site, unless the folder ``site`` holds it already, and publish it; return a sentence on it.

    ``settings`` are those of the published site; ``say`` is called with what happens to the log. Raises
    ``ProblemsFound``, or ``UnfinishedPublication`` where only a part is published.
    """
    cache = project.cache / "publish"
    with locked(cache / "lock"):  # another command would build into the folder that is being sent
        read, has_site = reader_of(target)
        if site:
            folder = Path(site)
            read_site(folder.resolve())
            check_built_log(settings, folder, read, str(target), say, has_site=has_site)
        else:
            sealing = Sealing.of(settings, os.environ)
            build = _builder(project, settings)
            log = LogPublication(project, settings, build, say, sealing, options.key_lost, options.dry_run)
            report = log.prepare(read, str(target), has_site=has_site)
            folder = _finished(project, settings, report, built)
            if not options.dry_run:
                check_sealed(settings, folder)
        headers = read_published_hosting(settings).stored
        whole = folder.resolve()
        sentence = publish_site(target, whole, cache, headers, options, partial(announce, settings, whole))
        files = log_files_of(settings)
        if files and files.head.exists() and not options.dry_run:
            remember_head(files)
        return sentence


def roll_back_site(settings: Settings, target: Target, to: str, *, allow_deletions: bool) -> str:
    """Make an earlier release current, ``to`` or the one before (""); return what readers see now, in words."""
    sentence = roll_back(target, to, allow_deletions=allow_deletions)
    files = log_files_of(settings)
    log = read_log(files) if files else None
    published = published_head(reader_of(target)[0], str(target)) if log else None
    if log is None or published is None or published.checkpoint.size >= log.published:
        return sentence
    then = tr(
        "Readers see the log of then, with %(size)s of %(published)s entries: mend what was wrong, and publish soon.",
        size=published.checkpoint.size,
        published=log.published,
    )
    return f"{sentence}\n{then}"


def append_to_log(project: Project, settings: Settings, say: Callable[[str], None]) -> None:
    """Append to the log what is public, and seal it, for a site that is built afterwards; raise ``ProblemsFound``."""
    with locked(project.cache / "publish/lock"):
        LogPublication(project, settings, _builder(project, settings), say, Sealing.of(settings, os.environ)).grow()


def _builder(project: Project, settings: Settings) -> Callable[[], Report]:
    overrides = {"PRESS_SOURCES": True} if settings.publish_press else {}
    site = project.cache / "publish/site"
    return partial(build_today, project, site, conf=project.published_conf, overrides=overrides)


def _finished(project: Project, settings: Settings, report: Report, built: Built) -> Path:
    """Return the folder of the site that has been built, with its press files."""
    cache = project.cache / "publish"
    press: PressReport | None = None
    if settings.publish_press:
        again, press = build_with_press(project, cache / "whole")
        report = replace(report, unlogged=again.unlogged)
    built(report, press)
    return cache / ("whole" if press else "site")
