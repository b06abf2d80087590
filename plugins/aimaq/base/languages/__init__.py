"""Languages: what is known of each, message catalogues, alphabets, and addresses made from titles."""
