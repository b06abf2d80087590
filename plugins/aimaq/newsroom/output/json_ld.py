"""JSON-LD with the vocabulary of schema.org, for search engines and archives."""

import json
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from aimaq.newsroom.content.fields import Source
from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.media.files import File
from aimaq.newsroom.model.editions import Edition
from aimaq.newsroom.model.events import Event
from aimaq.newsroom.model.people import Person, Portrait
from aimaq.newsroom.model.photos import Picture
from aimaq.newsroom.model.views import PageView, StoryView
from aimaq.newsroom.settings import Newsroom
from aimaq.settings.schema import ContactSetting

__all__ = ["structured_home", "structured_list", "structured_page", "structured_story"]


Node = dict[str, object]
"""An object of JSON-LD."""


def structured_story(story: StoryView, newsroom: Newsroom) -> Markup:
    """Return the story as what its kind is, and BreadcrumbList. Slots in titles and summaries pass unchanged."""
    edition, catalog = newsroom.editions[story.lang], newsroom.catalogs[story.lang]
    url = edition.site_url + story.address
    kind = KINDS[story.kind]
    news = _known(
        {
            "@type": kind.type,
            "@id": url,
            "mainEntityOfPage": url,
            "headline": story.title,
            "description": story.summary,
            "inLanguage": edition.lang,
            "datePublished": story.published_iso,
            "publisher": organization(edition),
            # The institution signs its news itself; search engines ask for an author by name.
            "author": organization(edition) if kind.is_article else None,
            "articleSection": catalog.gettext(story.section.label) if kind.is_article else None,
            "creativeWorkStatus": "Withdrawn" if story.withdrawn else None,
            "dateModified": story.modified_moment or None,
            "correction": story.correction_comments,
            "keywords": story.topics or None,
            "citation": [_source(source) for source in story.sources] or None,
            "image": _image(story.lead, edition) if story.lead else None,
        }
    )
    news |= _parts(story, edition) | _own(story, edition) | _translations(story, edition, newsroom)
    trail = [
        (edition.site_name, edition.absolute()),
        (catalog.gettext(story.section.label), edition.site_url + story.section.address),
        (story.title, url),
    ]
    return script([news, breadcrumbs(trail)])


def structured_page(page: PageView, edition: Edition) -> Markup:
    """Return WebPage and BreadcrumbList."""
    url = edition.site_url + page.address
    person = _person(page.person, edition) if page.person else None
    web_page = {
        "@type": "ProfilePage" if person else "WebPage",
        "@id": url,
        "name": page.title,
        "inLanguage": edition.lang,
        "description": page.summary or None,
        "mainEntity": person,
        "correction": page.correction_comments,
    }
    return script([_known(web_page), breadcrumbs([(edition.site_name, edition.absolute()), (page.title, url)])])


def structured_home(edition: Edition) -> Markup:
    """Return WebSite and its publisher."""
    site: Node = {
        "@type": "WebSite",
        "@id": f"{edition.absolute()}#website",
        "name": edition.site_name,
        "description": edition.tagline,
        "url": edition.absolute(),
        "inLanguage": edition.lang,
        "publisher": organization(edition) | _reached(edition.contact),
    }
    return script([site])


def structured_list(edition: Edition, name: str, address: str, trail: Sequence[tuple[str, str]]) -> Markup:
    """Return CollectionPage and BreadcrumbList of a page that lists others, at the root-relative ``address``.

    ``trail`` has address and name of the pages between the home page and this one.
    """
    url = edition.site_url + address
    page: Node = {"@type": "CollectionPage", "@id": url, "name": name, "inLanguage": edition.lang}
    above = [(label, edition.site_url + place) for place, label in trail]
    return script([page, breadcrumbs([(edition.site_name, edition.absolute()), *above, (name, url)])])


def organization(edition: Edition) -> Node:
    """Return the institution under its name in the edition's language; one ``@id`` for all of them."""
    found = {
        "@type": "Organization",
        "@id": f"{edition.site_url}/#organization",
        "name": edition.site_name,
        "url": f"{edition.site_url}/",
        "logo": edition.logo or None,
    }
    return _known(found)


