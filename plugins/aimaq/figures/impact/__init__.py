"""Find what a change of the ledger would change on the site, without composing or publishing anything.

The composed texts are filled twice, from the old and from the new ledger, and compared. The caller provides the texts.
"""

from aimaq.figures.impact.baseline import baseline
from aimaq.figures.impact.compare import Impact, changed_keys, impact_of, not_yet_public
from aimaq.figures.impact.report import as_json, as_markdown, as_text

__all__ = ["Impact", "as_json", "as_markdown", "as_text", "baseline", "changed_keys", "impact_of", "not_yet_public"]
