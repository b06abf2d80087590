"""The published site, built and brought to its target."""

from collections.abc import Callable
from pathlib import Path

from aimaq.base.files.lock import locked
from aimaq.hosting.describe import read_published_hosting
from aimaq.newsroom.press.site_with_press_files import PressReport
from aimaq.pipeline.kinds import build_today, build_with_press
from aimaq.pipeline.project import PUBLISH_CONF, Project
from aimaq.pipeline.report import Report
from aimaq.publishing.publish import publish_site
from aimaq.publishing.targets.target_settings import PublishOptions, Target
from aimaq.settings.schema import Settings

__all__ = ["Built", "build_press_site", "publish"]

#: Called after the build, with its report and that of the press files, if there are any.
Built = Callable[[Report, PressReport | None], None]


def build_press_site(project: Project, output: Path) -> tuple[Report, PressReport]:
    """Build the published site with PDFs and media kits; wait while another command publishes."""
    target = project.folder_to_replace(output, project.settings(PUBLISH_CONF))
    with locked(project.cache / "publish/lock"):  # `aimaq publish` builds into the same folder
        return build_with_press(project, target)


def publish(
    project: Project, settings: Settings, target: Target, site: str, options: PublishOptions, built: Built
) -> str:
    """Build the site, unless the folder ``site`` holds it already, and publish it; return a sentence on it.

    ``settings`` are those of the published site. Raises ``ProblemsFound``, or ``UnfinishedPublication`` where only a
    part is published.
    """
    cache = project.cache / "publish"
    with locked(cache / "lock"):  # another command would build into the folder that is being sent
        folder = Path(site or cache / "whole")
        if not site and settings.publish_press:
            built(*build_with_press(project, folder))
        elif not site:
            folder = cache / "site"
            built(build_today(project, folder, conf=PUBLISH_CONF), None)
        headers = read_published_hosting(settings).stored
        return publish_site(target, folder.resolve(), cache, headers, options)
