"""The head of the log as it is published: signed, cosigned by witnesses, and with an authority's timestamp."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.figures.log.entries import Entry, Key
from aimaq.figures.log.log_file import Log
from aimaq.figures.log.signed_note import VerifierKey
from aimaq.publishing.log.signing_keys import KEY_VARIABLE, Signer, find_signers, public_keys
from aimaq.publishing.log.timestamps import NoTimestamp, read_authority, timestamp
from aimaq.publishing.log.witnesses import NotCosigned, Witness, read_witnesses
from aimaq.settings.schema import Settings

__all__ = ["Sealing"]


@dataclass(frozen=True, slots=True)
class Sealing:
    """Who signs, cosigns and dates the heads of a log. ``absent`` are keys of LOG_KEYS that cannot sign here."""

    signers: tuple[Signer, ...] = ()
    absent: tuple[VerifierKey, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    authority: str = ""

    @classmethod
    def of(cls, settings: Settings, environment: Mapping[str, str]) -> Self:
        """Return what the settings and the environment state; raise ``ProblemsFound``."""
        signers = find_signers(settings, environment)
        here = {each.key for each in signers}
        absent = tuple(key for key in public_keys(settings) if key not in here)
        return cls(signers, absent, read_witnesses(settings), read_authority(settings))

    def new_keys(self, log: Log, now: str) -> Sequence[Entry]:
        """Return the entries of the keys that sign and that the log does not name yet."""
        known = {verifier for _, verifier in log.verifier_keys()}
        keys = (str(signer.key) for signer in self.signers)
        return [Key(logged=now, verifier=key) for key in keys if key not in known]

    def check(self, log: Log, *, key_lost: bool) -> None:
        """Raise ``ProblemsFound`` if no key signs that readers know from the head that was published last.

        With ``key_lost`` a new one may sign alone, which those who verify the log will see.
        """
        known = {verifier for index, verifier in log.verifier_keys() if index < log.published}
        if not known or key_lost or any(str(signer.key) in known for signer in self.signers):
            return
        named = ", ".join(sorted(known))
        message = tr("the heads of this log are signed, and none of its keys can sign here: %(named)s", named=named)
        hint = tr(
            "Give the private key in %(variable)s, in the file of LOG_KEY_FILE or in an ssh-agent. "
            "For a change of keys both sign once: list both in LOG_KEYS. If the key is lost, publish "
            "with a new one and --key-lost.",
            variable=KEY_VARIABLE,
        )
        raise ProblemsFound([Problem(log.shown, message, hint=hint)])

    def seal(self, log: Log, say: Callable[[str], None]) -> Log:
        """Return the log with the head of all its entries; ``say`` is called with what is missing.

        A witness or an authority that does not answer stops nothing. Raises ``ProblemsFound`` where a witness has
        cosigned another log.
        """
        note = log.signed_head()
        for signer in self.signers:
            note = signer.signed(note)
        for key in self.absent:
            say(tr("The log's head is not signed with %(key)s: its private key is not here.", key=key))
        if not note.signatures:
            say(tr("The log's head is not signed: `aimaq log key new` makes a key."))
        for witness in self.witnesses:
            try:
                note = witness.cosigned(note, log)
            except NotCosigned as reason:
                say(
                    tr(
                        "The witness %(name)s has not cosigned the log's head: %(reason)s.",
                        name=witness.key.name,
                        reason=reason,
                    )
                )
        token = log.timestamp if note == log.head else b""
        if self.authority and not token:
            try:
                token = timestamp(self.authority, str(note).encode())
            except NoTimestamp as reason:
                say(
                    tr(
                        "The log's head has no timestamp: %(authority)s: %(reason)s.",
                        authority=self.authority,
                        reason=reason,
                    )
                )
        return replace(log, head=note, timestamp=token)
