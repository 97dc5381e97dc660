"""What the OpenAPI description says of a list: its page and its parameters."""

from typing import Any

import django_filters as df
from drf_spectacular.plumbing import build_basic_type
from rest_framework.filters import BaseFilterBackend
from rest_framework.pagination import BasePagination

from common.api import filters
from common.api.paging import DEFAULT_SIZE, MOST_ROWS

TYPES: list[tuple[type[df.Filter], dict[str, Any]]] = [
    (filters.Ids, {"type": "array", "items": {"type": "integer"}, "maxItems": MOST_ROWS}),
    (filters.Ref, {"type": "integer"}),
    (filters.Flag, {"type": "boolean"}),
    (filters.Amount, {"type": "string", "format": "decimal"}),
    (df.NumberFilter, {"type": "number"}),
    (df.DateFilter, {"type": "string", "format": "date"}),
    (df.IsoDateTimeFilter, {"type": "string", "format": "date-time"}),
]
PAGE_SIZE = {"type": "integer", "minimum": 1, "default": DEFAULT_SIZE}


class KeysetPages(BasePagination):
    """Describes the page; the read engine makes it."""

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Return the schema of a page."""
        link = {"type": ["string", "null"], "description": "Opaque: send it back as `cursor`."}
        return {
            "type": "object",
            "required": ["count", "count_is_exact", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "description": "Exact up to 1,000; beyond that 1000 stands for “more”."},
                "count_is_exact": {"type": "boolean"},
                "next": link,
                "previous": link,
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Return the parameters that every list takes."""
        return [
            _parameter("cursor", {"type": "string"}, "The `next` or `previous` of an earlier page."),
            _parameter("page_size", PAGE_SIZE, f"Rows per page; {MOST_ROWS} where more are asked for."),
        ]


class DeclaredParameters(BaseFilterBackend):
    """Describes the filters, the search and the ordering; the read engine applies them."""

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Return the parameters that this list takes."""
        found = [self._filter(name, declared) for name, declared in view._reader.filters.declared.items()]
        if view.search:
            looked_in = ", ".join(path.split("__")[-1] for path in (*view.search.texts, *view.search.phones))
            found.append(_parameter("search", {"type": "string"}, f"A fragment of: {looked_in}."))
        sorts = sorted(view._reader.orderings)
        found.append(
            _parameter("ordering", {"type": "string"}, f"Comma-separated, `-` for descending: {', '.join(sorts)}.")
        )
        return found

    @staticmethod
    def _filter(name: str, declared: df.Filter) -> dict[str, Any]:
        label = str(declared.extra.get("help_text") or "")
        if isinstance(declared, filters.Several):
            values = [value for value, _ in declared.extra["choices"]]
            schema: dict[str, Any] = {"type": "array", "items": {"type": "string", "enum": values}}
            return _parameter(name, schema, label) | {"explode": True, "style": "form"}
        schema = next((schema for kind, schema in TYPES if isinstance(declared, kind)), build_basic_type(str) or {})
        several = {"explode": True, "style": "form"} if schema.get("type") == "array" else {}
        return _parameter(name, schema, label) | several


def _parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}
