"""The read engine: lists and single rows of a resource, in one statement each.

SQL text is written by the ORM once per shape (which filters, which order, which page direction, whose scope, which
hidden fields) and then only bound and executed. See docs/decisions/reads.md for what each part is worth.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import Any, ClassVar

from django.db import DataError, ProgrammingError
from django.db.models import DecimalField, Model, Q, QuerySet, TextField
from django.utils.translation import gettext as _
from rest_framework import serializers

from common import access
from common.api.compiled import Compiled, Hidden, compile_serializer, restricted_in
from common.api.filters import Filters
from common.api.paging import COUNTED, Cursor, Ordering, damaged, fetched, page_size, turned
from common.api.search import Search
from common.db.acting import Act, setting_of
from common.db.locks import announcing, read_locked
from common.db.rows import instance_of
from common.db.sql import Bind, CountUpTo, Statement, compiled
from common.errors import Invalid, NotFound

# For how long “more than a thousand” is believed without counting again. An exact count is never remembered.
MANY_BELIEVED = 60.0
SHORTEST_SEARCH = 2
# How many shapes and counts a process remembers: who asks for ever other ones makes it forget, not grow.
MOST_REMEMBERED = 1000


class Reader:
    """Reads one resource as its serializer declares it, for a user: scope and hidden fields included."""

    # Every reader of the API by its resource.
    every: "ClassVar[dict[str, Reader]]" = {}
    # For each list and user: until when it is believed to be longer than a count goes.
    _many: ClassVar[dict[Any, float]] = {}

    def __init__(
        self,
        *,
        resource: str,
        serializer: type[serializers.Serializer],
        rows: Callable[[], QuerySet[Any]],
        plain_rows: Callable[[], QuerySet[Any]],
        filters: Filters,
        search: Search | None,
        orderings: dict[str, str],
        ordering: str,
    ) -> None:
        self.resource = resource
        self.serializer = serializer
        self.rows = rows
        self.plain_rows = plain_rows
        self.filters = filters
        self.search = search
        self.orderings = orderings
        self.ordering = ordering
        self._statements: dict[Any, Statement] = {}
        self._singles: dict[Any, Single] = {}
        Reader.every[resource] = self

    @classmethod
    def forget(cls) -> None:
        """Believe nothing of earlier counts."""
        cls._many.clear()

    def hidden_from(self, user: Any) -> Hidden:
        """Return the fields this user may not see, those of lines as `lines.unit_cost`."""
        restricted = restricted_in(self.serializer).items()
        return frozenset(name for name, permission in restricted if not access.may(user.roles, permission))

    def scoped(self, user: Any) -> QuerySet[Any]:
        """Return the rows this user may see, as an ordinary queryset."""
        return access.visible(self.rows(), self.resource, user)

    def page(self, user: Any, params: Any) -> dict[str, Any]:
        """Return one page: count, cursors and rows. Raises Invalid for an unknown filter, ordering or cursor."""
        values, search, ordering = self.asked(user, params)
        cursor = Cursor.decode(params["cursor"], len(ordering.keys)) if params.get("cursor") else None
        size = page_size(params.get("page_size"))
        backwards = bool(cursor and cursor.backwards)
        many = (self.resource, tuple(sorted((k, str(v)) for k, v in values.items())), user.pk)
        counting = cursor is None and self._many.get(many, 0) < time.monotonic()

        scope = access.scope_of(self.resource, user)
        made = compile_serializer(self.serializer, self.hidden_from(user))
        shape = (
            self.filters.shape(self._filters_in(values)),
            search and self.search and (frozenset(values), self.search.selective(values)),
            ordering,
            cursor is not None,
            backwards,
            fetched(size),
            scope and scope[0],
            made,
            counting,
        )
        if (statement := self._statements.get(shape)) is None:
            statement = self._list_statement(
                made,
                values,
                ordering,
                scope,
                search=search,
                paged=cursor is not None,
                backwards=backwards,
                limit=fetched(size),
                counting=counting,
            )
            remember(self._statements, shape, statement)
        bound = values | {"me": user.pk} | {f"cursor{i}": v for i, v in enumerate(cursor.values if cursor else ())}
        rows = self._fetched(statement, bound, forged=cursor is not None)
        more, rows = len(rows) > size, turned(rows[:size], backwards=backwards)

        if cursor:
            count, exact = cursor.count, cursor.exact
        elif counting:
            count = rows[0][-1] if rows else 0
            exact = count <= COUNTED
            if not exact:
                remember(self._many, many, time.monotonic() + MANY_BELIEVED)
        else:
            count, exact = COUNTED + 1, False
        count = min(count, COUNTED) if not exact else count
        return self._answer(made, rows, ordering, cursor, more=more, count=count, exact=exact)

    @staticmethod
    def _fetched(statement: Statement, bound: dict[str, Any], *, forged: bool) -> list[tuple[Any, ...]]:
        """Return the rows. A cursor that we did not make may hold values that the columns cannot be compared with."""
        try:
            return statement.fetch(bound)
        except (DataError, ProgrammingError) as error:
            if not forged:
                raise
            raise damaged() from error

    def has_more(self, user: Any, params: Any, most: int) -> bool:
        """Say whether the filters leave the user more rows than that."""
        values, search, _ordering = self.asked(user, params)
        scope = access.scope_of(self.resource, user)
        rows = self.narrowed(self._counted_rows(values), values, scope[1](Bind("me")) if scope else None, search=search)
        statement = compiled(
            rows.order_by("pk").values("pk")[most : most + 1],
            after=self.search.found(rows.model, values) if search and self.search else None,
            prepare=False,
        )
        return bool(statement.fetch(values | {"me": user.pk}))

    def _filters_in(self, values: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in values.items() if name in self.filters.declared}

    def asked(self, user: Any, params: Any) -> tuple[dict[str, Any], bool, Ordering]:
        """Return the value of each filter, whether there is a search, and the order.

        Raises Invalid for an unknown filter or ordering and for a value that is none.
        """
        ordering = Ordering.parse(params.get("ordering") or self.ordering, self.orderings)
        values = self.filters.parse(params, user)
        text = (params.get("search") or "").strip()
        if text and self.search is None:
            raise Invalid(_("This list cannot be searched."), code="unknown_filter", field="search")
        if text and len(text) < SHORTEST_SEARCH:
            sentence = _("Type at least %(fewest)s characters.") % {"fewest": SHORTEST_SEARCH}
            raise Invalid(sentence, code="too_short", field="search")
        if "\x00" in text:
            raise Invalid(_("The text contains a character that is not allowed."), field="search")
        # One of several possible values is an equality, which an index answers in the list's own order.
        values = {k: v[0] if isinstance(v, list) and len(v) == 1 else v for k, v in values.items()}
        if text and self.search:
            return values | self.search.values(text), True, ordering
        return values, False, ordering

    def _list_statement(
        self,
        made: Compiled,
        values: dict[str, Any],
        ordering: Ordering,
        scope: tuple[str, Callable[[Any], Q]] | None,
        *,
        search: bool,
        paged: bool,
        backwards: bool,
        limit: int,
        counting: bool,
    ) -> Statement:
        seen = scope[1](Bind("me")) if scope else None
        queryset = self.narrowed(self.rows(), values, seen, search=search)
        extras = [path for path, _ in ordering.keys if path not in made.columns]
        if counting:
            counted = self.narrowed(self._counted_rows(values), values, seen, search=search)
            queryset = queryset.annotate(_count=CountUpTo(counted.order_by().values("pk")[: COUNTED + 1]))
            extras.append("_count")
        if paged:
            queryset = queryset.filter(ordering.after(backwards=backwards))
        page = made.query(queryset.order_by(*ordering.order_by(backwards=backwards)), *extras)[:limit]
        return compiled(
            page,
            after=self.search.found(queryset.model, values) if search and self.search else None,
            prepare=self._one_plan_for_all(values, ordering, scoped=scope is not None, search=search),
        )

    def _one_plan_for_all(self, values: dict[str, Any], ordering: Ordering, *, scoped: bool, search: bool) -> bool:
        """Say whether the list has one plan that is the best whatever the values.

        It has where the candidates of a search are read by their ids, where nothing narrows it, and where one equality
        does whose rows an index has in the list's own order. Any other condition may leave nearly every row or none,
        and the plan for the one is ruin for the other.
        """
        if search and self.search:
            return self.search.selective(values)
        bound = [name for name, value in values.items() if not isinstance(value, bool)]
        if scoped or (bound and len(values) > 1):
            return False
        return not bound or (self.filters.in_order(bound[0], values[bound[0]]) and ordering.by_id)

    def _counted_rows(self, values: dict[str, Any]) -> QuerySet[Any]:
        """Return the rows to count: without what is only shown of them, which would be joined a thousand times."""
        shown = getattr(self.serializer.Meta, "annotations", {})  # type: ignore[attr-defined]
        paths = [str(self.filters.declared[name].field_name) for name in self._filters_in(values)]
        return self.rows() if any(path.partition("__")[0] in shown for path in paths) else self.plain_rows()

    def narrowed(self, rows: QuerySet[Any], values: dict[str, Any], scope: Q | None, *, search: bool) -> QuerySet[Any]:
        """Return the rows that the filters, the scope and the search leave, with placeholders for the values."""
        queryset = self.filters.narrow(rows, self._filters_in(values))
        if scope is not None:
            queryset = queryset.filter(scope)
        return self.search.narrow(queryset) if search and self.search else queryset

    def _answer(
        self,
        made: Compiled,
        rows: list[Any],
        ordering: Ordering,
        cursor: Cursor | None,
        *,
        more: bool,
        count: int,
        exact: bool,
    ) -> dict[str, Any]:
        extras = [path for path, _ in ordering.keys if path not in made.columns]
        at = [
            made.columns.index(p) if p in made.columns else len(made.columns) + extras.index(p)
            for p, _ in ordering.keys
        ]

        def to(row: Any, *, backwards: bool) -> str:
            return Cursor(tuple(row[i] for i in at), backwards, count, exact).encode()

        backwards = bool(cursor and cursor.backwards)
        later = bool(rows) and (more or backwards)
        earlier = bool(rows) and (more if backwards else cursor is not None)
        return {
            "count": count,
            "count_is_exact": exact,
            "next": to(rows[-1], backwards=False) if later else None,
            "previous": to(rows[0], backwards=True) if earlier else None,
            "results": made.dicts(rows),
        }

    def one(self, user: Any, pk: int) -> tuple[dict[str, Any], Model]:
        """Return one row as the serializer shows it, and the model instance made of the same statement.

        Raises NotFound when it is absent or outside the user's scope.
        """
        single, told = self._told(user, pk)
        return single.made.dicts([told])[0], single.instance(told)

    def instance(self, user: Any, pk: int) -> Model:
        """Return one row as a model instance: what a step starts from, without the rows that are only shown under it.

        It also carries what the serializer's Meta has `noted`: facts that its steps' guards ask for. Raises NotFound
        when it is absent or outside the user's scope.
        """
        single, told = self._told(user, pk)
        return single.instance(told)

    def locked(self, user: Any, pk: int) -> Model:
        """Return one row as `instance` does, locked until the transaction ends, and announce the user's plain change.

        One statement does all of it: see `locks.read_locked`. Raises NotFound as `instance` does.
        """
        single = self._single(user)
        setting = setting_of(Act(actor_id=user.pk, step="", reason=""))
        row = single.instance(_only(single.locking.fetch({"pk": pk, "me": user.pk, "act": setting})))
        read_locked(row, setting)
        return row

    def _told(self, user: Any, pk: int) -> "tuple[Single, tuple[Any, ...]]":
        single = self._single(user)
        return single, _only(single.statement.fetch({"pk": pk, "me": user.pk}))

    def _single(self, user: Any) -> "Single":
        scope = access.scope_of(self.resource, user)
        made = compile_serializer(self.serializer, self.hidden_from(user))
        key = (scope and scope[0], made)
        if (single := self._singles.get(key)) is None:
            noted = getattr(self.serializer.Meta, "noted", {})  # type: ignore[attr-defined]
            queryset = self.rows().annotate(**noted).filter(pk=Bind("pk"))
            if scope:
                queryset = queryset.filter(scope[1](Bind("me")))
            single = self._singles[key] = Single(made, queryset, list(noted))
        return single

    def many(self, user: Any, pks: list[int]) -> list[dict[str, Any]]:
        """Return the rows with these ids as the serializer shows them, by rising id."""
        made = compile_serializer(self.serializer, self.hidden_from(user))
        key = ("many", made)
        if (statement := self._statements.get(key)) is None:
            queryset = self.rows().filter(pk__any=Bind("pks")).order_by("pk")
            statement = self._statements[key] = compiled(made.query(queryset))
        return made.dicts(statement.fetch({"pks": pks}))


class Single:
    """How one row is read: as the serializer shows it and, from the same statement, as a model instance."""

    def __init__(self, made: Compiled, queryset: QuerySet[Any], noted: list[str]) -> None:
        fields = made.model._meta.concrete_fields
        self.made, self.model = made, made.model
        columns = list(dict.fromkeys([*made.columns, *(field.attname for field in fields), *noted]))
        self.statement = compiled(queryset.values_list(*columns))
        self._announcing = queryset.annotate(_act=announcing(Bind("act", TextField()))).values_list(*columns, "_act")
        self.facts = [(field.attname, columns.index(field.attname), _from_db(field)) for field in fields]
        self.facts += [(name, columns.index(name), None) for name in noted]

    @cached_property
    def locking(self) -> Statement:
        """The same statement that locks the row as well, and announces an act."""
        unlocked = compiled(self._announcing)
        return replace(unlocked, text=f'{unlocked.text} FOR NO KEY UPDATE OF "{self.model._meta.db_table}"')

    def instance(self, told: tuple[Any, ...]) -> Model:
        """Return the model instance of the statement's row, with what is noted of it."""
        return instance_of(self.model, [(name, load(told[at]) if load else told[at]) for name, at, load in self.facts])


def remember[K, V](known: dict[K, V], key: K, value: V) -> None:
    """Keep the value under the key, and forget everything else once that is too much."""
    if len(known) >= MOST_REMEMBERED:
        known.clear()
    known[key] = value


def _only(rows: list[tuple[Any, ...]]) -> tuple[Any, ...]:
    if not rows:
        raise NotFound
    return rows[0]


def _from_db(field: Any) -> Callable[[Any], Any] | None:
    """Return what makes the field's value of the database's, or None where that is the same."""
    if isinstance(field, DecimalField):
        return field.to_python
    return (lambda value: field.from_db_value(value, None, None)) if hasattr(field, "from_db_value") else None
