"""Texts from which a reader cannot learn whom to call or write to: releases, events, the page of contacts."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from aimaq.base.languages.messages import tr, tr_number
from aimaq.base.problems import Problem
from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.model.people import Person
from aimaq.newsroom.settings import Newsroom

__all__ = ["contact_doubts"]

#: Slugs of the page of contacts.
_PAGES: Final = frozenset({"contact", "contacts"})
#: A link to call or to write, an e-mail address, or a telephone number with a code: "+7 727 …", "(727) 250 …".
_WAY: Final = re.compile(r"""href=["'](?:tel|mailto):|[\w.+-]+@[\w-]+\.\w|\+\d[\d\s()-]{5,}\d|\(\d{2,5}\)[\s-]*\d{2}""")


def contact_doubts(
    texts: Iterable[Text], people: Mapping[str, Mapping[str, Person]], newsroom: Newsroom
) -> Iterator[Problem]:
    """Yield a warning for each edition's releases and events that name nobody to call, and for its page of contacts.

    ``people`` are those of each language by their slugs. Who can be reached by telephone or e-mail is somebody to call;
    the institution itself, by the setting CONTACT, is too.
    """
    stories: dict[str, list[Text]] = {}
    for text in sorted(texts, key=lambda each: each.source_path):
        edition = newsroom.editions[text.lang]
        if text.draft or text.withdrawn or (edition.contact and (edition.contact.phone or edition.contact.email)):
            continue
        if text.is_article and text.kind in KINDS and KINDS[text.kind].closing:
            person = people[text.lang].get(text.contact or newsroom.settings.press_contact)
            if person is None or not (person.phone or person.email):
                stories.setdefault(text.lang, []).append(text)
        elif text.slug in _PAGES and not text.is_article and not _WAY.search(text.body):
            message = tr("the page of contacts has neither a telephone number nor an e-mail address")
            yield Problem(newsroom.shown(text.source_path), message, hint=tr("write them in it, or in CONTACT"))
    for found in stories.values():
        message = tr_number(
            "%(number)s release or event of this edition names nobody who can be called or written to",
            "%(number)s releases and events of this edition, of which this is one, name nobody who can be called or "
            "written to",
            len(found),
        )
        hint = tr("name a person with phone or email: PRESS_CONTACT in pelicanconf.py for all, contact in a text")
        yield Problem(newsroom.shown(found[-1].source_path), message, hint=hint)
