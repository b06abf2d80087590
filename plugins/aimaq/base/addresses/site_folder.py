"""Sites below a folder of their host, such as ``https://user.github.io/press``.

Texts, settings, templates and the model know root-relative addresses as if the site stood at the root of its host:
``/news/``. Only what readers get has the folder: it is put in front when a file is written (``aimaq.build.encoder``),
and where an address is not in markup, by :func:`in_folder`. So neither a text nor a theme has to know of it, and a site
that moves changes one setting.
"""

import re
from urllib.parse import urlsplit

__all__ = ["below", "folder_of", "in_folder", "is_folder", "markup_in_folder", "on_site", "script_in_folder"]

#: What is literal in markup and in the configuration of every server.
_FOLDER = re.compile(r"(/[A-Za-z0-9._~-]+)*")
#: A comment; the content of an element without markup, with its tag; any other tag.
_TAG = re.compile(
    r"""<!--.*?-->|(<(script|style)\b(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>)(?:.*?)(?=</\2)"""
    r"""|<[a-zA-Z](?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""",
    re.DOTALL | re.IGNORECASE,
)
#: An attribute, whose value is an address (HTML, "Attributes") or, in ours for scripts, may be one.
_ATTRIBUTE = re.compile(
    r"""(\s(?:(?:xlink:)?href|src|srcset|imagesrcset|poster|cite|action|formaction|data|data-[\w-]+)\s*=\s*)"""
    r"""("[^"]*"|'[^']*'|[^\s"'>]+)|\s[^\s"'>/=]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)""",
    re.IGNORECASE,
)
#: In the list of a picture's sizes, each address except the first.
_CANDIDATE = re.compile(r"(?<=,\s)/(?!/)")
_STARTS = ('="/', "='/", "=/", ", /", "= ")
#: What scripts fetch by its address: the open data. All else they know from attributes of the page.
_FETCHED = re.compile(r"""(?<=["'`])/(?=api/)""")


def folder_of(url: str) -> str:
    """Return the folder in a site's address, "/press"; "" for a site at the root of its host."""
    return urlsplit(url).path.rstrip("/")


def is_folder(path: str) -> bool:
    """Tell whether the path in a site's address can be its folder: "/press", "/a/b" or ""."""
    return bool(_FOLDER.fullmatch(path)) and not {".", ".."} & set(path.split("/"))


def in_folder(address: str, folder: str) -> str:
    """Return a root-relative address of the site as readers need it; any other one as it is."""
    return folder + address if address[:1] == "/" and address[:2] != "//" else address


def below(address: str, folder: str) -> str:
    """Return a root-relative address that readers use as the site knows it; "" for one outside of the folder."""
    if not folder or address.startswith(f"{folder}/"):
        return address[len(folder) :]
    return "/" if address == folder else ""


def on_site(link: str, site_url: str) -> str:
    """Return a link to a page of the site without the site's address, "/news/#a"; any other link as it is."""
    rest = link.removeprefix(site_url)
    if rest == link or rest[:1] not in ("", "/", "?", "#"):
        return link
    return rest if rest[:1] == "/" else f"/{rest}"


def markup_in_folder(markup: str, folder: str) -> str:
    """Return HTML or SVG in which every root-relative address of an attribute begins with the folder."""
    return _TAG.sub(lambda tag: _tag_in_folder(tag, folder), markup) if folder else markup


def script_in_folder(script: str, folder: str) -> str:
    """Return a script of the theme that fetches the open data below the folder: strings that begin with ``/api/``."""
    return _FETCHED.sub(f"{folder}/", script) if folder else script


def _tag_in_folder(tag: re.Match[str], folder: str) -> str:
    head = tag[1] or tag[0]
    if head.startswith("<!") or not any(start in head for start in _STARTS):
        return tag[0]

    def address(found: re.Match[str]) -> str:
        if not found[1]:
            return found[0]
        mark = found[2][0] if found[2][0] in "\"'" else ""
        value = found[2].removeprefix(mark)
        if "srcset" in found[1].lower():
            value = _CANDIDATE.sub(f"{folder}/", value)
        return found[1] + mark + in_folder(value, folder)

    return _ATTRIBUTE.sub(address, head) + tag[0][len(head) :]
