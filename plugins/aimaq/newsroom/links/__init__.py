"""Links in texts: where they lead, and links that no definition answers."""
