"""One frame for every resource of the API: an app says what its own is, and nothing about HTTP.

class AssetViewSet(Documents):
    resource, serializer_class, filterset_class, workflow = "assets", AssetSerializer, AssetFilter, ASSET
    search = Search(texts=("serial_number", "asset_tag"))

    @step(input=RecordDiagnostics)
    def record_diagnostics(self, asset, actor, facts):
        services.asset_record_diagnostics(asset=asset, actor=actor, **facts)
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any, ClassVar

import django_filters as df
import structlog
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from common import access, records
from common.api import exports
from common.api.etag import etag_of, expect
from common.api.fields import MAX_ID
from common.api.filters import Filters, Ids
from common.api.idempotency import once
from common.api.paging_schema import DeclaredParameters, KeysetPages
from common.api.reading import Reader
from common.api.renderers import FileNegotiation
from common.api.search import Search
from common.db.lookups import never_null
from common.effects import hearing
from common.errors import DomainError, Invalid
from common.history import timeline_of
from common.workflow import Workflow

log = structlog.get_logger()
type Allowed = list[dict[str, Any]]

DRF_ACTIONS = {"partial_update": "update"}
DRY_RUN = OpenApiParameter("dry_run", bool, description="Answer what would result, and write nothing.")


class _DryRun(Exception):
    """Carries the answer out of the transaction that it undoes."""

    def __init__(self, response: Response) -> None:
        self.response = response


class Resources(GenericViewSet):
    """Lists and shows a resource, closed by default; mixins below add what else it can do."""

    resource: ClassVar[str]
    serializer_class: Any
    filterset_class: ClassVar[type[df.FilterSet]]
    search: ClassVar[Search | None] = None
    orderings: ClassVar[dict[str, str]] = {}
    ordering: ClassVar[str] = "-id"
    # Whether the rows tell of people's data or of money, so that reading them is logged.
    sensitive: ClassVar[bool] = False
    workflow: ClassVar[Workflow | None] = None
    pagination_class = KeysetPages
    filter_backends = (DeclaredParameters,)
    lookup_value_converter = "id"
    _reader: ClassVar[Reader]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if getattr(cls, "serializer_class", None) is None or not hasattr(cls, "resource"):
            return
        cls._reader = Reader(
            resource=cls.resource,
            serializer=cls.serializer_class,
            rows=cls.rows,
            plain_rows=cls.plain_rows,
            filters=Filters(cls.filterset_class, cls.model(), id=Ids(field_name="id")),
            search=cls.search,
            orderings={"id": "id"} | cls.orderings | {name: f"{name}_sorted" for name in cls.sorted_by()},
            ordering=cls.ordering,
        )

    @classmethod
    def model(cls) -> type[Model]:
        """Return the model behind the resource."""
        return cls.serializer_class.Meta.model

    @classmethod
    def plain_rows(cls) -> QuerySet[Any]:
        """Return the rows of the resource for anybody: not deleted."""
        model = cls.model()
        queryset = model._default_manager.all()
        if any(field.name == "deleted_at" for field in model._meta.concrete_fields):
            queryset = queryset.filter(deleted_at__isnull=True)
        return queryset

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """Return the same rows with what the serializer annotates."""
        told = getattr(cls.serializer_class.Meta, "annotations", {})
        return cls.plain_rows().annotate(**told, **{f"{name}_sorted": by for name, by in cls.sorted_by().items()})

    @classmethod
    def sorted_by(cls) -> dict[str, Any]:
        """Return, for each ordering by a column that may be null, what is sorted by instead: a page needs a value."""
        columns = {field.name: field for field in cls.model()._meta.concrete_fields if field.null}
        return {name: never_null(columns[path]) for name, path in cls.orderings.items() if path in columns}

    def access_action(self) -> str | None:
        """Return the action's name in the permission matrix, or None where the method is not offered at all."""
        if self.action is None:
            return None
        handler = getattr(self, self.action, None)
        if self.action == "bulk":
            steps: dict[str, Any] = getattr(self, "steps", {})
            return steps[self.kwargs["name"]].access if self.kwargs["name"] in steps else "list"
        return getattr(handler, "access", None) or DRF_ACTIONS.get(self.action, self.action.replace("_", "-"))

    def get_queryset(self) -> QuerySet[Any]:
        """Return the rows this user may see."""
        return self._reader.scoped(self.request.user)

    def get_object(self) -> Any:
        """Return the row that the address names, within the user's scope."""
        return self._reader.one(self.request.user, self.kwargs["pk"])[1]

    def list(self, request: Any, *_: Any, **__: Any) -> Response:
        """Return a page of rows; of people and money it is logged who read how many (domain rule 12)."""
        page = self._reader.page(request.user, request.query_params)
        if self.sensitive:
            # By which filters, not for what: a log holds no names and phone numbers.
            asked = sorted(request.query_params)
            log.info("read", user=request.user.pk, what=self.resource, asked=asked, rows=len(page["results"]))
        return Response(page)

    def retrieve(self, request: Any, *_: Any, **__: Any) -> Response:
        """Return one row, with what this user may do with it now."""
        return self.answer(self.kwargs["pk"])

    def answer(self, pk: int, *, status_code: int = 200, more: dict[str, Any] | None = None) -> Response:
        """Return the row as it is now, with its ETag and, for a document, its allowed actions."""
        shown, row = self._reader.one(self.request.user, pk)
        if (allowed := self.allowed(row)) is not None:
            shown["allowed_actions"] = allowed
        response = Response(shown | (more or {}), status=status_code)
        if hasattr(row, "version"):
            response.headers["ETag"] = etag_of(row)
        return response

    def allowed(self, row: Any) -> Allowed | None:
        """Return the steps that this user may take on the row now, or None where the resource has none."""
        return None

    def facts(self, declared: type[serializers.Serializer], *, of: Any = None) -> dict[str, Any]:
        """Return the validated input, or the validated changes `of` a row. Raises an error naming each wrong field."""
        parsed = declared(of, data=self.request.data, partial=of is not None, context={"request": self.request})
        parsed.is_valid(raise_exception=True)
        return parsed.validated_data

    @extend_schema(
        parameters=[OpenApiParameter("file_format", str, enum=["csv", "xlsx"], required=True)],
        responses={(200, media_type): bytes for media_type in exports.MEDIA_TYPES.values()},
    )
    @action(detail=False, methods=["get"], content_negotiation_class=FileNegotiation)
    def export(self, request: Any) -> HttpResponse | StreamingHttpResponse:
        """Return every row that the filters leave, as CSV or XLSX."""
        return exports.download(self._reader, request)


