"""JSON out: orjson, with decimals as strings and times in UTC."""

from typing import Any

import orjson
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer


def dumps(data: Any) -> bytes:
    """Return the data as JSON bytes: decimals become strings, times end in Z."""
    try:
        return orjson.dumps(data, default=str, option=orjson.OPT_UTC_Z)
    except orjson.JSONEncodeError:
        # Keys that are not text are rare, and looking for them costs half as much again.
        return orjson.dumps(data, default=str, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)


class Negotiation(DefaultContentNegotiation):
    """Gives a client JSON that asks for it plainly, and weighs every other wish as the framework does."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: str | None = None) -> tuple[Any, str]:
        """Return the renderer and its media type. Raises NotAcceptable (406) for what no renderer makes."""
        first = renderers[0]
        if request.META.get("HTTP_ACCEPT") in {"*/*", first.media_type} and format_suffix is None:
            return first, first.media_type
        return super().select_renderer(request, renderers, format_suffix)


class FileNegotiation(Negotiation):
    """For an answer that is a file, whatever the client names: only a refusal is rendered, as JSON."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: str | None = None) -> tuple[Any, str]:
        """Return the renderer of refusals."""
        return renderers[0], renderers[0].media_type


class JSONRenderer(BaseRenderer):
    """Every answer of the API."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """Return the body."""
        return b"" if data is None else dumps(data)
