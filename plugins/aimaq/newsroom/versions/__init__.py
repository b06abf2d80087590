"""The published versions of texts: what each states, and whether a change of it was told to readers."""
