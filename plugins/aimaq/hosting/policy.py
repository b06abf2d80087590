"""The headers of security: what a page may load, what a browser may offer it, who may show it.

Sources: W3C Content Security Policy Level 3, Permissions Policy, Subresource Integrity; WHATWG HTML (COOP) and Fetch
(CORP, CORS, nosniff); RFC 6797 (HSTS); OWASP's list of headers.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from aimaq.base.problems import Problem, ProblemsFound

__all__ = ["POLICY", "open_headers", "page_headers", "svg_styles"]

POLICY = "Content-Security-Policy"
TWO_YEARS = "max-age=63072000"
#: What no page of a newsroom asks a browser for. Each is a feature that browsers know: they complain of others.
DENIED_FEATURES = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def page_headers(scripts: Sequence[str], extra: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the headers of pages, and of all that has no others.

    ``scripts`` are the hashes of the theme's scripts ("sha256-…"), each named by the ``integrity`` of its element:
    nothing else runs, not even another file of the site. ``extra`` are sources to add, by directive.
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


def open_headers(styles: Iterable[str]) -> dict[str, str]:
    """Return the headers of what other sites may load, fetch and frame; pictures have these inline ``styles``."""
    directives = {"default-src": ("'none'",), "style-src": tuple(f"'{each}'" for each in styles) or ("'none'",)}
    directives |= dict.fromkeys(("base-uri", "form-action"), ("'none'",))
    return {
        POLICY: _policy({**directives, "frame-ancestors": ("*",)}),
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
    }


def svg_styles(folders: Iterable[Path], root: Path) -> tuple[str, ...]:
    """Return the hashes of the inline styles of the theme's templates for SVG files, in order.

    Raises ``ProblemsFound`` for a style with Jinja in it: what it will be is not known before it is rendered.
    """
    hashes: set[str] = set()
    problems: list[Problem] = []
    for path in (path for folder in folders for path in sorted(folder.rglob("*.svg"))):
        text = path.read_text("utf-8", errors="replace")
        for match in _STYLE.finditer(text):
            if re.search(r"\{[{%#]", match[1]):
                shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
                line = text.count("\n", 0, match.start()) + 1
                hint = "the Content-Security-Policy names it by its hash: write it without Jinja, or use attributes"
                problems.append(Problem(shown, "this style is not the same in every picture", line, hint=hint))
            hashes.add(f"sha256-{b64encode(hashlib.sha256(match[1].encode()).digest()).decode()}")
    if problems:
        raise ProblemsFound(problems)
    return tuple(sorted(hashes))


def _policy(directives: Mapping[str, Sequence[str]]) -> str:
    return "; ".join(" ".join((name, *sources)) for name, sources in directives.items())
