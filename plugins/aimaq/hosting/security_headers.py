"""The security headers: what a page may load, which features a browser may offer it, who may frame it.

Sources: W3C Content Security Policy Level 3, Permissions Policy, Subresource Integrity; WHATWG HTML (COOP) and Fetch
(CORP, CORS, nosniff); RFC 6797 (HSTS); OWASP's list of headers.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem

__all__ = ["POLICY", "SHOWN_ELSEWHERE", "Sources", "open_headers", "page_headers", "svg_style_hashes"]

#: Sources of the Content-Security-Policy by directive.
Sources = Mapping[str, Sequence[str]]

POLICY = "Content-Security-Policy"
TWO_YEARS = "max-age=63072000"
#: Features that no page uses. Browsers log an error for a feature that they do not know, so only known ones are here.
DENIED_FEATURES = (
    "accelerometer autoplay camera display-capture encrypted-media fullscreen geolocation gyroscope hid idle-detection "
    "magnetometer microphone midi payment picture-in-picture publickey-credentials-get screen-wake-lock serial usb "
    "xr-spatial-tracking"
).split()
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


#: Headers of what feeds refer to: a reader in a browser is another site, which shows and plays these files.
SHOWN_ELSEWHERE: Final = {"Cross-Origin-Resource-Policy": "cross-origin"}


def page_headers(scripts: Sequence[str], extra: Sources) -> dict[str, str]:
    """Return the headers of pages, and of all files without headers of their own.

    ``scripts`` are the hashes of the theme's scripts ("sha256-…"), which their elements' ``integrity`` names: no other
    script runs, not even one of the same site. ``extra`` are sources to add.
    """
    directives: dict[str, tuple[str, ...]] = {"default-src": ("'none'",)}
    if scripts:
        directives["script-src"] = tuple(f"'{each}'" for each in scripts)
        directives["connect-src"] = ("'self'",)
    directives |= dict.fromkeys(("style-src", "img-src", "font-src"), ("'self'",))
    directives |= dict.fromkeys(("base-uri", "form-action", "frame-ancestors"), ("'none'",))
    directives |= {"require-trusted-types-for": ("'script'",), "trusted-types": ("'none'",)}
    for name, sources in extra.items():
        directives[name] = (*(each for each in directives.get(name, ()) if each != "'none'"), *sources)
    return {
        POLICY: _policy(directives),
        "Strict-Transport-Security": TWO_YEARS,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in DENIED_FEATURES),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-cache",
    }


def open_headers(styles: Iterable[str], *, has_pictures: bool) -> dict[str, str]:
    """Return the headers of what other sites may load, fetch and frame; ``styles`` are hashes of inline styles.

    ``has_pictures``: an SVG file holds a picture, as a ``data:`` address.
    """
    directives = {"default-src": ("'none'",), "style-src": tuple(f"'{each}'" for each in styles) or ("'none'",)}
    if has_pictures:
        directives["img-src"] = ("data:",)
    directives |= dict.fromkeys(("base-uri", "form-action"), ("'none'",))
    return {
        POLICY: _policy({**directives, "frame-ancestors": ("*",)}),
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
    }


def svg_style_hashes(
    folders: Iterable[Path], project: Path, change: Callable[[str], str] = str
) -> tuple[tuple[str, ...], list[Problem]]:
    """Return the hashes of the inline styles in the theme's templates of SVG files, sorted, and problems.

    A style with Jinja in it is a problem: its hash is not known before it is rendered. ``change`` returns the source
    that is rendered in place of a file's.
    """
    hashes: set[str] = set()
    problems: list[Problem] = []
    for path in (path for folder in folders for path in sorted(folder.rglob("*.svg"))):
        text = change(path.read_text("utf-8", errors="replace"))
        for match in _STYLE.finditer(text):
            if re.search(r"\{[{%#]", match[1]):
                shown = path.relative_to(project).as_posix() if path.is_relative_to(project) else path.as_posix()
                line = text.count("\n", 0, match.start()) + 1
                hint = tr("the Content-Security-Policy names it by its hash: write it without Jinja, or use attributes")
                problems.append(Problem(shown, tr("this style is not the same in every picture"), line, hint=hint))
            hashes.add(f"sha256-{b64encode(hashlib.sha256(match[1].encode()).digest()).decode()}")
    return tuple(sorted(hashes)), problems


def _policy(directives: Sources) -> str:
    return "; ".join(" ".join((name, *sources)) for name, sources in directives.items())
