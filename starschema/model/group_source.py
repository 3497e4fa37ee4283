"""What a fact says of the members of a group: which columns of its data name them, and their shares."""

from __future__ import annotations

from typing import cast

from starschema.errors import ModelError
from starschema.model.kinds import Grouping


def check_group_source(
    where: str, name: str, grouping: Grouping, source: object, separator: object, weights: object, missing: object
) -> tuple[str, ...]:
    """Check the input columns from which a role makes groups, and return those that name members.

    Args:
        where: The class and the role, for messages.
        name: Name of the class of the groups.
        grouping: What makes it one.
        source: The columns, as the role says them.
        separator: What stands between the members in one column, if it does.
        weights: The columns of the members' shares, if the role says them.
        missing: What the role says of groups that were never seen before.

    Raises:
        ModelError: There is no bridge yet, or the role does not say the columns.
    """
    if grouping.bridge is None:
        raise ModelError(
            f"{where}: no bridge says who is in a group; declare one before the fact, with group({name}) and member()"
        )
    member = grouping.member.dimension
    keys = [column.name for column in member.natural_key]
    members = source if isinstance(source, tuple) else ()
    if len(keys) > 1:
        if separator is not None:
            raise ModelError(
                f"{where}: a member of {name} is known by {', '.join(keys)}, which one text cannot tell; leave out "
                "separator=, and give columns"
            )
        if not members or not all(isinstance(m, tuple) and len(m) == len(keys) and _are_names(m) for m in members):
            shown = [tuple(f"{key}_{number}" for key in keys) for number in (1, 2)]
            raise ModelError(
                f"{where}: source={source!r} must name the columns of each member, a tuple of {len(keys)} for "
                f"{', '.join(keys)} of {member.cls.__name__}, such as source={shown!r}"
            )
        columns = tuple(column for each in members for column in each)
    elif not members or not _are_names(members):
        raise ModelError(
            f"{where}: source={source!r} must name the columns of a group's members, such as "
            'source=("diagnosis_1", "diagnosis_2")'
        )
    else:
        columns = cast("tuple[str, ...]", members)
    if separator is not None and (not isinstance(separator, str) or not separator.strip() or len(members) != 1):
        raise ModelError(
            f"{where}: separator={separator!r} is what stands between the members in one column, such as separator=';' "
            "with source='diagnoses'"
        )
    if weights:
        _check_weights(where, name, grouping, weights, len(members), separator)
    if missing != "infer":
        raise ModelError(f"{where}: a group that was never seen before is made; leave out missing=")
    return columns


def _check_weights(where: str, name: str, grouping: Grouping, weights: object, members: int, separator: object) -> None:
    assert grouping.bridge is not None
    if grouping.bridge.weight is None:
        raise ModelError(
            f"{where}: {grouping.bridge.cls.__name__} keeps no shares of the members of {name}; declare share: "
            "Mapped[Decimal] = weight(Numeric(5, 4)) there, or leave out weights="
        )
    if separator is not None:
        raise ModelError(f"{where}: a text names members and not their shares; leave out separator= or weights=")
    if not isinstance(weights, tuple) or not _are_names(weights) or len(weights) != members:
        raise ModelError(f"{where}: weights={weights!r} must name a column for each of the {members} members")


def _are_names(given: tuple[object, ...]) -> bool:
    return all(isinstance(each, str) and each for each in given)
