"""PO files: reading and writing them without loss, plural forms, and merging new texts into a translator's file."""
