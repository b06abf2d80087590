"""What a generator's site says of itself: which one it is, its address, languages, and the addresses of its texts."""

import ast
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import yaml

__all__ = ["GeneratorSite", "find_site"]

Generator = Literal["hugo", "jekyll", "pelican"]
_CONFIGS: Final[Mapping[str, Generator]] = {
    **{f"{name}.{ending}": "hugo" for name in ("hugo", "config") for ending in ("toml", "yaml", "yml", "json")},
    **{f"config/_default/{name}.{ending}": "hugo" for name in ("hugo", "config") for ending in ("toml", "yaml", "yml")},
    **{f"_config.{ending}": "jekyll" for ending in ("yml", "yaml", "toml")},
    "pelicanconf.py": "pelican",
    "publishconf.py": "pelican",
}
#: Folders of a site that hold no text of an editor: templates, themes, what was built.
_NO_TEXTS: Final[Mapping[Generator, frozenset[str]]] = {
    "hugo": frozenset("archetypes assets config data i18n layouts public resources themes node_modules".split()),
    "jekyll": frozenset("_data _includes _layouts _plugins _sass _site vendor node_modules".split()),
    "pelican": frozenset("output plugins theme themes cache node_modules".split()),
}
#: Folders whose files stand in addresses by their path below it.
_FILES: Final[Mapping[Generator, tuple[str, ...]]] = {
    "hugo": ("static", "assets", "content", "."),
    "jekyll": (".",),
    "pelican": ("content", "."),
}
#: How far above the source its site may begin: ``content/posts``.
_LEVELS: Final = 3


@dataclass(frozen=True, slots=True)
class GeneratorSite:
    """``config`` are the settings of the site, with names in small letters; ``root`` is the folder that holds them."""

    generator: Generator
    root: Path
    config: Mapping[str, object] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The site's home with a slash at its end, or ""."""
        name = {"hugo": "baseurl", "jekyll": "url", "pelican": "siteurl"}[self.generator]
        address = self.text(name)
        if self.generator == "jekyll":
            address += "/" + self.text("baseurl").strip("/") if address else ""
        return address.rstrip("/") + "/" if address.startswith(("http://", "https://")) else ""

    @property
    def language(self) -> str:
        """The code of its main language, or ""."""
        names = ("defaultcontentlanguage", "languagecode", "locale", "default_lang", "lang")
        return next(filter(None, map(self.text, names)), "")

    @property
    def texts(self) -> Path:
        """The folder of its texts; the whole site where there is none."""
        setting, usual = {"hugo": ("contentdir", "content"), "jekyll": ("source", "."), "pelican": ("path", "content")}[
            self.generator
        ]
        folder = (self.root / (self.text(setting) or usual)).resolve()
        return folder if folder.is_dir() else self.root

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders in which a file's address is its path."""
        content = self.text("contentdir") or self.text("path")
        return tuple(self.root / name for name in dict.fromkeys((*_FILES[self.generator], content or ".")))

    def holds_texts(self, folder: str) -> bool:
        """Return whether a folder at the site's root may hold texts of editors."""
        return folder not in _NO_TEXTS[self.generator]

    def is_text(self, path: Path) -> bool:
        """Return whether a file is one of the texts of a site, by its place; a site without settings has only those."""
        named = self.text({"hugo": "contentdir", "jekyll": "source", "pelican": "path"}[self.generator])
        texts = (
            self.root / (named or {"hugo": "content", "jekyll": ".", "pelican": "content"}[self.generator])
        ).resolve()
        return not self.config or not texts.is_dir() or path.is_relative_to(texts)

    def is_published(self, path: Path) -> bool:
        """Return whether a page stands where the generator publishes it as it is, not among templates."""
        return self.is_text(path) or path.is_relative_to(self.root / "static")

    def text(self, name: str) -> str:
        value = self.config.get(name)
        return value if isinstance(value, str) else ""

    def table(self, name: str) -> Mapping[str, object]:
        """Return a setting that is a table, {} if there is none."""
        value = self.config.get(name)
        return {str(key): each for key, each in value.items()} if isinstance(value, dict) else {}


def find_site(source: Path) -> GeneratorSite | None:
    """Return the generator's site that a file or a folder is or belongs to, or None."""
    start = (source if source.is_dir() else source.parent).resolve()
    for root in (start, *list(start.parents)[:_LEVELS]):
        found = {name: generator for name, generator in _CONFIGS.items() if (root / name).is_file()}
        # Many programs have a config.toml; a site by Hugo has texts beside it.
        known = {name: each for name, each in found.items() if each != "hugo" or (root / "content").is_dir()}
        if known:
            generator = next(iter(known.values()))
            config: dict[str, object] = {}
            for name, each in known.items():
                if each == generator:
                    config |= _config(root / name)
            languages = root / "config/_default"
            for path in sorted(languages.glob("languages.*")) if generator == "hugo" else ():
                config["languages"] = _config(path)
            site = GeneratorSite(generator, root, config)
            # A folder of anything may lie in somebody's site; it is a part of the site among its texts only.
            below = start.relative_to(root).parts
            if not below or "_posts" in below or (site.texts != root and start.is_relative_to(site.texts)):
                return site
    return None


def _config(path: Path) -> dict[str, object]:
    """Return the settings in a file; nothing is executed, and a file that cannot be read has none."""
    try:
        text = path.read_text("utf-8-sig")
        value: object = {}
        if path.suffix == ".py":
            value = dict(_assignments(text))
        elif path.suffix == ".toml":
            value = tomllib.loads(text)
        else:
            value = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except (OSError, ValueError, yaml.YAMLError, SyntaxError, RecursionError):
        return {}
    return {str(name).lower(): each for name, each in value.items()} if isinstance(value, dict) else {}


def _assignments(text: str) -> Iterator[tuple[str, object]]:
    """Yield names and values of a settings file in Python, as far as they are written out."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(name := node.targets[0], ast.Name):
            try:
                yield name.id, ast.literal_eval(node.value)
            except (ValueError, TypeError):
                continue
