"""``security.txt``: where to report a vulnerability (RFC 9116)."""

from collections.abc import Sequence
from datetime import date, timedelta

from aimaq.base.languages.messages import tr, tr_number
from aimaq.base.problems import Problem
from aimaq.settings.read import setting_problem
from aimaq.settings.schema import SecuritySetting, Settings

__all__ = ["PATH", "contacts", "expiry_warnings", "security_txt"]

PATH = "/.well-known/security.txt"
#: How long before it expires the warnings begin.
_NEAR = timedelta(days=30)
#: "It is RECOMMENDED that the value of this field be less than a year into the future" (section 2.5.5).
_FAR = timedelta(days=366)


def contacts(settings: Settings) -> tuple[str, ...]:
    """Return whom to tell of a vulnerability: what HOSTING_SECURITY says, else the e-mail addresses in CONTACT."""
    named = settings.hosting_security.contact if settings.hosting_security else ()
    own = dict.fromkeys(f"mailto:{each.email}" for each in settings.contact.values() if each.email)
    return named or tuple(own)


def security_txt(security: SecuritySetting, contact: Sequence[str], site_url: str) -> str:
    """Return the file's text."""
    fields = {
        "Contact": contact,
        "Expires": (f"{security.expires}T00:00:00Z",),
        "Encryption": security.encryption,
        "Acknowledgments": security.acknowledgments,
        "Preferred-Languages": tuple(filter(None, (", ".join(security.languages),))),
        "Canonical": (f"{site_url}{PATH}",),
        "Policy": security.policy,
        "Hiring": security.hiring,
    }
    return "".join(f"{name}: {value}\n" for name, values in fields.items() for value in values)


def expiry_warnings(settings: Settings, today: date) -> list[Problem]:
    """Return a warning if security.txt expires soon, or too late, with the line of the setting."""
    security, name = settings.hosting_security, "HOSTING_SECURITY"
    if security is None:
        return []
    left = security.expires - today
    if left <= timedelta():
        message = tr("security.txt expired on %(expires)s, and is no longer valid", expires=security.expires)
    elif left <= _NEAR:
        message = tr_number(
            "security.txt expires on %(expires)s, in %(number)s day",
            "security.txt expires on %(expires)s, in %(number)s days",
            left.days,
            expires=security.expires,
        )
    elif left > _FAR:
        message = tr(
            "security.txt expires on %(expires)s, more than a year ahead: RFC 9116 asks for less",
            expires=security.expires,
        )
    else:
        return []
    hint = tr("see that its addresses are still right, and set HOSTING_SECURITY's expires to a day within a year")
    return [setting_problem(settings.project, name, settings.given.get(name), message, hint)]
