"""Figures that an institution answers for: read from one ledger, quoted by markers, filled in last.

Nothing here imports Pelican. ``ledger`` and ``grammar`` do not import Markdown either.
"""
