"""Links to other sites: where a site has them, and which of them are gone, have moved or do not answer now."""
