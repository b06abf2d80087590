"""``security.txt``: whom to tell of a weakness (RFC 9116)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated

import msgspec

__all__ = ["PATH", "Security", "expiry_warning", "security_txt"]

PATH = "/.well-known/security.txt"
_URI = re.compile(r"(https://|mailto:|tel:|openpgp4fpr:|dns:)[^\s\x00-\x1f]+")
#: Some weeks to notice, and to renew it.
NEAR = timedelta(days=30)
#: "It is RECOMMENDED that the value of this field be less than a year into the future" (section 2.5.5).
FAR = timedelta(days=366)


class Security(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The setting HOSTING_SECURITY; it expires at the beginning of the day in UTC."""

    contact: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    expires: date
    languages: tuple[str, ...] = ()
    policy: tuple[str, ...] = ()
    acknowledgments: tuple[str, ...] = ()
    encryption: tuple[str, ...] = ()
    hiring: tuple[str, ...] = ()

    @property
    def wrong(self) -> list[str]:
        """The addresses that are none: each is a URI, and one of the web is one of HTTPS (section 2.5)."""
        every = (*self.contact, *self.policy, *self.acknowledgments, *self.encryption, *self.hiring)
        return [each for each in every if not _URI.fullmatch(each)]


def security_txt(security: Security, site_url: str) -> str:
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


def expiry_warning(security: Security, today: date) -> str:
    """Return what is to be said of the day on which it expires, or ""."""
    left = security.expires - today
    if left <= timedelta():
        return f"security.txt expired on {security.expires}, and nobody may rely on it any more"
    if left <= NEAR:
        return f"security.txt expires on {security.expires}, in {left.days} day{'' if left.days == 1 else 's'}"
    if left > FAR:
        return f"security.txt expires on {security.expires}, more than a year ahead: RFC 9116 asks for less"
    return ""
