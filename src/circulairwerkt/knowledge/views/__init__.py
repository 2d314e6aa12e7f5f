"""Pages of stories that come from cases."""
