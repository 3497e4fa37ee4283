"""Casts to numbers: exact, or refused with a reason; nothing is ever rounded."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa

from starschema.load.casting.attempt import Attempt
from starschema.load.casting.kernels import pc

EXACT_FLOAT = 2**53
"""Up to here every whole number has a 64-bit float of its own."""

NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$"
EXPONENT = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]{1,3}$"
PARTS = r"^\+?(-?)0*([0-9]*?)(?:\.([0-9]*?)0*)?$"
"""Sign, digits before the point without leading zeros, digits after it without trailing ones."""


def to_integer(attempt: Attempt, target: pa.DataType) -> None:
    """Cast to an integer type; a fraction that is not zero is refused."""
    source = attempt.values.type
    if pa.types.is_string(source):
        _text_to_integer(attempt, target)
    elif pa.types.is_integer(source):
        if not attempt.cast(target):
            attempt.values = attempt.values.cast(pa.decimal128(20, 0))
            _whole_to_integer(attempt, target)
    elif pa.types.is_decimal(source):
        if not attempt.cast(target):
            attempt.values = decimal_text(attempt.values)
            _text_to_integer(attempt, target)
    elif pa.types.is_floating(source):
        attempt.values = attempt.values.cast(pa.float64())
        _refuse_non_finite(attempt, "whole number")
        attempt.refuse(pc.not_equal(attempt.values, pc.trunc(attempt.values)), "has decimals, and the column has none")
        attempt.refuse(
            pc.greater(pc.abs(attempt.values), float(EXACT_FLOAT)),
            "a float over 2**53 may stand for several whole numbers; give an integer",
        )
        attempt.values = attempt.values.cast(pa.int64())
        to_integer(attempt, target)
    else:
        attempt.refuse_all(f"{_kind(source)} is no whole number; give a number", target)


def to_decimal(attempt: Attempt, target: pa.DataType) -> None:
    """Cast to a decimal; more decimals than its scale are refused, unless they are zeros."""
    source = attempt.values.type
    if pa.types.is_integer(source):
        attempt.values = attempt.values.cast(pa.decimal128(20, 0))
        source = attempt.values.type
    if pa.types.is_decimal(source):
        _refuse_too_large(attempt, target)
        if not attempt.cast(target):
            attempt.values = decimal_text(attempt.values)
            _text_to_decimal(attempt, target)
    elif pa.types.is_floating(source):
        # A float means the shortest number that reads back as it: 0.1 is 0.1, not 0.1000000000000000055.
        _refuse_non_finite(attempt, "decimal number")
        attempt.values = attempt.values.cast(pa.string())
        _text_to_decimal(attempt, target)
    elif pa.types.is_string(source):
        _text_to_decimal(attempt, target)
    else:
        attempt.refuse_all(f"{_kind(source)} is no number; give a number", target)


def to_float(attempt: Attempt, target: pa.DataType) -> None:
    """Cast to a 64-bit float; a decimal or a text becomes the nearest one, a whole number must have one of its own."""
    source = attempt.values.type
    if pa.types.is_integer(source):
        if not attempt.cast(target):
            wide = attempt.values.cast(pa.decimal128(20, 0))
            limit = pa.scalar(Decimal(EXACT_FLOAT), pa.decimal128(20, 0))
            attempt.refuse(
                pc.greater(pc.abs(wide), limit), "over 2**53 a float cannot hold every whole number; use BigInteger"
            )
            attempt.values = attempt.values.cast(target)
    elif pa.types.is_floating(source):
        attempt.values = attempt.values.cast(target)
    elif pa.types.is_decimal(source) or pa.types.is_string(source):
        # By way of text: Arrow's own cast from a decimal may miss the nearest float.
        text = attempt.values = attempt.values.cast(pa.string())
        if not attempt.cast(target):
            refuse_blanks(attempt, "number")
            attempt.refuse_unless(
                r"(?i)^[+-]?(([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?|nan|inf|infinity)$",
                "is no number; write it as 1234.5",
            )
            attempt.settle(target, "is no number that a 64-bit float holds")
        infinite = pc.is_inf(attempt.values)
        if pc.any(infinite).as_py():
            written = pc.match_substring_regex(text, "(?i)inf")
            attempt.refuse(pc.and_not(infinite, written), "is too large for a 64-bit float; use Numeric(p, s)")
    else:
        attempt.refuse_all(f"{_kind(source)} is no number; give a number", target)


def decimal_text(values: pa.Array) -> pa.Array:
    """Return the shortest text of each decimal, the same whatever scale the value came with."""
    text = expanded(values.cast(pa.string()))
    return pc.replace_substring_regex(text, r"^(-?[0-9]+)(?:\.0+|(\.[0-9]*?)0+)$", r"\1\2")


def expanded(text: pa.Array) -> pa.Array:
    """Return numbers in text without exponents; the few that have one go through Python's decimals."""
    mask = pc.fill_null(pc.match_substring_regex(text, EXPONENT), False)
    if not pc.any(mask).as_py():
        return text
    plain = [format(Decimal(value), "f") for value in text.filter(mask).to_pylist()]
    return pc.replace_with_mask(text, mask, pa.array(plain, pa.string()))


