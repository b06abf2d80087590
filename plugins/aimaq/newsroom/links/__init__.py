"""Links in texts: which addresses a text links to, where they lead, and which of them lead nowhere."""
