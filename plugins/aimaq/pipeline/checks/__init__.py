"""The checks that an editor asks for: of the whole site before it is published, and of its links to other sites."""
