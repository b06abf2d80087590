"""What a change of the ledger would do to the site, found without composing or publishing anything.

The composed texts are filled twice, from the ledger as it was and from the ledger as it would be, and compared.
Imports neither Pelican nor Markdown, and knows nothing of where the composed texts come from.
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
