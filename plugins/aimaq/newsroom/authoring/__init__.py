"""New articles: skeletons, questions, JSON Schemas for text editors."""
