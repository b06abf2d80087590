"""What the store records about the last build as a whole."""

from dataclasses import dataclass

__all__ = ["LastBuild"]


@dataclass(frozen=True, slots=True)
class LastBuild:
    """Moments are ISO 8601 in UTC, "" for none; the empty digest is that of no build.

    ``inputs`` is the digest of all inputs, ``composing_inputs`` of those that pages are composed from. ``included`` and
    ``outside`` are JSON lists of files: those that texts include, and those outside of the digested folders.
    ``trees`` identifies the two trees. ``compose_by`` and ``fill_by`` are the first moments at which texts and figures
    become public. ``withheld`` are the secrets that plugins stated, ``scanned`` those that the site was searched for.
    ``unlogged`` is a JSON list of the lines that the log of what is published lacks, which had ``logged`` entries then.
    ``drafts`` is a JSON object: the addresses of drafts that have problems, with these in words of the language
    ``spoken``.
    """

    inputs: str = ""
    composing_inputs: str = ""
    included: str = "[]"
    outside: str = "[]"
    trees: str = ""
    built_at: str = ""
    compose_by: str = ""
    fill_by: str = ""
    withheld: str = "[]"
    scanned: str = "[]"
    unlogged: str = "[]"
    logged: str = "0"
    drafts: str = "{}"
    spoken: str = "en"
