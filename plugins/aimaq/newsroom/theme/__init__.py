"""The theme: its templates, message catalogues and static files."""
