"""Specimens: a sheet a language by which a clinic sees whether its printer and fonts are up to it.

- `alphabets` and `cldr` hold what is printed: our own tables, and Babel's names, dates and quantities
- `text` puts it together, `sheet` prints, proofs and stores it
"""
