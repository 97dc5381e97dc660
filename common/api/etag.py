"""ETags: which version of a row an answer shows, and which version a write was meant for."""

from typing import Any

from common.api.errors import PreconditionRequired
from common.errors import Stale


def etag_of(row: Any) -> str:
    """Return the row's ETag; it changes with every write of the row, by whatever door."""
    return f'"{row.pk}-{row.version}"'


def expect(request: Any, row: Any, *, required: bool) -> None:
    """Hold the row to the version that the client saw (If-Match).

    The version is compared here and once more under the row's lock. Raises PreconditionRequired (428) when the header
    is missing where it is needed, Stale (412) when the row has moved on.
    """
    wanted = request.headers.get("If-Match")
    if wanted is None:
        if required:
            raise PreconditionRequired
        return
    if wanted.strip() == "*":
        return
    hold(row, fresh=etag_of(row) in [tag.strip().removeprefix("W/") for tag in wanted.split(",")])


def hold(row: Any, *, fresh: bool) -> None:
    """Hold the row to the version just read, which the client saw when it is `fresh`. Raises Stale when it is not."""
    if not fresh:
        raise Stale(version=row.version)
    row.expected_version = row.version
