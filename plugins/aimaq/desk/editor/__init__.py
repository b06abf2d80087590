"""The editor of texts in the browser: forms, Markdown and files of the site's own folder.

It writes the bytes that were edited, and no others: ``field_edits`` and ``text_parts`` say how.
"""
