"""The words of the editor's page, in the language of messages."""

from collections.abc import Mapping
from typing import Final

from aimaq.base.languages.messages import Message

__all__ = ["FIELD_NAMES", "HINTS", "ITEM_FIELD_NAMES", "KIND_NAMES", "OPTIONS", "words"]

#: What a form calls a field.
FIELD_NAMES: Final[Mapping[str, str]] = {
    "title": Message("Title"),
    "name": Message("Name"),
    "post": Message("Post"),
    "post_date": Message("Post known on"),
    "summary": Message("Lead"),
    "status": Message("State"),
    "stage": Message("Stage of the draft"),
    "approved_by": Message("Approved by"),
    "date": Message("Date"),
    "date_approximate": Message("The day is not known exactly"),
    "topics": Message("Topics"),
    "speakers": Message("Speakers"),
    "contact": Message("Contact for the media"),
    "attachments": Message("Files to download"),
    "sources": Message("Sources"),
    "photo": Message("Photo above the text"),
    "photos": Message("Photos"),
    "portrait": Message("Portrait"),
    "modified": Message("Changed on"),
    "updates": Message("Additions"),
    "corrections": Message("Corrections"),
    "withdrawn": Message("Withdrawn"),
    "indicators": Message("Figures"),
    "id": Message("Id in feeds"),
    "embargo": Message("Embargo until"),
    "dateline": Message("Place of the story"),
    "recording": Message("Recording"),
    "start": Message("Begins"),
    "end": Message("Ends"),
    "place": Message("Place"),
    "street": Message("Street and house"),
    "online": Message("Broadcast"),
    "registration": Message("Registration"),
    "state": Message("The event is"),
    "number": Message("Number"),
    "issued": Message("Issued on"),
    "issuer": Message("Issued by"),
    "menu": Message("In the menu"),
    "order": Message("Place in the menu"),
    "template": Message("Template of its own"),
    "email": Message("E-mail"),
    "phone": Message("Phone"),
    "file": Message("File"),
    "alt": Message("What the picture shows"),
    "credit": Message("Who took it"),
    "caption": Message("Caption"),
    "url": Message("Address"),
    "text": Message("Words for readers"),
    "reason": Message("Reason"),
}
#: What a form calls a field of an item, where the text's own field of that name has another.
ITEM_FIELD_NAMES: Final[Mapping[str, str]] = {
    "title": Message("What it is called"),
}
#: What a form calls a value that is chosen from a list.
OPTIONS: Final[Mapping[str, str]] = {
    "published": Message("ready"),
    "draft": Message("a draft"),
    "review": Message("ready for review"),
    "approved": Message("approved"),
    "scheduled": Message("as planned"),
    "postponed": Message("postponed"),
    "cancelled": Message("cancelled"),
    # Of the field `indicators`, whose value has the name of a state.
    "indicators: published": Message("As known on the text's date"),
}
HINTS: Final[Mapping[str, str]] = {
    "day": "2030-01-31",
    "moment": Message("2030-01-31, or 2030-01-31 09:30"),
}
KIND_NAMES: Final[Mapping[str, str]] = {
    "news": Message("News item"),
    "release": Message("Press release"),
    "briefing": Message("Briefing"),
    "event": Message("Event"),
    "photos": Message("Photo report"),
    "document": Message("Document"),
}
#: What the page's scripts say, by the names that they use.
_WORDS: Final[Mapping[str, str]] = {
    "text": Message("Text"),
    "save": Message("Save"),
    "saved": Message("Saved."),
    "nothingToSave": Message("Nothing has been edited."),
    "notSaved": Message("Not saved."),
    "ready": Message("Ready in all versions"),
    "unsaved": Message("Not saved yet."),
    "common": Message("The same in all versions"),
    "more": Message("More fields"),
    "dropped": Message("Pasted without, or otherwise:"),
    "form": Message("Form"),
    "source": Message("Whole file"),
    "noForm": Message("The form cannot show this file"),
    "notHere": Message("Written in a way that the form cannot show; edit it in the whole file."),
    "add": Message("Add"),
    "remove": Message("Remove"),
    "required": Message("required"),
    "nothingWritten": Message("Nothing has been written here yet."),
    "up": Message("Up"),
    "down": Message("Down"),
    "cancel": Message("Cancel"),
    "insert": Message("Insert"),
    "upload": Message("Choose a file…"),
    "tooLarge": Message("The file is too large. Save it smaller, or put it into content/media yourself."),
    "uploading": Message("The file is being stored…"),
    "credits": Message("Who took them"),
    "alts": Message("What each picture shows: a line for each, in their order"),
    "aLineEach": Message("Each picture needs its line."),
    "fromLibrary": Message("From the library…"),
    "onlyHere": Message("It is put into this version alone. In the others, take it from the library."),
    "library": Message("Pictures and files"),
    "frame": Message("Turn and crop…"),
    "stage": Message("The picture, and its point that matters most"),
    "stageHint": Message(
        "Draw a frame on the picture to crop it; click, or press the arrow keys, to set the point that lists and "
        "squares keep in sight. The picture’s file stays as it is."
    ),
    "turnLeft": Message("Turn left"),
    "turnRight": Message("Turn right"),
    "wholePicture": Message("Do not crop"),
    "noFocus": Message("No point"),
    "shape": Message("Shape"),
    "free": Message("free"),
    "cropLeft": Message("Crop: left, %"),
    "cropTop": Message("Crop: top, %"),
    "cropWidth": Message("Crop: width, %"),
    "cropHeight": Message("Crop: height, %"),
    "focusLeft": Message("Point: left, %"),
    "focusTop": Message("Point: top, %"),
    "keep": Message("Keep"),
    "figure": Message("Figure"),
    "search": Message("Search"),
    "pinned": Message("As known on the text's date"),
    "notKnown": Message("Nothing was known of it on the text's date."),
    "forms": Message("As the text prints it"),
    "figures": Message("Figures in this text"),
    "table": Message("Table"),
    "addRow": Message("Add a row"),
    "addColumn": Message("Add a column"),
    "cell": Message("Cell"),
    "picture": Message("Picture"),
    "link": Message("Link"),
    "heading": Message("Heading"),
    "bold": Message("Bold"),
    "list": Message("List"),
    "preview": Message("Preview"),
    "problems": Message("What is missing or wrong"),
    "noProblems": Message("The fields and the figures are right."),
    "addVersion": Message("Add the version"),
    "versions": Message("Versions"),
    "none": Message("none"),
    "nobody": Message("The site names nobody yet: begin a person or an office, then load this page again."),
    "oneALine": Message("One on each line."),
    "noAnswer": Message("The program does not answer. Is it still running?"),
}


def words() -> Mapping[str, str]:
    """Return what the page's scripts say, in the language of the moment."""
    return {name: str(text) for name, text in _WORDS.items()}
