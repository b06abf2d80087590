"""Observations from elsewhere: fetched with care, checked as a whole, compared with the ledger, and only proposed.

Imports neither Pelican nor Markdown. What is to be recorded goes through ``ledger.record`` like all that is typed.
"""

from aimaq.figures.pull.all_sources import Gathered, gather
from aimaq.figures.pull.copies import Copies
from aimaq.figures.pull.proposals import Proposal, relocated
from aimaq.figures.pull.sources import Source, read_sources, wanted_sources

__all__ = ["Copies", "Gathered", "Proposal", "Source", "gather", "read_sources", "relocated", "wanted_sources"]
