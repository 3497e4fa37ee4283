"""Whole programs that use starschema, each in a package of its own."""
