"""Pages of info points."""
