"""Circularity indicators, one module each with its method and edition."""
