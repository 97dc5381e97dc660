"""Expressions that lists and indexes share.

`status__any=[…]` is one SQL text for any number of values, so that it is compiled and prepared once.
"""

from typing import Any

from django.db.models import CharField, F, Field, Func, Lookup


@Field.register_lookup
class AnyOf(Lookup):
    """Membership of an array parameter: `column = ANY(%s)`."""

    lookup_name = "any"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Return the condition."""
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", [*left_params, *right_params]


def digits_of(path: str) -> Func:
    """Return a phone number's digits alone, as an expression that an index can hold."""
    return Func(F(path), template="regexp_replace(%(expressions)s, '\\D', '', 'g')", output_field=CharField())
