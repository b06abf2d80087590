"""The published site, built and brought to where readers get it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from aimaq.base.lock import locked
from aimaq.hosting.describe import read_published_hosting
from aimaq.newsroom.press.site_with_press_files import PressReport
from aimaq.pipeline.build import Report
from aimaq.pipeline.kinds import build_today, build_with_press
from aimaq.pipeline.project import PUBLISH_CONF, Project
from aimaq.publishing.publish import publish_site
from aimaq.publishing.targets.target_settings import PublishOptions, Target
from aimaq.settings.schema import Settings

__all__ = ["Built", "build_press_site", "publish"]

#: Called when the site has been built, with the build's report, and with what was made for journalists, if anything.
Built = Callable[[Report, PressReport | None], None]


def build_press_site(project: Project, output: Path) -> tuple[Report, PressReport]:
    """Build the published site with PDFs and media kits; one that is being published is waited for."""
    with locked(project.cache / "publish/lock"):  # `aimaq publish` builds into the same place
        return build_with_press(project, output)


def publish(
    project: Project, settings: Settings, target: Target, site: str, options: PublishOptions, built: Built
) -> str:
    """Build the site, unless the folder ``site`` holds it already, and publish it; return a sentence on it.

    ``settings`` are those of the published site. Raises ``ProblemsFound``, or ``UnfinishedPublication`` where only a
    part is published.
    """
    cache = project.cache / "publish"
    with locked(cache / "lock"):  # another one would build into the folder that is being sent
        folder = Path(site or cache / "whole")
        if not site and settings.publish_press:
            built(*build_with_press(project, folder))
        elif not site:
            folder = cache / "site"
            built(build_today(project, folder, conf=PUBLISH_CONF), None)
        headers = read_published_hosting(settings).stored
        return publish_site(target, folder.resolve(), cache, headers, options)
