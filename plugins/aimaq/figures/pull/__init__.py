"""Pull observations from files, addresses and databases: fetch, check, compare with the ledger, propose what is new.

Nothing is recorded here: what an editor accepts goes through ``ledger.record``, as typed values do.
"""
