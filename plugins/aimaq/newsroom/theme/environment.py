"""Set up and check the theme's Jinja environment: its templates, messages by edition, our globals."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import BytecodeCache, Environment, nodes
from jinja2.meta import find_referenced_templates
from jinja2.runtime import Context
from markupsafe import Markup

from aimaq.base.components import OF_THE_THEME, template_loader
from aimaq.base.files.cache import cache_key
from aimaq.base.files.package_files import THEME
from aimaq.base.languages.messages import tr
from aimaq.base.languages.translations import (
    UsedMessage,
    catalog_messages,
    catalog_problems,
    python_messages,
    read_catalog,
    template_messages,
)
from aimaq.base.problems import Problem, not_utf8
from aimaq.base.view import GETTEXT_READS, reads_context
from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.markdown.plain_text import plain_text
from aimaq.newsroom.settings import Newsroom
from aimaq.settings.colours import recolouring_of

__all__ = ["digest_of_templates", "prepare", "template_problems"]

_REQUIRED = re.findall(
    r"\S+",
    """
    article.html article.txt page.html home.html section.html archive.html archive-year.html archive-month.html
    topics.html topic.html search.html corrections.html person.html people.html not-found.html pdf.html press-kit.html
    """,
)
# Pelican loads these even where it writes nothing with them.
UNUSED = ("period_archives.html", "tag.html", "category.html", "author.html")


def prepare(env: Environment, folders: list[str], newsroom: Newsroom, code: BytecodeCache | None) -> None:
    """Set up an environment for the templates in ``folders``; ``code`` has what earlier builds have compiled.

    Without Pelican's own loader, a missing template is an error and is not taken from the theme "simple".
    """
    theme = template_loader(folders, recolouring_of(newsroom.settings).apply)
    env.loader = jinja2.ChoiceLoader([theme, jinja2.DictLoader(dict.fromkeys(UNUSED, ""))])
    env.bytecode_cache = code
    env.auto_reload = False  # templates do not change while a site is built
    env.undefined = jinja2.StrictUndefined  # not in the settings file: importing Jinja would delay every command
    env.add_extension("jinja2.ext.i18n")
    env.globals["folder"] = newsroom.folder
    env.globals["languages"] = newsroom.languages
    env.globals["editions"] = newsroom.editions
    env.globals["plain_text"] = plain_text
    env.globals.setdefault("has_log", False)  # figures say so, where the site has a log
    env.globals["kind_labels"] = {kind.name: kind.label for kind in KINDS.values()}
    install_gettext(env, newsroom)


def install_gettext(env: Environment, newsroom: Newsroom) -> None:
    """Make ``_()`` and the other gettext functions use the language of the ``edition`` in the template's context."""

    def language(context: Context) -> str:
        edition = context.resolve("edition")
        if isinstance(edition, jinja2.Undefined):
            message = tr('a message needs the language: set "edition", and import macros that use _() "with context"')
            raise jinja2.UndefinedError(message)
        return str(edition.lang)

    def translated(name: str) -> Callable[..., str]:
        @jinja2.pass_context
        def call(context: Context, *arguments: Any) -> str:
            return str(getattr(newsroom.catalogs[language(context)], name)(*arguments))

        return call

    printed: dict[tuple[str, str], Markup] = {}

    @reads_context("edition")
    @jinja2.pass_context
    def gettext(context: Context, message: str, /, **variables: Any) -> str:
        """Print a message as Jinja's own function does, which takes four calls for each; most have no variables."""
        lang = language(context)
        if variables or not context.eval_ctx.autoescape:
            text = newsroom.catalogs[lang].gettext(message)
            return (Markup(text) if context.eval_ctx.autoescape else text) % variables
        known = printed.get((lang, message))
        if known is None:
            known = printed[lang, message] = Markup(newsroom.catalogs[lang].gettext(message)) % {}
        return known

    env.policies[GETTEXT_READS] = frozenset({"edition"})
    functions = {name: translated(name) for name in ("gettext", "ngettext", "pgettext", "npgettext")}
    env.install_gettext_callables(**functions, newstyle=True)  # type: ignore[attr-defined]  # the extension adds it
    env.globals |= {"gettext": gettext, "_": gettext}


