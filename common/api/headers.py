"""The headers of ours: said once beside the handler that takes them, and told in the API's description."""

from collections.abc import Callable
from dataclasses import dataclass

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from common.api.rehearsal import DRY_RUN

SUCCESS, AGAIN = [200, 201, 204], [429, 503]


@dataclass(frozen=True)
class Headers:
    """What an operation takes, None not at all, False gladly, True always; and whether its answer has an ETag.

    What takes a key acts, so it can be rehearsed as well.
    """

    key: bool | None = None
    if_match: bool | None = None
    etag: bool = False

    def described(self) -> list[OpenApiParameter]:
        """Return the headers of the request and of its answers, for the description."""
        told = [_answered("Retry-After", AGAIN, description="Seconds after which to try again.", kind=OpenApiTypes.INT)]
        if self.key is not None:
            told += [_key(required=self.key), DRY_RUN]
            told.append(_answered("Idempotent-Replayed", SUCCESS, description="`true` on a repeat."))
        if self.if_match is not None:
            told.append(_if_match(required=self.if_match))
        if self.etag:
            told.append(_answered("ETag", SUCCESS, description="The row's version: send it back as If-Match."))
        return told


def headers[T: Callable[..., object]](
    *, key: bool | None = None, if_match: bool | None = None, etag: bool = False
) -> Callable[[T], T]:
    """Say which headers a handler takes and answers with."""

    def declared(handler: T) -> T:
        handler.headers = Headers(key, if_match, etag)  # type: ignore[attr-defined]
        return handler

    return declared


def _key(*, required: bool) -> OpenApiParameter:
    return OpenApiParameter(
        "Idempotency-Key",
        {"type": "string", "minLength": 1, "maxLength": 255},
        OpenApiParameter.HEADER,
        required=required,
        description=(
            "A name that the client makes for this act. Sent again with the same payload it acts once and answers the "
            "same; with another payload it is 422. Kept for 30 days; a refused request keeps none."
        ),
    )


def _if_match(*, required: bool) -> OpenApiParameter:
    return OpenApiParameter(
        "If-Match",
        str,
        OpenApiParameter.HEADER,
        required=required,
        description=(
            "The ETag of the version that the client read, or `*` for any: 412 when the row was changed since"
            f"{', 428 without it' if required else ''}."
        ),
    )


def _answered(
    name: str, codes: list[int], *, description: str, kind: OpenApiTypes = OpenApiTypes.STR
) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.HEADER, description=description, response=codes)
