"""One content file: its name, its front matter, and what each kind of text may hold."""
