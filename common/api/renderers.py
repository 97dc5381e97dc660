"""JSON out: orjson, with decimals as strings and times in UTC."""

from typing import Any

import orjson
from rest_framework.renderers import BaseRenderer


def dumps(data: Any) -> bytes:
    """Return the data as JSON bytes: decimals become strings, times end in Z."""
    return orjson.dumps(data, default=str, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)


class JSONRenderer(BaseRenderer):
    """Every answer of the API."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """Return the body."""
        return b"" if data is None else dumps(data)
