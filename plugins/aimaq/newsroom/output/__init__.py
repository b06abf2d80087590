"""What the newsroom writes: feeds, sitemaps, JSON-LD, search, share pictures."""
