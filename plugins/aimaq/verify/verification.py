"""Verify a site, or an older copy and a newer one: read the log, compare everything with it, and report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from aimaq.figures.log.signed_note import VerifierKey
from aimaq.verify.comparisons import Comparison, agreeing, disagreeing
from aimaq.verify.log.head_signatures import (
    TIMESTAMP,
    announced_keys,
    check_signatures,
    check_timestamp,
)
from aimaq.verify.log.log_of_site import HEAD, PublishedLog, read_published_head, read_published_log
from aimaq.verify.log.logged_figures import logged_in
from aimaq.verify.own_templates import own_templates, with_own_templates
from aimaq.verify.places import Folder, Place, SavedHead
from aimaq.verify.site_values import check_values, releases_compared

__all__ = ["Report", "SiteReport", "verify"]

_CONTINUES = "heads"
#: What a folder may be that nobody has published; whether it is, its files cannot say, and a forger could write them.
_MAYBE_BUILT = """\
If the folder was built here and has not been published, this may be why: new values and versions of texts enter the log
at `aimaq publish`. Check the published site."""


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What was found of one site; ``log`` is None where it has no log that can be read.

    ``not_compared`` has what differs in the form of a template of the site's own. ``may_be_unpublished`` says that
    values differ from the log in a folder, which may be newer than the log.
    """

    name: str
    log: PublishedLog | None
    vouched: tuple[str, ...]
    compared: Counter[str]
    disagreements: tuple[Comparison, ...]
    signed: frozenset[VerifierKey] = frozenset()
    not_compared: tuple[Comparison, ...] = ()
    may_be_unpublished: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What was found: of each site, and whether the newer log continues the older one; ``on`` is the moment."""

    sites: tuple[SiteReport, ...]
    continued: tuple[Comparison, ...] = ()
    on: str = ""

    @property
    def disagreements(self) -> tuple[tuple[str, Comparison], ...]:
        """Everything that does not agree, each with the name of its site, the newer one's first."""
        found = [(site.name, each) for site in reversed(self.sites) for each in site.disagreements]
        wrong = [(self.sites[-1].name, each) for each in self.continued if not each.agrees]
        return (*wrong, *found)

    @property
    def agrees(self) -> bool:
        """Whether everything agrees: what a site says is in a form of its own does not, and may be forged as well."""
        return not self.disagreements and not any(site.not_compared for site in self.sites)

    def __str__(self) -> str:
        found = self.disagreements
        lines = [line for site in reversed(self.sites) for line in (*_described(site), "")]
        if self.continued and all(each.agrees for each in self.continued):
            of_log = self.sites[0].log is not None
            lines += [
                "the older head is continued: yes" if of_log else "the releases of the older copy are in the log: all",
                "",
            ]
        if not found:
            what = "Everything" if self.agrees else "Not everything was compared. Everything that was"
            return "\n".join((*lines, f"{what} agrees. Checked {self.on}."))
        names = len(self.sites) > 1
        lines += [f"- {name}/{each}" if names else f"- {each}" for name, each in found]
        count = "1 disagreement" if len(found) == 1 else f"{len(found)} disagreements"
        advice = ("", _MAYBE_BUILT) if self.sites[-1].may_be_unpublished else ()
        return "\n".join((*lines, *advice, "", f"{count}. Checked {self.on}."))


def verify(places: Sequence[Place], keys: Sequence[VerifierKey] = ()) -> Report:
    """Verify one place, or an older and a newer one; raise ``PlaceError`` where one cannot be read.

    ``keys`` are those that the user trusts: the log's own, of which one has to have signed, and those of witnesses.
    """
    on = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if len(places) == 1:
        return Report((_verify_site(places[0], keys),), on=on)
    old = _verify_site(places[0], keys, may_lack_log=True)
    # What the older log named under a trusted signature is trusted too: so a key can be changed.
    passed_on = announced_keys(old.log.entries) if old.log and old.signed & set(keys) else {}
    new = _verify_site(places[1], (*keys, *(key for key in passed_on if key not in keys)))
    if new.log is None:
        return Report((old, new), on=on)
    if old.log is None:
        continued = releases_compared(places[0], logged_in(new.log.entries))
    else:
        continued = _continuation(old.log, new.log)
    return Report((old, new), tuple(continued), on)


