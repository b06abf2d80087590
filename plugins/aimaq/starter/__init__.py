"""Makes a new site: settings, starter texts in its languages, a workflow for its host."""
