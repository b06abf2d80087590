"""The contradiction check: pure functions over the texts of content files and a ledger. ``aimaq check`` runs it.

It finds numbers typed by hand beside a unit word, translations that quote different figures, headlines that disagree
with their text, and figures in the words for a picture. It imports neither Pelican nor Markdown.
"""

from aimaq.figures.contradictions.check import contradictions
from aimaq.figures.contradictions.texts import Source

__all__ = ["Source", "contradictions"]
