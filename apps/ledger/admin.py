"""The ledger in the administration site: read and no more."""

from django.contrib import admin
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter, RangeDateTimeFilter

from apps.ledger.models import LedgerEntry
from common.admin import TrailAdmin


@admin.register(LedgerEntry)
class LedgerEntryAdmin(TrailAdmin):
    resource = "ledger-entries"
    area, icon = "Money", "account_balance"
    list_display = ("at", "document_kind", "document_id", "amount", "currency", "cause", "customer", "actor")
    list_filter = (
        ("document_kind", ChoicesDropdownFilter),
        ("cause", ChoicesDropdownFilter),
        ("customer", AutocompleteSelectFilter),
        ("at", RangeDateTimeFilter),
    )
    list_select_related = ("customer", "actor")
