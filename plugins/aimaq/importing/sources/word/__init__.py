"""Documents of Word, LibreOffice and Google Docs (.docx): their parts, their lists, and their text as HTML."""
