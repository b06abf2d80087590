"""The theme's environment, catalogues and assets."""
