"""The files that hosts read in the site itself: ``_headers`` and ``_redirects``.

Cloudflare Pages and Netlify read both, GitLab Pages only ``_redirects``. Where several rules match, Cloudflare joins
the values of a header, unless a rule removes the earlier one ("! Name"); Netlify takes the last rule, and ignores that
line, which has no colon.
"""

from urllib.parse import quote

from aimaq.hosting.hosting_description import COMMON_TYPES, HostingDescription

__all__ = ["headers_file", "redirects_file"]

#: Cloudflare Pages sends this header with every file unless it is removed.
_SENT_BY_CLOUDFLARE = "Access-Control-Allow-Origin"


def headers_file(description: HostingDescription) -> str:
    """Return ``_headers``."""
    rules = [(rule.pattern, dict(rule.headers)) for rule in description.in_folder.rules]
    own = {
        description.folder + pattern: kind
        for pattern, kind in description.types.items()
        if COMMON_TYPES.get(pattern) != kind
    }
    rules += [(pattern, {"Content-Type": kind}) for pattern, kind in own.items()]
    lines = ["# Written with the site, from the same description as the configurations of `aimaq hosting`."]
    for number, (pattern, headers) in enumerate(rules):
        lines.append(pattern)
        if not number:
            lines.append(f"  ! {_SENT_BY_CLOUDFLARE}")
        for name, value in headers.items():
            if any(name in before for _, before in rules[:number]):
                lines.append(f"  ! {name}")
            lines.append(f"  {name}: {value}")
    return "\n".join(lines) + "\n"


def redirects_file(description: HostingDescription) -> str:
    """Return ``_redirects``; the last lines make Netlify send the 404 page of each edition, not always the root's."""
    description = description.in_folder
    lines = ["# Written with the site, from the same description as the configurations of `aimaq hosting`."]
    root = f"{description.folder}/"
    lines += [f"{quote(each.source)} {each.target} {each.status}" for each in description.redirects]
    lines += [f"{prefix}* {page} 404" for prefix, page in description.not_found.items() if prefix != root]
    return "\n".join(lines) + "\n"
