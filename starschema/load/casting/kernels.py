"""Arrow's compute functions, which it makes as it is imported, out of the sight of type checkers."""

from __future__ import annotations

import importlib
from typing import Any

pc: Any = importlib.import_module("pyarrow.compute")
