"""The kinds of builds: the public site, a preview with what is held back, the as-of site, the site with press files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aimaq.base.languages.messages import system_reason, tr
from aimaq.pipeline.project import CONF, Project, today

if TYPE_CHECKING:
    from aimaq.newsroom.press.site_with_press_files import PressReport
    from aimaq.pipeline.report import Report
    from aimaq.pipeline.session import Session

__all__ = ["PreviewPlace", "build_as_of", "build_preview", "build_today", "build_with_press", "preview_place"]


def build_today(
    project: Project,
    output: Path,
    *,
    conf: str = CONF,
    overrides: Mapping[str, Any] | None = None,
    fresh: bool = False,
    at: datetime | None = None,
) -> Report:
    """Build the public site into ``output``, as of the moment ``at`` if given; each output folder has its own cache.

    ``overrides`` are settings that replace those of the file ``conf``. The ledger is kept for ``aimaq impact``.
    """
    from aimaq.pipeline.build import build

    target = project.output_folder(output)
    cache = project.cache if target == project.root / "output" else target.with_name(f".{target.name}.cache")
    published: list[tuple[str, Mapping[str, Any]]] = []

    def keep_ledger(values: Mapping[str, Any]) -> None:
        ledger = project.root / values.get("INDICATORS_PATH", "")
        published.append((ledger.read_text("utf-8", errors="replace") if ledger.is_file() else "", values))

    report = build(
        project.root,
        output=target,
        cache=cache,
        conf=conf,
        overrides=overrides,
        fresh=fresh,
        check=keep_ledger,
        shared_cache=project.shared_cache,
        now=at,
    )
    if not published:  # nothing has changed; the imports below are slow
        return report
    from aimaq.figures.impact.baseline import keep_published
    from aimaq.settings.read import read_settings

    try:
        for text, values in published:
            keep_published(cache, text, today(read_settings(values, project.root)).isoformat())
    except OSError as error:  # the site is published, and only `aimaq impact` needs the ledger
        remark = tr(
            "The ledger could not be kept for `aimaq impact` (%(reason)s): the next build keeps it.",
            reason=system_reason(error),
        )
        return replace(report, remarks=(*report.remarks, remark))
    return report


@dataclass(frozen=True, slots=True)
class PreviewPlace:
    """Where the preview is built, and the settings that it has instead of the site's."""

    site: Path
    cache: Path
    overrides: Mapping[str, Any]


def preview_place(project: Project) -> PreviewPlace:
    """Return where the preview of a site is built, from which nothing is published."""
    overrides = {"PREVIEW": True, "INCREMENTAL_TRANSFORM": "aimaq.newsroom.corrections.fill:load_preview"}
    return PreviewPlace(project.cache / "preview/site", project.cache / "preview/cache", overrides)


def build_preview(project: Project, session: Session) -> Report:
    """Build the site, with what is not public yet, into the cache folder, from which nothing is published."""
    from aimaq.pipeline.build import build

    place = preview_place(project)
    return build(
        project.root,
        output=place.site,
        cache=place.cache,
        overrides=place.overrides,
        session=session,
        shared_cache=project.shared_cache,
    )


def build_as_of(project: Project, as_of: str, output: str, *, conf: str = CONF, fresh: bool = False) -> Report:
    """Build the as-of site of the ISO date ``as_of`` into the folder ``output`` ("": a folder named by the day)."""
    from aimaq.base.problems import Problem, ProblemsFound
    from aimaq.figures.ledger import parse_date
    from aimaq.pipeline.build import build

    settings = project.settings(conf)
    try:
        day = parse_date(as_of)
    except ValueError as error:
        raise ProblemsFound([Problem("--as-of", str(error))]) from None
    if day > today(settings):
        message = tr("%(day)s lies in the future, of which nothing is known", day=day)
        raise ProblemsFound([Problem("--as-of", message, hint=tr("give a day that has been"))])
    target = project.output_folder(Path(output) if output else project.root / f"output-as-of-{day}")
    if target == project.root / "output":
        message = tr("today's site is in this folder, and one of another day would take its place")
        raise ProblemsFound([Problem("--output", message, hint=tr("leave --output away, or name another folder"))])
    overrides = {"AS_OF": day.isoformat(), "INCREMENTAL_TRANSFORM": "aimaq.newsroom.corrections.fill:load_as_of"}
    cache = target.with_name(f".{target.name}.cache")
    shared = project.shared_cache
    return build(
        project.root, output=target, cache=cache, conf=conf, overrides=overrides, fresh=fresh, shared_cache=shared
    )


def build_with_press(project: Project, output: Path) -> tuple[Report, PressReport]:
    """Build the published site with its PDFs and media kits into ``output``."""
    from aimaq.base.files.cache import Cache
    from aimaq.base.processes.progress import Progress
    from aimaq.newsroom.press.site_with_press_files import write_site_with_press_files

    cache, progress = project.cache / "publish", Progress()
    site = cache / "site"
    report = build_today(project, site, conf=project.published_conf, overrides={"PRESS_SOURCES": True})
    try:
        url = project.settings(project.published_conf).siteurl
        return report, write_site_with_press_files(site, output, Cache(cache / "made"), url, progress)
    finally:
        progress.close()
