"""Find what a change of the ledger would change on the site, without composing or publishing anything.

The composed texts are filled twice, from the old and from the new ledger, and compared. The caller provides the texts.
"""
