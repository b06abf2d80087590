"""The log at its publication: what the target has of it, and its head's signatures, cosignatures and timestamp."""
