"""Solvers: the only importers of HiGHS, and compiled kernels; handed to a problem, never asked for by it."""
