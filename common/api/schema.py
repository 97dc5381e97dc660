"""The OpenAPI description: what the framework cannot see by itself."""

from dataclasses import replace
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from drf_spectacular.plumbing import append_meta
from drf_standardized_errors.openapi import AutoSchema as StandardizedErrors
from rest_framework import serializers

from common.api.headers import Headers
from common.api.permissions import SAFE


class ErrorItem(serializers.Serializer):
    """One refusal."""

    code = serializers.CharField()
    detail = serializers.CharField()
    attr = serializers.CharField(allow_null=True)


class ErrorResponse(serializers.Serializer):
    """What a refused request is answered with."""

    type = serializers.CharField()
    errors = ErrorItem(many=True)
    meta = serializers.DictField()
    request_id = serializers.CharField()


class AllowedAction(serializers.Serializer):
    """A step that this user may take on the document in its present status."""

    name = serializers.CharField()
    label = serializers.CharField()
    needs_reason = serializers.BooleanField()
    blocked_by = serializers.CharField(allow_null=True, help_text="Why it is not possible yet, in one sentence.")


def may_be_null(field: serializers.Field) -> bool:
    """Say whether the model has a nullable column on the field's way, whatever the declaration says of input."""
    model = getattr(getattr(field.parent, "Meta", None), "model", None)
    for part in (field.source or "").split("."):
        try:
            column = model._meta.get_field(part) if model else None
        except FieldDoesNotExist:
            return False
        if column is None or not column.concrete or column.null:
            return bool(column and column.concrete)
        model = column.related_model
    return False


def _columns(view: Any) -> set[str]:
    """Return the names of what the view's rows keep; a view without rows says of its answers itself."""
    return {field.name for field in view.model()._meta.concrete_fields} if hasattr(view, "model") else {"version"}


BLANK = {"type": "string", "maxLength": 0}
DETAIL_ACTIONS = frozenset({"create", "retrieve", "partial_update"})


@cache
def detailed(shown: type[serializers.Serializer], step: str, adds: tuple[tuple[str, Any], ...]) -> Any:
    """Return the serializer of a document's detail: the row, its allowed actions, and what a step adds."""
    more = {"allowed_actions": AllowedAction(many=True)} | dict(adds)
    meta = type("Meta", (shown.Meta,), {"fields": [*shown.Meta.fields, *more]})  # type: ignore[attr-defined]
    name = shown.__name__.removesuffix("Serializer") + step.title().replace("_", "") + "Detail"
    return type(name, (shown,), {"Meta": meta, **more})


class AutoSchema(StandardizedErrors):
    """Knows the inputs of our view sets, and names operations after resource and action."""

    @property
    def headers(self) -> Headers:
        """The headers that the operation takes and answers with."""
        view: Any = self.view
        handler = getattr(view, getattr(view, "action", None) or self.method.lower(), None)
        told: Headers = getattr(handler, "headers", Headers())
        if getattr(view, "action", "") == "create" and told.key is not None:
            told = replace(told, key=getattr(view, "key_required", told.key))
        # Rows that are written once have no version.
        return replace(told, etag=told.etag and "version" in _columns(view))

    def get_override_parameters(self) -> list[Any]:
        """Return the headers, for the request and for its answers."""
        return self.headers.described()

    def get_tags(self) -> list[str]:
        """Return the resource as the tag."""
        return [getattr(self.view, "resource", "fettle")]

    def get_operation_id(self) -> str:
        """Return `<resource>_<action>`."""
        view: Any = self.view
        if hasattr(view, "resource"):
            return f"{view.resource}_{view.action}".replace("-", "_")
        return super().get_operation_id()

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> dict[str, Any]:
        """Return the object's schema. An answer has every field of its row, but for those that a role may not see."""
        schema: dict[str, Any] = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]
        for field in schema.get("properties", {}).values():
            # A reader that does not check formats takes an empty text for both.
            if BLANK in field.get("oneOf", ()):
                field["anyOf"] = field.pop("oneOf")
        if direction == "response" and isinstance(serializer, serializers.ModelSerializer):
            restricted = getattr(serializer.Meta, "restricted", {})
            schema["required"] = sorted(name for name in schema["properties"] if name not in restricted)
        return schema

    def get_response_serializers(self) -> Any:
        """Return what a detail answer looks like: documents carry their allowed actions."""
        view: Any = self.view
        action = getattr(view, "action", "")
        handler = getattr(view, action, None) if action else None
        if (getattr(view, "workflow", None) or getattr(view, "steps", None)) and (
            action in DETAIL_ACTIONS or hasattr(handler, "step")
        ):
            adds = tuple(getattr(handler, "adds", {}).items())
            shown = detailed(view.serializer_class, action if adds else "", adds)
            return {201 if action == "create" else getattr(handler, "status_code", 200): shown}
        return super().get_response_serializers()

    def _map_serializer_field(self, field: Any, direction: str, bypass_extensions: bool = False) -> Any:
        """Say of a shown field that it may be null when its column may."""
        schema = super()._map_serializer_field(field, direction, bypass_extensions)  # type: ignore[no-untyped-call]
        if direction == "response" and "null" not in str(schema) and may_be_null(field):
            return append_meta(schema, {"nullable": True})
        return schema

    def _should_add_error_response(self, responses: dict[str, Any], status_code: str) -> bool:
        """Add what the operation may be refused with: 400 everywhere, for whatever is read may be wrong."""
        told = self.headers
        writes = self.method not in SAFE
        refused = {
            "400": True,
            "405": getattr(self.view, "action", "") == "bulk",
            "409": writes,
            "412": writes,
            "415": writes and self.method != "DELETE",
            "422": told.key is not None,
            "428": told.if_match is True,
        }
        if status_code in refused:
            return refused[status_code] and status_code not in responses
        return super()._should_add_error_response(responses, status_code)

    def get_request_serializer(self) -> Any:
        """Return what the request's body is parsed with."""
        view: Any = self.view
        if getattr(view, "action", "") == "create" and hasattr(view, "create_input"):
            return view.create_input
        if getattr(view, "action", "") == "partial_update" and hasattr(view, "update_input"):
            return view.update_input
        return super().get_request_serializer()
