"""The generator of the theme's files."""

from pathlib import Path
from typing import Any

from pelican.generators import Generator

from aimaq.pelican.state import build_of

__all__ = ["AssetsGenerator"]


class AssetsGenerator(Generator):  # type: ignore[misc]  # Pelican ships no types
    """Writes the theme's files, each under the name that holds its hash."""

    def generate_context(self) -> None:
        """Offer the addresses to the check of links."""
        folder, build = self.settings["THEME_STATIC_DIR"], build_of(self.settings)
        build.addresses.update(f"/{folder}/{asset.name}" for asset in build.assets.values())

    def generate_output(self, writer: Any) -> None:
        """Write them as files: there is nothing in them to fill."""
        folder = Path(self.output_path, self.settings["THEME_STATIC_DIR"])
        for asset in build_of(self.settings).assets.values():
            path = folder / asset.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(asset.content)
