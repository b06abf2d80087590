"""The log of figures: a Merkle tree of everything that has been published, in the form that auditors' programs read.

``merkle``, ``tiles``, ``signed_note`` and ``ed25519`` need the standard library only, since ``aimaq verify`` is made of
them and of nothing else.
"""
