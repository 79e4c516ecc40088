"""Specimens: a sheet a language by which a clinic sees whether its printer and fonts are up to it.

- `cldr` holds what is printed beside `alphabets`: Babel's names, dates and quantities
- `text` puts it together, `sheet` prints, proofs and stores it
"""
