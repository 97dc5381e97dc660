"""Filters of lists: declared as a django-filter FilterSet, parsed strictly, bound into SQL that is compiled once.

Every query parameter is one filter with one column and one lookup. A parameter that no filter declares is an error: a
misspelt filter never answers with a longer list.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import django_filters as df
from django import forms
from django.core.exceptions import ValidationError as FormError
from django.db.models import F, Model, Q, QuerySet
from django.db.models.functions import Upper
from django.utils.translation import gettext as _
from django_filters.fields import IsoDateTimeField

from common.api.paging import MOST_ROWS
from common.db.sql import Bind
from common.errors import Invalid

SHARED = frozenset({"search", "ordering", "page_size", "cursor", "file_format"})


def _plain(value: Any) -> Any:
    """Return the text. Raises a form error for the digits of other scripts, which Python takes for numbers too."""
    if isinstance(value, str) and not value.isascii():
        raise FormError(_("Use the digits 0 to 9."), code="invalid")
    return value


class _AmountField(forms.DecimalField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=14, decimal_places=2, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(_plain(value))


class _IdField(forms.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=2**63 - 1, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(_plain(value))


class _IdsField(_IdField):
    def clean(self, value: Any) -> Any:
        if len(value) > MOST_ROWS:
            raise FormError(_("Name at most %(most)s.") % {"most": MOST_ROWS}, code="invalid")
        ids = [super(_IdsField, self).clean(one) for one in value]
        if None in ids:
            raise FormError(_("Enter a number."), code="invalid")
        return ids


class _PersonField(_IdField):
    def clean(self, value: Any) -> Any:
        return value if value == "me" else super().clean(value)


class Amount(df.Filter):
    """An amount with at most two decimals."""

    field_class = _AmountField


class Ref(df.Filter):
    """A foreign key, by id."""

    field_class = _IdField


class Ids(Ref):
    """Rows by their own ids: `id=3&id=7`. Every list has it."""

    field_class = _IdsField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(lookup_expr="any", **kwargs)


class _UntilField(IsoDateTimeField):
    def clean(self, value: Any) -> Any:
        whole_day = isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip())
        return super().clean(f"{value.strip()}T23:59:59.999999" if whole_day else value)


class Until(df.IsoDateTimeFilter):
    """Up to an instant, or to the end of a day."""

    field_class = _UntilField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(lookup_expr="lte", **kwargs)


class AnyCase(df.Filter):
    """A text, whatever its case; the column needs an index on its upper case."""

    field_class = forms.CharField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(lookup_expr="anycase", **kwargs)


class Person(df.Filter):
    """A user, by id or as `me`."""

    field_class = _PersonField


class Several(df.MultipleChoiceFilter):
    """One or more of a closed list of values: `status=Sold&status=Reserved`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("lookup_expr", "any")
        super().__init__(*args, **kwargs)


class Flag(df.ChoiceFilter):
    """`true` or `false`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, choices=[("true", "true"), ("false", "false")], **kwargs)


def _unknown() -> tuple[str, str]:
    return "unknown_filter", _("There is no such filter.")


def _ordered(model: type[Model]) -> Iterator[tuple[str, str]]:
    """Yield the equalities (lookup, column) of which an index has the rows by id."""
    for index in model._meta.indexes:
        if index.condition is None and index.fields[1:] == ["id"]:
            yield "exact", index.fields[0]
        match index.expressions:
            case (Upper() as upper, F() as then) if then.deconstruct()[1] == ("id",):
                yield "anycase", upper.deconstruct()[1][0]


class Filters:
    """The filters of one resource, ready to parse a query string and to narrow a queryset by placeholders."""

    def __init__(self, declared: type[df.FilterSet], model: type[Model], **more: df.Filter) -> None:
        self.model = model
        self.declared = more | declared.base_filters
        self._ordered = set(_ordered(model))

    def parse(self, params: Any, user: Any) -> dict[str, Any]:
        """Return the value of each filter in the query string. Raises Invalid naming every wrong parameter."""
        values: dict[str, Any] = {}
        problems: dict[str, str | tuple[str, str]] = {}
        for name in params:
            declared, given = self.declared.get(name), params.getlist(name)
            if len(given) > 1 and not isinstance(declared, (Several, Ids)):
                problems[name] = "repeated", _("Give it once: it takes one value.")
                continue
            if name in SHARED:
                continue
            if declared is None:
                problems[name] = _unknown()
                continue
            try:
                value = declared.field.clean(given if isinstance(declared, (Several, Ids)) else given[0])
                if isinstance(value, date):
                    _plain(given[0])
            except FormError as error:
                problems[name] = error.messages[0]
                continue
            if value not in (None, "", []):
                values[name] = self._value(declared, value, user)
        if problems:
            raise Invalid(_("The filter is not valid."), fields=problems)
        return values

    def parse_alone(self, params: Any, user: Any) -> dict[str, Any]:
        """Return the same for an address that is no list: it takes these parameters, `file_format`, and no other."""
        known = {*self.declared, "file_format"}
        if unknown := [name for name in params if name not in known]:
            raise Invalid(fields=dict.fromkeys(unknown, _unknown()))
        return self.parse(params, user)

    @staticmethod
    def _value(declared: df.Filter, value: Any, user: Any) -> Any:
        if isinstance(declared, Person) and value == "me":
            return user.pk
        if isinstance(declared, Flag):
            return value == "true"
        return value

    def shape(self, values: dict[str, Any]) -> tuple[str, ...]:
        """Return what decides the SQL text: which filters, for flags which way, and whether one value or several."""
        told = {bool: lambda name: f"{name}={values[name]}", list: lambda name: f"{name}[]"}
        return tuple(sorted(told.get(type(value), str)(name) for name, value in values.items()))

    def in_order(self, name: str, value: Any) -> bool:
        """Say whether an index has the rows that the filter leaves with this value, in the order of their ids."""
        declared = self.declared[name]
        column = (self._lookup(declared, value), str(declared.field_name))
        return column in self._ordered and not declared.exclude

    @staticmethod
    def _lookup(declared: df.Filter, value: Any) -> str:
        several = declared.lookup_expr == "any" and not isinstance(value, list)
        return "exact" if several else str(declared.lookup_expr)

    def narrow(self, queryset: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Return the queryset with each filter applied to a placeholder of its own name."""
        for name, value in values.items():
            declared = self.declared[name]
            path, lookup = str(declared.field_name), self._lookup(declared, value)
            rhs = value if isinstance(value, bool) else Bind(name)
            condition = Q(**{path if lookup == "exact" else f"{path}__{lookup}": rhs})
            queryset = queryset.filter(~condition if declared.exclude else condition)
        return queryset
