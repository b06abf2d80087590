"""The site as a model: editions, stories, people, events, topics, archive."""
