"""Pages of the map of materials, of flows and of opportunities."""
