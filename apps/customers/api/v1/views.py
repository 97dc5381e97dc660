from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.response import Response

from apps.customers import selectors, services
from apps.customers.api.v1 import filters, serializers
from apps.customers.models import Customer
from common.api.documents import Documents, Timeline
from common.api.headers import headers
from common.api.idempotency import once
from common.api.search import Search
from common.api.views import Creates, Deletes, Edits, Resources
from common.db.lookups import digits_of
from common.errors import Invalid

Facts = dict[str, Any]


class LeadSourceViewSet(Creates, Edits, Resources):
    """Where customers come from."""

    resource = "lead-sources"
    serializer_class = serializers.LeadSourceSerializer
    create_input = update_input = serializers.LeadSourceInput
    filterset_class = filters.LeadSourceFilter
    orderings = {"source_name": "source_name"}
    ordering = "id"


class Customers(Edits, Deletes, Documents):
    """The people and businesses we sell to. Apps above add what they know of them (apps.payments.api.v1.customers)."""

    sensitive = True
    locks_first = True
    serializer_class = serializers.CustomerSerializer
    update_input = serializers.CustomerInput
    filterset_class = filters.CustomerFilter
    search = Search(texts=("full_name", "business_name", "email"), phones=services.PHONES)
    orderings = {name: name for name in ("full_name", "business_name", "city", "created_at", "updated_at")}

    @classmethod
    def plain_rows(cls) -> QuerySet[Any]:
        """Return the customers that are not deleted, with what the filters compare."""
        return super().plain_rows().annotate(**{f"{name}_digits": digits_of(name) for name in services.PHONES})

    @headers(key=False, etag=True)
    @extend_schema(request=serializers.CustomerInput, responses={201: serializers.CustomerCreated})
    def create(self, request: Any, *_: Any, **__: Any) -> Any:
        """Take the customer on; who looks like the same person is named in `warnings`."""

        def run() -> Response:
            customer = services.customer_create(actor=request.user, **self.facts(serializers.CustomerInput))
            twins = selectors.possible_twins(
                phone=customer.phone, email=customer.email, actor=request.user, but=customer.pk
            )
            return self.answer(customer.pk, status_code=status.HTTP_201_CREATED, more={"warnings": twins})

        return once(request, run, required=False)

    def update_row(self, row: Customer, actor: Any, facts: Facts) -> None:
        """Change what is known of the customer."""
        services.customer_update(customer=row, actor=actor, **facts)

    def delete_row(self, row: Customer, actor: Any) -> None:
        """Mark the customer deleted."""
        services.customer_delete(customer=row, actor=actor)

    @extend_schema(
        parameters=[OpenApiParameter("phone", str), OpenApiParameter("email", str)],
        responses={200: serializers.PossibleDuplicates},
        filters=False,
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def duplicates(self, request: Any) -> Response:
        """Return the customers who have the same phone number or email address."""
        phone, email = (request.query_params.get(name, "") for name in ("phone", "email"))
        if "\x00" in phone + email:
            raise Invalid(gettext("The text contains a character that is not allowed."), field="phone")
        return Response({"results": selectors.possible_twins(phone=phone, email=email, actor=request.user)})

    duplicates.access = "list"  # type: ignore[attr-defined]

    @extend_schema(responses=Timeline)
    @action(detail=True, methods=["get"])
    def timeline(self, request: Any, *_: Any, **__: Any) -> Response:
        """Return everything that happened to the customer's record, oldest first."""
        return Response({"results": selectors.customer_timeline(self.get_object())})

    timeline.access = "retrieve"  # type: ignore[attr-defined]
