"""Expressions that lists and indexes share.

`status__any=[…]` is one SQL text for any number of values, so that it is compiled and prepared once.
"""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    DecimalField,
    F,
    Field,
    Func,
    IntegerField,
    Lookup,
    Value,
)
from django.db.models.functions import Coalesce

# What is left of a phone number without its country code or trunk zero.
NATIONAL_DIGITS = 9
# What sorts before every value of a column, by the kind of the column.
LEAST: tuple[tuple[type[Field], Any], ...] = (
    (DateTimeField, datetime(1, 1, 1, tzinfo=UTC)),
    (DateField, date(1, 1, 1)),
    (DecimalField, Decimal(-1)),
    (IntegerField, -1),
)


@Field.register_lookup
class AnyCase(Lookup):
    """Equality whatever the case, as an index on `Upper(column)` answers it.

    The database alone says what upper case is: Python knows letters that become two.
    """

    lookup_name = "anycase"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the condition."""
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"UPPER({left}) = UPPER({right})", (*left_params, *right_params)


@Field.register_lookup
class AnyOf(Lookup):
    """Membership of an array parameter: `column = ANY(%s)`."""

    lookup_name = "any"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the condition."""
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", (*left_params, *right_params)


def digits_of(path: str) -> Func:
    """Return a phone number's digits alone, as an expression that an index can hold."""
    return Func(F(path), template="regexp_replace(%(expressions)s, '\\D', '', 'g')", output_field=CharField())


def never_null(field: Field) -> Coalesce:
    """Return the column as a value to sort by: what there is none of comes before all that there is."""
    least = next(value for kind, value in LEAST if isinstance(field, kind))
    return Coalesce(F(field.name), Value(least, output_field=field), output_field=field)


def national(phone: str) -> str:
    """Return the digits that all spellings of a phone number share: +233 20 123 4567 and 0201234567 are one number."""
    return re.sub(r"[^0-9]", "", phone).lstrip("0")[-NATIONAL_DIGITS:]
