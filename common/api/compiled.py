"""One declaration, two engines.

A DRF serializer stays the only declaration of what a resource looks like: the schema, the documentation and the control
in the tests read it. At start-up it is compiled here to a list of columns and one generated function that turns a
database row into the very dictionary that DRF would have made, without building model instances.

    CustomerSerializer  →  columns ("id", "full_name", "customer_rep_id", "customer_rep__full_name", …)
                           row     {"id": r[0], "full_name": r[1], "customer_rep": {"id": r[2], "label": r[3]}}

A field type without a compiled form fails at start-up, by name. A nested list costs one more statement per page.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from typing import Any

from django.db.models import F, JSONField, Model, QuerySet
from rest_framework import serializers

from common.api.fields import InWords, Linked, Reference
from common.db.sql import Bind, Condition, Statement, compiled
from common.models import Exact

PLAIN = (
    serializers.CharField,
    serializers.IntegerField,
    serializers.DecimalField,
    serializers.DateField,
    serializers.DateTimeField,
    serializers.TimeField,
    serializers.BooleanField,
    serializers.ChoiceField,
    serializers.UUIDField,
)
Hidden = frozenset[str]
Row = tuple[Any, ...]


@dataclass(eq=False)
class Compiled:
    """A serializer as columns and a row function."""

    model: type[Model]
    columns: list[str] = field(default_factory=list)
    children: "list[Child]" = field(default_factory=list)
    functions: list[Callable[[Any], Any]] = field(default_factory=list)
    make: Callable[..., dict[str, Any]] = dict

    def column(self, path: str) -> int:
        """Return the position of a column, adding it when it is new."""
        if path not in self.columns:
            self.columns.append(path)
        return self.columns.index(path)

    def call(self, function: Callable[[Any], Any]) -> str:
        """Return how the generated function calls one of ours."""
        self.functions.append(function)
        return f"f[{len(self.functions) - 1}]"

    def query(self, queryset: QuerySet[Any], *more: str) -> QuerySet[Any]:
        """Return the queryset restricted to the columns, and to more that the caller needs after them."""
        return queryset.values_list(*self.columns, *more)

    def dicts(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """Return the rows as the serializer would show them, nested lists included."""
        kids = [child.by_parent([row[child.parent] for row in rows]) for child in self.children] if rows else []
        make = self.make
        return [make(row, kids) for row in rows]


@dataclass
class Child:
    """A nested list: the rows of another table under each row of this one."""

    inner: Compiled
    parent: int
    foreign_key: str

    @cached_property
    def statement(self) -> Statement:
        """The SQL that reads the nested rows of many parents."""
        manager = self.inner.model._default_manager
        rows = manager.filter(Condition("{} = ANY({})", F(self.foreign_key), Bind("parents"))).order_by("pk")
        return compiled(self.inner.query(rows))

    def by_parent(self, ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
        """Return the nested rows of the parents, in one statement."""
        rows = self.statement.fetch({"parents": list(ids)})
        parent_column = self.inner.column(self.foreign_key)
        found: dict[int, list[dict[str, Any]]] = {}
        for row, made in zip(rows, self.inner.dicts(rows), strict=True):
            found.setdefault(row[parent_column], []).append(made)
        return found


@cache
def compile_serializer(declared: type[serializers.Serializer], hidden: Hidden = frozenset()) -> Compiled:
    """Compile a model serializer without its hidden fields. Raises TypeError for a field with no compiled form."""
    meta = declared.Meta  # type: ignore[attr-defined]
    target = Compiled(model=meta.model)
    body = _object(declared(), "", meta.model, target, hidden)
    namespace: dict[str, Any] = {"loads": partial(json.loads, cls=Exact), "f": target.functions}
    exec(f"def make(r, k): return {body}", namespace)  # noqa: S102 - generated from our own declarations alone
    target.make = namespace["make"]
    return target


@cache
def restricted_in(declared: type[serializers.Serializer]) -> dict[str, str]:
    """Return the permission that each restricted field needs, as the serializer's Meta says, and those of its lines."""
    found = dict(getattr(declared.Meta, "restricted", {}))  # type: ignore[attr-defined]
    for name, inner in declared().fields.items():
        if isinstance(inner, serializers.ListSerializer):
            child: Any = inner.child
            within = getattr(child.Meta, "restricted", {})
            found |= {f"{name}.{field}": permission for field, permission in within.items()}
    return found


def _object(declared: Any, path: str, model: Any, target: Compiled, hidden: Hidden) -> str:
    parts = [
        f"{name!r}: {_value(name, inner, path, model, target, hidden=hidden, owner=type(declared).__name__)}"
        for name, inner in declared.fields.items()
        if not inner.write_only and name not in hidden
    ]
    return "{" + ", ".join(parts) + "}"


def _value(name: str, inner: Any, path: str, model: Any, target: Compiled, *, hidden: Hidden, owner: str) -> str:
    source = path + "__".join(inner.source_attrs or [inner.source])
    if isinstance(inner, Linked):
        return inner.compile(source, model, target.column)
    if isinstance(inner, Reference):
        return inner.compile(source, _related(model, inner.source_attrs), target.column)
    if isinstance(inner, serializers.ListSerializer):
        within = frozenset(field.removeprefix(f"{name}.") for field in hidden if field.startswith(f"{name}."))
        return _children(inner, source, model, target, within)
    if isinstance(inner, serializers.BaseSerializer):
        related = inner.Meta.model  # type: ignore[attr-defined]  # only model serializers are nested
        at = target.column(f"{source}__{related._meta.pk.name}")
        return f"(None if r[{at}] is None else {_object(inner, source + '__', related, target, frozenset())})"
    if isinstance(inner, serializers.JSONField):
        at = target.column(source)
        return f"(None if r[{at}] is None else loads(r[{at}]))"
    if isinstance(inner, InWords):
        at = target.column(source)
        kept = f"loads(r[{at}])" if isinstance(model._meta.get_field(source), JSONField) else f"r[{at}]"
        return f"{target.call(inner.words)}({kept})"
    if isinstance(inner, PLAIN):
        return f"r[{target.column(source)}]"
    raise TypeError(f"{owner}.{name}: {type(inner).__name__} has no compiled form.")


def _related(model: Any, attrs: list[str]) -> Any:
    for attr in attrs:
        model = model._meta.get_field(attr).related_model
    return model


def _children(inner: Any, source: str, model: Any, target: Compiled, hidden: Hidden) -> str:
    relation = model._meta.get_field(source)
    declared: Any = type(inner.child)
    nested = compile_serializer(declared, hidden)
    nested.column(relation.field.attname)
    target.children.append(Child(nested, target.column(model._meta.pk.name), relation.field.attname))
    return f"k[{len(target.children) - 1}].get(r[{target.children[-1].parent}], [])"
