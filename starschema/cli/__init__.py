"""The `starschema` command."""

from __future__ import annotations

from starschema.cli.command import main

__all__ = ["main"]
