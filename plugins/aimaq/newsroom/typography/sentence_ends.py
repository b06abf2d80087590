"""Ends of sentences: what is followed by other words needs a full stop, and none may have two."""

from typing import Final

__all__ = ["with_full_stop"]

#: What may stand behind a sentence's own end.
_CLOSING: Final = "»”’\"')]"
#: What ends a sentence, or says that it goes on.
_ENDS: Final = (*".!?…", *",;:", *"-–—")


def with_full_stop(words: str) -> str:
    """Return words that end a sentence: with a full stop, behind a closing quotation mark too, unless they have an end.

    "" stays "". A figure at the end gets a stop: what it prints is not known yet, and the fill prints no second one.
    """
    words = words.rstrip()
    return f"{words}." if words and not words.rstrip(_CLOSING).endswith(_ENDS) else words
