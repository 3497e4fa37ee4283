"""What a fact says of the members of a group: which columns of its data name them."""

from __future__ import annotations

from starschema.errors import ModelError
from starschema.model.kinds import Grouping


def check_group_source(
    where: str, name: str, grouping: Grouping, source: object, separator: object, missing: object
) -> None:
    """Check the input columns from which a role makes groups.

    Args:
        where: The class and the role, for messages.
        name: Name of the class of the groups.
        grouping: What makes it one.
        source: The columns, as the role says them.
        separator: What stands between the members in one column, if it does.
        missing: What the role says of groups that were never seen before.

    Raises:
        ModelError: There is no bridge yet, or the role does not say the columns.
    """
    if grouping.bridge is None:
        raise ModelError(
            f"{where}: no bridge says who is in a group; declare one before the fact, with group({name}) and member()"
        )
    if not isinstance(source, tuple) or not source or not all(isinstance(n, str) and n for n in source):
        raise ModelError(
            f"{where}: source={source!r} must name the columns of a group's members, such as "
            'source=("diagnosis_1", "diagnosis_2")'
        )
    if separator is not None and (not isinstance(separator, str) or not separator.strip() or len(source) != 1):
        raise ModelError(
            f"{where}: separator={separator!r} is what stands between the members in one column, such as separator=';' "
            "with source='diagnoses'"
        )
    if missing != "infer":
        raise ModelError(f"{where}: a group that was never seen before is made; leave out missing=")
