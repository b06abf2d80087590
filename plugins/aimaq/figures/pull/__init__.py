"""Pull observations from files and web addresses: fetch, check, compare with the ledger, and propose what is new.

Nothing is recorded here: what an editor accepts goes through ``ledger.record``, as typed values do.
"""
