"""What ``aimaq check`` warns of without refusing to publish: what nobody may rely on for long, or any more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from aimaq.base.problems import Problem
from aimaq.hosting.config import read_security
from aimaq.hosting.security import expiry_warning

__all__ = ["outdated", "warnings_of"]


def warnings_of(settings: Mapping[str, Any], today: date) -> list[Problem]:
    """Return the warnings; ``PROJECT`` is the project's folder. Raises ``ProblemsFound`` for a wrong setting."""
    security, (path, line) = read_security(settings)
    message = expiry_warning(security, today) if security else ""
    hint = "see that its addresses are still right, and set HOSTING_SECURITY's expires to a day within a year"
    return [Problem(path, f"HOSTING_SECURITY: {message}", line, hint=hint)] if message else []


def outdated(folder: Path, texts: Mapping[str, str], shown: str) -> list[Problem]:
    """Return a warning for each file that ``aimaq hosting`` has written there and would write otherwise now."""
    hint = "run `aimaq hosting`, bring the file to where it is used, and reload the server"
    return [
        Problem(f"{shown}/{name}", "the site or its settings have changed since this file was written", hint=hint)
        for name, text in texts.items()
        if (folder / name).is_file() and (folder / name).read_bytes() != text.encode()
    ]
