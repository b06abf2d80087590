"""The fill: each slot of a composed text becomes the value that the ledger holds."""
