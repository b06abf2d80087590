"""Writes what hosts read in the site itself."""

from pelican.generators import Generator

from aimaq.base.problems import ProblemsFound
from aimaq.hosting.describe import read_hosting
from aimaq.hosting.security_txt import PATH as SECURITY_TXT
from aimaq.hosting.security_txt import contacts, security_txt
from aimaq.hosting.site_files import headers_file, redirects_file
from aimaq.pelican.state import build_of
from aimaq.pelican.writing.composing_writer import ComposingWriter

__all__ = ["HostingGenerator"]


class HostingGenerator(Generator):  # type: ignore[misc]  # Pelican ships no types
    """Writes ``_headers``, ``_redirects`` and ``.well-known/security.txt``, in which no figure stands."""

    def generate_context(self) -> None:
        """Read the settings, and offer the addresses written here to the check of links."""
        build = build_of(self.settings)
        scripts = [asset.integrity for path, asset in build.assets.items() if path.endswith(".js")]
        try:
            build.hosting = read_hosting(build.settings, scripts)
        except ProblemsFound as found:
            build.findings.problems.extend(found.problems)
        else:
            build.addresses.update(
                (*build.hosting.hidden, *([SECURITY_TXT] if build.settings.hosting_security else []))
            )

    def generate_output(self, writer: ComposingWriter) -> None:
        """Write the files."""
        hosting, settings = build_of(self.settings).hosting, build_of(self.settings).settings
        assert hosting is not None, "a build with problems has ended before"
        writer.write_text("_headers", headers_file(hosting))
        writer.write_text("_redirects", redirects_file(hosting))
        if settings.hosting_security:
            text = security_txt(settings.hosting_security, contacts(settings), hosting.site_url)
            writer.write_text(SECURITY_TXT[1:], text)
