"""By what stock is filtered."""

import django_filters as df

from apps.inventory.counts_workflow import CountStatus
from apps.inventory.models import GRADES, BulkMovement, DiagnosticsResult, ProductModel
from apps.inventory.workflow import Status
from common.api.filters import Amount, AnyCase, Flag, Person, Ref, Several, Until

STATUSES = Status.choices


class LocationFilter(df.FilterSet):
    location_name = df.CharFilter()


class ProductModelFilter(df.FilterSet):
    category = Several(choices=ProductModel.Category.choices)
    brand = df.CharFilter()
    model_name = df.CharFilter()
    needs_wipe = Flag()
    needs_diagnostics = Flag()


class AssetFilter(df.FilterSet):
    status = Several(choices=STATUSES)
    location = Ref()
    product_model = Ref()
    category = Several(field_name="product_model__category", choices=ProductModel.Category.choices)
    brand = df.CharFilter(field_name="product_model__brand")
    model_name = df.CharFilter(field_name="product_model__model_name")
    condition_grade = Several(choices=[(grade, grade) for grade in GRADES])
    serial_number = AnyCase()
    asset_tag = AnyCase()
    supplier = AnyCase()
    invoice = Ref(field_name="live_invoice")
    received_date = df.DateFilter()
    received_date_after = df.DateFilter(field_name="received_date", lookup_expr="gte")
    received_date_before = df.DateFilter(field_name="received_date", lookup_expr="lte")
    sale_date_after = df.DateFilter(field_name="sale_date", lookup_expr="gte")
    sale_date_before = df.DateFilter(field_name="sale_date", lookup_expr="lte")
    sale_price_min = Amount(field_name="sale_price", lookup_expr="gte")
    sale_price_max = Amount(field_name="sale_price", lookup_expr="lte")
    sale_currency = df.CharFilter(field_name="live_line__invoice__currency")
    scrap_asked = Flag()


class MovementFilter(df.FilterSet):
    asset = Ref()
    from_location = Ref()
    to_location = Ref()
    from_status = Several(choices=STATUSES)
    to_status = Several(choices=STATUSES)
    moved_by = Person()
    created_at_after = df.IsoDateTimeFilter(field_name="created_at", lookup_expr="gte")
    created_at_before = Until(field_name="created_at")


class DiagnosticsFilter(df.FilterSet):
    asset = Ref()
    technician = Person()
    overall_result = Several(choices=DiagnosticsResult.Result.choices)
    diagnostic_date_after = df.DateFilter(field_name="diagnostic_date", lookup_expr="gte")
    diagnostic_date_before = df.DateFilter(field_name="diagnostic_date", lookup_expr="lte")


class WipeCertificateFilter(df.FilterSet):
    asset = Ref()
    technician = Person()
    wipe_method = df.CharFilter()
    wipe_date_after = df.DateFilter(field_name="wipe_date", lookup_expr="gte")
    wipe_date_before = df.DateFilter(field_name="wipe_date", lookup_expr="lte")


class BulkStockFilter(df.FilterSet):
    sku = AnyCase()
    category = df.CharFilter()
    location = Ref()
    supplier = df.CharFilter()
    is_low = Flag()


class BulkMovementFilter(df.FilterSet):
    bulk_stock = Ref()
    kind = Several(choices=BulkMovement.Kind.choices)
    moved_by = Person()
    created_at_after = df.IsoDateTimeFilter(field_name="created_at", lookup_expr="gte")
    created_at_before = Until(field_name="created_at")


class StockCountFilter(df.FilterSet):
    location = Ref()
    status = Several(choices=CountStatus.choices)
    counted_by = Person()
    approved_by = Person()
