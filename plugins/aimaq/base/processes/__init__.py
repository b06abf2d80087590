"""Work of a process: on all cores, within a limit of time, and with its progress shown."""
