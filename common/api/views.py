"""One frame for every resource of the API: an app says what its own is, and nothing about HTTP.

class LocationViewSet(Creates, Edits, Resources):
    resource, serializer_class, filterset_class = "locations", LocationSerializer, LocationFilter
    search = Search(texts=("name",))

What has steps and a timeline is a document: `common.api.documents`.
"""

from typing import Any, ClassVar

import django_filters as df
import structlog
from django.db.models import Model, QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from common import records, texts
from common.api import exports
from common.api.etag import etag_of, expect
from common.api.filters import Filters, Ids
from common.api.headers import Headers, headers
from common.api.idempotency import once
from common.api.inputs import validated
from common.api.paging_schema import DeclaredParameters, KeysetPages
from common.api.permissions import SAFE
from common.api.reading import Reader
from common.api.rehearsal import DRY_RUN
from common.api.renderers import FileNegotiation, JSONRenderer, dumps
from common.api.search import Search
from common.db.acting import transaction_of_act
from common.db.lookups import never_null
from common.errors import Invalid
from common.models import live
from common.workflow import Workflow

log = structlog.get_logger()
type Allowed = list[dict[str, Any]]

DRF_ACTIONS = {"partial_update": "update"}


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
        texts.declare(lambda: map(texts.spoken, cls.serializer_class().fields))

    @classmethod
    def model(cls) -> type[Model]:
        """Return the model behind the resource."""
        return cls.serializer_class.Meta.model

    @classmethod
    def plain_rows(cls) -> QuerySet[Any]:
        """Return the rows of the resource for anybody: not deleted."""
        return live(cls.model()._default_manager.all())

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

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Let the request in. Raises Invalid for a parameter that the act does not know: a wish is never overheard."""
        super().initial(request, *args, **kwargs)
        if request.method not in SAFE and request.query_params:
            declared: Headers | None = getattr(getattr(self, str(self.action), None), "headers", None)
            known = {DRY_RUN.name} if declared and declared.key is not None else set()
            if unknown := sorted(set(request.query_params) - known):
                raise Invalid(_("This request takes no such parameter."), code="unknown_parameter", field=unknown[0])

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
        return self._reader.instance(self.request.user, self.kwargs["pk"])

    def list(self, request: Any, *_: Any, **__: Any) -> HttpResponse:
        """Return a page of rows; of people and money it is logged who read how many (domain rule 12)."""
        page = self._reader.page(request.user, request.query_params)
        if self.sensitive:
            # By which filters, not for what: a log holds no names and phone numbers.
            asked = sorted(request.query_params)
            log.info("read", user=request.user.pk, what=self.resource, asked=asked, rows=len(page["results"]))
        return rendered(page)

    @headers(etag=True)
    def retrieve(self, request: Any, *_: Any, **__: Any) -> HttpResponse:
        """Return one row, with what this user may do with it now."""
        shown, row = self.shown(self.kwargs["pk"])
        return versioned(rendered(shown), row)

    def answer(self, pk: int, *, status_code: int = 200, more: dict[str, Any] | None = None) -> Response:
        """Return the row as it is now, with its ETag and, for a document, its allowed actions."""
        shown, row = self.shown(pk)
        return versioned(Response(shown | (more or {}), status=status_code), row)

    def shown(self, pk: int) -> tuple[dict[str, Any], Model]:
        """Return the row as it is shown now, for a document with its allowed actions, and as the model's instance."""
        shown, row = self._reader.one(self.request.user, pk)
        if (allowed := self.allowed(row)) is not None:
            shown["allowed_actions"] = allowed
        return shown, row

    def allowed(self, row: Any) -> Allowed | None:
        """Return the steps that this user may take on the row now, or None where the resource has none."""
        return None

    def facts(self, declared: type[serializers.Serializer], *, of: Any = None) -> dict[str, Any]:
        """Return the validated input, or the validated changes `of` a row. Raises an error naming each wrong field."""
        return validated(declared, self.request, of=of)

    @extend_schema(
        parameters=[OpenApiParameter("file_format", str, enum=["csv", "xlsx"], required=True)],
        responses=exports.FILES,
    )
    @action(detail=False, methods=["get"], content_negotiation_class=FileNegotiation)
    def export(self, request: Any) -> HttpResponse | StreamingHttpResponse:
        """Return every row that the filters leave, as CSV or XLSX."""
        return exports.download(self._reader, request)


def rendered(shown: dict[str, Any]) -> HttpResponse:
    """Return an answer in JSON that is written at once: of what is only read, nobody looks at the data in between."""
    return HttpResponse(dumps(shown), content_type=JSONRenderer.media_type)


def versioned[R: HttpResponse](response: R, row: Any) -> R:
    """Return the answer with the ETag of the row that it shows, where the row has a version."""
    if hasattr(row, "version"):
        response.headers["ETag"] = etag_of(row)
    return response


class Creates:
    """The resource can be created: `create_input` says what with."""

    create_input: ClassVar[type[serializers.Serializer]]
    # A repeat would move money or stock twice, so the client must send a key.
    key_required: ClassVar[bool] = False

    @headers(key=False, etag=True)
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
    # Whether the service locks this row before any other, so that it can be read under its lock at once.
    locks_first: ClassVar[bool] = False

    @headers(if_match=True, etag=True)
    def partial_update(self: Any, request: Any, *_: Any, **__: Any) -> Any:
        """Change some fields and return the row."""
        with transaction_of_act():
            row = self._reader.locked(request.user, self.kwargs["pk"]) if self.locks_first else self.get_object()
            expect(request, row, required=True)
            facts = self.facts(self.update_input, of=row)
            self.update_row(row, request.user, facts)
        return self.answer(row.pk)

    def update_row(self: Any, row: Any, actor: Any, facts: dict[str, Any]) -> None:
        """Change the row; an app with more to say overrides this with a call of its service."""
        records.record_update(row, actor=actor, **facts)


class Deletes:
    """The resource can be deleted, softly: the row stays. If-Match is required."""

    @headers(if_match=True)
    def destroy(self: Any, request: Any, *_: Any, **__: Any) -> Response:
        """Mark the row deleted."""
        row = self.get_object()
        expect(request, row, required=True)
        self.delete_row(row, request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def delete_row(self: Any, row: Any, actor: Any) -> None:
        """Delete the row; an app with more to say overrides this with a call of its service."""
        records.record_delete(row, actor=actor)
