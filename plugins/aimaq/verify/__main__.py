"""The check as a program of its own, without Aimaq: ``python aimaq-verify.pyz PLACE``."""

from __future__ import annotations

import argparse
import sys

from aimaq.figures.log.signed_note import VerifierKey
from aimaq.verify.places import PlaceError, place_of
from aimaq.verify.verification import verify

_DESCRIPTION = """\
Check a published site against its transparency log: every entry, every figure in data files, pages and feeds, and
the signatures of its head. With two places, also that the log of the newer one continues that of the older one.
"""


def main() -> int:
    """Run the check; return 0 if everything agrees, 1 if something does not."""
    parser = argparse.ArgumentParser("aimaq-verify", description=_DESCRIPTION)
    parser.add_argument(
        "places", nargs="+", metavar="PLACE", help="the address of a site, or a folder with a copy of it"
    )
    parser.add_argument("--key", action="append", default=[], metavar="KEY", help="a key that you trust (name+id+key)")
    arguments = parser.parse_args()
    if len(arguments.places) > 2:
        parser.error("expected one place, or an older and a newer one")
    try:
        keys = [VerifierKey.parse(each) for each in arguments.key]
    except ValueError as error:
        parser.error(str(error))
    try:
        report = verify([place_of(each) for each in arguments.places], keys)
    except PlaceError as error:
        print(f"aimaq-verify: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(report)
    return 0 if report.agrees else 1


if __name__ == "__main__":
    sys.exit(main())