def digest_of_templates(env: Environment) -> str | None:
    """Return the digest of the names and sources of all templates; None if one cannot be read."""
    try:
        sources = [f"{name}\0{env.loader.get_source(env, name)[0]}" for name in _names(env)]  # type: ignore[union-attr]
    except UnicodeDecodeError:
        return None
    return cache_key(*sources)


def template_problems(env: Environment, newsroom: Newsroom, python: Iterable[Path]) -> list[Problem]:
    """Compile every template that is the site's own; return what is missing or wrong.

    That includes the messages of these templates, of ``python`` files and of the settings that a catalogue lacks. The
    templates and catalogues of the package are right: its tests check them as a theme of a site's own is checked here.
    """
    shipped = THEME if newsroom.theme == THEME else None
    folder = newsroom.shown(newsroom.theme / "templates")
    names = {name for name in _names(env) if not name.startswith(OF_THE_THEME)}
    problems = [
        Problem(f"{folder}/{name}", tr("this template is missing"), hint=tr("the theme has to have it"))
        for name in _REQUIRED
        if name not in names
    ]
    wanted: list[UsedMessage] = []
    for name in sorted(names):
        shown = f"{folder}/{name}"
        try:
            source, filename, _ = env.loader.get_source(env, name)  # type: ignore[union-attr]  # set above
            if shipped and filename and Path(filename).is_relative_to(shipped):
                continue
            shown = newsroom.shown(filename) if filename else shown
            tree = env.parse(source, name, filename)
            # Before it is compiled, which changes the tree.
            referenced, messages = set(find_referenced_templates(tree)), [*template_messages(tree, shown)]
            _compile(env, tree, source, name, filename)
        except UnicodeDecodeError as error:
            problems.append(not_utf8(error, shown))
            continue
        except jinja2.TemplateSyntaxError as error:
            place = newsroom.shown(error.filename) if error.filename else shown
            problems.append(Problem(place, error.message or tr("not a template"), error.lineno))
            continue
        if source.startswith("\ufeff"):
            hint = tr('save it as plain UTF-8, not as "UTF-8 with BOM"')
            problems.append(Problem(shown, tr("the template begins with a byte order mark"), 1, hint=hint))
        if not source.strip() and name not in UNUSED:
            problems.append(Problem(shown, tr("the template is empty"), hint=tr("bring it back from Git")))
        problems.extend(
            Problem(shown, tr('needs the template "%(other)s", which is missing', other=other))
            for other in sorted(filter(None, referenced))
            if other.removeprefix(OF_THE_THEME) not in names
        )
        wanted.extend(messages)
    wanted.extend(python_messages(python, root=newsroom.settings.project))
    wanted.extend(UsedMessage(section.label, None, "pelicanconf.py", None) for section in newsroom.default.sections)
    kinds = "plugins/aimaq/newsroom/content/kinds.py"
    wanted.extend(UsedMessage(kind.label, None, kinds, None) for kind in KINDS.values())
    root = newsroom.settings.project
    if shipped and not all(each.path.is_relative_to(shipped) for each in newsroom.catalogs.values()):
        wanted.extend(catalog_messages(read_catalog(shipped / "translations/en.po", "en", root=root), root=root))
    return [*problems, *catalog_problems(wanted, newsroom.catalogs, root=root, shipped=shipped)]


def _compile(env: Environment, tree: nodes.Template, source: str, name: str, filename: str | None) -> None:
    """Compile a template that has been parsed, and keep its code for those that load it."""
    if env.bytecode_cache is None:
        env.get_template(name)
        return
    bucket = env.bytecode_cache.get_bucket(env, name, filename, source)
    if bucket.code is None:
        bucket.code = env.compile(tree, name, filename)
        env.bytecode_cache.set_bucket(bucket)


def _names(env: Environment) -> list[str]:
    """Return the names of all templates, in order; those of the theme that the site's own go before among them."""
    return env.list_templates(filter_func=lambda name: name.endswith((".html", ".txt")))