def _verify_site(place: Place, keys: Sequence[VerifierKey], *, may_lack_log: bool = False) -> SiteReport:
    if may_lack_log and place.read(HEAD) is None:
        return SiteReport(place.name, None, (), Counter(), ())
    is_head = isinstance(place, SavedHead)
    log, found = read_published_head(place) if is_head else read_published_log(place)
    if log is None:
        return _site_report(place, None, (), found)
    vouched = check_signatures(log.head, announced_keys(log.entries), keys)
    compared = [*found, *vouched.compared]
    sentences = vouched.sentences
    if (token := place.read(TIMESTAMP)) is not None:
        stamped = check_timestamp(token, log.head)
        compared += stamped.compared
        sentences += stamped.sentences
    of_log = len(compared)
    if log.is_whole and not is_head:
        compared += with_own_templates(check_values(place, logged_in(log.entries)), own_templates(place))
    report = _site_report(place, log, sentences, compared, vouched.signed)
    differs = isinstance(place, Folder) and any(not each.agrees and not each.templates for each in compared[of_log:])
    return replace(report, may_be_unpublished=differs)


def _site_report(
    place: Place,
    log: PublishedLog | None,
    vouched: Sequence[str],
    compared: Sequence[Comparison],
    signed: frozenset[VerifierKey] = frozenset(),
) -> SiteReport:
    beside = tuple(each for each in compared if each.templates)
    wrong = tuple(each for each in compared if not each.agrees and not each.templates)
    counted = Counter(each.kind for each in compared if not each.templates)
    return SiteReport(place.name.rstrip("/"), log, tuple(vouched), counted, wrong, signed, beside)


def _continuation(old: PublishedLog, new: PublishedLog) -> Iterator[Comparison]:
    """Yield whether the older head is a beginning of the newer log, and the first entry that differs."""
    before, after = old.checkpoint, new.checkpoint
    if before.origin != after.origin:
        shown = f'the log is called "{after.origin}"'
        yield disagreeing(_CONTINUES, HEAD, "", shown, f'the older one is called "{before.origin}"')
        return
    for index, (was, now) in enumerate(zip(old.lines, new.lines, strict=False)):
        if was != now:
            shown, wanted = now.decode(errors="replace"), was.decode(errors="replace")
            yield disagreeing(_CONTINUES, HEAD, f"entry {index}", shown, f"the older log has {wanted}")
            break
    if after.size < before.size:
        shown = f"the log has {after.size} entries"
        wanted = f"the older one had {before.size}; entries are gone, or the two were given in the wrong order"
        yield disagreeing(_CONTINUES, HEAD, "", shown, wanted)
    elif new.is_whole and new.tree.root(before.size) != before.root:
        shown = f"its first {before.size} entries lead to {new.tree.root(before.size).hex()[:16]}…"
        yield disagreeing(
            _CONTINUES, HEAD, "", shown, f"the older head has {before.root.hex()[:16]}…: the log was rewritten"
        )
    elif after.size == before.size and after.root != before.root:
        yield disagreeing(_CONTINUES, HEAD, "", "another head of the same size", "there is one head of each size")
    elif new.is_whole:
        yield agreeing(_CONTINUES, HEAD)


def _described(site: SiteReport) -> Iterator[str]:
    """Yield the lines on one site that can be quoted."""
    yield f"site: {site.name}"
    if site.log is None:
        yield "log: none"
        return
    head = site.log.checkpoint
    yield f"log: {head.origin}"
    last = next((each["logged"] for each in reversed(site.log.entries) if each), "")
    yield f"head: {head.size} entries, {site.log.head.text.splitlines()[2]}{f', the last of {last}' if last else ''}"
    for number, each in enumerate(site.vouched):
        yield f"{'signed by: ' if number == 0 else '           '}{each}"
    if site.compared:
        yield "checked: " + ", ".join(f"{kind} {count:,}" for kind, count in sorted(site.compared.items()))
    for templates, kind in sorted({(each.templates, each.kind) for each in site.not_compared}):
        found = [each for each in site.not_compared if (each.templates, each.kind) == (templates, kind)]
        files = sorted({each.file for each in found})
        more = f" and {len(files) - 1:,} more" if len(files) > 1 else ""
        why = f"not compared, because the site has its own {templates}"
        yield f"{why}: {kind} in {files[0]}{more}; the first: {found[0]}"
