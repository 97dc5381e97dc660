"""What a payment on account and its reversal look like, and how they are asked for (seed 3)."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.payments.models import (
    SalesPayment,
    SalesPaymentItem,
    SalesPaymentReversal,
    SalesPaymentReversalItem,
)
from apps.payments.models.account import ItemType
from common.api.fields import Currency, Id, Instant, Money, Named, Positive, Reference


class ItemInput(serializers.Serializer):
    type = serializers.ChoiceField(ItemType.choices)
    id = Id(required=False)
    amount = Positive()


class AskedItem(serializers.Serializer):
    """An item as it was asked for."""

    type = serializers.ChoiceField(ItemType.choices)
    id = serializers.IntegerField(required=False)
    amount = Money()


class ToldItem(serializers.Serializer):
    """An item with the number that people read; an advance names the credit note once it is one."""

    type = serializers.ChoiceField(ItemType.choices)
    document = Named(allow_null=True)
    amount = Money()


@extend_schema_field(AskedItem(many=True))
class AskedItems(serializers.JSONField):
    """The items as they were asked for."""


@extend_schema_field(ToldItem(many=True))
class ToldItems(serializers.JSONField):
    """The items with their numbers."""


class ItemSerializer(serializers.ModelSerializer):
    invoice = Reference()
    debit_note = Reference()
    credit_note = Reference()

    class Meta:
        fields = ["id", "item_number", "type", "invoice", "debit_note", "credit_note", "amount"]


class PaymentItemSerializer(ItemSerializer):
    class Meta(ItemSerializer.Meta):
        model = SalesPaymentItem


class ReversalItemSerializer(ItemSerializer):
    class Meta(ItemSerializer.Meta):
        model = SalesPaymentReversalItem


class AccountMoneySerializer(serializers.ModelSerializer):
    customer = Reference()
    customer_rep = Reference()
    created_by = Reference()
    confirmed_by = Reference()
    deposited_in_bank = Reference()
    items_json = AskedItems(read_only=True)
    items = ToldItems(read_only=True)

    class Meta:
        fields = [
            "id", "number", "readable_number", "customer", "created_at", "applied_at", "received_at", "status",
            "customer_rep", "created_by", "confirmed_by", "four_eyes_waived", "deposited_in_bank", "items_json",
            "items", "total", "archived", "currency", "updated_at",
        ]  # fmt: skip


class SalesPaymentSerializer(AccountMoneySerializer):
    changed_by = Reference()
    sales_payment_items = PaymentItemSerializer(many=True, read_only=True)

    class Meta(AccountMoneySerializer.Meta):
        model = SalesPayment
        fields = [*AccountMoneySerializer.Meta.fields, "changed_by", "sent_back_reason", "sales_payment_items"]


class SalesPaymentReversalSerializer(AccountMoneySerializer):
    sales_payment = Reference()
    sales_payment_reversal_items = ReversalItemSerializer(many=True, read_only=True)

    class Meta(AccountMoneySerializer.Meta):
        model = SalesPaymentReversal
        fields = [*AccountMoneySerializer.Meta.fields, "sales_payment", "reason", "sales_payment_reversal_items"]


class SalesPaymentInput(serializers.Serializer):
    customer = Id()
    deposited_in_bank = Id()
    items_json = ItemInput(many=True, required=False)
    received_at = Instant(required=False)
    customer_rep = Id(required=False, allow_null=True)
    currency = Currency(required=False)
    total = Money(required=False)


class SalesPaymentChanges(serializers.Serializer):
    deposited_in_bank = Id(required=False)
    items_json = ItemInput(many=True, required=False)
    received_at = Instant(required=False)
    customer_rep = Id(required=False, allow_null=True)
    total = Money(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse what never changes."""
        fixed = dict.fromkeys(("customer", "currency"), _("This never changes: delete the draft and make another."))
        if given := {name: sentence for name, sentence in fixed.items() if name in self.initial_data}:
            raise serializers.ValidationError(given, code="immutable")
        return attrs
