"""What the builds of ``aimaq serve`` leave in memory, to preview the next edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aimaq.build.composition import Composition
    from aimaq.pelican.live_preview import LivePreview

__all__ = ["Session"]


class Session:
    """The live preview of the last build that composed; pass the session to each build."""

    def __init__(self) -> None:
        self._live: LivePreview | None = None

    @property
    def is_live(self) -> bool:
        """Whether an edit can be shown at once; if not, a build that composes the site makes it so again."""
        return self._live is not None

    def keep(self, generators: Sequence[Any], composition: Composition) -> None:
        """Keep the contents of a build that has composed."""
        from aimaq.pelican.live_preview import LivePreview  # it imports Pelican

        self._live = LivePreview(generators, composition, composition.transform.inputs)

    def preview(self, changed: Iterable[Path]) -> Mapping[str, bytes]:
        """Return the finished pages of the texts among the ``changed`` files, by their paths below the output folder.

        The next build publishes the same, unless something else on them has changed too. Empty if nothing can be shown
        at once, or if there is a mistake, which the build reports.
        """
        changed = [path.resolve() for path in changed]
        if self._live is None or not self._live.holds_after(changed):
            self._live = None
            return {}
        try:
            return self._live.preview(changed)
        except Exception:  # templates and plugins may raise anything; the build reports it
            self._live = None
            return {}
