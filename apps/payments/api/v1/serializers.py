"""What money received looks like, and how it is taken."""

from rest_framework import serializers

from apps.invoices.api.v1.serializers import InvoiceSerializer
from apps.invoices.selectors import settled
from apps.payments.models import Bank, Payment
from apps.sales_notes.selectors import has_notes
from common.api.fields import Id, Inputs, Money, Positive, Reference, Text
from common.money import ZERO


class BankSerializer(Inputs):
    class Meta:
        model = Bank
        fields = ["id", "name", "account_number", "is_active", "created_at"]


class PaymentSerializer(serializers.ModelSerializer):
    invoice = Reference()
    opposes = Reference()
    received_by = Reference()
    till_session = Reference()
    currency = serializers.CharField(source="invoice.currency", read_only=True, allow_null=True)

    class Meta:
        model = Payment
        fields = [
            "id", "invoice", "kind", "opposes", "payment_date", "payment_method", "amount", "currency", "reference",
            "notes", "received_by", "till_session", "created_at",
        ]  # fmt: skip


class InvoicePaymentSerializer(serializers.ModelSerializer):
    opposes = Reference()
    received_by = Reference()

    class Meta:
        model = Payment
        fields = [
            "id", "kind", "opposes", "payment_date", "payment_method", "amount", "reference", "received_by",
            "created_at",
        ]  # fmt: skip


class PaidInvoiceSerializer(InvoiceSerializer):
    """The invoice with its tenders, what was received on it in all, what was credited, and if notes are about it."""

    paid = Money(read_only=True)
    credited = Money(read_only=True)
    has_notes = serializers.BooleanField(read_only=True)
    payments = InvoicePaymentSerializer(many=True, read_only=True)

    class Meta(InvoiceSerializer.Meta):
        annotations = InvoiceSerializer.Meta.annotations | settled() | {"has_notes": has_notes()}
        fields = [*InvoiceSerializer.Meta.fields, "paid", "credited", "has_notes", "payments"]


class TenderInput(serializers.Serializer):
    payment_method = serializers.ChoiceField(Payment.Method.choices)
    amount = Positive()
    reference = Text(max_length=100, required=False, allow_blank=True)


class PaymentInput(TenderInput):
    invoice = Id()
    notes = Text(max_length=500, required=False, allow_blank=True)


class RefundInput(serializers.Serializer):
    amount = Positive()
    payment_method = serializers.ChoiceField(Payment.Method.choices)
    reason = Text(max_length=500)


class CheckoutInput(serializers.Serializer):
    payments = TenderInput(many=True)
    cash_received = Money(required=False, allow_null=True, min_value=ZERO)
