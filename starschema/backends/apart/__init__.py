"""Engines without transactions over several tables: the books in an ordinary database, and undoing in the warehouse."""
