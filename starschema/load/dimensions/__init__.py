"""Loads of dimensions, and of what stands beside them: histories, trees, profiles, roll-ups."""