def _reached(contact: ContactSetting | None) -> Node:
    """Return how to reach the institution; the home page says it for all others."""
    if contact is None:
        return {}
    found = {"address": ", ".join(contact.address), "telephone": contact.phone, "email": contact.email}
    return {name: value for name, value in found.items() if value}


def breadcrumbs(trail: list[tuple[str, str]]) -> Node:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": {"@type": "WebPage", "@id": url}}
            for position, (name, url) in enumerate(trail, 1)
        ],
    }


def script(graph: list[Node]) -> Markup:
    """Return JSON for a script element, which no text in it can end (HTML, 4.12.1.3)."""
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def _known(properties: Mapping[str, object]) -> Node:
    """Return properties without those that are None."""
    return {name: value for name, value in properties.items() if value is not None}


def _parts(story: StoryView, edition: Edition) -> Node:
    """Return the properties that a story of any kind may have: who speaks, what can be taken away, where it is from."""
    files: list[Node] = [
        {**_media(each.file, edition), "@type": "MediaObject", "name": each.title, "sha256": each.file.sha256}
        for each in story.attached
    ]
    media = [*files, *(_image(each, edition) for each in story.pictures)]
    found = {
        "mentions": [_person(person, edition) for person in story.people] or None,
        "encoding" if story.kind == "document" else "associatedMedia": media or None,
        "locationCreated": {"@type": "Place", "name": story.dateline} if story.dateline else None,
    }
    return _known(found)


def _own(story: StoryView, edition: Edition) -> Node:
    """Return the properties of a story's own kind."""
    if story.event:
        return {"about": _event(story, story.event, edition)}
    found = {
        "identifier": story.number or None,
        "dateCreated": story.issued.isoformat() if story.issued else None,
        "author": {"@type": "Organization", "name": story.issuer} if story.issuer else None,
    }
    return _known(found)


def _event(story: StoryView, event: Event, edition: Edition) -> Node:
    place = _known({"@type": "Place", "name": event.place, "address": event.street or None})
    online = [{"@type": "VirtualLocation", "url": event.online}] if event.online else []
    found = {
        "@type": "Event",
        "@id": f"{edition.site_url}{story.address}#event",
        "name": story.title,
        "description": story.summary,
        "startDate": event.start,
        "eventStatus": f"https://schema.org/Event{event.state.capitalize()}",
        "eventAttendanceMode": f"https://schema.org/{'Mixed' if online else 'Offline'}EventAttendanceMode",
        "location": [place, *online],
        "organizer": organization(edition),
        "url": edition.site_url + story.address,
        "endDate": event.end or None,
    }
    return _known(found)


def _source(source: Source) -> Node:
    day = source.date.isoformat() if source.date else None
    return _known({"@type": "CreativeWork", "name": source.title, "url": source.url, "datePublished": day})


def _person(person: Person, edition: Edition) -> Node:
    found = {
        "@type": "Person",
        "@id": f"{edition.site_url}{person.address}#person",
        "name": person.name,
        "jobTitle": person.post,
        "url": edition.site_url + person.address,
        "image": _image(person.portrait, edition) if person.portrait else None,
    }
    return _known(found)


def _image(picture: Picture | Portrait, edition: Edition) -> Node:
    """Return a picture, or a portrait, with those who are to be named."""
    photo = picture.photo
    return {
        **_media(picture.file, edition),
        "@type": "ImageObject",
        "caption": photo.caption or photo.alt,
        "creditText": photo.credit,
        "width": f"{picture.file.width} px",
        "height": f"{picture.file.height} px",
    }


def _media(file: File, edition: Edition) -> Node:
    return {
        "contentUrl": edition.site_url + file.address,
        "encodingFormat": file.media_type,
        "contentSize": f"{file.size} B",
    }


def _translations(story: StoryView, edition: Edition, newsroom: Newsroom) -> Node:
    """Return how the versions belong together: the default edition's is the work, the others translate it."""
    others = [version for version in story.versions if version.lang != edition.lang]
    kind = KINDS[story.kind].type
    if edition.lang == newsroom.settings.default_lang:
        works = [{"@type": kind, "@id": version.url, "inLanguage": version.lang} for version in others]
        return {"workTranslation": works} if works else {}
    for version in others:
        if version.lang == newsroom.settings.default_lang:
            return {"translationOfWork": {"@type": kind, "@id": version.url, "inLanguage": version.lang}}
    return {}
