"""The theme's templates of figures, rendered at fill time, each in one language."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, TemplateNotFound

from aimaq.base.components import language_environment, rendering_problem
from aimaq.base.problems import ProblemsFound
from aimaq.base.translations import Catalog
from aimaq.figures.text.markers import MarkerError

__all__ = ["FigureTemplates"]


class FigureTemplates:
    """Renders ``figures/<name>`` of the theme with a language's messages."""

    def __init__(self, folder: Path, catalogs: Mapping[str, Catalog]) -> None:
        """``folder`` holds the theme's templates."""
        self.folder, self.catalogs = folder, catalogs
        self._environments: dict[str, Environment] = {}

    def render(self, name: str, lang: str, **context: object) -> str:
        """Return the text; values are escaped for HTML and XML.

        Raises :class:`MarkerError` for a missing template, ``ProblemsFound`` for one that cannot be rendered with
        these values.
        """
        try:
            return self._environment(lang).get_template(f"figures/{name}").render(lang=lang, **context).strip()
        except TemplateNotFound as error:
            if error.name != f"figures/{name}":
                raise MarkerError(f"figures/{name} needs the template {error.name}, which is missing") from error
            view = name.removesuffix(".html").removesuffix(".txt")
            kind = f'view "{view}"' if view != name else f'picture "{name}"'
            raise MarkerError(f"the theme has no {kind}: expected templates/figures/{name}") from error
        except Exception as error:
            problem = rendering_problem(error, lambda path: path.relative_to(self.folder.parents[1]).as_posix())
            if problem is None:
                raise
            raise ProblemsFound([problem]) from error

    def digest(self) -> str:
        """Return a digest of the templates: views, pictures, and the components that they use."""
        digest = hashlib.blake2b(digest_size=16)
        for folder in ("components", "figures"):
            for path in sorted((self.folder / folder).glob("*")):
                if path.is_file():
                    digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()

    def _environment(self, lang: str) -> Environment:
        if lang not in self._environments:
            self._environments[lang] = language_environment(self.folder, self.catalogs[lang])
        return self._environments[lang]
