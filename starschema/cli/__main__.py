"""Run the command as `python -m starschema.cli`."""

from __future__ import annotations

import sys

from starschema.cli.command import main

sys.exit(main())
