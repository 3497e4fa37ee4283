"""The kinds of dimensions beside the plain one, each on all four databases."""
