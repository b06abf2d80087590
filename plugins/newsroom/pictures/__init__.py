"""Photographs: checked, freed of all that a camera wrote into them, and made in the sizes that pages show them in.

``metadata`` and ``encoding`` are pure functions of bytes; ``source`` looks at one picture; ``places`` says where
pictures stand in the layout; ``library`` is all pictures of one build; ``texts`` finds those in Markdown.
"""
