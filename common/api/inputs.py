"""Input that a serializer validates, without building the serializer's fields anew for each request."""

import threading
from typing import Any

from rest_framework import serializers

_built = threading.local()


def validated(declared: type[serializers.Serializer], request: Any, *, of: Any = None) -> dict[str, Any]:
    """Return the body of the request as the serializer validates it, or as changes `of` a row.

    Building a serializer's fields costs more than validating with them, and they are the same each time: each thread
    builds them once and lends them to the serializer of each request. Raises an error naming each wrong field.
    """
    parsed = declared(of, data=request.data, partial=of is not None, context={"request": request})
    known: dict[type[serializers.Serializer], Any] = _built.__dict__.setdefault("fields", {})
    if (fields := known.get(declared)) is None:
        fields = known[declared] = parsed.fields
    parsed.__dict__["fields"] = fields
    try:
        for field in fields.values():
            field.parent = parsed
        parsed.is_valid(raise_exception=True)
        return parsed.validated_data
    finally:
        for field in fields.values():
            field.parent = None
