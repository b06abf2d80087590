"""``security.txt``: where to report a vulnerability (RFC 9116)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated

import msgspec

__all__ = ["PATH", "SecurityTxt", "expiry_warning", "security_txt"]

PATH = "/.well-known/security.txt"
_URI = re.compile(r"(https://|mailto:|tel:|openpgp4fpr:|dns:)[^\s\x00-\x1f]+")
#: How long before it expires the warnings begin.
_NEAR = timedelta(days=30)
#: "It is RECOMMENDED that the value of this field be less than a year into the future" (section 2.5.5).
_FAR = timedelta(days=366)


class SecurityTxt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The setting HOSTING_SECURITY; the file expires at the beginning of the day ``expires`` in UTC."""

    contact: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    expires: date
    languages: tuple[str, ...] = ()
    policy: tuple[str, ...] = ()
    acknowledgments: tuple[str, ...] = ()
    encryption: tuple[str, ...] = ()
    hiring: tuple[str, ...] = ()

    @property
    def wrong_addresses(self) -> list[str]:
        """The addresses that are not URIs, or are of the web without HTTPS (section 2.5)."""
        every = (*self.contact, *self.policy, *self.acknowledgments, *self.encryption, *self.hiring)
        return [each for each in every if not _URI.fullmatch(each)]


def security_txt(security: SecurityTxt, site_url: str) -> str:
    """Return the file's text."""

    def lines(name: str, addresses: tuple[str, ...]) -> list[str]:
        return [f"{name}: {each}" for each in addresses]

    return "\n".join(
        (
            *lines("Contact", security.contact),
            f"Expires: {security.expires}T00:00:00Z",
            *lines("Encryption", security.encryption),
            *lines("Acknowledgments", security.acknowledgments),
            *([f"Preferred-Languages: {', '.join(security.languages)}"] if security.languages else []),
            f"Canonical: {site_url}{PATH}",
            *lines("Policy", security.policy),
            *lines("Hiring", security.hiring),
            "",
        )
    )


def expiry_warning(security: SecurityTxt, today: date) -> str:
    """Return a warning about the day on which it expires, or ""."""
    left = security.expires - today
    if left <= timedelta():
        return f"security.txt expired on {security.expires}, and nobody may rely on it any more"
    if left <= _NEAR:
        return f"security.txt expires on {security.expires}, in {left.days} day{'' if left.days == 1 else 's'}"
    if left > _FAR:
        return f"security.txt expires on {security.expires}, more than a year ahead: RFC 9116 asks for less"
    return ""
