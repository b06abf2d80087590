"""The setting ``INCREMENTAL_TRANSFORM``: what turns the composed text of each file into its finished text."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.base.withheld import Withheld

if TYPE_CHECKING:
    from aimaq.settings.schema import Settings

__all__ = ["Identity", "Transform", "load_function", "load_transform"]


class Transform(Protocol):
    """Turns composed text into finished text, from what its :attr:`inputs` held when it was loaded."""

    @property
    def inputs(self) -> tuple[Path, ...]:
        """The files whose change needs no composing, only finishing."""

    @property
    def settings(self) -> tuple[str, ...]:
        """The names of the settings whose change needs no composing, only finishing."""

    @property
    def composing_key(self) -> str:
        """A digest of what composing depends on in those files; when it changes, the site is composed anew."""

    @property
    def state(self) -> Mapping[str, str]:
        """A digest for each key; a text finishes to the same bytes while the digests of its keys are the same."""

    @property
    def moments(self) -> tuple[datetime, ...]:
        """The moments, with their zones, at which :attr:`state` is going to change."""

    @property
    def withheld(self) -> tuple[Withheld, ...]:
        """What finished texts must not hold yet."""

    def unlogged(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return the lines that the log of what is published lacks; ``texts`` are those found when texts were read."""

    @property
    def logged(self) -> int:
        """How many entries that log has."""

    def has_other_texts(self, logged: int, unlogged: Iterable[str]) -> bool:
        """Return whether that log has versions of texts that it did not have, nor lacked, when texts were read.

        It had ``logged`` entries then, and ``unlogged`` are the lines that it lacked. Texts have to be read again.
        """

    @property
    def files(self) -> Mapping[str, bytes]:
        """Files of the site that are written from :attr:`inputs` alone, by their paths below the output folder."""

    def files_of(self, keys: Collection[str]) -> Collection[str]:
        """Return the paths of those of these files whose bytes depend on one of the keys of :attr:`state`."""

    def prepare(self, path: str, text: str) -> str:
        """Return a composed text as the store keeps it; ``path`` is its path below the output folder."""

    def keys(self, text: str) -> frozenset[str]:
        """Return the keys that a prepared text depends on; none if it is finished already."""

    def finish(self, text: str) -> str:
        """Return the finished text; raise ``ProblemsFound`` where it cannot be finished."""


class Identity:
    """The transform of a site that has none."""

    inputs: tuple[Path, ...] = ()
    settings: tuple[str, ...] = ()
    composing_key = ""
    state: Mapping[str, str] = MappingProxyType({})
    moments: tuple[datetime, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    files: Mapping[str, bytes] = MappingProxyType({})
    logged = 0

    def unlogged(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return nothing: there is no log."""
        return ()

    def has_other_texts(self, logged: int, unlogged: Iterable[str]) -> bool:
        """Return False: there is no log."""
        return False

    def files_of(self, keys: Collection[str]) -> Collection[str]:
        """Return nothing: there are no files."""
        return ()

    def prepare(self, path: str, text: str) -> str:
        """Return the text."""
        return text

    def keys(self, text: str) -> frozenset[str]:
        """Return no keys: composed text is finished."""
        return frozenset()

    def finish(self, text: str) -> str:
        """Return the text."""
        return text


def load_transform(settings: Settings, now: datetime) -> Transform:
    """Return the transform that the setting ``INCREMENTAL_TRANSFORM`` names as ``"module:function"``.

    The function gets the settings and the moment of the build. Raises ``ProblemsFound``: that of the function, or one
    for a name that cannot be loaded.
    """
    name = settings.incremental_transform
    if not name:
        return Identity()
    transform: Transform = load_function("INCREMENTAL_TRANSFORM", name)(settings, now)
    return transform


def load_function(setting: str, name: str) -> Callable[..., Any]:
    """Return the function that a setting names as ``"module:function"``; raise ``ProblemsFound``."""
    module, _, function = name.partition(":")
    try:
        found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError, ValueError) as error:
        message = f"{setting}: " + tr('"%(name)s" cannot be loaded: %(error)s', name=name, error=error)
        raise ProblemsFound([Problem("pelicanconf.py", message, hint=tr('write it as "module:function"'))]) from error
    return found
