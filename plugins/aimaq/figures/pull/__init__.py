"""Pull observations from files and web addresses: fetch, check, compare with the ledger, and propose what is new.

Nothing is recorded here: what an editor accepts goes through ``ledger.record``, as typed values do.
"""

from aimaq.figures.pull.all_sources import gather
from aimaq.figures.pull.copies import Copies
from aimaq.figures.pull.new_observations import Proposal, relocated
from aimaq.figures.pull.sources import read_sources, wanted_sources

__all__ = ["Copies", "Proposal", "gather", "read_sources", "relocated", "wanted_sources"]
