"""The private keys that sign heads of the log: from the environment, from a file, or with an ssh-agent.

They are written as Go's signed-note has them, ``PRIVATE+KEY+name+id+key``. No message, setting or file of a site may
hold one.
"""

from __future__ import annotations

import os
import stat
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from aimaq.base.extras import require_extras
from aimaq.base.languages.messages import system_reason, tr
from aimaq.base.problems import Problem, ProblemsFound, raise_any
from aimaq.figures.log.signed_note import ED25519, Note, Signature, VerifierKey
from aimaq.publishing.log import ssh_agent
from aimaq.settings.locate import setting_place
from aimaq.settings.schema import Settings

__all__ = ["KEY_FILE_VARIABLE", "KEY_VARIABLE", "Signer", "agent_keys", "find_signers", "new_key", "public_keys"]

#: Environment variables with keys, one a line, or with the path of a file that holds them.
KEY_VARIABLE: Final = "AIMAQ_LOG_KEY"
KEY_FILE_VARIABLE: Final = "AIMAQ_LOG_KEY_FILE"
_PREFIX: Final = "PRIVATE+KEY+"


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that can sign here; ``place`` says where its private part is."""

    key: VerifierKey
    place: str
    sign: Callable[[bytes], bytes] = field(repr=False)

    def signed(self, note: Note) -> Note:
        """Return the note with this key's signature; raise ``ProblemsFound`` if what signs does not sign rightly."""
        if self.key.signed(note):
            return note
        signed = note.with_signature(Signature(self.key.name, self.key.id, self.sign(note.text.encode())))
        if not self.key.signed(signed):
            hint = tr("Make a new key with `aimaq log key new`.")
            raise ProblemsFound(
                [Problem(self.place, tr("its signature is not one of %(key)s", key=self.key), hint=hint)]
            )
        return signed


def public_keys(settings: Settings) -> tuple[VerifierKey, ...]:
    """Return the keys of LOG_KEYS; raise ``ProblemsFound``."""
    file, line = setting_place(settings.project, "LOG_KEYS", settings.log_keys)
    keys: list[VerifierKey] = []
    problems: list[Problem] = []
    for text in settings.log_keys:
        if text.startswith(_PREFIX):
            hint = tr(
                "Anybody may have read it: make a new one, and keep it in %(variable)s or in a file elsewhere.",
                variable=KEY_VARIABLE,
            )
            problems.append(Problem(file, tr("LOG_KEYS: this is a private key"), line, hint=hint))
            continue
        try:
            key = VerifierKey.parse(text)
        except ValueError as error:
            problems.append(Problem(file, tr("LOG_KEYS: %(error)s", error=error), line))
            continue
        if key.kind == ED25519:
            keys.append(key)
        else:
            problems.append(Problem(file, tr('LOG_KEYS: "%(text)s" is the key of a witness', text=text), line))
    raise_any(problems)
    return tuple(keys)


def find_signers(settings: Settings, environment: Mapping[str, str]) -> tuple[Signer, ...]:
    """Return those of the keys in LOG_KEYS that can sign here, in their order; raise ``ProblemsFound``."""
    wanted = public_keys(settings)
    found = {signer.key: signer for signer in _private_keys(settings, environment)}
    unknown = [signer for key, signer in found.items() if key not in wanted]
    hint = tr("Add it: LOG_KEYS = [{0}] in pelicanconf.py, so that everybody knows which key signs.")
    raise_any(
        Problem(each.place, tr("the public part of this key is not in LOG_KEYS"), hint=hint.format(f'"{each.key}"'))
        for each in unknown
    )
    socket = environment.get("SSH_AUTH_SOCK", "")
    if socket and any(key not in found for key in wanted):
        held = set(ssh_agent.public_keys(socket))
        for key in wanted:
            if key not in found and key.public in held:
                found[key] = Signer(key, "ssh-agent", partial(ssh_agent.sign, socket, key.public))
    return tuple(found[key] for key in wanted if key in found)


