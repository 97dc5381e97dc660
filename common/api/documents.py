"""One frame for every document of the API: a resource with steps, a timeline and, where it has one, a printout.

class AssetViewSet(Documents):
    resource, serializer_class, filterset_class, workflow = "assets", AssetSerializer, AssetFilter, ASSET
    search = Search(texts=("serial_number", "asset_tag"))

    @step(input=RecordDiagnostics)
    def record_diagnostics(self, asset, actor, facts):
        services.asset_record_diagnostics(asset=asset, actor=actor, **facts)
"""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.response import Response

from common import access
from common.api.errors import as_refusal
from common.api.etag import expect, hold
from common.api.fields import MAX_ID, Named, Text
from common.api.headers import headers
from common.api.idempotency import key_of, once, once_each
from common.api.renderers import FileNegotiation
from common.api.views import Allowed, Resources
from common.errors import Invalid
from common.history import timeline_of
from common.texts import in_words


class Nothing(serializers.Serializer):
    """A step that needs no facts."""


class Reason(serializers.Serializer):
    """A step that needs a reason."""

    reason = Text(max_length=500)


class BulkInput(serializers.Serializer):
    """Which rows; the step's own facts stand beside."""

    ids = serializers.ListField(child=serializers.IntegerField())
    seen = serializers.DictField(
        child=serializers.DateTimeField(),
        required=False,
        help_text="By a row's id its `updated_at` as it was read: a row that was changed since is refused as stale.",
    )


class BulkResult(serializers.Serializer):
    """What became of one row: a refusal has its code and a sentence, a step that was done what it made, by name."""

    id = serializers.IntegerField()
    ok = serializers.BooleanField()
    code = serializers.CharField(allow_null=True)
    error = serializers.CharField(allow_null=True)
    made = serializers.DictField()


class BulkResults(serializers.Serializer):
    """What became of each row, in the order asked."""

    results = BulkResult(many=True)


CHANGE_TYPES = ("reference", "datetime", "date", "money", "number", "flag", "word", "text")


class EventChange(serializers.Serializer):
    """One field that an event changed; `type` says how its values are read, a reference is `{"id", "label"}`."""

    field = serializers.CharField()
    label = serializers.CharField()
    type = serializers.ChoiceField(CHANGE_TYPES)
    before = serializers.JSONField()
    after = serializers.JSONField()


class EventFile(serializers.Serializer):
    """The file that an event is about; a picture has a small one of itself, as a data URL, while it is `kept`."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField()
    note = serializers.CharField()
    preview = serializers.CharField(allow_null=True)
    kept = serializers.BooleanField()


class TimelineEvent(serializers.Serializer):
    """One event of a document's life."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor = Named()
    action = serializers.CharField()
    label = serializers.CharField()
    from_status = serializers.CharField(allow_null=True)
    to_status = serializers.CharField(allow_null=True)
    reason = serializers.CharField()
    door = serializers.CharField()
    changes = EventChange(many=True)
    file = EventFile(allow_null=True)


class Timeline(serializers.Serializer):
    """A document's events, oldest first."""

    results = TimelineEvent(many=True)


