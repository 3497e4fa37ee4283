"""Three systems that disagree, and two stars that do not: `python -m examples.retail`.

A CRM in SQLite, the CSV exports of a billing system and an XML product feed behind HTTP know the same customers and
products by other keys, in other spellings, formats and currencies' smallest units. A flow lands, mends and loads them.
"""
