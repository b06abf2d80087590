"""Stories for the systems of news agencies: ninjs 3.1 of the IPTC (https://www.iptc.org/std/ninjs/userguide/).

Each story has a file, and each edition a list of its newest ones. A figure in them is a slot, as it is on pages.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from typing import Any, Final

from aimaq.base.rss_atom_json_feeds import stamp, with_absolute_links
from aimaq.base.slots import Slot, encode
from aimaq.figures.fill.filler import TEXT_VIEW
from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.media.files import File
from aimaq.newsroom.model.editions import Edition
from aimaq.newsroom.model.events import Event
from aimaq.newsroom.model.people import Person
from aimaq.newsroom.model.photos import Picture
from aimaq.newsroom.model.views import StoryView
from aimaq.newsroom.output.story_feeds import shown_title, story_html, story_id
from aimaq.newsroom.press.press_files import NINJS, PRESS_KIT
from aimaq.newsroom.settings import Newsroom

__all__ = ["ninjs_list", "ninjs_path", "ninjs_story"]

_STANDARD: Final = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
}
_TEXT, _HTML, _JSON = "text/plain", "text/html", "application/json"

#: What an attachment is to ninjs, by the first word of its media type; the rest are texts.
_KINDS: Final = {"image": "picture", "audio": "audio", "video": "video"}

Item = dict[str, Any]
"""An object of ninjs."""


def ninjs_path(edition: Edition) -> str:
    """Return the path of an edition's list below the output folder."""
    return f"{edition.prefix}{PRESS_KIT}/{NINJS}"


def ninjs_list(edition: Edition, stories: Sequence[StoryView], newsroom: Newsroom) -> str:
    """Return an edition's list: of each of these stories, the newest first, what it is called and where its file is."""
    url = edition.site_url + f"/{ninjs_path(edition)}"
    return _written(
        {
            "standard": _STANDARD,
            "uri": url,
            "type": "composite",
            "representationType": "partial",
            "language": edition.lang,
            "title": edition.site_name,
            "associations": [_listed(story, newsroom) for story in stories],
        }
    )


def ninjs_story(story: StoryView, newsroom: Newsroom) -> str:
    """Return a public story with everything on its page."""
    edition, gettext = newsroom.editions[story.lang], newsroom.catalogs[story.lang].gettext
    url = newsroom.site_url + story.address
    pictures = (*((story.lead,) if story.lead else ()), *story.pictures)
    body = with_absolute_links(story_html(story), url, newsroom.site_url)
    closing = with_absolute_links(story.boilerplate.content, url, newsroom.site_url) if story.boilerplate else ""
    event, head = story.event, _head(story, newsroom)
    item = {
        "standard": _STANDARD,  # first, so that a program knows the file by its beginning
        **head,
        "descriptions": [*head["descriptions"], *_figures(story, newsroom)],
        "representationType": "full",
        "slugline": story.slug,
        "by": story.issuer or edition.site_name,
        "located": story.dateline,
        "bodies": [
            {"role": "main", "contentType": _HTML, "value": body},
            *([{"role": "boilerplate", "contentType": _HTML, "value": closing}] if closing else []),
        ],
        "people": [_person(each, newsroom) for each in story.people],
        "organisations": [{"name": story.issuer, "rel": "issuer"}] if story.issuer else [],
        "places": [{"name": event.place, "rel": "venue"}] if event else [],
        "eventDetails": {"dates": _dates(event)} if event else {},
        "subjects": [
            {"name": topic, **({"uri": newsroom.site_url + address} if address else {"literal": topic})}
            for topic, address in story.topic_links
        ],
        "genres": [{"name": gettext(KINDS[story.kind].label), "literal": story.kind}],
        "altIds": [{"role": "number of the document", "value": story.number}] if story.number else [],
        "infoSources": [*_publisher(edition, story.press_contact, newsroom), *_sources(story)],
        "associations": [
            *(_picture(each, number, newsroom) for number, each in enumerate(pictures, 1)),
            *(_attachment(each.title, each.file, newsroom) for each in story.attached),
            *(
                {"name": version.name, "rel": "translation", "uri": version.url, "language": version.lang}
                for version in story.versions
                if version.lang != story.lang
            ),
        ],
    }
    return _written(item)


