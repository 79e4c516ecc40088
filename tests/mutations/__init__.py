"""Faults planted by program in correct translations, and how many of them the checks find.

The operators know the languages by tables of their own (`tongues/`), not by those of the checks, so that the rate at
which faults are caught says something. `python -m tests.mutations` prints the table.
"""
