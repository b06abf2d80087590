"""The files of a new site, made from the starter's templates."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final
from unicodedata import category

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from aimaq.base.languages.known_languages import language_of
from aimaq.base.overrides import IDENTITY
from aimaq.base.web_addresses import host_of
from aimaq.starter.languages import TEXTS, words_of
from aimaq.starter.program_source import WHEELS, ProgramSource
from aimaq.starter.site_plan import SitePlan

__all__ = ["site_files"]

_SITE: Final = {
    "pelicanconf.py": "pelicanconf.py.txt",
    "publishconf.py": "publishconf.py.txt",
    "pyproject.toml": "pyproject.toml.txt",
    ".gitignore": "gitignore.txt",
}
_PAGES: Final = ("about", "contacts", "accessibility")
#: Folders that are empty at first; Git keeps no empty ones.
_EMPTY: Final = ("content/media", "content/parts", "content/people", "overrides")
#: The key of the example.
_EXAMPLE: Final = "languages"


def site_files(plan: SitePlan, source: ProgramSource, today: date, workflows: Mapping[str, str]) -> dict[str, bytes]:
    """Return each file's content by its path below the site's folder.

    ``workflows`` are the files of the site's host, by their paths. ``today`` is the day in the site's zone.
    """
    values = _values(plan, source, today)

    def texts(name: str, lang: str = "") -> str:
        prefix = "" if lang in ("", plan.languages[0]) else f"{lang}/"
        return _environment().get_template(name).render(values, prefix=prefix)

    files = {name: texts(f"site/{template}") for name, template in _SITE.items()}
    files["README.md"] = texts(f"texts/{plan.languages[0]}/readme.md")
    for lang in plan.languages:
        for page in (*_PAGES, *(["figures"] if plan.figures else [])):
            files[f"content/pages/{page}.{lang}.md"] = texts(f"texts/{lang}/{page}.md", lang)
        files[f"content/news/first-story.{lang}.md"] = texts(f"texts/{lang}/first-story.md", lang)
    if plan.figures:
        files["content/data/indicators.json"] = _ledger(plan, today)
    files |= {f"{folder}/.gitkeep": "" for folder in _EMPTY}
    found = {path: text.encode() for path, text in (files | dict(workflows)).items()}
    if source.wheel:
        found[f"{WHEELS}/{source.wheel.name}"] = source.wheel.read_bytes()
    if plan.sign:
        found[f"{IDENTITY}/{_sign_name(plan.sign)}"] = plan.sign.read_bytes()
    return found


@cache
def _environment() -> Environment:
    """Return the environment of the starter's templates: ``[= … =]`` and ``[% … %]``, since texts hold markers."""
    environment = Environment(
        loader=FileSystemLoader(TEXTS.parent),
        undefined=StrictUndefined,
        autoescape=False,  # these are no pages: each value is written in its file's own notation
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        block_start_string="[%",
        block_end_string="%]",
        variable_start_string="[=",
        variable_end_string="=]",
        comment_start_string="[#",
        comment_end_string="#]",
    )
    environment.filters |= {"literal": literal, "markdown": _markdown}
    return environment


def _values(plan: SitePlan, source: ProgramSource, today: date) -> dict[str, Any]:
    """Return what the templates can read, except ``prefix``."""
    return {
        "name": plan.name,
        "url": plan.url,
        "zone": plan.zone,
        "colour": plan.colour,
        "sign": plan.sign and _sign_name(plan.sign),
        "email": plan.email,
        "languages": plan.languages,
        "editions": [_edition(plan, lang) for lang in plan.languages],
        "figures": plan.figures,
        "host": plan.host,
        "version": source.version,
        "source": source.table,
        "day": today.isoformat(),
    }


def _sign_name(sign: Path) -> str:
    return f"sign{sign.suffix}"


def _edition(plan: SitePlan, lang: str) -> dict[str, str]:
    words, language = words_of(lang), language_of(lang)
    return {
        "lang": lang,
        "locale": language.locale,
        "name": language.name,
        "site_name": plan.names[lang],
        "tagline": words["tagline_with_figures" if plan.figures else "tagline"],
    }


def _ledger(plan: SitePlan, today: date) -> str:
    """Return the ledger with one indicator, whose value is true: how many languages the site has."""
    day = today.isoformat()
    observation = {
        "period": day,
        "value": len(plan.languages),
        "status": "actual",
        "released": day,
        "source": {"title": host_of(plan.url), "url": f"{plan.url}/"},
    }
    indicator = {
        "label": {lang: words_of(lang)["label"] for lang in plan.languages},
        "unit": {lang: words_of(lang)["unit"] for lang in plan.languages},
        # Other things have languages too: "a course in two languages" is no figure of the site.
        "known_values_only": True,
        "decimals": 0,
        "observations": [observation],
    }
    return json.dumps({"indicators": {_EXAMPLE: indicator}}, ensure_ascii=False, indent=2) + "\n"


def literal(text: str) -> str:
    """Return a text as a literal of Python in double quotes; characters that nobody sees are escaped."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(_escaped(each) if category(each)[0] == "C" else each for each in quoted)


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _markdown(text: str) -> str:
    """Return a text of which Markdown reads no sign: neither CommonMark nor Python-Markdown, which escapes fewer."""
    entities = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "~": "&#126;", "|": "&#124;"}
    return re.sub(r"[\\`*_{}\[\]()#+\-.!|<>~&]", lambda sign: entities.get(sign[0], f"\\{sign[0]}"), text)
