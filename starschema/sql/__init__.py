"""The set logic of loads as SQLAlchemy Core: pure functions from a model and some tables to statements.

Nothing here runs SQL or knows where it will run. Names of working columns start with an underscore, so that they
cannot meet a user's column: `_row` (position in the input), `_member`, `_time`, `_sequence`, `_deleted`.
"""
