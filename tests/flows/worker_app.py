"""The Celery app that the tests' worker processes run; what it is to do is in a variable of the environment."""

from __future__ import annotations

import json
import os
from pathlib import Path

from tests.flows.shop import FLOWS
from tests.flows.worker_variable import VARIABLE

told = json.loads(os.environ[VARIABLE])
flow = FLOWS[told["flow"]](Path(told["folder"]), told["name"], max_attempts=100, patience=5)
app = flow.celery(**told["celery"])
