"""The charts of texts and of indicators: their files, their pictures, and what pages draw."""
