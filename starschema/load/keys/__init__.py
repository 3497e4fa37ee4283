"""Surrogate keys: which member each row refers to, looked up in the warehouse or on the workbench, or inferred."""
