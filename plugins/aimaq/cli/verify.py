"""``aimaq verify``."""

import click

from aimaq.base.languages.messages import tr
from aimaq.cli.declarations import command
from aimaq.cli.failures import Failure, problems_explained

__all__ = ["verify_command"]


@command("verify", tr("Check a published site, or a copy of it, against its log."))
@click.argument("places", nargs=-1, required=True, metavar="[OLD] PLACE")
@click.option(
    "--key", "keys", multiple=True, metavar="KEY", help=tr("a key that you trust, as name+id+key (more than once)")
)
def verify_command(places: tuple[str, ...], keys: tuple[str, ...]) -> int:
    """Check a published site against its log: `aimaq verify https://press.example.kz`.

    PLACE is the address of a site's home page, or a folder with a copy of it. OLD is an older copy, or a head that was
    saved from api/log/checkpoint: the log of PLACE has to continue it.

    With a KEY of the log, its head has to be signed with one of those given; with a KEY of a witness, that witness has
    to have cosigned it.
    """
    from aimaq.figures.log.signed_note import VerifierKey
    from aimaq.verify.places import PlaceError, place_of
    from aimaq.verify.verification import verify

    if len(places) > 2:
        raise click.UsageError(tr("expected one place, or an older and a newer one"))
    try:
        trusted = [VerifierKey.parse(each) for each in keys]
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint='"--key"') from None
    with problems_explained(tr("nothing has been changed")):
        try:
            report = verify([place_of(each) for each in places], trusted)
        except PlaceError as error:
            raise Failure(f"{error}") from None
        print(report)
    return 0 if report.agrees else 1
