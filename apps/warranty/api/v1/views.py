import django_filters as df
from rest_framework import serializers

from apps.invoices.models import WarrantyTier
from apps.warranty.models import Warranty
from apps.warranty.workflow import WARRANTY, Status
from common.api.documents import Documents
from common.api.fields import Reference
from common.api.filters import Ref, Several
from common.api.search import Search


class WarrantySerializer(serializers.ModelSerializer):
    invoice = Reference()
    asset = Reference()
    customer = Reference()

    class Meta:
        model = Warranty
        fields = [
            "id", "warranty_number", "invoice", "asset", "customer", "warranty_tier", "start_date", "end_date",
            "coverage_details", "exclusions", "includes_accessories", "includes_certificate", "includes_premium_boxing",
            "status", "created_at", "updated_at",
        ]  # fmt: skip


class WarrantyFilter(df.FilterSet):
    warranty_number = df.CharFilter()
    invoice = Ref()
    asset = Ref()
    customer = Ref()
    warranty_tier = Several(choices=WarrantyTier.choices)
    status = Several(choices=Status.choices)
    end_date_after = df.DateFilter(field_name="end_date", lookup_expr="gte")
    end_date_before = df.DateFilter(field_name="end_date", lookup_expr="lte")


class WarrantyViewSet(Documents):
    """The promises that came with units."""

    resource = "warranties"
    workflow = WARRANTY
    serializer_class = WarrantySerializer
    filterset_class = WarrantyFilter
    search = Search(texts=("warranty_number", "asset__serial_number", "customer__full_name"))
    orderings = {"start_date": "start_date", "end_date": "end_date"}