def refuse_blanks(attempt: Attempt, what: str) -> None:
    """Refuse texts that are empty or padded, and say what to do about it."""
    attempt.refuse(
        pc.equal(attempt.values, ""),
        f"an empty text is no {what}; give NULL, or name what means it in sources.csv(null=)",
    )
    attempt.refuse(
        pc.match_substring_regex(attempt.values, r"^\s|\s$"), f"has blanks around the {what}; strip it in the input"
    )


def _text_to_integer(attempt: Attempt, target: pa.DataType) -> None:
    text = attempt.values
    if attempt.cast(target):
        # Arrow reads 0x10 as 16; a code that looks like this is no number.
        if not pc.any(pc.or_(pc.match_substring(text, "x"), pc.match_substring(text, "X"))).as_py():
            return
        attempt.values = text
    refuse_blanks(attempt, "whole number")
    attempt.values = expanded(attempt.values)
    attempt.refuse_unless(NUMBER, "is no whole number; write it as 1234")
    attempt.refuse(pc.match_substring_regex(attempt.values, r"\.[0-9]*[1-9]"), "has decimals, and the column has none")
    digits = pc.replace_substring_regex(attempt.values, PARTS, r"\2")
    attempt.refuse(pc.greater(pc.binary_length(digits), 19), _range(target))
    attempt.values = pc.replace_substring_regex(attempt.values, PARTS, r"\10\2")
    attempt.values = attempt.values.cast(pa.decimal128(20, 0))
    _whole_to_integer(attempt, target)


def _whole_to_integer(attempt: Attempt, target: pa.DataType) -> None:
    low, high = _limits(target)
    kind = attempt.values.type
    attempt.refuse(pc.less(attempt.values, pa.scalar(Decimal(low), kind)), _range(target))
    attempt.refuse(pc.greater(attempt.values, pa.scalar(Decimal(high), kind)), _range(target))
    attempt.values = attempt.values.cast(target)


def _text_to_decimal(attempt: Attempt, target: pa.DataType) -> None:
    if _is_short(attempt.values, target) and attempt.cast(target):
        return
    refuse_blanks(attempt, "number")
    attempt.values = expanded(attempt.values)
    attempt.refuse_unless(NUMBER, "is no number; write it as 1234.50")
    decimals = pc.replace_substring_regex(attempt.values, PARTS, r"\3")
    attempt.refuse(
        pc.greater(pc.binary_length(decimals), target.scale),
        f"has more than the {target.scale} decimals of the column; round it in the input, or widen the column",
    )
    digits = pc.replace_substring_regex(attempt.values, PARTS, r"\2")
    attempt.refuse(
        pc.greater(pc.binary_length(digits), target.precision - target.scale),
        _too_large(target),
    )
    attempt.values = pc.replace_substring_regex(attempt.values, PARTS, r"\10\2.\3")
    attempt.values = attempt.values.cast(target)


def _is_short(text: pa.Array, target: pa.DataType) -> bool:
    """Say whether Arrow can parse `text` safely: it wraps around at 2**128 (2**256), and says nothing."""
    digits = 38 if pa.types.is_decimal128(target) else 76
    longest = pc.max(pc.binary_length(text)).as_py() or 0
    if longest + target.scale > digits:
        return False
    return not pc.any(pc.or_(pc.match_substring(text, "e"), pc.match_substring(text, "E"))).as_py()


def _refuse_too_large(attempt: Attempt, target: pa.DataType) -> None:
    """Refuse decimals with too many digits before the point, which Arrow's cast to a larger scale may wrap around."""
    source = attempt.values.type
    digits = target.precision - target.scale
    if digits < source.precision - source.scale:
        bound = pa.scalar(Decimal(10) ** digits, source)
        attempt.refuse(pc.greater_equal(pc.abs(attempt.values), bound), _too_large(target))


def _too_large(target: pa.DataType) -> str:
    digits = target.precision - target.scale
    return f"has more than the {digits} digits that the column holds before the point; widen the column"


def _refuse_non_finite(attempt: Attempt, what: str) -> None:
    attempt.refuse(pc.invert(pc.is_finite(attempt.values)), f"is no {what}; give NULL where the value is not known")


def _limits(target: pa.DataType) -> tuple[int, int]:
    return -(2 ** (target.bit_width - 1)), 2 ** (target.bit_width - 1) - 1


def _range(target: pa.DataType) -> str:
    low, high = _limits(target)
    return f"is outside {low} to {high}, which the column holds; use a wider type such as BigInteger or Numeric"


def _kind(source: pa.DataType) -> str:
    return "a truth value" if pa.types.is_boolean(source) else f"a value of type {source}"
