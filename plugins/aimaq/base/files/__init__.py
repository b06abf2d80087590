"""Files and folders: atomic writes, the cache, locks, hard links, and what a folder may hold."""
