"""What a sale looks like, and what it is made of."""

from django.db.models import F, OuterRef, Subquery
from rest_framework import serializers

from apps.invoices.models import Invoice, InvoiceLine, WarrantyTier
from apps.invoices.workflow import Status
from common.api.fields import Id, Money, Quantity, Reference, TaxRate, Text
from common.dates import sql_day_of
from common.db.sql import Condition
from common.money import ZERO

# Issued, not paid, and due before the business's today.
OVERDUE = Condition(
    f"({{}} = '{Status.SENT.value}' AND {{}} > 0 AND {{}} < {sql_day_of('now()')})",
    F("status"),
    F("balance"),
    F("due_date"),
)
# Of an app above this one, which is why they are asked for through the invoice.
CREDIT_NOTES = Invoice.creditnotes.rel.related_model.objects.live().filter(invoice=OuterRef("pk")).order_by("pk")


class InvoiceLineSerializer(serializers.ModelSerializer):
    asset = Reference()
    bulk_stock = Reference()
    order_line = Reference()

    class Meta:
        model = InvoiceLine
        restricted = {"unit_cost": "assets.see-costs"}
        fields = [
            "id", "line_number", "kind", "asset", "bulk_stock", "order_line", "item_description", "quantity",
            "unit_price", "discount", "line_total", "unit_cost", "warranty_tier", "returned_quantity", "released_at",
        ]  # fmt: skip


class InvoiceSerializer(serializers.ModelSerializer):
    customer = Reference()
    lead_source = Reference()
    sales_rep = Reference()
    order = Reference()
    void_requested_by = Reference()
    lines = InvoiceLineSerializer(many=True, read_only=True)

    class Meta:
        model = Invoice
        annotations = {"is_overdue": OVERDUE}
        noted = {"credited_by": Subquery(CREDIT_NOTES.values("readable_number")[:1])}
        fields = [
            "id", "invoice_number", "customer", "customer_type", "invoice_date", "due_date", "status", "subtotal",
            "tax_rate", "tax_amount", "total_amount", "balance", "currency", "lead_source", "sales_rep", "order",
            "notes", "issued_at", "void_status", "void_requested_by", "void_requested_at", "void_reason", "created_at",
            "updated_at", "lines",
        ]  # fmt: skip


class InvoiceLineInput(serializers.Serializer):
    kind = serializers.ChoiceField(InvoiceLine.Kind.choices, required=False)
    asset = Id(required=False, allow_null=True)
    bulk_stock = Id(required=False, allow_null=True)
    order_line = Id(required=False, allow_null=True)
    item_description = Text(max_length=255, required=False, allow_blank=True)
    quantity = Quantity(required=False)
    unit_price = Money(required=False, allow_null=True, min_value=ZERO)
    discount = Money(required=False, min_value=ZERO)
    warranty_tier = serializers.ChoiceField(["", *WarrantyTier.values], required=False)


class InvoiceInput(serializers.Serializer):
    customer = Id(required=False, allow_null=True)
    customer_type = serializers.ChoiceField(Invoice.CustomerType.choices)
    lead_source = Id(required=False, allow_null=True)
    tax_rate = TaxRate(required=False)
    order = Id(required=False, allow_null=True)
    notes = Text(max_length=2000, required=False, allow_blank=True)
    total_amount = Money(required=False)
    lines = InvoiceLineInput(many=True, required=False)
