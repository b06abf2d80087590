"""Where a site's files are, if its settings do not name another place; light, since every settings file imports it."""

__all__ = ["LEDGER"]

LEDGER = "content/data/indicators.json"
