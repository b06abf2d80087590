"""Reading a source: which files it has, what each export and each saved page holds."""
