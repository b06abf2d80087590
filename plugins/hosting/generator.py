"""Writes what hosts read in the site itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from support.problems import ProblemsFound

from .config import Hosting, read_hosting
from .security import PATH as SECURITY_TXT
from .security import security_txt
from .site_files import headers_file, redirects_file

__all__ = ["HostingGenerator"]


class HostingGenerator(Generator):  # type: ignore[misc]  # Pelican ships no types
    """Writes ``_headers``, ``_redirects`` and ``.well-known/security.txt``, in which no figure stands."""

    def generate_context(self) -> None:
        """Read the settings, and offer the addresses written here to the check of links."""
        assets = self.settings.get("ASSETS", {})
        scripts = [asset.integrity for path, asset in assets.items() if path.endswith(".js")]
        try:
            self.settings["HOSTING"] = read_hosting(self.settings, scripts)
        except ProblemsFound as found:
            self.settings["PROBLEMS"].extend(found.problems)
        else:
            self.context.setdefault("addresses", set()).update(self.settings["HOSTING"].addresses)

    def generate_output(self, writer: Any) -> None:
        """Write the files."""
        hosting: Hosting = self.settings["HOSTING"]
        self._write(writer, "_headers", headers_file(hosting.description))
        self._write(writer, "_redirects", redirects_file(hosting.description))
        if hosting.security:
            self._write(writer, SECURITY_TXT[1:], security_txt(hosting.security, hosting.description.site_url))

    def _write(self, writer: Any, name: str, text: str) -> None:
        if hasattr(writer, "write_text"):
            writer.write_text(name, text)
            return
        path = Path(self.output_path, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        signals.content_written.send(str(path), context=self.context)
