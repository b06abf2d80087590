"""Content files: Pelican's readers and contents, what the store knows of them, and the texts that they become."""
