"""What one run of Pelican composed: finished files go to the disk, those with something pending are kept."""

from __future__ import annotations

from pathlib import Path

from support.problems import Problem, ProblemsFound

from .transform import Transform

__all__ = ["Composition", "finish_all"]


class Composition:
    """Collects composed texts by output path while Pelican writes."""

    def __init__(self, transform: Transform) -> None:
        self.transform = transform
        self.pending: dict[str, str] = {}

    def add(self, output: Path, path: str, text: str) -> None:
        """Take a composed text: keep it if the transform has yet to finish it, else write it below ``output``."""
        prepared = self.transform.prepare(path, text)
        if self.transform.pending(prepared):
            self.pending[path] = prepared
        else:
            _write(output / path, prepared)

    def finish(self, output: Path) -> None:
        """Write every pending text, finished; raise ``ProblemsFound`` with the problems of all of them."""
        for path, text in finish_all(self.transform, self.pending).items():
            _write(output / path, text)


def finish_all(transform: Transform, texts: dict[str, str]) -> dict[str, str]:
    """Return the finished texts; raise ``ProblemsFound`` once, with the problems of all of them."""
    finished: dict[str, str] = {}
    problems: list[Problem] = []
    for path, text in texts.items():
        try:
            finished[path] = transform.finish(text)
        except ProblemsFound as found:
            problems.extend(found.problems)
    if problems:
        raise ProblemsFound(problems)
    return finished


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # RFC 4180 files have CRLF lines, and every other file has to be the same on every system.
    path.write_text(text, encoding="utf-8", newline="")
