"""Find contradictions between the texts of content files and the ledger, and between texts. ``aimaq check`` runs it.

These are numbers typed by hand beside a unit word, translations that quote different figures, headlines that disagree
with their text, and figures in the text alternative of a picture. All functions are pure.
"""
