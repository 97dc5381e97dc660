"""`?dry_run=true` on a POST: the answer is what would result, with what it would do to balances; nothing is written."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.response import Response

from common.effects import hearing
from common.errors import Invalid

DRY_RUN = OpenApiParameter("dry_run", bool, description="Answer what would result, and write nothing.")


class _DryRun(Exception):
    """Carries the answer out of the transaction that it undoes."""

    def __init__(self, response: Response) -> None:
        self.response = response


def is_rehearsal(request: Any) -> bool:
    """Say whether the request is only a rehearsal. Raises Invalid for a wish that is neither true nor false."""
    wish = request.query_params.get(DRY_RUN.name, "false")
    if wish not in {"true", "false"}:
        raise Invalid(_("Say true or false."), field=DRY_RUN.name)
    return bool(wish == "true")


def rehearse(run: Callable[[], Response]) -> Response:
    """Run it, keep the answer with what it would do to balances, and undo everything it wrote."""
    try:
        with transaction.atomic(), hearing() as effects:
            answer = run()
            if answer.data is not None:
                answer.data["effects"] = effects
            raise _DryRun(answer)  # noqa: TRY301 - leaving by exception is what undoes the transaction
    except _DryRun as done:
        return done.response
