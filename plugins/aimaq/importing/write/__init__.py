"""The files of an import: texts, pictures and redirects, and how they get into the content folder."""
