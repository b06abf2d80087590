"""The only door to Pelican: hooks, reader, generators, writer, and what works around Pelican."""
