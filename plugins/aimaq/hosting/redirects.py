"""Redirects: a text file with one a line, ``/old/ /new/``, and ``302`` at the end of a temporary one.

This is the part of the format ``_redirects`` that has one meaning at every host: whole addresses, no patterns.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from aimaq.base.addresses.site_folder import on_site
from aimaq.base.languages.messages import tr, tr_number
from aimaq.base.problems import Problem, not_utf8, suggest
from aimaq.hosting.hosting_description import Redirect

__all__ = ["parse_redirects", "read_redirects", "redirect_problems", "redirected_addresses"]

#: A path that is literal in the configuration of every server; no control characters and no spaces.
_PATH = re.compile(r"""/(?!/)[^\x00-\x20\x7f-\xa0"'$;{}\\*<>|^`?#%\ufffd]*""")
#: Characters that are not percent-encoded (RFC 3986).
_SAFE = "/:?#[]@!&()*+,=%~"
_STATUSES = (301, 302)


def read_redirects(path: Path, shown: str) -> tuple[list[Redirect], list[Problem]]:
    """Return the redirects in a file, which may be missing, and the problems of its lines."""
    try:
        text = path.read_text("utf-8-sig") if path.is_file() else ""
    except UnicodeDecodeError as error:
        return [], [not_utf8(error, shown)]
    return parse_redirects(text, shown)


def redirected_addresses(redirects: Iterable[Redirect], site_url: str) -> dict[str, str]:
    """Return each address that leads elsewhere with where: an address of the site as its pages have it."""
    return {each.source: unquote(on_site(each.target, site_url)).partition("#")[0] for each in redirects}


def parse_redirects(text: str, shown: str) -> tuple[list[Redirect], list[Problem]]:
    """Return the redirects in a text, and the problems of its lines; ``shown`` is the file's path in messages."""
    redirects: list[Redirect] = []
    problems: list[Problem] = []
    first: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        for message, hint in _mistakes(words):
            problems.append(Problem(shown, message, number, hint=hint))
            break
        else:
            source = unquote(words[0])
            if first.setdefault(source, number) != number:
                message = tr(
                    '"%(address)s" stands twice (first in line %(first)s)', address=words[0], first=first[source]
                )
                problems.append(Problem(shown, message, number, hint=tr("delete one of them")))
            status = int(words[2]) if len(words) == 3 else 301
            redirects.append(Redirect(source, quote(words[1], safe=_SAFE), status, number))
    return redirects, problems


def _mistakes(words: list[str]) -> Iterable[tuple[str, str]]:
    """Yield message and advice for each mistake in a line."""
    if len(words) not in (2, 3):
        yield (
            tr_number(
                "expected an old address and a new one, found %(number)s word",
                "expected an old address and a new one, found %(number)s words",
                len(words),
            ),
            tr("as in: /old/address/ /new/address/"),
        )
        return
    source, target = words[:2]
    if not _is_path(unquote(source)):
        hint = tr("it begins with one slash; patterns, questions and fragments are not supported")
        yield tr('expected an address of this site such as "/old/address/", found "%(source)s"', source=source), hint
    if not _is_target(target):
        yield (
            tr('expected an address such as "/new/" or "https://…", found "%(target)s"', target=target),
            tr("write where readers should go"),
        )
    if words[2:] and words[2] not in map(str, _STATUSES):
        hint = tr("301 is permanent, and the default; 302 is temporary")
        yield tr('expected 301 or 302, found "%(words)s"', words=words[2]), hint


def _is_path(path: str) -> bool:
    return bool(_PATH.fullmatch(path)) and not {".", ".."} & set(path.split("/"))


def _is_target(target: str) -> bool:
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    if target.startswith("/"):
        return _is_path(unquote(parts.path)) and not parts.netloc and not parts.query and _is_literal(parts.fragment)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.netloc.isascii() and _is_literal(target)


def _is_literal(text: str) -> bool:
    return not re.search(r"""["'$;{}\\<>|^`\s\x00-\x1f\x7f]""", text)


def redirect_problems(
    redirects: Iterable[Redirect], addresses: frozenset[str], site_url: str, shown: str
) -> list[Problem]:
    """Return the problems of redirects from one of the site's ``addresses`` (root-relative), or to none of them."""
    redirects = list(redirects)
    moved = {each.source for each in redirects}
    problems = []
    for each in redirects:
        own = on_site(each.target, site_url)
        target, outside = unquote(urlsplit(own).path), not own.startswith("/")
        message = hint = ""
        if taken := addresses & {each.source, f"{each.source}/", each.source.removesuffix("index.html")}:
            message = tr('"%(source)s" is published: "%(least)s"', source=each.source, least=min(taken))
            hint = tr("readers would not reach that page: delete the line, or the page")
        elif not outside and target in moved:
            message, hint = tr('"%(target)s" has moved too', target=target), tr("name the address where it ends")
        elif not outside and target not in addresses:
            message = tr('there is no page at "%(target)s"', target=target)
            hint = suggest(target, addresses).removeprefix("; ") if len(addresses) else ""
            hint = hint if hint.startswith("did") else tr("look at the address in the browser")
        if message:
            problems.append(Problem(shown, message, each.line, hint=hint))
    return problems
