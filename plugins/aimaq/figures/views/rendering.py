"""The theme's templates of figures, rendered at fill time, each in one language."""

import hashlib

from jinja2 import TemplateNotFound

from aimaq.base.components import ThemeTemplates
from aimaq.base.languages.messages import tr
from aimaq.figures.text.markers import MarkerError

__all__ = ["FigureTemplates"]


class FigureTemplates(ThemeTemplates):
    """Renders ``figures/<name>`` of the theme with a language's messages."""

    def render(self, name: str, lang: str, **context: object) -> str:
        """Return the text; values are escaped for HTML and XML.

        Raises :class:`MarkerError` for a missing template, ``ProblemsFound`` for one that cannot be rendered with
        these values.
        """
        with self.rendering(lang) as environment:
            try:
                return environment.get_template(f"figures/{name}").render(lang=lang, **context).strip()
            except TemplateNotFound as error:
                if error.name != f"figures/{name}":
                    raise MarkerError(
                        tr(
                            "figures/%(name)s needs the template %(template)s, which is missing",
                            name=name,
                            template=error.name,
                        )
                    ) from error
                view = name.removesuffix(".html").removesuffix(".txt")
                message = tr(
                    'the theme has no picture "%(name)s": expected templates/figures/%(file)s', name=name, file=name
                )
                if view != name:
                    message = tr(
                        'the theme has no view "%(name)s": expected templates/figures/%(file)s', name=view, file=name
                    )
                raise MarkerError(message) from error

    def digest(self) -> str:
        """Return a digest of the templates: views, pictures, and the components that they use."""
        digest = hashlib.blake2b(self.sign.encode(), digest_size=16)
        for folder in (folder / name for name in ("components", "figures") for folder in self.folders):
            for path in sorted(folder.glob("*")):
                if path.is_file():
                    source = path.read_text("utf-8", errors="surrogateescape")
                    digest.update(f"{path.name}\0{self.change(source)}\0".encode("utf-8", "surrogateescape"))
        return digest.hexdigest()
