"""Pages of stories, of texts to learn from, and of news."""