class Creates:
    """The resource can be created: `create_input` says what with."""

    create_input: ClassVar[type[serializers.Serializer]]
    # A repeat would move money or stock twice, so the client must send a key.
    key_required: ClassVar[bool] = False

    def create(self: Any, request: Any, *_: Any, **__: Any) -> Any:
        """Create one and return it."""

        def run() -> Response:
            row = self.create_row(request.user, self.facts(self.create_input))
            return self.answer(row.pk, status_code=status.HTTP_201_CREATED)

        return once(request, run, required=self.key_required)

    def create_row(self: Any, actor: Any, facts: dict[str, Any]) -> Any:
        """Create the row; an app with more to say overrides this with a call of its service."""
        return records.record_create(self.model(), actor=actor, **facts)


class Edits:
    """The resource can be edited: `update_input` says what of it. If-Match is required."""

    update_input: ClassVar[type[serializers.Serializer]]

    def partial_update(self: Any, request: Any, *_: Any, **__: Any) -> Any:
        """Change some fields and return the row."""
        row = self.get_object()
        expect(request, row, required=True)
        facts = self.facts(self.update_input, of=row)
        self.update_row(row, request.user, facts)
        return self.answer(row.pk)

    def update_row(self: Any, row: Any, actor: Any, facts: dict[str, Any]) -> None:
        """Change the row; an app with more to say overrides this with a call of its service."""
        records.record_update(row, actor=actor, **facts)


