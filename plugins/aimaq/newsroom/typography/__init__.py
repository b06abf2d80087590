"""Typography by language: what editors type on a keyboard becomes what newspapers print."""
