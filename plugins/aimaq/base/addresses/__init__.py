"""Addresses as readers need them: below the folder of the site."""
