"""Where the program's own files are: in an installed package, and in a checkout."""

from pathlib import Path

__all__ = ["PACKAGE", "THEME"]

PACKAGE = Path(__file__).resolve().parents[2]
"""The folder of the package."""
_SHIPPED = PACKAGE / "theme"
THEME = _SHIPPED if _SHIPPED.is_dir() else PACKAGE.parents[1] / "theme"
"""The default theme: part of a wheel; in a checkout it stands at the root."""
