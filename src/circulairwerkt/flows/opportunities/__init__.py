"""What is missing at a hub: which work or room would give more of its streams a place, and for whom."""
