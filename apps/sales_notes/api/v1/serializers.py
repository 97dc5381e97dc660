"""What a note looks like, and what it is made of."""

from rest_framework import serializers

from apps.sales_notes.models import CreditNote, CreditNoteLine, DebitNote, DebitNoteLine, NoteApplication
from apps.sales_notes.workflow import Origin, Status
from common.api.fields import Currency, Id, Money, Positive, Quantity, Reference, Text
from common.money import ZERO


class NoteLineSerializer(serializers.ModelSerializer):
    product_model = Reference()
    asset = Reference()
    bulk_stock = Reference()

    class Meta:
        fields = [
            "id", "line_number", "product_model", "asset", "bulk_stock", "description", "amount", "price", "discount",
            "line_total",
        ]  # fmt: skip


class CreditNoteLineSerializer(NoteLineSerializer):
    class Meta(NoteLineSerializer.Meta):
        model = CreditNoteLine


class DebitNoteLineSerializer(NoteLineSerializer):
    class Meta(NoteLineSerializer.Meta):
        model = DebitNoteLine


class NoteSerializer(serializers.ModelSerializer):
    customer = Reference()
    customer_rep = Reference()
    created_by = Reference()
    approved_by_billing_user = Reference()
    approved_by_office_user = Reference()
    invoice = Reference()

    class Meta:
        fields = [
            "id", "number", "readable_number", "code", "customer", "customer_rep", "created_by", "status", "archived",
            "created_at", "applied_at", "approved_by_billing_user", "approved_by_office_user", "four_eyes_waived",
            "currency", "total", "balance", "public_notes", "private_notes", "pdf_url", "origin", "origin_id",
            "invoice", "updated_at", "items_json",
        ]  # fmt: skip


class CreditNoteSerializer(NoteSerializer):
    items_json = CreditNoteLineSerializer(many=True, read_only=True, source="lines")

    class Meta(NoteSerializer.Meta):
        model = CreditNote
        restricted = {"private_notes": "credit-notes.see-private-notes"}


class DebitNoteSerializer(NoteSerializer):
    items_json = DebitNoteLineSerializer(many=True, read_only=True, source="lines")

    class Meta(NoteSerializer.Meta):
        model = DebitNote
        restricted = {"private_notes": "debit-notes.see-private-notes"}


class LinkedSerializer(serializers.Serializer):
    """Another document, as far as a link to it needs."""

    resource = serializers.CharField()
    id = serializers.IntegerField()
    label = serializers.CharField()
    status = serializers.CharField()


class ApplicationSerializer(serializers.ModelSerializer):
    invoice = Reference()
    applied_by = Reference()

    class Meta:
        model = NoteApplication
        fields = ["id", "invoice", "amount", "applied_by", "created_at"]


class RelatedSerializer(serializers.Serializer):
    """The notes that a note corrects and is corrected by, and the invoices it was set against."""

    corrects = LinkedSerializer(allow_null=True)
    corrected_by = LinkedSerializer(allow_null=True)
    applications = ApplicationSerializer(many=True)


class InvoiceNoteSerializer(serializers.Serializer):
    """A note about an invoice; of a credit note, `applied` is what was set against it."""

    resource = serializers.CharField(source="WORKFLOW.resource")
    id = serializers.IntegerField()
    readable_number = serializers.CharField()
    status = serializers.ChoiceField(Status.choices)
    origin = serializers.ChoiceField(Origin.choices)
    total = Money()
    applied = Money(allow_null=True)
    public_notes = serializers.CharField()


class NoteLineInput(serializers.Serializer):
    product_model = Id(required=False, allow_null=True)
    asset = Id(required=False, allow_null=True)
    bulk_stock = Id(required=False, allow_null=True)
    description = Text(max_length=255, required=False, allow_blank=True)
    amount = Quantity()
    price = Money(min_value=ZERO)
    discount = Money(required=False, min_value=ZERO)


class DebitNoteInput(serializers.Serializer):
    customer = Id()
    total = Positive(required=False)
    lines = NoteLineInput(many=True, required=False)
    customer_rep = Id(required=False, allow_null=True)
    currency = Currency(required=False)
    public_notes = Text(max_length=5000, required=False, allow_blank=True)
    private_notes = Text(max_length=5000, required=False, allow_blank=True)
    invoice = Id(required=False, allow_null=True)


class CreditNoteInput(DebitNoteInput):
    public_notes = Text(max_length=5000)


class ApplyInput(serializers.Serializer):
    invoice = Id()
    amount = Positive()


class CorrectInput(serializers.Serializer):
    reason = Text(max_length=500)
    total = Positive(required=False)
