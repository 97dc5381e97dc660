"""Addresses: `/x`, `/x/{id}`, `/x/{id}/<step>`, without a trailing slash (common.middleware takes one off)."""

from typing import Any

from django.urls import URLPattern, URLResolver, register_converter
from rest_framework.routers import SimpleRouter

from common.api.fields import MAX_ID


class IdConverter:
    """A row's id: anything else is no address, so it is answered with 404."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        """Return the id. Raises ValueError, a 404, when no row can have it."""
        if not 0 < (number := int(value)) <= MAX_ID:
            raise ValueError
        return number

    def to_url(self, value: int) -> str:
        """Return it as text."""
        return str(value)


register_converter(IdConverter, "id")


def routes(*views: Any) -> list[URLPattern | URLResolver]:
    """Return the addresses of the view sets, each under its resource's name."""
    router = SimpleRouter(trailing_slash=False, use_regex_path=False)
    for view in views:
        router.register(view.resource, view, basename=view.resource)
    return router.urls
