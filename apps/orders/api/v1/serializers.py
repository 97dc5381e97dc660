"""What an order looks like, and what it is made of."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.customers.api.v1.serializers import ExposureSerializer
from apps.customers.models import LONGEST_TERM
from apps.orders.approvals import reasons_in_words
from apps.orders.models import Order, OrderLine
from apps.orders.workflow import Status
from common.api.fields import Currency, Id, InWords, Money, Positive, Quantity, Reference, Text
from common.money import ZERO


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class Sentences(InWords):
    """A list of sentences."""


@extend_schema_field(ExposureSerializer)
class ExposureTold(serializers.JSONField):
    """What the customer owed when billing approved."""


class Stalled(serializers.Serializer):
    """A document that stands still while an order is held."""

    type = serializers.CharField()
    id = serializers.IntegerField()
    label = serializers.CharField()


class OrderLineSerializer(serializers.ModelSerializer):
    product_model = Reference()
    bulk_stock = Reference()

    class Meta:
        model = OrderLine
        fields = [
            "id", "line_number", "product_model", "bulk_stock", "description", "quantity", "unit_price", "discount",
            "line_total",
        ]  # fmt: skip


class OrderSerializer(serializers.ModelSerializer):
    customer = Reference()
    customer_rep = Reference()
    created_by = Reference()
    changed_by = Reference()
    approved_by_billing_user = Reference()
    approved_by_office_user = Reference()
    office_reasons = Sentences(reasons_in_words)
    exposure_at_approval = ExposureTold(allow_null=True)
    lines = OrderLineSerializer(many=True, read_only=True)

    class Meta:
        model = Order
        fields = [
            "id", "order_number", "customer", "order_total", "currency", "status", "description", "credit_term",
            "customer_rep", "created_by", "changed_by", "applied_at", "approved_by_billing_status",
            "approved_by_billing_user", "approved_by_billing_at", "hold_reason", "requires_office_approval",
            "approved_by_office_status", "approved_by_office_user", "approved_by_office_at", "office_reasons",
            "exposure_at_approval", "four_eyes_waived", "created_at", "updated_at", "lines",
        ]  # fmt: skip


class OrderLineInput(serializers.Serializer):
    product_model = Id(required=False, allow_null=True)
    bulk_stock = Id(required=False, allow_null=True)
    description = Text(max_length=255, required=False, allow_blank=True)
    quantity = Quantity()
    unit_price = Money(min_value=ZERO)
    discount = Money(required=False, min_value=ZERO)


class OrderInput(serializers.Serializer):
    customer = Id()
    order_total = Positive(required=False)
    lines = OrderLineInput(many=True, required=False)
    currency = Currency(required=False)
    credit_term = Quantity(required=False, allow_null=True, min_value=0, max_value=LONGEST_TERM)
    customer_rep = Id(required=False, allow_null=True)
    description = Text(max_length=5000, required=False, allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a status, with what to do instead: an order is drafted, and only its steps lead on."""
        if "status" in self.initial_data:
            raise serializers.ValidationError({"status": _no_status(self.initial_data["status"])})
        return attrs


def _no_status(asked: Any) -> serializers.ErrorDetail:
    if asked in Status.values:
        return serializers.ErrorDetail(_("A status is changed by its step only: use the step."), code="use_the_step")
    return serializers.ErrorDetail(
        _(
            "An order is %(statuses)s and nothing else. What has to be done about it is no status: write it in the "
            "description."
        )
        % {"statuses": ", ".join(_(status) for status in Status.values)},
        code="use_a_case_tag",
    )
