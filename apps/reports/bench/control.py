"""The control: the list of units as Django REST framework's manual writes it, with everything stock."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.filters import OrderingFilter, SearchFilter
from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.viewsets import ReadOnlyModelViewSet

from apps.inventory.models import Asset, Location, ProductModel

if not getattr(settings, "BENCH", False):
    raise ImproperlyConfigured("The control view is served by the bench alone (apps.reports.bench.settings).")


class ControlModel(serializers.ModelSerializer):
    """The model of a unit, in short."""

    class Meta:
        model = ProductModel
        fields = ["id", "brand", "model_name", "category"]


class ControlLocation(serializers.ModelSerializer):
    """The place of a unit, in short."""

    class Meta:
        model = Location
        fields = ["id", "location_name"]


class ControlSerializer(serializers.ModelSerializer):
    """A unit with the columns that the API shows, but for its invoice."""

    product_model = ControlModel()
    location = ControlLocation()

    class Meta:
        model = Asset
        fields = [
            "id", "asset_tag", "serial_number", "product_model", "supplier", "purchase_cost", "landed_cost",
            "received_date", "condition_grade", "cosmetic_notes", "battery_health_percent", "battery_cycle_count",
            "status", "not_sellable_reason", "location", "sale_price", "sale_date", "accessories_included",
            "created_at", "updated_at",
        ]  # fmt: skip


class ControlPages(PageNumberPagination):
    """Numbered pages of fifty."""

    page_size = 50


class ControlViewSet(ReadOnlyModelViewSet):
    """The list, in the way most projects have it."""

    queryset = Asset.objects.select_related("product_model", "location").order_by("-id")
    serializer_class = ControlSerializer
    authentication_classes = (SessionAuthentication,)
    permission_classes = (IsAuthenticated,)
    renderer_classes = (JSONRenderer,)
    pagination_class = ControlPages
    filter_backends = (DjangoFilterBackend, SearchFilter, OrderingFilter)
    filterset_fields = ("status", "location")
    search_fields = ("serial_number", "asset_tag")
