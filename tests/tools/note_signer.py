"""Signs heads of a log, as the log's own key or as a witness."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from aimaq.figures.log.signed_note import ED25519, Note, Signature, VerifierKey

__all__ = ["Signer"]


class Signer:
    """A key of a log, or of a witness, as other programs have it."""

    def __init__(self, name: str, kind: int = ED25519) -> None:
        self._private = Ed25519PrivateKey.generate()
        self.key = VerifierKey(name, kind, self._private.public_key().public_bytes_raw())

    def signature(self, text: str) -> Signature:
        if self.key.kind == ED25519:
            return Signature(self.key.name, self.key.id, self._private.sign(text.encode()))
        seconds = 1_790_000_000
        data = self._private.sign(f"cosignature/v1\ntime {seconds}\n{text}".encode())
        return Signature(self.key.name, self.key.id, seconds.to_bytes(8, "big") + data)

    def sign(self, site: Path) -> None:
        path = site / "api/log/checkpoint"
        head = Note.parse(path.read_text("utf-8"))
        path.write_bytes(str(head.with_signature(self.signature(head.text))).encode())
