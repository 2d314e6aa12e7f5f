"""Pages of coaching: for the entrepreneur, for his coach, for who leads it."""
