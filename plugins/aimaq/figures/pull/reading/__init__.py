"""Reading sources that need a driver, in a process of its own: databases, spreadsheets, and files asked by SQL.

The process has limits of time and memory, so that no query and no file can take more, even if a driver does not stop.
"""
