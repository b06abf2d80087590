"""The institution's own postal address, telephone and e-mail in each edition: the setting CONTACT, checked."""

from collections.abc import Iterator

from aimaq.base.addresses.telephones import TELEPHONE
from aimaq.base.languages.messages import tr
from aimaq.base.problems import suggest
from aimaq.newsroom.content.rules import MAIL
from aimaq.settings.schema import Settings

__all__ = ["contact_mistakes"]


def contact_mistakes(settings: Settings) -> Iterator[tuple[str, str, str, str]]:
    """Yield setting, message, advice and place for each thing that is wrong with CONTACT."""
    for lang, contact in settings.contact.items():
        place = f'["{lang}"]'
        if lang not in settings.languages:
            yield (
                "CONTACT",
                tr('there is no edition "%(lang)s"', lang=lang) + suggest(lang, settings.languages),
                "",
                place,
            )
        if not (contact.address or contact.phone or contact.email):
            yield "CONTACT", tr("expected an address, a phone or an email, found none"), "", place
        if contact.email and not MAIL.fullmatch(contact.email):
            message = tr('expected an e-mail address such as press@example.kz, found "%(email)s"', email=contact.email)
            yield "CONTACT", message, "", f"{place}.email"
        if contact.phone and not TELEPHONE.fullmatch(contact.phone):
            message = tr(
                'expected a telephone number such as "+7 727 123 45 67", found "%(phone)s"', phone=contact.phone
            )
            yield (
                "CONTACT",
                message,
                tr("with the country's code, so that it can be dialled anywhere"),
                f"{place}.phone",
            )
    for lang in settings.languages if settings.contact else ():
        if lang not in settings.contact:
            hint = tr("a postal address is written otherwise in another language; repeat what is the same")
            yield "CONTACT", tr('there is none for the edition "%(lang)s"', lang=lang), hint, ""
