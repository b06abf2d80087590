"""What the builds of a process that stays, as under ``aimaq serve``, leave in memory for the next edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aimaq.build.composition import Composition
    from aimaq.pelican.live_preview import LivePreview

__all__ = ["Session"]


class Session:
    """Hand it to every build; ask it for a preview first."""

    def __init__(self) -> None:
        self._warm: LivePreview | None = None

    def keep(self, generators: Sequence[Any], composition: Composition) -> None:
        """Keep what a build that has composed leaves."""
        from aimaq.pelican.live_preview import LivePreview  # it imports Pelican, which is there only after such a build

        self._warm = LivePreview(generators, composition, composition.transform.inputs)

    def preview(self, changed: Iterable[Path]) -> Mapping[str, bytes]:
        """Return the finished pages of the texts among the ``changed`` files, by their paths below the output folder.

        They are what the next build publishes, unless something else on them has changed too. Empty where there is
        nothing to be shown at once, be it because of a mistake: the build says what is wrong.
        """
        changed = [path.resolve() for path in changed]
        if self._warm is None or not self._warm.holds_after(changed):
            self._warm = None
            return {}
        try:
            return self._warm.preview(changed)
        except Exception:  # a template or a plugin may raise anything, and whatever it is, the build meets it too
            self._warm = None
            return {}
