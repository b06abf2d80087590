"""What must be right in the settings before readers get the site: real addresses, and one value for one thing.

A preview on one's own machine is nobody's business, so `aimaq build` and `serve` do not ask.
"""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem
from aimaq.settings.locate import setting_place
from aimaq.settings.schema import Settings

__all__ = ["publication_problems"]

#: Names that lead nowhere on the internet: RFC 2606, sections 2 and 3; RFC 6761, section 6.
_RESERVED: Final = re.compile(r"(?:.*\.)?(?:example|test|invalid|localhost|example\.(?:com|net|org))\.?", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"(?:https?://|mailto:|(?<![^\s\"'<>])(?=[^\s\"'<>/:]+@))[^\s\"'<>]+", re.IGNORECASE)
#: What the published site cannot have otherwise than the one that `aimaq check` has built.
_SAME: Final = (
    "DEFAULT_LANG EDITIONS NEWSROOM_KINDS FALLBACK_LANGUAGES TIMEZONE PATH THEME ARTICLE_PATHS PAGE_PATHS STATIC_PATHS "
    "INDICATORS_PATH INDICATORS_PREFIXES INDICATORS_SOURCES NEWSROOM_TRUSTS_HTML"
).split()
#: Settings whose addresses readers do not get.
_PRIVATE: Final = frozenset({"PUBLISH_TARGETS"})


def publication_problems(published: Settings, checked: Settings) -> Iterator[Problem]:
    """Yield what is wrong with the settings of the published site; ``checked`` are those of ``pelicanconf.py``."""
    project = published.project
    for name, value in published.given.items():
        for text in dict.fromkeys(_texts(value)) if name not in _PRIVATE else ():
            file, line = setting_place(project, name, value, text)
            for match in _ADDRESS.finditer(text):
                address = match[0]
                if _RESERVED.fullmatch(_host(address)):
                    message = tr(
                        '%(name)s: "%(address)s" is an address for examples (RFC 2606), which leads nowhere',
                        name=name,
                        address=address,
                    )
                    yield Problem(file, message, line, hint=tr("write the institution's own address"))
                elif name != "SITEURL" and _is_at(address, checked.siteurl) and checked.siteurl != published.siteurl:
                    message = tr(
                        '%(name)s: "%(address)s" is at the address of the preview, %(siteurl)s',
                        name=name,
                        address=address,
                        siteurl=checked.siteurl,
                    )
                    hint = tr(
                        "the site is published at %(siteurl)s, which SITEURL in publishconf.py says",
                        siteurl=published.siteurl,
                    )
                    yield Problem(file, message, line, hint=hint)
    for name in _SAME:
        mine, theirs = published.given.get(name), checked.given.get(name)
        if mine != theirs:
            _, line = setting_place(project, name, mine)
            message = tr(
                "%(name)s is another one than in pelicanconf.py, with which `aimaq check` builds the site", name=name
            )
            hint = tr("write it once, in pelicanconf.py; publishconf.py says only what differs for readers")
            yield Problem("publishconf.py", message, line, hint=hint)


def _texts(value: object) -> Iterator[str]:
    """Yield each text in a setting."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield from _texts(part)


def _host(address: str) -> str:
    if address.lower().startswith("mailto:") or "://" not in address:
        return address.partition("?")[0].rpartition("@")[2]
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _is_at(address: str, site: str) -> bool:
    return bool(site) and (address == site or address.startswith(f"{site.rstrip('/')}/"))
