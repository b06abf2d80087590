"""Which addresses may be published. An address is judged as a browser reads it.

Browsers drop tabs, line breaks and surrounding control characters, read ``\\`` as ``/``, and accept a scheme in any
letter case (WHATWG URL Standard, "basic URL parser"), so ``java&#9;Script:`` runs. The addresses have no HTML character
references any more.
"""

import re
import unicodedata
from urllib.parse import urlsplit

from aimaq.base.languages.messages import tr
from aimaq.base.slots import CLOSE, OPEN

__all__ = ["INVISIBLE", "LINK_SCHEMES", "address_fault", "host_of", "is_web_address", "scheme_of"]

WEB_SCHEMES = ("http", "https")
#: The schemes of links. A relative address has none; ``{static}`` and similar prefixes are Pelican's.
LINK_SCHEMES = (*WEB_SCHEMES, "mailto", "tel")
#: In characters: all browsers, servers and proxies accept this length (RFC 9110, 4.1, recommends 8,000 octets).
MAX_LENGTH = 2000
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_DROPPED = re.compile(r"^[\x00-\x20]+|[\x00-\x20]+$|[\t\n\r]")
#: Unicode's categories of characters that cannot be seen: Cc control, Cf format (bidirectional overrides, zero widths),
#: Co private use (they delimit slots), Cs lone surrogates, Zl and Zp separators of lines.
INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


def scheme_of(address: str) -> str:
    """Return the scheme of an address as a browser reads it, in lower case; "" for a relative address."""
    match = _SCHEME.match(_DROPPED.sub("", address))
    return match[1].lower() if match else ""


def host_of(url: str) -> str:
    """Return the host's name in an address, without a port; "" if it names none."""
    return urlsplit(url).hostname or ""


def is_web_address(url: str) -> bool:
    """Tell whether ``url`` is an absolute address on the web, such as ``https://stat.gov.kz/a``.

    It has a host, no user (``https://stat.gov.kz@evil.example`` leads to the second) and no white space or invisible
    characters.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    return (
        scheme_of(url) in WEB_SCHEMES
        and url.partition(":")[2].startswith("//")
        and bool(host)
        and port != 0
        and "@" not in parts.netloc
        and len(url) <= MAX_LENGTH
        and not re.search(r"[\s<>\"\\^`{|}]", url)
        and not _has_invisible(url)
    )


def address_fault(address: str) -> str:
    """Return what is wrong with the address of a link or a picture, or "" for one that may be published.

    Only its form is checked, not whether the address exists.
    """
    shown = address if len(address) <= 60 else f"{address[:59]}…"
    scheme = scheme_of(address)
    if len(address) > MAX_LENGTH:
        return tr("an address of %(number)s characters, more than %(most)s", number=len(address), most=MAX_LENGTH)
    if scheme and scheme not in LINK_SCHEMES:
        return tr('a link to "%(scheme)s:" is not published', scheme=scheme)
    if _has_invisible(address):
        return tr('"%(shown)s" holds a character that cannot be seen', shown=shown)
    plain = address.replace("\\", "/")
    if plain.startswith("//"):
        return tr('"%(shown)s" does not say whether it is http or https', shown=shown)
    if scheme in WEB_SCHEMES:
        try:
            parts = urlsplit(plain)
            if not parts.hostname:
                return tr('"%(shown)s" names no host', shown=shown)
            if "@" in parts.netloc:
                return tr(
                    '"%(shown)s" leads to "%(hostname)s": what stands before the @ only looks like the host',
                    shown=shown,
                    hostname=parts.hostname,
                )
            _ = parts.port
        except ValueError:
            return tr('"%(shown)s" is not an address', shown=shown)
    if "\\" in address.partition("?")[0]:
        return tr('"%(shown)s" holds a backslash, which browsers take for a slash', shown=shown)
    return ""


def _has_invisible(address: str) -> bool:
    """Tell whether an address holds invisible characters, other than those of slots."""
    return not address.isprintable() and any(
        unicodedata.category(each) in INVISIBLE and each not in (OPEN, CLOSE) for each in address
    )
