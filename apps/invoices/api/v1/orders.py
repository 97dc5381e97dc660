"""Orders with their invoices, and how they become invoices."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from apps.invoices.api.v1.serializers import InvoiceSerializer
from apps.invoices.models import Invoice
from apps.invoices.order_billing import left_of, order_invoice
from apps.orders.api.v1.serializers import OrderSerializer
from apps.orders.api.v1.views import Facts, Orders
from apps.orders.models import Order
from apps.orders.workflow import unbilled
from common.api.documents import step
from common.api.fields import Id, Money, Quantity
from common.api.reading import Reader


class OrderInvoiceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Invoice
        fields = ["id", "invoice_number", "invoice_date", "status", "subtotal", "total_amount", "balance"]


class BilledOrderSerializer(OrderSerializer):
    """The order with its invoices."""

    invoices = OrderInvoiceSerializer(many=True, read_only=True)

    class Meta(OrderSerializer.Meta):
        fields = [*OrderSerializer.Meta.fields, "invoices"]


class BillLine(serializers.Serializer):
    """What of one line is invoiced; all that is left of it unless a quantity or a unit is named."""

    order_line = Id()
    quantity = Quantity(required=False)
    asset = Id(required=False, allow_null=True)


class BillInput(serializers.Serializer):
    lines = BillLine(many=True, required=False, allow_null=True)


class LineLeft(serializers.Serializer):
    order_line = serializers.IntegerField()
    quantity = serializers.IntegerField()


class OrderLeft(serializers.Serializer):
    """What of an order is not invoiced yet."""

    amount = Money()
    lines = LineLeft(many=True)


class OrderViewSet(Orders):
    """What customers asked for and we agreed to, with its invoices."""

    resource = "orders"
    serializer_class = BilledOrderSerializer

    @step(input=BillInput, status_code=201, adds={"invoice": InvoiceSerializer()})
    def invoice(self, order: Order, actor: Any, facts: Facts) -> Facts:
        """Draft an invoice over the chosen lines, or over all that is left; answers it as `invoice`.

        A line of a product model takes the units that are named, or the oldest that are ready for sale.
        """
        made = order_invoice(order=order, actor=actor, **facts)
        (shown,) = Reader.every["invoices"].many(actor, [made.pk])
        return {"invoice": shown}

    @extend_schema(responses=OrderLeft)
    @action(detail=True, methods=["get"])
    def left(self, request: Any, *_: Any, **__: Any) -> Response:
        """Return what of the order is not invoiced yet: the net amount, and the pieces of each line."""
        order = self.get_object()
        lines = [{"order_line": pk, "quantity": left.quantity} for pk, left in left_of(order).items()]
        return Response({"amount": f"{unbilled(order):.2f}", "lines": lines})

    left.access = "retrieve"  # type: ignore[attr-defined]
