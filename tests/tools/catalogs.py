"""The check of all messages in a folder of templates, without the newsroom around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError

from aimaq.base.languages.translations import Catalog, UsedMessage, catalog_problems, python_messages, template_messages
from aimaq.base.problems import Problem, not_utf8

__all__ = ["translation_problems"]


def translation_problems(
    templates: Path,
    catalogs: Mapping[str, Catalog],
    *,
    root: Path,
    python: Iterable[Path] = (),
    extra: Iterable[str] = (),
) -> list[Problem]:
    """Return a problem for each message without a translation, and for each translation that cannot be used.

    Messages are taken from every ``.html`` and ``.txt`` file below ``templates``, from the ``_()`` calls of the
    ``python`` files, and from ``extra`` (labels that come from settings).
    """
    problems: list[Problem] = []
    used: list[UsedMessage] = []
    env = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)  # nothing is rendered
    for path in sorted((*templates.rglob("*.html"), *templates.rglob("*.txt"))):
        shown = path.relative_to(root).as_posix()
        try:
            used.extend(template_messages(env.parse(path.read_text("utf-8")), shown))
        except TemplateSyntaxError as error:
            problems.append(Problem(shown, error.message or "not a template", error.lineno))
        except UnicodeDecodeError as error:
            problems.append(not_utf8(error, shown))
    used.extend(python_messages(python, root=root))
    used.extend(UsedMessage(message, None, "pelicanconf.py", None) for message in extra)
    return [*problems, *catalog_problems(used, catalogs, root=root)]
