"""The type of Pelican's own settings, whose values may be anything: ours are typed in :mod:`aimaq.settings.schema`."""

from collections.abc import Mapping
from typing import Any

__all__ = ["PelicanSettings"]

PelicanSettings = Mapping[str, Any]
"""Names of settings, and their values as Pelican has them."""
