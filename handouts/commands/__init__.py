"""The commands beside those of `cli` itself: a module for each group, thin, with their libraries loaded late."""
