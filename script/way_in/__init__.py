"""What the scripts share: each step once, on the standard library alone, so that a bare Python is enough."""
