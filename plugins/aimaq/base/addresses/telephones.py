"""Telephone numbers as people write them, and the addresses that dial them (RFC 3966)."""

import re
from typing import Final

__all__ = ["TELEPHONE", "call_address"]

#: A number of 3 to 15 digits (ITU-T E.164, 6), short ones of services too, and perhaps an extension after its word.
TELEPHONE: Final = re.compile(
    r"(?P<number>\+?(?:[\s().-]*[0-9]){3,15}\)?)"
    r"(?:\s*,?\s*(?:доб|вн|внутр|ішкі|қос|ext|extension|x)\.?\s*(?P<extension>[0-9]{1,6}))?",
    re.IGNORECASE,
)


def call_address(telephone: str) -> str:
    """Return the address of a link that calls a number: "tel:+77172740000;ext=123"; "" for no number."""
    found = TELEPHONE.fullmatch(telephone.strip())
    if not found:
        return ""
    extension = f";ext={found['extension']}" if found["extension"] else ""
    return f"tel:{re.sub(r'[^+0-9]', '', found['number'])}{extension}"
