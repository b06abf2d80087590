"""Files for journalists: the plain text, PDF and media kit of a story; where they lie, and how they are made."""
