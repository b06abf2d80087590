"""JSON text with the place of every value: read, checked with line and column, and extended without other changes."""
