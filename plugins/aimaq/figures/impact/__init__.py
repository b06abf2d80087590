"""Find what a change of the ledger would change on the site, without composing or publishing anything.

The composed texts are filled twice, from the old and from the new ledger, and compared. The caller provides the texts.
"""

from aimaq.figures.impact.baseline import Baseline, baseline
from aimaq.figures.impact.compare import Broken, Change, Impact, Move, changed_keys, impact_of, not_yet_public
from aimaq.figures.impact.report import as_json, as_markdown, as_text

__all__ = [
    "Baseline",
    "Broken",
    "Change",
    "Impact",
    "Move",
    "as_json",
    "as_markdown",
    "as_text",
    "baseline",
    "changed_keys",
    "impact_of",
    "not_yet_public",
]
