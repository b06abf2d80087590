"""The incremental build: store, keys, composition, and a tree that is published at once. It knows no news."""
