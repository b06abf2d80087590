"""The entries of the log: what has been published, one canonical JSON object (RFC 8785) a line.

The bytes of a line, without its line break, are what the tree hashes. Members with an empty value are left out. A
digest is the SHA-256, in hexadecimal, of the canonical JSON of what it stands for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final, TypeAlias

import msgspec
from msgspec.structs import replace as changed

from aimaq.base.languages.messages import Message, tr
from aimaq.base.problems import Problem
from aimaq.base.type_messages import worded
from aimaq.figures.ledger.model import Indicator, Observation
from aimaq.figures.log.signed_note import VerifierKey

__all__ = [
    "MAX_BYTES",
    "RESTORE",
    "Begin",
    "Entry",
    "Figure",
    "Key",
    "Release",
    "Text",
    "canonical",
    "changed",
    "decoded",
    "digest_of",
    "entries_in",
    "figure_entry",
    "read_entry",
    "release_entry",
    "stamp",
]

#: A bundle of tlog-tiles gives the length of an entry in two bytes.
MAX_BYTES: Final = 65_535
RESTORE: Final = Message("Take the file back from the repository's history: `git log -- {path}` lists its versions.")
#: How Git marks the beginning of a conflict.
_CONFLICT = b"<<<<<<< "
_JOIN = Message(
    "Take the version that was published, whole (`git checkout --ours -- {path}`, or "
    "`--theirs`), keep both observations in the ledger, and publish: what the log lacks is "
    "appended then."
)


class _Entry(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True, tag_field="type"
):
    """What every entry has; ``logged`` is the moment at which it was appended, in UTC."""

    logged: str


class Begin(_Entry, frozen=True, kw_only=True, tag="begin"):
    """The first entry: the log's name. What follows with the same moment had been public before."""

    origin: str


class _Amendable(_Entry, frozen=True, kw_only=True):
    """``amends`` is the index of an earlier entry whose place this one takes, ``why`` the reason."""

    amends: int | None = None
    why: str = ""


class Figure(_Amendable, frozen=True, kw_only=True, tag="figure"):
    """What an indicator's numbers mean: digests of its label and its unit, its decimal places, and its formula.

    ``definition`` is the digest of its description and its changes of definition; an older entry has none.
    """

    key: str
    label: str
    unit: str = ""
    decimals: int = 0
    formula: str = ""
    definition: str = ""


