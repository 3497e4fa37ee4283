"""The cases of what a load must leave behind, as drawings that are loaded and compared on every database."""

import pytest

# So that a drawing that does not come out shows where it differs.
pytest.register_assert_rewrite("tests.cases.drawn", "tests.cases.stars")
