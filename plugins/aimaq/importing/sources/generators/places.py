"""Where each text of a generator's site stands: its language, slug and section, and its address there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from aimaq.importing.sources.generators.site import GeneratorSite
from aimaq.importing.sources.languages import stated_language

__all__ = ["Place", "place_of"]

_DATED: Final = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})-(.+)")


@dataclass(frozen=True, slots=True)
class Place:
    """``path`` is that of the file below the site's texts; ``name`` the same without date, language and ending.

    ``lang`` is the language that the path states, "" if none. ``section`` is the first folder. ``day`` is the date in
    the file's name. ``is_list`` is true for the text above a list of Hugo, ``is_draft`` for one in a folder of drafts.
    """

    path: PurePosixPath
    name: str
    slug: str
    lang: str = ""
    section: str = ""
    day: str = ""
    is_page: bool = False
    is_list: bool = False
    is_draft: bool = False


def place_of(path: Path, site: GeneratorSite, languages: Sequence[str]) -> Place:
    """Return the place of a file; ``languages`` are those of our site."""
    return {"hugo": _hugo, "jekyll": _jekyll, "pelican": _pelican}[site.generator](path, site, languages)


def _below(path: Path, *folders: Path) -> PurePosixPath:
    """Return a path below the first of the folders that holds it."""
    folder = next((each for each in folders if path.is_relative_to(each.resolve())), path.parent)
    return PurePosixPath(path.relative_to(folder.resolve()).as_posix())


def _hugo(path: Path, site: GeneratorSite, languages: Sequence[str]) -> Place:
    declared = {code: value for code, value in site.table("languages").items() if isinstance(value, dict)}
    lang = ""
    for code, value in declared.items():
        folder = next((str(each) for name, each in value.items() if str(name).lower() == "contentdir"), "")
        if folder and path.is_relative_to((site.root / folder).resolve()):
            lang, below = code, _below(path, site.root / folder)
            break
    else:
        below = _below(path, site.root / (site.text("contentdir") or "content"), site.root)
    codes = {*declared, *languages, "kz"}
    parts = list(below.parts)
    if not lang and len(parts) > 1 and parts[0] in codes:
        lang = parts.pop(0)
    stem, _, code = below.stem.rpartition(".")
    if stem and code in codes:
        lang = lang or code
    else:
        stem = below.stem
    folders = parts[:-1]
    slug = folders[-1] if stem == "index" and folders else stem
    inner = folders[:-1] if stem == "index" else folders
    name = "/".join((*inner, slug))
    return Place(below, name, slug, lang, inner[0] if inner else "", is_page=not inner, is_list=stem == "_index")


def _jekyll(path: Path, site: GeneratorSite, languages: Sequence[str]) -> Place:
    below = _below(path, site.root / (site.text("source") or "."), site.root)
    parts = list(below.parts)
    lang = parts.pop(0) if len(parts) > 1 and stated_language(parts[0], languages) else ""
    dated = _DATED.fullmatch(below.stem)
    is_post, is_draft = "_posts" in parts or dated is not None, "_drafts" in parts
    slug = dated[2] if dated else below.stem
    if slug == "index" and len(parts) > 1:
        slug = parts[-2]
    folders = [each for each in parts[:-1] if each not in ("_posts", "_drafts")]
    name = "/".join((*folders, slug))
    section = folders[0].lstrip("_") if folders else ""
    return Place(
        below, name, slug, lang, section, dated[1] if dated else "", not (is_post or is_draft), False, is_draft
    )


def _pelican(path: Path, site: GeneratorSite, languages: Sequence[str]) -> Place:
    below = _below(path, site.root / (site.text("path") or "content"), site.root)
    dated = _DATED.fullmatch(below.stem)
    stem, _, code = below.stem.rpartition(".")
    lang = code if stem and stated_language(code, languages) else ""
    folders = below.parts[:-1]
    name = "/".join((*folders, stem if lang else below.stem))
    section = folders[0] if folders else ""
    return Place(below, name, "", lang, section, dated[1] if dated else "", section == "pages")
