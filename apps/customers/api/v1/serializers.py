"""What a customer looks like, and what may be written of one."""

from rest_framework import serializers

from apps.customers.models import LONGEST_TERM, Customer, LeadSource
from common.api.fields import Currency, Id, Inputs, Money, Named, Quantity, Reference, Text

KEPT = ("id", "anonymised_at", "created_at", "updated_at")


class LeadSourceSerializer(serializers.ModelSerializer):
    class Meta:
        model = LeadSource
        fields = ["id", "source_name", "description", "is_active", "created_at"]


class LeadSourceInput(Inputs):
    source_name = Text(max_length=50)
    description = Text(max_length=500, required=False, allow_blank=True)

    class Meta:
        model = LeadSource
        fields = ["source_name", "description", "is_active"]


class CustomerSerializer(serializers.ModelSerializer):
    lead_source = Reference()
    customer_rep = Reference()

    class Meta:
        model = Customer
        fields = [
            "id", "customer_type", "full_name", "business_name", "email", "phone", "alternate_phone", "address", "city",
            "region", "notes", "lead_source", "customer_rep", "credit_limit", "credit_term_days", "currency",
            "account_hold", "anonymised_at", "created_at", "updated_at",
        ]  # fmt: skip


class CustomerInput(Inputs):
    address = Text(max_length=500, required=False, allow_blank=True)
    notes = Text(max_length=5000, required=False, allow_blank=True)
    lead_source = Id(required=False, allow_null=True)
    customer_rep = Id(required=False, allow_null=True)
    credit_limit = Money(required=False, allow_null=True, min_value=0)
    credit_term_days = Quantity(required=False, allow_null=True, min_value=0, max_value=LONGEST_TERM)
    currency = Currency(required=False)

    class Meta:
        model = Customer
        fields = [name for name in CustomerSerializer.Meta.fields if name not in KEPT]


class PossibleDuplicate(serializers.Serializer):
    code = serializers.CharField()
    detail = serializers.CharField()
    customer = Named()


class PossibleDuplicates(serializers.Serializer):
    results = PossibleDuplicate(many=True)


class CustomerCreated(CustomerSerializer):
    warnings = PossibleDuplicate(many=True)

    class Meta(CustomerSerializer.Meta):
        fields = [*CustomerSerializer.Meta.fields, "warnings"]


class ExposureSerializer(serializers.Serializer):
    """What a customer owes or may come to owe, part by part, in their currency."""

    parts = serializers.DictField(child=Money())
    total = Money()
    overdue = Money()
    credit_limit = Money(allow_null=True)
    available = Money(allow_null=True)
    currency = serializers.CharField()
