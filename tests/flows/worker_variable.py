"""The variable by which worker processes are told what to do."""

VARIABLE = "STARSCHEMA_TEST_FLOW"
"""JSON: which flow it is, its name and folder, and what `Flow.celery` takes."""
