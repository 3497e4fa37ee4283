"""Measurements of the library against databases on this machine; each module is a command of its own."""
