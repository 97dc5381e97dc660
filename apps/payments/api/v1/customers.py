"""A customer's account: their statement, as data, file and print, and what is open for a payment to settle."""

from collections.abc import Mapping
from typing import Any

import django_filters as df
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from apps.customers.api.v1.serializers import ExposureSerializer
from apps.customers.api.v1.views import Customers
from apps.customers.exposure import exposure_of
from apps.customers.models import Customer
from apps.payments import receivables
from apps.payments.statement import TYPES, Statement, statement_of
from apps.payments.statement_printing import statement_pdf
from common import reads, texts
from common.api import exports
from common.api.documents import PDF, pdf_answer
from common.api.fields import Money, Named
from common.api.filters import Filters
from common.api.renderers import FileNegotiation
from common.db.acting import door

PERIOD: Mapping[str, df.Filter] = {
    "from": df.DateFilter(help_text="The first business day; ninety days up to the last one by default."),
    "to": df.DateFilter(help_text="The last business day; today by default."),
    "currency": df.CharFilter(help_text="The customer's own by default: two currencies are never added up."),
}
ASKED = Filters(type("StatementFilter", (df.FilterSet,), dict(PERIOD)), Customer)
PARAMETERS = [
    OpenApiParameter("from", {"type": "string", "format": "date"}, description=PERIOD["from"].extra["help_text"]),
    OpenApiParameter("to", {"type": "string", "format": "date"}, description=PERIOD["to"].extra["help_text"]),
    OpenApiParameter("currency", str, description=PERIOD["currency"].extra["help_text"]),
]


class OpenItem(serializers.Serializer):
    """A document that is not settled yet; a credit note is never due."""

    id = serializers.IntegerField()
    label = serializers.CharField()
    number = serializers.CharField()
    date = serializers.DateField()
    due_date = serializers.DateField(allow_null=True)
    total = Money()
    balance = Money()
    currency = serializers.CharField()
    days_overdue = serializers.IntegerField()


class OpenItems(serializers.Serializer):
    """What a payment on account can settle, the oldest first: issued invoices and approved notes with a balance."""

    invoices = OpenItem(many=True)
    debit_notes = OpenItem(many=True)
    credit_notes = OpenItem(many=True)


class StatementRow(serializers.Serializer):
    """A document that came into force, or what settled some; `balance` is what was owed after it."""

    date = serializers.DateField()
    at = serializers.DateTimeField()
    type = serializers.ChoiceField(TYPES)
    id = serializers.IntegerField()
    number = serializers.CharField()
    settles = serializers.CharField(help_text="The numbers of the documents that it settled, or opened again.")
    due_date = serializers.DateField(allow_null=True)
    charge = Money()
    credit = Money()
    balance = Money()


texts.declare(lambda: map(texts.spoken, StatementRow().fields))


class Ageing(serializers.Serializer):
    """What was owed by days overdue; `credit`, what was left of credit notes, is negative."""

    current = Money()
    overdue_1 = Money()
    overdue_31 = Money()
    overdue_61 = Money()
    overdue_91 = Money()
    credit = Money()


class StatementAnswer(serializers.Serializer):
    """A customer's account over a period; positive is owed to us. `currencies`: those they have documents in."""

    def get_fields(self) -> dict[str, serializers.Field]:
        """Return the fields; `from` is no name that a class can give."""
        return {
            "customer": Named(),
            "currency": serializers.CharField(),
            "currencies": serializers.ListField(child=serializers.CharField()),
            "from": serializers.DateField(),
            "to": serializers.DateField(),
            "opening_balance": Money(),
            "rows": StatementRow(many=True),
            "closing_balance": Money(),
            "ageing": Ageing(),
        }


class CustomerViewSet(Customers):
    """The people and businesses we sell to, with their accounts."""

    resource = "customers"

    def _statement(self, request: Any) -> Statement:
        """Return what was asked for."""
        asked = ASKED.parse_alone(request.query_params, request.user)
        return statement_of(
            self.get_object(), first=asked.get("from"), last=asked.get("to"), currency=asked.get("currency")
        )

    def _told(self, request: Any, statement: Statement, how: str = "") -> None:
        """It is on record who read the account, and how much of it."""
        what = f"statement of customer {statement.customer.pk} {statement.first}..{statement.last} {how}".strip()
        reads.note(actor=request.user, what=what, rows=len(statement.rows), request_id=door.get().request_id)

    @extend_schema(
        parameters=[*PARAMETERS, OpenApiParameter("file_format", str, enum=["csv", "xlsx"], description="As a file.")],
        responses={(200, "application/json"): StatementAnswer} | exports.FILES,
    )
    @action(detail=True, methods=["get"])
    def statement(self, request: Any, *_: Any, **__: Any) -> Any:
        """Return the customer's account over a period: each movement with the balance after it, and the ageing."""
        statement = self._statement(request)
        if "file_format" in request.query_params:
            name, columns = f"statement-{statement.customer.pk}", exports.headings(StatementRow().fields)
            return exports.as_file(statement.rows, request, name=name, columns=columns)
        self._told(request, statement)
        return Response(
            {
                "customer": {"id": statement.customer.pk, "label": str(statement.customer)},
                "currency": statement.currency,
                "currencies": statement.currencies,
                "from": statement.first,
                "to": statement.last,
                "opening_balance": statement.opening_balance,
                "rows": statement.rows,
                "closing_balance": statement.closing_balance,
                "ageing": statement.ageing,
            }
        )

    @extend_schema(parameters=PARAMETERS, responses=PDF)
    @action(detail=True, methods=["get"], url_path="statement/pdf", content_negotiation_class=FileNegotiation)
    def statement_pdf(self, request: Any, *_: Any, **__: Any) -> HttpResponse:
        """Return the statement as the customer gets it."""
        statement = self._statement(request)
        answer = pdf_answer(statement_pdf(statement), f"statement-{statement.customer.pk}-{statement.last}")
        self._told(request, statement, "pdf")
        return answer

    statement_pdf.access = "statement"  # type: ignore[attr-defined]

    @extend_schema(responses=OpenItems)
    @action(detail=True, methods=["get"], url_path="open-items")
    def open_items(self, request: Any, *_: Any, **__: Any) -> Response:
        """Return the customer's invoices and notes that still have a balance."""
        return Response(receivables.open_items(self.get_object()))

    @extend_schema(responses=ExposureSerializer)
    @action(detail=True, methods=["get"])
    def exposure(self, request: Any, *_: Any, **__: Any) -> Response:
        """Return what the customer owes now or may come to owe, part by part."""
        return Response(exposure_of(self.get_object()).as_json())
