"""JSON numbers and nested values survive whatever json can write."""

from __future__ import annotations

import json
import tempfile
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from starschema import sources

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
nested = st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.lists(scalars) | scalars)


@given(
    st.lists(
        st.fixed_dictionaries({"n": st.integers() | st.decimals(allow_nan=False, allow_infinity=False), "v": nested})
    )
)
def test_numbers_keep_their_digits_and_nested_values_their_content(rows):
    lines = [f'{{"n": {row["n"]}, "v": {json.dumps(row["v"])}}}' for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.jsonl")
        path.write_text("\n".join(lines))
        read = [row for batch in sources.json(path).batches() for row in batch.to_pylist()]
    assert [Decimal(row["n"]) for row in read] == [Decimal(row["n"]) for row in rows]
    assert [json.loads(row["v"]) for row in read] == [row["v"] for row in rows]
