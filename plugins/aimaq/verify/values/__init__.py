"""The values that a site publishes, each compared with the log: data files, pages, feeds."""
