"""The OpenAPI description: what the framework cannot see by itself."""

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


class AutoSchema(StandardizedErrors):
    """Knows the inputs of our view sets, and names operations after resource and action."""

    def get_tags(self) -> list[str]:
        """Return the resource as the tag."""
        return [getattr(self.view, "resource", "fettle")]

    def get_operation_id(self) -> str:
        """Return `<resource>_<action>`."""
        if hasattr(self.view, "resource"):
            return f"{self.view.resource}_{self.view.action}".replace("-", "_")
        return super().get_operation_id()

    def get_request_serializer(self) -> Any:
        """Return what the request's body is parsed with."""
        view: Any = self.view
        if getattr(view, "action", "") == "create" and hasattr(view, "create_input"):
            return view.create_input
        if getattr(view, "action", "") == "partial_update" and hasattr(view, "update_input"):
            return view.update_input
        return super().get_request_serializer()
