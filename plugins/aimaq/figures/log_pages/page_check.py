"""What a page needs to check its own figures in a reader's browser: where the log has each, and what to say.

It is only a hint: the browser reads the entries themselves, and follows their proofs to the head.
"""

import json

from aimaq.base.addresses.site_folder import in_folder
from aimaq.figures.grammar.dates import format_date
from aimaq.figures.grammar.numbers import number_signs
from aimaq.figures.log.entries import Release
from aimaq.figures.log_pages.entries_in_words import LogInWords, day_of

__all__ = ["write_page_check"]


def write_page_check(log: LogInWords, lang: str) -> str:
    """Return the document: the keys, the day of the head, each figure's releases, and the messages of the language.

    ``signs`` are those of each edition before fraction digits and between groups of digits.
    """
    entries, words = log.log.entries, log.data.catalogs[lang]
    figures: dict[str, list[tuple[int, str, str, str, str]]] = {}
    for index, entry in log.log.figures():
        if isinstance(entry, Release):
            known = index, entry.period, entry.value, entry.released, entry.status
            figures.setdefault(entry.key, []).append(known)
    publication, last = log.data.publication, entries[-1].logged
    keys = [verifier for _, verifier in log.log.verifier_keys()]
    messages = {
        "right": words.gettext("Figures checked: {n}. All are in the log."),
        "wrong": words.gettext("Figures that do not agree with the log: {n} of {all}."),
        "none": words.gettext("There are no figures on this page."),
        "signed": words.gettext("Their proofs lead to the signed head of {day}, with {size} entries."),
        "unsigned": words.gettext("Their proofs lead to the unsigned head of {day}, with {size} entries."),
        "unread": words.gettext(
            "Their proofs lead to the head of {day}, with {size} entries; this browser cannot check its signature."
        ),
        "forged": words.gettext("The signature of the head is not valid."),
        "entry": words.gettext("entry {index} of the log"),
        "between": words.gettext("the difference of entries {index} and {other} of the log"),
        "replaced": words.gettext("entry {index} of the log, which entry {other} has replaced"),
        "absent": words.gettext("this number is not in the log"),
        "unproven": words.gettext("entry {index} of the log; its proof does not lead to the head"),
        "printed": words.gettext("another number is printed than the page states for programs"),
        "failed": words.gettext("The log could not be read. Please try again later."),
        "insecure": words.gettext("A browser can check figures only on pages that it gets over HTTPS."),
    }
    document = {
        "origin": log.log.origin,
        "size": len(entries),
        "logged": last,
        "day": format_date(day_of(last, log.data), lang),
        "log": in_folder(publication.log(lang), publication.folder),
        "keys": keys,
        "figures": figures,
        "signs": {each: number_signs(each) for each in log.data.publication.languages},
        "messages": messages,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"