def step(
    *,
    input: type[serializers.Serializer] = Nothing,
    key_required: bool = False,
    status_code: int = 200,
    access: str = "",
    adds: dict[str, serializers.Field] | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make `POST /x/{id}/<step>` of a method `(row, actor, facts)` that calls one service.

    The answer is the fresh document; what the method returns (a document it made, by name) is added to it, and `adds`
    describes that. `dry_run` answers what would result and writes nothing.
    """

    def decorate(method: Callable[..., Any]) -> Callable[..., Any]:
        def handler(self: Any, request: Any, *_: Any, **__: Any) -> Any:
            def run() -> Response:
                row = self.get_object()
                expect(request, row, required=False)
                made = method(self, row, request.user, self.facts(input))
                return self.answer(row.pk, status_code=status_code, more=made)

            return once(request, run, required=key_required)

        handler.__name__ = method.__name__
        handler.__doc__ = method.__doc__
        handler.step = method  # type: ignore[attr-defined]
        handler.step_input = input  # type: ignore[attr-defined]
        handler.status_code = status_code  # type: ignore[attr-defined]
        handler.adds = adds or {}  # type: ignore[attr-defined]
        handler.access = access or method.__name__.replace("_", "-")  # type: ignore[attr-defined]
        headers(key=key_required, if_match=False, etag=True)(handler)
        # Outside of `action`, which would drop what is described of the handler.
        described = extend_schema(request=None if input is Nothing else input)
        return described(action(detail=True, methods=["post"], url_path=method.__name__.replace("_", "-"))(handler))

    return decorate


PDF = {(200, "application/pdf"): bytes}


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """Return a PDF that the browser shows and, when it is saved, calls by that name."""
    shown = content_disposition_header(as_attachment=False, filename=f"{name}.pdf")
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": shown})


def printout(method: Callable[..., tuple[bytes, str]]) -> Callable[..., Any]:
    """Make `GET /x/{id}/pdf` of a method `(row)` that returns the document as the customer gets it, and its number."""

    def handler(self: Any, request: Any, *_: Any, **__: Any) -> HttpResponse:
        return pdf_answer(*method(self, self.get_object()))

    handler.__name__ = method.__name__
    handler.__doc__ = method.__doc__
    described = extend_schema(responses=PDF)
    return described(action(detail=True, methods=["get"], content_negotiation_class=FileNegotiation)(handler))


class Documents(Resources):
    """A resource with steps, a timeline, and steps in bulk."""

    MOST_IN_BULK = 200

    @cached_property
    def steps(self) -> dict[str, Any]:
        """The view's step handlers by the name in their address."""
        found = {name: getattr(self, name) for name in dir(type(self)) if hasattr(getattr(type(self), name), "step")}
        return {name.replace("_", "-"): handler for name, handler in found.items()}

    def allowed(self, row: Any) -> Allowed | None:
        """Return the steps that this user may take on the row now. What has no status is held back by rights alone."""
        user: Any = self.request.user
        if self.workflow is not None:
            return self.workflow.allowed(row, user)
        found = [
            {
                "name": name,
                "label": in_words(name),
                "needs_reason": reason is not None and reason.required,
                "blocked_by": None,
            }
            for name, handler in self.steps.items()
            if access.may(user.roles, f"{self.resource}.{handler.access}")
            for reason in [handler.step_input().fields.get("reason")]
        ]
        return found if self.steps else None

    @extend_schema(responses=Timeline)
    @action(detail=True, methods=["get"])
    def timeline(self, request: Any, *_: Any, **__: Any) -> Response:
        """Return everything that happened to the document, oldest first."""
        return Response({"results": timeline_of(self.get_object(), self.workflow)})

    timeline.access = "retrieve"  # type: ignore[attr-defined]

    @headers(key=False)
    @extend_schema(request=BulkInput, responses=BulkResults)
    @action(detail=False, methods=["post"], url_path="bulk/<slug:name>")
    def bulk(self, request: Any, name: str, **_: Any) -> Any:
        """Take one step on many documents: each in its own transaction, each with its own result."""
        handler = self.steps.get(name)
        if handler is None:
            raise MethodNotAllowed("POST", gettext("There is no step %(name)s.") % {"name": name})

        key = key_of(request, required=handler.headers.key)
        facts, ids = self.facts(handler.step_input), self._ids(request)
        seen = self._seen(request, ids)

        def run(pk: int) -> dict[str, Any]:
            return self._bulk_result(handler, pk, facts, seen.get(pk))

        return once_each(request, key, ids, run)

    def _ids(self, request: Any) -> list[int]:
        ids = request.data.get("ids")
        if not isinstance(ids, list) or not ids or not all(type(pk) is int and abs(pk) <= MAX_ID for pk in ids):
            raise Invalid(gettext("Give a list of ids."), field="ids")
        if len(ids) > self.MOST_IN_BULK:
            raise Invalid(gettext("At most %(most)s at once.") % {"most": self.MOST_IN_BULK}, field="ids")
        return list(dict.fromkeys(ids))

    @staticmethod
    def _seen(request: Any, ids: list[int]) -> dict[int, datetime]:
        """Return when each row that the client had read was last changed then. Raises Invalid for what is no such."""
        given = request.data.get("seen", {})
        names = {str(pk): pk for pk in ids}
        try:
            # An instant without a zone cannot be compared: astimezone would guess one.
            told = {names[name]: datetime.fromisoformat(at) for name, at in given.items()}
            if any(at.tzinfo is None for at in told.values()):
                raise ValueError  # noqa: TRY301 - one refusal for every kind of damage
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise Invalid(gettext("Give the updated_at of the chosen rows, by their ids."), field="seen") from error
        return told

    def _bulk_result(self, handler: Any, pk: int, facts: dict[str, Any], seen: datetime | None) -> dict[str, Any]:
        try:
            with transaction.atomic():
                row: Any = self._reader.instance(self.request.user, pk)
                if seen is not None:
                    hold(row, fresh=row.updated_at == seen)
                made = handler.step(self, row, self.request.user, facts)
        except Exception as error:
            if (refusal := as_refusal(error)) is None:
                raise
            return {"id": pk, "ok": False, "code": refusal.code, "error": refusal.message, "made": {}}
        return {"id": pk, "ok": True, "code": None, "error": None, "made": made or {}}
