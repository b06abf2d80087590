"""What the check finds, before it has a line and a column."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Finding"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A contradiction at an offset of a file: what was found, and what to do."""

    offset: int
    message: str
    hint: str
