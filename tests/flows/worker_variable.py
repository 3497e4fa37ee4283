"""The variable by which worker processes are told what to do."""

VARIABLE = "STARSCHEMA_TEST_FLOW"
"""JSON: the flow's name and folder, and what `Flow.celery` takes."""
