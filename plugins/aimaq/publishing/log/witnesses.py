"""Ask witnesses to cosign a head of the log, by C2SP's tlog-witness.

A witness keeps the last head that it has cosigned, and cosigns only one that continues it. So nobody can show two logs
to two readers who trust the same witness.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound, raise_any
from aimaq.figures.log.log_file import Log
from aimaq.figures.log.signed_note import COSIGNATURE, Note, VerifierKey
from aimaq.figures.pull.sources import is_allowed
from aimaq.publishing.log.post import NoAnswer, post
from aimaq.settings.locate import setting_place
from aimaq.settings.schema import Settings

__all__ = ["NotCosigned", "Witness", "read_witnesses"]

_OTHER_SIZE, _NO_CONTINUATION = 409, 422
_MEANINGS = {
    403: tr("it does not know the key that signs this log: its operator has to add it"),
    404: tr("it does not know this log: its operator has to add it"),
}


class NotCosigned(Exception):
    """Raised where a witness gives no cosignature; the message says why."""


@dataclass(frozen=True, slots=True)
class Witness:
    """An independent party, by its address and by the key with which it cosigns."""

    address: str
    key: VerifierKey

    def cosigned(self, note: Note, log: Log) -> Note:
        """Return the note of the log's head with this witness's cosignature.

        Raises ``NotCosigned`` if there is none, and ``ProblemsFound`` if the witness has cosigned something else.
        """
        if self.key.signed(note):
            return note
        old = log.published if log.head and self.key.signed(log.head) else 0
        for _ in range(3):  # of two publications at once, the witness may have seen the other one meanwhile
            proof = log.tree.consistency_proof(old) if old else []
            lines = [f"old {old}", *(b64encode(each).decode() for each in proof), "", str(note)]
            try:
                answer = post(f"{self.address.rstrip('/')}/add-checkpoint", "\n".join(lines).encode(), "text/plain")
            except NoAnswer as error:
                raise NotCosigned(str(error)) from None
            if answer.status == 200:
                return self._with_cosignature(note, answer.body)
            if answer.status == _NO_CONTINUATION:
                raise self._contradiction(tr("it has cosigned %(old)s other entries", old=old))
            if answer.status != _OTHER_SIZE:
                raise NotCosigned(
                    _MEANINGS.get(answer.status, tr("it answers with status %(status)s", status=answer.status))
                )
            seen = answer.body.strip()
            if not seen.isdigit() or len(seen) > 18:
                raise NotCosigned(tr("it answers with a size that is none"))
            if int(seen) > len(log.lines) or (int(seen) == old == len(log.lines)):
                raise self._contradiction(
                    tr(
                        "it has cosigned %(size)s entries, and this log has %(number)s",
                        size=int(seen),
                        number=len(log.lines),
                    )
                )
            old = int(seen)
        raise NotCosigned(tr("it names another size each time"))

    def _with_cosignature(self, note: Note, body: bytes) -> Note:
        try:
            answer = Note.parse(f"{note.text}\n{body.decode()}")
        except ValueError:
            raise NotCosigned(tr("its answer is no signature")) from None
        cosignature = self.key.signed(answer)
        if cosignature is None:
            raise NotCosigned(tr("its cosignature is not valid: is its key right in LOG_WITNESSES?"))
        return note.with_signature(cosignature)

    def _contradiction(self, message: str) -> ProblemsFound:
        hint = tr(
            "This log was cut or rebuilt, or it was published from elsewhere and that is not here yet: "
            "get the newest figures.log.jsonl and its head from the repository. Readers who trust the "
            "witness do not accept this log."
        )
        return ProblemsFound(
            [Problem(self.key.name, tr("the witness contradicts this log: %(message)s", message=message), hint=hint)]
        )


def read_witnesses(settings: Settings) -> tuple[Witness, ...]:
    """Return the witnesses of LOG_WITNESSES; raise ``ProblemsFound``."""
    file, line = setting_place(settings.project, "LOG_WITNESSES", settings.log_witnesses)
    found: list[Witness] = []
    problems: list[Problem] = []
    for each in settings.log_witnesses:
        if not is_allowed(each.address):
            problems.append(
                Problem(
                    file,
                    tr('LOG_WITNESSES: expected an address by https, found "%(address)s"', address=each.address),
                    line,
                )
            )
        try:
            key = VerifierKey.parse(each.key)
        except ValueError as error:
            problems.append(Problem(file, tr("LOG_WITNESSES: %(error)s", error=error), line))
            continue
        if key.kind != COSIGNATURE:
            problems.append(Problem(file, tr('LOG_WITNESSES: "%(key)s" is no witness\'s key', key=each.key), line))
        found.append(Witness(each.address, key))
    raise_any(problems)
    return tuple(found)
