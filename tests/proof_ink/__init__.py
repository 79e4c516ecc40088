"""Tests of the proof's ink: of PDFs that were changed after they were made, of other scripts, and of its parts."""
