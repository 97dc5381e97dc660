"""The OpenAPI description: what the framework cannot see by itself."""

import inspect
from dataclasses import replace
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from drf_spectacular.plumbing import append_meta
from drf_spectacular.utils import OpenApiParameter
from drf_standardized_errors.openapi import AutoSchema as StandardizedErrors
from rest_framework import serializers

from common import access
from common.api.exports import MEDIA_TYPES
from common.api.fields import Money
from common.api.headers import SUCCESS, Headers
from common.api.permissions import SAFE, MatrixPermission


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


class Effect(serializers.Serializer):
    """What a rehearsed act would do to a document's amount."""

    type = serializers.CharField()
    id = serializers.IntegerField()
    label = serializers.CharField()
    what = serializers.CharField(help_text="Which of its amounts: `balance`.")
    before = Money()
    after = Money()
    currency = serializers.CharField()


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
# Which of a view's methods says in words what the action does to a row, unless it is everybody's own.
WORDED = {"create": "create_row", "partial_update": "update_row", "destroy": "delete_row"}
SHARED = "common.api.views"
# What says of a resource what it is.
LISTING = frozenset({"list", "create"})
EXAMPLE = {"meta": {}, "request_id": "5b2f9c0de1a74c6f8d3e2b1a0f9c8d7e"}


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

    def is_excluded(self) -> bool:
        """Say whether the operation does nothing: steps in bulk of what has no step."""
        view: Any = self.view
        return super().is_excluded() or (self._is_bulk and not view.steps)

    @property
    def _is_bulk(self) -> bool:
        return getattr(self.view, "action", "") == "bulk"

    def get_override_parameters(self) -> list[Any]:
        """Return the headers, for the request and for its answers, and which steps there are in bulk."""
        view: Any = self.view
        told: list[Any] = self.headers.described()
        if self._is_bulk:
            told.append(OpenApiParameter("name", str, OpenApiParameter.PATH, enum=sorted(view.steps)))
        return told

    def get_description(self) -> str:  # type: ignore[override]  # the framework's own class has it so
        """Return what the operation does, and whose roles may."""
        return "\n\n".join(part for part in (self._does(), self._roles()) if part)

    def get_summary(self) -> str:
        """Return the first sentence of what it does."""
        return " ".join(self._does().split()).split(". ")[0].split(": ")[0].rstrip(".")

    def _does(self) -> str:
        """Return what the operation does: in the words of the service behind it where a view has its own."""
        view: Any = self.view
        action = getattr(view, "action", "") or ""
        own = getattr(view, WORDED.get(action, ""), None)
        words = own is not None and own.__module__ != SHARED
        told: str = (inspect.getdoc(own) if words else super().get_description()) or ""
        return f"{told}\n\n{inspect.getdoc(type(view))}" if action in LISTING else told

    def _roles(self) -> str:
        """Return a sentence about who may; the matrix says it."""
        if self._is_bulk:
            return "Roles: those that may take the step on one."
        view: Any = self.view
        if MatrixPermission not in view.permission_classes:
            return ""
        holders = access.roles_for(view.resource, view.access_action()) or frozenset()
        return f"Roles: {', '.join(sorted(holders))}."

    def _get_error_response_examples(self) -> list[Any]:
        """Return the examples of refusals, each with all that an answer has."""
        found = super()._get_error_response_examples()
        for example in found:
            example.value |= EXAMPLE
        return found

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        """Return the answers by their status; what can be rehearsed tells its effects then."""
        found = super()._get_response_bodies(direction)
        if direction == "response" and self.headers.key is not None:
            listed = {"type": "array", "items": self.resolve_serializer(Effect, "response").ref}
            told = {"type": "object", "properties": {"effects": listed | {"description": "With `dry_run` alone."}}}
            for status in SUCCESS:
                if content := found.get(str(status), {}).get("content", {}).get("application/json"):
                    content["schema"] = {"allOf": [content["schema"], told]}
        return found

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
            "405": self._is_bulk,
            "406": True,
            "409": writes,
            "412": writes,
            "413": self.method in ("POST", "PATCH") or any(kind in str(responses) for kind in MEDIA_TYPES.values()),
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


def name_tags(result: dict[str, Any], generator: Any, **_: Any) -> dict[str, Any]:
    """Name the tags of the operations in one list, each with what the views of the resource say of it."""
    used = {tag for path in result["paths"].values() for one in path.values() for tag in one.get("tags", ())}
    told = {
        view.resource: inspect.getdoc(type(view)) or ""
        for _path, _regex, _method, view in generator._get_paths_and_endpoints()
        if hasattr(view, "resource")
    }
    return result | {"tags": [{"name": tag, "description": told.get(tag, "")} for tag in sorted(used)]}


def share_refusals(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Describe a refusal once: operations refer to it by its status."""
    shared = result["components"].setdefault("responses", {})
    for path in result["paths"].values():
        for answers in (one["responses"] for one in path.values()):
            for status in [status for status in answers if status >= "400"]:
                if shared.setdefault(f"Refused{status}", answers[status]) == answers[status]:
                    answers[status] = {"$ref": f"#/components/responses/Refused{status}"}
    return result