class Pulled(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """How a value was read from its source: when, from which format, and the digests of the answer and the query."""

    at: str
    format: str
    answer: str
    query: str = ""


class Release(_Amendable, frozen=True, kw_only=True, tag="release"):
    """One release of a figure. ``kind`` is "release", "correction" or, of a derived figure, "computed".

    ``value`` is a decimal number in digits, as are the two of a ``range``; the dates are as in the ledger, ``source``
    and ``note`` are digests, ``pulled`` is how a pulled value was read, as in the ledger, and ``approved`` names who
    has checked a value that changed more than is plausible.
    """

    key: str
    period: str
    value: str
    status: str
    kind: str
    released: str
    embargo: str = ""
    source: str = ""
    note: str = ""
    range: tuple[str, str] | None = None
    pulled: Pulled | None = None
    approved: str = ""


class Text(_Entry, frozen=True, kw_only=True, tag="text"):
    """A version of a text: its name and language, its number, the day of its date, its address, and what it states.

    ``change`` says how it differs from the version before: "published", "edited" (words only), "updated",
    "corrected", "withdrawn", "moved" or "removed". ``headline`` and ``words`` are digests. ``numbers`` and ``dates``
    are those that are typed, ``quotations`` the beginnings of digests, all sorted. ``amounts`` is the beginning of a
    digest of all numbers in their order, with signs and magnitudes. ``fields`` and ``field_amounts`` are the same of
    what stands beside its text: captions, titles of attachments, a document's number. An older entry has none of the
    three. ``files`` are the beginnings of SHA-256 digests of the attached files, in their order, ``linked`` those of
    the documents that it links to, and ``pictures`` those of its pictures, each with a space and its path. ``lists`` is
    the beginning of a digest of what numbers its lists in another way; an older entry has neither it nor pictures.
    ``notices`` are its updates, corrections and withdrawal, each by its kind and the beginning of a digest. ``pins``
    has the value of each figure that it quotes, as known on its day, by its marker.
    ``id`` are the day and the slug by which feeds know it, if they are not those of its date and its name.
    """

    text: str
    lang: str
    version: int
    change: str
    published: str = ""
    id: str = ""
    address: str = ""
    headline: str = ""
    words: str = ""
    numbers: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    quotations: tuple[str, ...] = ()
    amounts: str = ""
    fields: str = ""
    field_amounts: str = ""
    files: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    lists: str = ""
    notices: tuple[str, ...] = ()
    pins: dict[str, str] = {}

    @property
    def feed_id(self) -> str:
        """The day and the slug by which feeds know it."""
        return self.id or f"{self.published}:{self.text.rpartition('/')[2]}"

    @property
    def picture_digests(self) -> Mapping[str, str]:
        """The beginnings of its pictures' digests by their paths."""
        return {path: digest for digest, _, path in (each.partition(" ") for each in self.pictures)}

    def replaced_pictures(self, before: Text) -> tuple[str, ...]:
        """Return the paths of the pictures that stand in the place of others than in the version ``before``.

        One that only has another name is the same, and so is one that the text names twice.
        """
        had, has = before.picture_digests, self.picture_digests
        gone = set(had.values()).difference(has.values())
        return tuple(
            path
            for path, digest in has.items()
            if (had[path] != digest if path in had else gone and digest not in had.values())
        )


class Key(_Entry, frozen=True, kw_only=True, tag="key"):
    """A public key with which heads are signed from now on, as a verifier key of signed-note."""

    verifier: str


Entry: TypeAlias = Begin | Figure | Release | Text | Key

_ENCODER: Final = msgspec.json.Encoder(order="sorted")
_DECODER: Final = msgspec.json.Decoder(Entry, strict=True)


def canonical(entry: Entry) -> bytes:
    """Return the entry's line, without a line break.

    It is what RFC 8785 prescribes, since all names are ASCII, all numbers small integers, and msgspec escapes what has
    to be escaped and nothing else.
    """
    return _ENCODER.encode(entry)


def read_entry(line: bytes) -> Entry:
    """Return the entry of a line; raise ValueError that says what is wrong."""
    try:
        entry: Entry = _DECODER.decode(line)
    except msgspec.ValidationError as error:
        place, message = worded(str(error), msgspec.json.decode(line))
        raise ValueError(f"{place.removeprefix('.')}: {message}" if place else message) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError(tr("this is no JSON: %(error)s", error=error)) from None
    if canonical(entry) != line:
        raise ValueError(tr("the line is not written in the canonical form (RFC 8785)"))
    return entry


def decoded(line: bytes) -> Entry:
    """Return the entry of a line that :func:`read_entry` has accepted before."""
    entry: Entry = _DECODER.decode(line)
    return entry


def digest_of(value: object) -> str:
    """Return the digest of something that JSON can hold; "" if it is empty."""
    return sha256(_ENCODER.encode(value)).hexdigest() if value else ""


def stamp(moment: datetime) -> str:
    """Return a moment as entries have it: in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def figure_entry(indicator: Indicator, logged: str) -> Figure:
    """Return the entry of an indicator."""
    changes = [[each.since.text, dict(each.note)] for each in indicator.definition_changes]
    return Figure(
        logged=logged,
        key=indicator.key,
        label=digest_of(dict(indicator.label)),
        unit=digest_of(_plain(indicator.unit)),
        decimals=indicator.decimals,
        formula=indicator.formula.text if indicator.formula else "",
        definition=digest_of(["definition", dict(indicator.description), *changes]),
    )


def release_entry(key: str, seen: Observation, logged: str, *, computed: bool = False) -> Release:
    """Return the entry of an observation of the indicator ``key``."""
    return Release(
        logged=logged,
        key=key,
        period=seen.period.text,
        value=format(seen.value.normalize(), "f"),
        status=seen.status.value,
        kind="computed" if computed else "correction" if seen.correction else "release",
        released=seen.released.isoformat(),
        embargo=f"{seen.embargo:%Y-%m-%d %H:%M}" if seen.embargo else "",
        source=digest_of({"title": seen.source.title, "url": seen.source.url} if seen.source else {}),
        note=digest_of(dict(seen.note)),
        range=seen.range.digits if seen.range else None,
        pulled=Pulled(**seen.provenance.members()) if seen.provenance else None,
        approved=seen.approved_by,
    )


def _plain(value: object) -> object:
    """Return read-only mappings, one in another, as dictionaries."""
    return {name: _plain(each) for name, each in value.items()} if isinstance(value, Mapping) else value


def entries_in(lines: Sequence[bytes], shown: str, problems: list[Problem], before: int) -> Iterator[Entry]:
    """Yield the entry of each line that can be read; the others are problems. There are ``before`` other lines."""
    restore = str(RESTORE).format(path=shown)
    if not lines and not before:
        problems.append(Problem(shown, tr('the log is empty; its first entry is of the type "begin"'), 1, hint=restore))
    if conflict := next((at for at, line in enumerate(lines, before + 1) if line.startswith(_CONFLICT)), None):
        message = tr("two versions of the log stand here, which Git could not join")
        problems.append(Problem(shown, message, conflict, hint=str(_JOIN).format(path=shown)))
        return
    for number, line in enumerate(lines, before + 1):
        try:
            entry = read_entry(line)
            if isinstance(entry, Begin) != (number == 1):
                raise ValueError(tr('the first entry, and no other, is of the type "begin"'))
            _check_amends(entry, number)
            if isinstance(entry, Key):
                VerifierKey.parse(entry.verifier)
        except ValueError as error:
            problems.append(Problem(shown, str(error), number, hint=restore))
        else:
            yield entry


def _check_amends(entry: Entry, number: int) -> None:
    amends = getattr(entry, "amends", None)
    if amends is not None and not 0 < amends < number - 1:
        raise ValueError(tr("it amends entry %(amends)s, which does not stand before it", amends=amends))
