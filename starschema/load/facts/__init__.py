"""Loads of facts of every kind, and of what follows them: aggregates, amounts in other currencies."""
