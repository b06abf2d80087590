"""Where and how to publish: the setting ``PUBLISH_TARGETS`` and the options of ``aimaq publish`` as typed values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Literal
from urllib.parse import SplitResult, urlsplit

import msgspec

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound, raise_any, suggest
from aimaq.settings.locate import setting_place
from aimaq.settings.schema import Settings

__all__ = ["BucketTarget", "FolderTarget", "PublishOptions", "Target", "find_target"]

Encoding = Literal["br", "zst", "gz"]
_ENCODINGS: tuple[Encoding, ...] = ("br", "zst", "gz")
_ADDRESSES = tr("a folder (/srv/press), ssh://user@host/srv/press or s3://bucket")


class _TargetFields(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The fields that every target has.

    ``keep`` is the number of releases that are kept, the current one included; a release that was current within the
    last ``grace`` minutes is kept too. ``max_deletions`` is a number of files, or a percentage of the published files.
    """

    name: str
    to: str
    keep: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 10
    grace: Annotated[int, msgspec.Meta(ge=0)] = 60
    max_deletions: Annotated[int, msgspec.Meta(ge=0)] | Annotated[str, msgspec.Meta(pattern=r"^\d+(\.\d+)?%$")] = "10%"

    @property
    def url(self) -> SplitResult:
        return urlsplit(self.to)

    @property
    def grace_time(self) -> timedelta:
        return timedelta(minutes=self.grace)

    def __str__(self) -> str:
        return self.to if self.name == self.to else f"{self.name} ({self.to})"


class FolderTarget(_TargetFields, frozen=True, kw_only=True):
    """A folder on this machine, or on a server that is reached by SSH."""

    compress: tuple[Encoding, ...] = _ENCODINGS
    ssh_config: str = ""

    @property
    def remote(self) -> bool:
        return self.url.scheme == "ssh"

    @property
    def path(self) -> str:
        return self.url.path if self.remote else self.to


class BucketTarget(_TargetFields, frozen=True, kw_only=True):
    """A bucket of S3-compatible object storage; its keys come from the environment, never from settings."""

    endpoint: str = ""
    region: str = ""

    @property
    def bucket(self) -> str:
        return self.url.netloc

    @property
    def prefix(self) -> str:
        """What stands before each path: "", or ``site/``."""
        folder = self.url.path.strip("/")
        return f"{folder}/" if folder else ""


Target = FolderTarget | BucketTarget


@dataclass(frozen=True, slots=True)
class PublishOptions:
    """``again`` makes a new release in a folder even if nothing has changed; buckets ignore it.

    ``key_lost`` lets a new key sign the log's head alone.
    """

    allow_deletions: bool = False
    dry_run: bool = False
    again: bool = False
    key_lost: bool = False


def find_target(settings: Settings, wanted: str) -> Target:
    """Return the target of this name or address, "" for the only one; raise ``ProblemsFound`` with all mistakes."""
    if ":/" in wanted or wanted.startswith(("/", ".", "~")):
        return _read_target(wanted, {"to": wanted}, "aimaq publish", None)
    file, line = setting_place(settings.project, "PUBLISH_TARGETS", settings.publish_targets)
    targets: dict[str, Target] = {}
    problems: list[Problem] = []
    for name, value in settings.publish_targets.items():
        try:
            targets[name] = _read_target(name, value, file, line)
        except ProblemsFound as found:
            problems += found.problems
    if not problems and not targets:
        hint = tr(
            "set PUBLISH_TARGETS in publishconf.py, or give the command an address: %(addresses)s", addresses=_ADDRESSES
        )
        problems.append(Problem("publishconf.py", tr("there is no target to publish to"), hint=hint))
    elif not problems and not wanted and len(targets) > 1:
        message = tr("there are several targets: %(list)s", list=", ".join(targets))
        hint = tr("say which: aimaq publish %(name)s", name=next(iter(targets)))
        problems.append(Problem("aimaq publish", message, hint=hint))
    elif not problems and wanted and wanted not in targets:
        message = tr('there is no target "%(wanted)s"', wanted=wanted) + suggest(wanted, targets)
        problems.append(Problem("aimaq publish", message, hint=tr("PUBLISH_TARGETS in publishconf.py names them")))
    raise_any(problems)
    return targets[wanted] if wanted else next(iter(targets.values()))


def _read_target(name: str, value: object, file: str, line: int | None) -> Target:
    fields = value if isinstance(value, Mapping) else {}
    to = fields.get("to")
    kind: type[Target] = BucketTarget if str(to).startswith("s3://") else FolderTarget
    if not isinstance(to, str):
        message = tr('expected {"to": …} with %(addresses)s, found %(value)s', addresses=_ADDRESSES, value=f"{value!r}")
    elif not _is_address(to):
        message = tr(
            'expected %(addresses)s, found "%(address)s"',
            addresses=_ADDRESSES,
            address=_without_password(to),
        )
    elif "@" in str(fields.get("endpoint", "")):
        message = tr("endpoint: an address with a user or keys in it, which messages would show")
        hint = tr("keys belong into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or into a profile of AWS_PROFILE")
        raise ProblemsFound(
            [Problem(file, tr('PUBLISH_TARGETS["%(name)s"]: %(message)s', name=name, message=message), line, hint=hint)]
        )
    else:
        try:
            return msgspec.convert({**fields, "name": name}, kind)
        except msgspec.ValidationError as error:
            message = _in_plain_words(str(error), kind)
    shown = tr('PUBLISH_TARGETS["%(name)s"]: %(message)s', name=name, message=message) if line else f"{name}: {message}"
    raise ProblemsFound([Problem(file, shown, line, hint=tr("docs/publishing.md describes what a target may have"))])


def _without_password(address: str) -> str:
    """Return an address without what stands between its colon and the @ before its host."""
    return re.sub(r"(?<=//)([^/@:]*):.*@", r"\1:…@", address)


def _is_address(to: str) -> bool:
    """Tell whether this is the address of a bucket, or of a folder, here or on a server, other than the root."""
    if to.startswith("s3://"):
        return re.fullmatch(r"s3://[a-z0-9][a-z0-9.-]+[a-z0-9](/[\w./-]*)?", to) is not None
    if to.startswith("ssh://"):
        # No part may begin with a hyphen: ssh and rsync would take it for an option.
        return re.fullmatch(r"ssh://([\w.][\w.-]*@)?[\w.][\w.-]*(:\d+)?/\w[^\s'\"\\]*", to) is not None
    return "://" not in to and to.startswith(("/", ".", "~")) and to.strip("./~") != ""


def _in_plain_words(message: str, kind: type[Target]) -> str:
    """Return msgspec's message with the field before it, and with a suggestion for an unknown one."""
    if match := re.search(r"unknown field `(\w+)`", message):
        return tr('there is no "%(found)s" here', found=match[1]) + suggest(
            match[1], [f for f in kind.__struct_fields__ if f != "name"]
        )
    place = re.search(r" - at `\$\.(\w+)", message)
    return f"{place[1]}: {message[: place.start()]}" if place else message
