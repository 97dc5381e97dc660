"""Warranties in the administration site."""

from django.contrib import admin
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter, RangeDateFilter

from apps.warranty.models import Warranty
from apps.warranty.workflow import Status
from common.admin import TrailAdmin, badge


@admin.register(Warranty)
class WarrantyAdmin(TrailAdmin):
    resource = "warranties"
    area, icon = "After-sales", "verified_user"
    status_label = badge("status", {Status.ACTIVE: "success", Status.CLAIMED: "warning", Status.VOID: "danger"})
    list_display = (
        "warranty_number", "asset", "customer", "warranty_tier", "status_label", "start_date", "end_date",
    )  # fmt: skip
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("warranty_tier", ChoicesDropdownFilter),
        ("customer", AutocompleteSelectFilter),
        ("end_date", RangeDateFilter),
    )
    search_fields = ("warranty_number", "asset__serial_number")
