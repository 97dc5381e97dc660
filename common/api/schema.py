"""The OpenAPI description: what the framework cannot see by itself."""

from functools import cache
from typing import Any

from drf_standardized_errors.openapi import AutoSchema as StandardizedErrors
from rest_framework import serializers


class DomainErrorItem(serializers.Serializer):
    """One refusal."""

    code = serializers.CharField()
    detail = serializers.CharField()
    attr = serializers.CharField(allow_null=True)


class DomainErrorResponse(serializers.Serializer):
    """What a refused request is answered with."""

    type = serializers.CharField()
    errors = DomainErrorItem(many=True)
    meta = serializers.DictField()
    request_id = serializers.CharField()


class AllowedAction(serializers.Serializer):
    """A step that this user may take on the document in its present status."""

    name = serializers.CharField()
    label = serializers.CharField()
    needs_reason = serializers.BooleanField()
    blocked_by = serializers.CharField(allow_null=True, help_text="Why it is not possible yet, in one sentence.")


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

    def get_tags(self) -> list[str]:
        """Return the resource as the tag."""
        return [getattr(self.view, "resource", "fettle")]

    def get_operation_id(self) -> str:
        """Return `<resource>_<action>`."""
        view: Any = self.view
        if hasattr(view, "resource"):
            return f"{view.resource}_{view.action}".replace("-", "_")
        return super().get_operation_id()

    def get_response_serializers(self) -> Any:
        """Return what a detail answer looks like: documents carry their allowed actions."""
        view: Any = self.view
        action = getattr(view, "action", "")
        handler = getattr(view, action, None) if action else None
        if getattr(view, "workflow", None) and (action in DETAIL_ACTIONS or hasattr(handler, "step")):
            adds = tuple(getattr(handler, "adds", {}).items())
            shown = detailed(view.serializer_class, action if adds else "", adds)
            return {201: shown} if action == "create" else shown
        return super().get_response_serializers()

    def get_request_serializer(self) -> Any:
        """Return what the request's body is parsed with."""
        view: Any = self.view
        if getattr(view, "action", "") == "create" and hasattr(view, "create_input"):
            return view.create_input
        if getattr(view, "action", "") == "partial_update" and hasattr(view, "update_input"):
            return view.update_input
        return super().get_request_serializer()
