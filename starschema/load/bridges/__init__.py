"""Loads of bridges: who is in which group, and when."""
