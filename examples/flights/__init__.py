"""New York's flights of 2013 in a star schema: `python -m examples.flights [URL]`.

Read `model` first, then `load`, then `answers`; `files` only finds the data, and `__main__` shows everything.
"""
