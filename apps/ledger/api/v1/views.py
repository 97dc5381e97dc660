import django_filters as df
from rest_framework import serializers

from apps.ledger.models import DOCUMENTS, LedgerEntry
from common.api.fields import Reference
from common.api.filters import Person, Ref, Several, Until
from common.api.views import Resources


class LedgerEntrySerializer(serializers.ModelSerializer):
    actor = Reference()
    customer = Reference()

    class Meta:
        model = LedgerEntry
        fields = [
            "id", "at", "actor", "customer", "document_kind", "document_id", "amount", "currency", "cause",
            "source_type", "source_id",
        ]  # fmt: skip


class LedgerEntryFilter(df.FilterSet):
    customer = Ref()
    actor = Person()
    document_kind = Several(choices=[(kind, kind) for kind in DOCUMENTS])
    document_id = Ref()
    cause = Several(choices=LedgerEntry.Cause.choices)
    at_after = df.IsoDateTimeFilter(field_name="at", lookup_expr="gte")
    at_before = Until(field_name="at")


class LedgerEntryViewSet(Resources):
    """Every change of every balance."""

    resource = "ledger-entries"
    sensitive = True
    serializer_class = LedgerEntrySerializer
    filterset_class = LedgerEntryFilter
    orderings = {"at": "at"}
