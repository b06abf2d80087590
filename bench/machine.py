"""The machine in a few words."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path

__all__ = ["describe"]


def describe() -> str:
    """Return system, processor, cores and memory, in one line."""
    parts = [f"{platform.system()} {platform.machine()}"]
    if name := _first(Path("/proc/cpuinfo"), r"^model name\s*:\s*(.+)$"):
        parts.append(name)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    parts.append(f"{cores} cores")
    if memory := _first(Path("/proc/meminfo"), r"^MemTotal:\s+(\d+) kB$"):
        parts.append(f"{int(memory) / 1024**2:.0f} GiB of memory")
    return ", ".join(parts)


def _first(path: Path, pattern: str) -> str:
    try:
        match = re.search(pattern, path.read_text(), re.MULTILINE)
    except OSError:
        return ""
    return match[1].strip() if match else ""
