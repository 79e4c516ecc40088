"""Printing with a real CUPS server and a virtual printer, both on loopback and private to the tests."""