class Deletes:
    """The resource can be deleted, softly: the row stays. If-Match is required."""

    def destroy(self: Any, request: Any, *_: Any, **__: Any) -> Response:
        """Mark the row deleted."""
        row = self.get_object()
        expect(request, row, required=True)
        self.delete_row(row, request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def delete_row(self: Any, row: Any, actor: Any) -> None:
        """Delete the row; an app with more to say overrides this with a call of its service."""
        records.record_delete(row, actor=actor)


class Nothing(serializers.Serializer):
    """A step that needs no facts."""


class Reason(serializers.Serializer):
    """A step that needs a reason."""

    reason = serializers.CharField(max_length=500)


class BulkInput(serializers.Serializer):
    """Which rows; the step's own facts stand beside."""

    ids = serializers.ListField(child=serializers.IntegerField())


class BulkResult(serializers.Serializer):
    """What became of one row."""

    id = serializers.IntegerField()
    ok = serializers.BooleanField()
    error = serializers.CharField(allow_null=True)


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


class EventPerson(serializers.Serializer):
    """Who did it."""

    id = serializers.IntegerField()
    label = serializers.CharField()


class TimelineEvent(serializers.Serializer):
    """One event of a document's life."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor = EventPerson()
    action = serializers.CharField()
    label = serializers.CharField()
    from_status = serializers.CharField(allow_null=True)
    to_status = serializers.CharField(allow_null=True)
    reason = serializers.CharField()
    door = serializers.CharField()
    changes = EventChange(many=True)


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
        def perform(view: Any, row: Any, facts: dict[str, Any]) -> Response:
            made = method(view, row, view.request.user, facts)
            return view.answer(row.pk, status_code=status_code, more=made)

        def handler(self: Any, request: Any, *_: Any, **__: Any) -> Any:
            def run() -> Response:
                row = self.get_object()
                expect(request, row, required=False)
                return perform(self, row, self.facts(input))

            if is_rehearsal(request):
                return rehearse(run)
            return once(request, run, required=key_required)

        handler.__name__ = method.__name__
        handler.__doc__ = method.__doc__
        handler.step = perform  # type: ignore[attr-defined]
        handler.step_input = input  # type: ignore[attr-defined]
        handler.adds = adds or {}  # type: ignore[attr-defined]
        handler.access = access or method.__name__.replace("_", "-")  # type: ignore[attr-defined]
        # Outside of `action`, which would drop what is described of the handler.
        described = extend_schema(
            request=None if input is Nothing else input, parameters=[DRY_RUN], description=method.__doc__
        )
        return described(action(detail=True, methods=["post"], url_path=method.__name__.replace("_", "-"))(handler))

    return decorate


def is_rehearsal(request: Any) -> bool:
    """Say whether the request is only a rehearsal. Raises Invalid for a wish that is neither true nor false."""
    wish = request.query_params.get("dry_run", "false")
    if wish not in {"true", "false"}:
        raise Invalid("Say true or false.", field="dry_run")
    return bool(wish == "true")


def rehearse(run: Callable[[], Response]) -> Response:
    """Run it, keep the answer with what it would do to balances, and undo everything it wrote."""
    try:
        with transaction.atomic(), hearing() as effects:
            answer = run()
            answer.data["effects"] = effects
            raise _DryRun(answer)  # noqa: TRY301 - leaving by exception is what undoes the transaction
    except _DryRun as done:
        return done.response


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
                "label": capfirst(gettext(name.replace("-", " "))),
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

    @extend_schema(request=BulkInput, responses=BulkResults)
    @action(detail=False, methods=["post"], url_path="bulk/<slug:name>")
    def bulk(self, request: Any, name: str, **_: Any) -> Any:
        """Take one step on many documents: each in its own transaction, each with its own result."""
        handler = self.steps.get(name)
        if handler is None:
            raise MethodNotAllowed("POST", f"There is no step {name}.")

        def run() -> Response:
            facts = self.facts(handler.step_input)
            return Response({"results": [self._bulk_result(handler, pk, facts) for pk in self._ids(request)]})

        return once(request, run, required=False)

    def _ids(self, request: Any) -> list[int]:
        ids = request.data.get("ids")
        if not isinstance(ids, list) or not ids or not all(type(pk) is int and abs(pk) <= MAX_ID for pk in ids):
            raise Invalid("Give a list of ids.", field="ids")
        if len(ids) > self.MOST_IN_BULK:
            raise Invalid(f"At most {self.MOST_IN_BULK} at once.", field="ids")
        return list(dict.fromkeys(ids))

    def _bulk_result(self, handler: Any, pk: int, facts: dict[str, Any]) -> dict[str, Any]:
        try:
            with transaction.atomic():
                row = self._reader.one(self.request.user, pk)[1]
                handler.step(self, row, facts)
        except DomainError as error:
            return {"id": pk, "ok": False, "error": error.message}
        return {"id": pk, "ok": True, "error": None}
