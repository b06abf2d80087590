"""Messages of commands, in the language of who runs them; a message is its English text.

The catalogues beside this module are the program's own: those of the theme hold what readers read. The language is
that of the process; the desk speaks others too, each in a block of :func:`speaking`. So a text that is made before, at
the level of a module, is a :class:`Message`. What is published, cached or read by programs holds no messages.
"""

import errno
import os
import re
import struct
from ast import literal_eval
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

__all__ = [
    "CATALOGUES",
    "ENGLISH",
    "LANGUAGE_VARIABLE",
    "SPOKEN",
    "Message",
    "is_yes",
    "language_of_messages",
    "number",
    "speaking",
    "spoken",
    "system_reason",
    "tr",
    "tr_number",
    "unknown_language",
]

#: The folder of the catalogues, ``<lang>.po``.
CATALOGUES: Final = Path(__file__).with_name("catalogues")
ENGLISH: Final = "en"
SPOKEN: Final = (ENGLISH, "kk", "ru")

#: Names the language of messages; without it, the machine's locale does (POSIX, 8.2; LANGUAGE is GNU's).
LANGUAGE_VARIABLE: Final = "AIMAQ_LANGUAGE"
_LOCALE_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")

_YES: Final = frozenset({"y", "yes", "д", "да", "и", "иә"})
_ENTRY: Final = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[\d\])?) ((?:".*"\n)+)', re.MULTILINE)
_MO_MAGIC: Final = 0x950412DE


#: The language that is spoken in a block; "" is that of the process.
_chosen: Final = ContextVar("language of messages", default="")


class Message(str):
    """A message without values that is made at the level of a module: each use says it in the language of the moment.

    It is not what ``len`` and ``join`` see: that is its English text.
    """

    __slots__ = ()

    def __str__(self) -> str:
        return tr(self[:])

    def __format__(self, form: str) -> str:
        return format(str(self), form)

    def __add__(self, other: str) -> str:
        return str(self) + other

    def __radd__(self, other: str) -> str:
        return other + str(self)


def tr(message: str, /, **values: object) -> str:
    """Return a message in the language that is spoken, with its placeholders ``%(name)s`` filled."""
    text = _catalogue(spoken()).gettext(message)
    return text % values if values else text


def tr_number(one: str, many: str, count: int, /, **values: object) -> str:
    """Return the message that agrees with a number, which is its placeholder ``%(number)s``."""
    text = _catalogue(spoken()).ngettext(one, many, count)
    return text % {"number": number(count), **values}


def system_reason(error: OSError) -> str:
    """Return the reason that the system gives for an error, "" if it gives none."""
    return _system_reasons().get(error.errno or 0, "") or error.strerror or ""


def number(value: float, decimals: int = 0) -> str:
    """Return a number as people read it in the language of messages: "1,234.5", «1 234,5»."""
    text = f"{value:,.{decimals}f}"
    return text if spoken() == ENGLISH else text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")


def is_yes(answer: str) -> bool:
    """Return whether an answer in any of the languages means yes."""
    return answer.strip().lower() in _YES


def spoken() -> str:
    """Return the language of messages: the one that is asked for, or else the machine's, or else English."""
    return _chosen.get() or _language_of_process()


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Speak a language in a block; "" is that of the process."""
    before = _chosen.set(lang)
    try:
        yield
    finally:
        _chosen.reset(before)


@cache
def _language_of_process() -> str:
    return language_of_messages(os.environ)


def unknown_language(environment: Mapping[str, str]) -> str:
    """Return the language that :data:`LANGUAGE_VARIABLE` asks for if there are no messages in it, else ""."""
    asked = environment.get(LANGUAGE_VARIABLE, "")
    return "" if asked in SPOKEN else asked


def language_of_messages(environment: Mapping[str, str]) -> str:
    """Return the language of messages in an environment; one that the program does not speak is passed over."""
    if asked := environment.get(LANGUAGE_VARIABLE):
        return asked if asked in SPOKEN else ENGLISH
    locale = next(filter(None, map(environment.get, _LOCALE_VARIABLES)), "C")
    if re.fullmatch(r"(C|POSIX)(\..*)?", locale):
        return ENGLISH
    wanted = [*environment.get("LANGUAGE", "").split(":"), locale]
    return next((lang for each in wanted if (lang := re.split("[_.@-]", each)[0].lower()) in SPOKEN), ENGLISH)


@cache
def _catalogue(lang: str) -> NullTranslations:
    if lang == ENGLISH:
        return NullTranslations()
    return GNUTranslations(BytesIO(_compiled((CATALOGUES / f"{lang}.po").read_text("utf-8"))))


def _compiled(catalogue: str) -> bytes:
    """Compile a catalogue to the form that :mod:`gettext` reads (GNU gettext manual, 10.3).

    Babel does the same with any catalogue, and takes twenty times as long: most commands would feel it.
    """
    keys, values = zip(*sorted(_entries(catalogue)), strict=True)
    texts, start = b"", 28 + 16 * len(keys)
    places: list[int] = []
    for text in (*keys, *values):
        places += (len(text), start + len(texts))
        texts += text + b"\0"
    header = struct.pack("<7I", _MO_MAGIC, 0, len(keys), 28, 28 + 8 * len(keys), 0, start)
    return header + struct.pack(f"<{len(places)}I", *places) + texts


def _entries(catalogue: str) -> Iterator[tuple[bytes, bytes]]:
    """Yield each message and its translation; forms are divided by NUL."""
    key: list[str] = []
    texts: list[str] = []
    for keyword, quoted in (*_ENTRY.findall(catalogue), ("msgid", '""\n')):
        text = "".join(map(literal_eval, quoted.splitlines()))
        if keyword == "msgid" and texts:
            yield "\0".join(key).encode(), "\0".join(texts).encode()
            key, texts = [], []
        (texts if keyword.startswith("msgstr") else key).append(text)


def _system_reasons() -> Mapping[int, str]:
    """Return the reasons that editors meet; the system has more of them, in English."""
    return {
        errno.ENOENT: tr("No such file or directory"),
        errno.EACCES: tr("Permission denied"),
        errno.EPERM: tr("Operation not permitted"),
        errno.ENOSPC: tr("No space left on device"),
        errno.EROFS: tr("Read-only file system"),
        errno.EIO: tr("Input/output error"),
        errno.EISDIR: tr("Is a directory"),
        errno.ENOTDIR: tr("Not a directory"),
        errno.EEXIST: tr("File exists"),
        errno.EADDRINUSE: tr("Address already in use"),
        errno.ECONNREFUSED: tr("Connection refused"),
    }
