"""Pictures and other files: the library, sizes, metadata, encoding."""