def _head(story: StoryView, newsroom: Newsroom) -> Item:
    """Return what the list and the story's own file say of it: its names, moments, state and addresses."""
    url = newsroom.site_url + story.address
    return {
        "uri": story_id(story, newsroom),
        "type": "composite" if story.pictures else "text",
        "firstCreated": stamp(story.date).rfc3339,
        "versionCreated": stamp(story.changed or story.date).rfc3339,
        "pubStatus": "canceled" if story.withdrawn else "usable",
        "language": story.lang,
        "headlines": [{"role": "main", "contentType": _TEXT, "value": shown_title(story, newsroom)}],
        "descriptions": [{"role": "summary", "contentType": _TEXT, "value": story.summary}],
        "renditions": [
            {"name": "web", "href": url, "contentType": _HTML},
            {"name": "text", "href": newsroom.site_url + story.press.text, "contentType": _TEXT},
            {"name": "ninjs", "href": newsroom.site_url + story.press.ninjs, "contentType": _JSON},
            *(
                [{"name": "print", "href": newsroom.site_url + story.press.pdf, "contentType": "application/pdf"}]
                if story.press.pdf
                else []
            ),
        ],
    }


def _listed(story: StoryView, newsroom: Newsroom) -> Item:
    return {"name": story.slug, "rel": "item", "representationType": "partial", **_head(story, newsroom)}


def _figures(story: StoryView, newsroom: Newsroom) -> Iterator[Item]:
    """Yield each figure with its date, its source, and whether it may be out of date."""
    day, place = f"{story.date:%Y-%m-%d}", newsroom.shown(story.source_path)
    for marker in story.story_figures:
        slot = encode(Slot(f"{TEXT_VIEW}story {marker}", story.lang, day, place))
        yield {"role": "figure", "contentType": _TEXT, "value": slot}


def _person(person: Person, newsroom: Newsroom) -> Item:
    return {"name": person.name, "rel": "speaker", "uri": newsroom.site_url + person.address, "literal": person.post}


def _publisher(edition: Edition, contact: Person | None, newsroom: Newsroom) -> Iterator[Item]:
    yield {"name": edition.site_name, "role": "publisher", "uri": f"{newsroom.site_url}/#organization"}
    if contact:
        ways = [{"type": kind, "value": value} for kind, value in _reached(contact) if value]
        person: Item = {"name": contact.name, "role": "media contact", "uri": newsroom.site_url + contact.address}
        yield person | ({"contactInfo": ways} if ways else {})


def _reached(person: Person) -> tuple[tuple[str, str], ...]:
    return ("email", person.email), ("phone", person.phone)


def _sources(story: StoryView) -> Iterator[Item]:
    yield from ({"name": source.title, "role": "source", "uri": source.url} for source in story.sources)


def _dates(event: Event) -> Item:
    """Return when an event is; a day without a time is "expected", since the others are moments."""
    begins, ends = event.starts, event.ends
    found: Item = {}
    for name, moment in (("Start", begins), ("End", ends)):
        if moment and moment.time() != time():
            found[f"{name.lower()}Date"] = moment.isoformat()
        elif moment:
            found[f"expected{name}Date"] = f"{moment:%Y-%m-%d}"
    return found


def _picture(picture: Picture, number: int, newsroom: Newsroom) -> Item:
    photo, file = picture.photo, picture.file
    said = (("alt", photo.alt), ("caption", photo.caption))
    item = _file(f"picture {number}", "picture", file, "picture", newsroom)
    descriptions = [{"role": role, "contentType": _TEXT, "value": text} for role, text in said if text]
    return item | {"by": photo.credit, "descriptions": descriptions}


def _attachment(title: str, file: File, newsroom: Newsroom) -> Item:
    kind = _KINDS.get(file.media_type.partition("/")[0], "text")
    return _file(title, "attachment", file, kind, newsroom)


def _file(name: str, rel: str, file: File, kind: str, newsroom: Newsroom) -> Item:
    url = newsroom.site_url + file.address
    rendition: Item = {"name": "original", "href": url, "contentType": file.media_type, "sizeInBytes": file.size}
    if file.width:
        rendition |= {"width": file.width, "height": file.height}
    return {"name": name, "rel": rel, "uri": url, "type": kind, "renditions": [rendition]}


def _written(item: Mapping[str, object]) -> str:
    known = {name: value for name, value in item.items() if value not in ("", [], {})}
    return json.dumps(known, ensure_ascii=False, indent=1) + "\n"
