"""Questions to Git, which need not be there."""

from __future__ import annotations

import subprocess
from pathlib import Path

__all__ = ["git"]


def git(folder: Path, *arguments: str, data: bytes = b"", seconds: int = 60) -> bytes | None:
    """Return what Git prints in a folder; None where it fails, takes longer than so many seconds, or is missing."""
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=folder, input=data, capture_output=True, timeout=seconds, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
