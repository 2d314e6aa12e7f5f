"""Pages of cards, needs and capabilities."""
