"""Which way a text is printed: a table of awkward texts, and a reader of glyphs."""
