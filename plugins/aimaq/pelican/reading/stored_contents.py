"""Pelican's articles and pages as plain data, and back.

Creating one takes Pelican longer than reading its data. A content depends on its file, the settings and the code only,
if every hook that takes part changes nothing else; hooks declare that by :func:`keeps_to_content`.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeVar
from weakref import ReferenceType, WeakKeyDictionary

from blinker import Signal
from pelican.contents import Article, Content, Page
from pelican.plugins import signals

from aimaq.pelican.reading.codec import Uncacheable, Wrappers, from_plain, to_plain
from aimaq.settings.pelican_settings import PelicanSettings

__all__ = ["RESTORED", "are_kept", "keeps_to_content", "pack_content", "read_content", "restore_content"]

_Hook = TypeVar("_Hook", bound=Callable[..., Any])
_KEEPING: WeakKeyDictionary[Callable[..., Any], Callable[[Content], bool]] = WeakKeyDictionary()
#: Sent by a generator with the ``contents`` that were taken from the store, for what a hook does beside reading.
RESTORED = Signal()
#: Attributes that come from the build, not from the file.
_OF_THE_BUILD = ("settings", "source_path", "_context", "translations")
_SIGNALS: Mapping[type[Content], tuple[Signal, Signal]] = {
    Article: (signals.article_generator_preread, signals.article_generator_context),
    Page: (signals.page_generator_preread, signals.page_generator_context),
}


def are_kept(kind: type[Content], settings: PelicanSettings) -> bool:
    """Return whether contents of this kind can be taken from the store.

    Not where the time of the file or of the build counts, nor where a date format sets the language of the process, nor
    where a hook has not declared that it keeps to the content.
    """
    timeless = settings.get("DEFAULT_DATE") != "fs" and settings["WITH_FUTURE_DATES"]
    formats = (settings["DEFAULT_DATE_FORMAT"], *settings["DATE_FORMATS"].values())
    return timeless and all(isinstance(each, str) for each in formats) and all(_hooks(kind))


def keeps_to_content(function: _Hook, where: Callable[[Content], bool] = lambda content: True) -> _Hook:
    """Declare that a hook changes only the content that it is given; ``where`` may limit that to some contents.

    It may note a problem, too: a content with a problem is not kept.
    """
    _KEEPING[function] = where
    return function


def _hooks(kind: type[Content]) -> Iterator[Callable[[Content], bool] | None]:
    """Yield, for each hook that takes part in making contents of this kind, what it has declared; None for nothing."""
    for one in (signals.content_object_init, *_SIGNALS[kind]):
        for each in one.receivers.values():  # blinker holds most of them by references
            function = each() if isinstance(each, ReferenceType) else each
            if function is not None:
                yield _KEEPING.get(function)


def read_content(generator: Any, kind: type[Content], name: str) -> Content:
    """Have Pelican read a file as its generators do; ``name`` is the path below the content folder."""
    preread, context = _SIGNALS[kind]
    content: Content = generator.readers.read_file(
        base_path=generator.path,
        path=name,
        content_class=kind,
        context=generator.context,
        preread_signal=preread,
        preread_sender=generator,
        context_signal=context,
        context_sender=generator,
    )
    return content


def pack_content(content: Content) -> list[Any]:
    """Return a content as plain data; raise :class:`Uncacheable` if it holds something that cannot be stored."""
    state = {name: value for name, value in vars(content).items() if name not in _OF_THE_BUILD}
    metadata = state.pop("metadata")
    given = {_attribute(key): value for key, value in metadata.items()}
    if content.translations or type(content) not in _SIGNALS or len(given) < len(metadata):
        raise Uncacheable(type(content).__qualname__)
    if not all(keeps is not None and keeps(content) for keeps in _hooks(type(content))):
        raise Uncacheable(f"{content.relative_source_path}, which a plugin changes by something else")
    # Most attributes are the metadata's own values.
    own = {name: value for name, value in state.items() if name not in given or given[name] is not value}
    return [to_plain(metadata), to_plain(own), sorted(given.keys() - state.keys())]


def restore_content(generator: Any, kind: type[Content], wrappers: Wrappers, name: str, data: list[Any]) -> Content:
    """Return a content that :func:`pack_content` has packed, as one of this build, with this build's ``wrappers``."""
    packed, own, absent = data
    settings = generator.settings
    metadata = from_plain(packed, wrappers)
    content: Content = object.__new__(kind)
    state = content.__dict__
    state.update({_attribute(key): value for key, value in metadata.items()})
    state.update(from_plain(own, wrappers))
    for attribute in absent:
        del state[attribute]
    path = os.path.abspath(os.path.join(generator.path, name))
    state.update(metadata=metadata, settings=settings, source_path=path, _context=generator.context, translations=[])
    return content


@lru_cache(maxsize=1024)
def _attribute(key: str) -> str:
    """Return the name under which Pelican sets a field of the metadata."""
    return sys.intern(f"override_{key}" if key in ("save_as", "url") else key.lower())
