"""What of an institution's own stands in place of the theme's: colours, sign and fonts, for every file of the theme."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from aimaq.base.files.cache import Cache
from aimaq.base.problems import Problem, ProblemsFound, raise_any
from aimaq.newsroom.theme.font_styles import published_files, with_families
from aimaq.settings.colours import Recolouring, recolouring_of
from aimaq.settings.fonts import Family, families_of
from aimaq.settings.schema import Settings
from aimaq.settings.sign import Sign, sign_of

__all__ = ["Identity", "identity_of"]

Value = TypeVar("Value")
#: The theme's own icon, which a sign stands in place of.
_ICON: Final = "img/icon.svg"
#: The folder of the theme with the styles of what only some sites have.
_STYLES: Final = "identity"


@dataclass(frozen=True, slots=True)
class Identity:
    """The site's own colours, sign and fonts; without settings, the theme's. ``cache`` has what is made from them."""

    recolouring: Recolouring = field(default_factory=Recolouring)
    sign: Sign | None = None
    families: tuple[Family, ...] = ()
    has_contact: bool = False
    cache: Cache = field(default_factory=Cache)

    @property
    def files(self) -> Mapping[str, bytes]:
        """The files that the theme's static folder has more, by their names."""
        sign = {f"img/{self.sign.name}": self.sign.data} if self.sign else {}
        return sign | published_files(self.families, self.cache)

    @property
    def replaced(self) -> frozenset[str]:
        """The names of the theme's files that are not published."""
        return frozenset({_ICON} if self.sign else ())

    def styles(self, theme: Path, sheet: str) -> list[Path]:
        """Return what stands behind a stylesheet of the theme, ``css/site.css``, for what only this site has."""
        path = theme / _STYLES / Path(sheet).name
        return [path] if (self.sign or self.has_contact) and path.is_file() else []

    def with_fonts(self, sheets: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the theme's stylesheets, by their names, with the site's own fonts."""
        return with_families(sheets, self.families)

    def apply(self, text: str) -> str:
        """Return a text of the theme with what is the site's own."""
        return self.recolouring.apply(text)


def identity_of(settings: Settings, cache: Cache | None = None) -> Identity:
    """Return what the settings name; raise ``ProblemsFound`` with everything that cannot be used."""
    problems: list[Problem] = []
    recolouring = _found(recolouring_of, settings, problems)
    sign = _found(sign_of, settings, problems)
    families = _found(families_of, settings, problems)
    raise_any(problems)
    return Identity(recolouring or Recolouring(), sign, families or (), bool(settings.contact), cache or Cache())


def _found(read: Callable[[Settings], Value], settings: Settings, problems: list[Problem]) -> Value | None:
    try:
        return read(settings)
    except ProblemsFound as found:
        problems.extend(found.problems)
        return None
