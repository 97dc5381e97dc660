"""Tills: opened with a float, closed with what was counted."""

from typing import Any

import django_filters as df
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from apps.payments import till
from apps.payments.models import Payment, TillCount, TillSession
from apps.payments.till_printing import till_session_pdf
from apps.payments.till_workflow import TILL_SESSION, SessionStatus
from common.api.documents import Documents, printout, step
from common.api.fields import Money, Reference, Text
from common.api.filters import Person, Several, Until
from common.api.search import Search
from common.api.views import Creates
from common.money import ZERO

Facts = dict[str, Any]


class TillCountSerializer(serializers.ModelSerializer):
    difference = Money(read_only=True)

    class Meta:
        model = TillCount
        fields = ["id", "payment_method", "expected", "counted", "difference"]


class TillSessionSerializer(serializers.ModelSerializer):
    opened_by = Reference()
    lines = TillCountSerializer(many=True, read_only=True)

    class Meta:
        model = TillSession
        fields = [
            "id", "session_number", "status", "opened_by", "opened_at", "opening_float", "currency", "closed_at",
            "notes", "created_at", "updated_at", "lines",
        ]  # fmt: skip


class TillSessionInput(serializers.Serializer):
    opening_float = Money(min_value=ZERO)


class CountedInput(serializers.Serializer):
    payment_method = serializers.ChoiceField(Payment.Method.choices)
    counted = Money(min_value=ZERO)


class CloseInput(serializers.Serializer):
    counted = CountedInput(many=True)
    notes = Text(max_length=500, required=False, allow_blank=True)


class Taking(serializers.Serializer):
    """What came and went by one method, and what should be there."""

    payment_method = serializers.ChoiceField(Payment.Method.choices)
    tenders = serializers.IntegerField()
    opening_float = Money()
    received = Money()
    paid_back = Money()
    expected = Money()


class Takings(serializers.Serializer):
    """A till's takings, for cash and every method used."""

    results = Taking(many=True)


class TillSessionFilter(df.FilterSet):
    session_number = df.CharFilter()
    status = Several(choices=SessionStatus.choices)
    opened_by = Person()
    opened_at_after = df.IsoDateTimeFilter(field_name="opened_at", lookup_expr="gte")
    opened_at_before = Until(field_name="opened_at")


class TillSessionViewSet(Creates, Documents):
    """Cashiers' tills."""

    resource = "till-sessions"
    workflow = TILL_SESSION
    serializer_class = TillSessionSerializer
    create_input = TillSessionInput
    filterset_class = TillSessionFilter
    search = Search(texts=("session_number", "opened_by__full_name"))
    orderings = {"opened_at": "opened_at"}

    def create_row(self, actor: Any, facts: Facts) -> Any:
        """Open a till of one's own."""
        return till.till_session_open(actor=actor, **facts)

    @step(input=CloseInput)
    def close(self, session: TillSession, actor: Any, facts: Facts) -> None:
        """Close one's till: what should be there, what was counted and the difference stand in its lines for ever."""
        till.till_session_close(session=session, actor=actor, **facts)

    @extend_schema(responses=Takings)
    @action(detail=True, methods=["get"])
    def takings(self, request: Any, *_: Any, **__: Any) -> Response:
        """Return what came and went by each method, and what should be there now."""
        return Response({"results": till.takings_of(self.get_object())})

    @printout
    def pdf(self, session: TillSession) -> tuple[bytes, str]:
        """Return the till's report: its takings by method and, once closed, what was counted."""
        return till_session_pdf(session), session.session_number
