"""One schema of settings and one reader of the settings file."""
