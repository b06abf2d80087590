"""One run of a build: what was asked for, what it compares with the last build, and its report so far."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aimaq.base.files.cache import Cache
from aimaq.base.languages.messages import spoken
from aimaq.base.problems import Problem
from aimaq.build.encoder import Encoder
from aimaq.build.file_digests import FileDigests
from aimaq.build.inputs import Inputs
from aimaq.build.last_build import LastBuild
from aimaq.build.site_trees import Changes, SiteTrees
from aimaq.build.store import Store
from aimaq.build.transform import Transform
from aimaq.pelican.active import link_folder
from aimaq.pipeline.report import Report
from aimaq.pipeline.session import Session
from aimaq.pipeline.steps.checked_settings import typed_settings

if TYPE_CHECKING:
    from aimaq.settings.schema import Settings

__all__ = ["BuildRequest", "BuildRun", "timestamp"]


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What the caller of ``build`` asked for; ``values`` are those of the settings file and its overrides.

    ``is_published`` is False for a site that nobody reads, whose figures have not been filled in.
    """

    project: Path
    output: Path
    cache: Path
    conf: str
    values: Mapping[str, Any]
    session: Session | None
    check: Callable[[Mapping[str, Any]], None]
    shared_cache: Cache
    now: datetime | None
    is_published: bool = True


class BuildRun:
    """The state of one build.

    ``now`` is one moment for everything that asks what is public by now. ``published`` has the digest of every file of
    the site; it is empty if the site is not the one that the last build published. ``others`` are the paths of what
    else is in its folder then.
    """

    def __init__(self, request: BuildRequest, store: Store, remarks: list[str]) -> None:
        self.request, self.store, self.remarks = request, store, remarks
        self.doubts: list[Problem] = []
        self.now = request.now or datetime.now(UTC)
        self.started = self.stage_started = time.monotonic()
        self.stages: dict[str, float] = {}
        self.trees = SiteTrees(request.output)
        drawn = request.values.get("INCREMENTAL_DRAWN", {})
        self.folder = link_folder(request.values)
        self.encoder = Encoder(drawn, lambda: self.settings, request.shared_cache, self.folder)
        self._known_digests, self.last = store.file_digests(), store.last_build()
        self.inputs = self._inputs()
        # Computed before anything else is read, so that the next build notices every later change.
        self.inputs_digest = self.inputs.digest()
        published = store.digests()
        found = self.trees.files() if self.last.trees == self.trees.identity() else set()
        is_ours = bool(found) and published.keys() <= found
        self.published: Mapping[str, bytes] = published if is_ours else {}
        self.others: Collection[str] = found.difference(published) if is_ours else ()

    @cached_property
    def settings(self) -> Settings:
        """The settings, of the right types; raises ``ProblemsFound``."""
        return typed_settings(self.request.values, self.request.project)

    @property
    def must_compose(self) -> bool:
        """True if texts have become public since the last build, or may not be public, as its clock was ahead.

        Also if it has words about drafts in another language than this one's.
        """
        has_other_words = self.last.drafts != "{}" and self.last.spoken != spoken()
        return has_other_words or self._is_over(self.last.compose_by) or self.last.built_at > timestamp(self.now)

    @property
    def is_up_to_date(self) -> bool:
        """True if there is nothing to build."""
        unchanged = bool(self.published) and self.last.inputs == self.inputs_digest
        return unchanged and not self._is_over(self.last.fill_by) and not self.must_compose

    def changed_keys(self, transform: Transform) -> set[str]:
        """Return the transform's keys that are new, removed or different."""
        before, now = self.store.state(), transform.state
        return {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}

    def keep_digests(self) -> None:
        """Store the digests of the input files for the next build."""
        self.store.put_file_digests(self._known_digests, self.inputs.digests.current)
        self.end_stage("inputs")

    def end_stage(self, name: str) -> None:
        """Count the time since the end of the last stage for the stage ``name``."""
        now = time.monotonic()
        self.stages[name] = round(self.stages.get(name, 0.0) + now - self.stage_started, 3)
        self.stage_started = now

    def report(
        self, build: LastBuild, changes: Changes, *, refilled: bool, composed: int = 0, finished: int = 0
    ) -> Report:
        """Return the report of a build, of which ``build`` is recorded."""
        seconds = time.monotonic() - self.started
        unlogged, drafts = tuple(json.loads(build.unlogged)), json.loads(build.drafts)
        return Report(
            refilled=refilled,
            composed=composed,
            finished=finished,
            changes=changes,
            seconds=seconds,
            stages=self.stages,
            remarks=tuple(self.remarks),
            doubts=tuple(self.doubts),
            unlogged=unlogged,
            drafts=drafts,
            folder=self.folder,
        )

    def first_moment(self, moments: Iterable[datetime]) -> str:
        """Return the first of the moments that are still to come; "" if there is none."""
        first = min((moment for moment in moments if moment > self.now), default=None)
        return timestamp(first) if first else ""

    def _inputs(self) -> Inputs:
        request = self.request
        digests = FileDigests(self._known_digests)
        try:
            return Inputs.of(request.project, request.conf, request.values, digests, self.now, self.last)
        except (OSError, RecursionError, TypeError):
            _ = self.settings  # names the setting of the wrong type
            raise

    def _is_over(self, moment: str) -> bool:
        return bool(moment) and datetime.fromisoformat(moment) <= self.now


def timestamp(moment: datetime) -> str:
    """Return the moment as a text that sorts by time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