def agent_keys(name: str, environment: Mapping[str, str]) -> list[VerifierKey]:
    """Return the Ed25519 keys that the ssh-agent holds, as keys of this name."""
    socket = environment.get("SSH_AUTH_SOCK", "")
    return [VerifierKey(name, ED25519, public) for public in ssh_agent.public_keys(socket)] if socket else []


def new_key(name: str, path: Path, root: Path) -> VerifierKey:
    """Write a new private key into a new file that only its owner can read; return its public part.

    Raises ``ProblemsFound``, also for a file below ``root``, the project.
    """
    require_extras("aimaq log key new", "sign")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if problem := _inside(path, root):
        raise ProblemsFound([problem])
    private = Ed25519PrivateKey.generate()
    key = VerifierKey(name, ED25519, private.public_key().public_bytes_raw())
    data = b64encode(bytes([ED25519]) + private.private_bytes_raw()).decode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(f"{_PREFIX}{name}+{key.id.hex()}+{data}\n")
    except FileExistsError:
        hint = tr("A key is never overwritten: name another file with --output.")
        raise ProblemsFound([Problem(str(path), tr("there is a file already"), hint=hint)]) from None
    except OSError as error:
        raise ProblemsFound(
            [Problem(str(path), tr("cannot be written: %(reason)s", reason=system_reason(error)))]
        ) from None
    return key


def _private_keys(settings: Settings, environment: Mapping[str, str]) -> Iterator[Signer]:
    yield from _parsed(environment.get(KEY_VARIABLE, ""), KEY_VARIABLE)
    named = environment.get(KEY_FILE_VARIABLE, "")
    if not named and not settings.log_key_file:
        return
    path = settings.project / Path(named or settings.log_key_file).expanduser()
    if problem := _inside(path, settings.project):
        raise ProblemsFound([problem])
    try:
        mode = path.stat().st_mode
        text = path.read_text("utf-8")
    except FileNotFoundError:
        if named:
            raise ProblemsFound(
                [
                    Problem(
                        str(path),
                        tr(
                            "%(variable)s names this file, and there is none",
                            variable=KEY_FILE_VARIABLE,
                        ),
                    )
                ]
            ) from None
        return  # the setting is everybody's, the file only of those who sign
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or tr("this is no text")
        raise ProblemsFound([Problem(str(path), tr("the key cannot be read: %(reason)s", reason=reason))]) from None
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        hint = tr("Let only its owner read it: chmod 600 %(path)s", path=path)
        raise ProblemsFound([Problem(str(path), tr("others on this machine can read the private key"), hint=hint)])
    yield from _parsed(text, str(path))


def _parsed(text: str, place: str) -> Iterator[Signer]:
    """Yield the signers of the private keys in a text, one a line."""
    lines: Iterable[str] = text.split()
    for line in lines:
        require_extras("aimaq publish", "sign")
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        name, _, rest = line.removeprefix(_PREFIX).partition("+")
        shown_id, _, encoded = rest.partition("+")
        try:
            data = b64decode(encoded, validate=True)
            if not line.startswith(_PREFIX) or len(data) != 33 or data[0] != ED25519:
                raise ValueError
            private = Ed25519PrivateKey.from_private_bytes(data[1:])
            public = private.public_key().public_bytes_raw()
            key = VerifierKey.parse(str(VerifierKey(name, ED25519, public)))
            if key.id.hex() != shown_id:
                raise ValueError
        except ValueError:
            message = tr("this is no private key of signed-note; expected PRIVATE+KEY+name+id+key, as in one piece")
            raise ProblemsFound([Problem(place, message, hint=tr("`aimaq log key new` writes one."))]) from None
        yield Signer(key, place, private.sign)


def _inside(path: Path, root: Path) -> Problem | None:
    if not path.resolve().is_relative_to(root.resolve()):
        return None
    hint = tr("Keep it elsewhere, as in ~/.config/aimaq; everybody who gets the project would get it too.")
    return Problem(str(path), tr("a private key must not be inside the project"), hint=hint)
