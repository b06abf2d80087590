"""What a changed ledger would change on the site. If the texts of the last build are out of date, they are composed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from aimaq.pipeline.project import Project, languages_of

if TYPE_CHECKING:
    from aimaq.figures.impact.compare import Impact
    from aimaq.figures.ledger import Ledger
    from aimaq.settings.schema import Settings

__all__ = ["impact_against", "impact_between"]


def impact_against(project: Project, against: str) -> tuple[Impact, str]:
    """Return the changes since the ledger of a Git revision or file ("": the last published), and its name."""
    from aimaq.figures.impact.baseline import baseline
    from aimaq.figures.ledger import read_ledger

    settings = project.settings()
    path, languages = project.root / settings.indicators_path, languages_of(settings)
    name, before = baseline(against, path, cache=project.cache, languages=languages, root=project.root)
    now = read_ledger(path, languages=languages, root=project.root)
    return impact_between(project, before, now, settings), name


def impact_between(project: Project, before: Ledger, after: Ledger, settings: Settings) -> Impact:
    """Return what the ledger ``after`` changes on the site of the ledger ``before``; raise ``ProblemsFound``."""
    from aimaq.base.files.safe_folders import check_folders
    from aimaq.figures.fill.today import moment_of
    from aimaq.figures.impact.compare import changed_keys, impact_of, not_yet_public
    from aimaq.newsroom.corrections.fill import load
    from aimaq.pipeline.build import build
    from aimaq.pipeline.composed_texts import composed_texts

    check_folders(settings.given, project.root)
    moment = datetime.now(UTC)
    old, new = load(settings, moment, before), load(settings, moment, after)
    keys = changed_keys(old, new)
    texts = composed_texts(project.root, cache=project.cache, keys=keys) if keys else {}
    if texts is None:
        undrawn = "aimaq.figures.fill.compose_only:Undrawn"
        overrides = {
            "INCREMENTAL_TRANSFORM": "aimaq.newsroom.corrections.fill:load_compose_only",
            "INCREMENTAL_DRAWN": dict.fromkeys(settings.incremental_drawn, undrawn),
        }
        site, cache = (project.cache / "impact" / name for name in ("site", "cache"))
        shared = project.shared_cache
        build(project.root, output=site, cache=cache, overrides=overrides, shared_cache=shared, is_published=False)
        texts = composed_texts(project.root, cache=cache, keys=keys, overrides=overrides) or {}
    found = impact_of(texts, old, new, settings.indicators_prefixes)
    return replace(found, later=not_yet_public(before, after, moment_of(settings, moment)))
