"""Customers in the administration site."""

from typing import Any

from django.contrib import admin
from import_export.fields import Field
from import_export.widgets import ForeignKeyWidget
from unfold.contrib.filters.admin import AutocompleteSelectFilter, BooleanRadioFilter, ChoicesDropdownFilter

from apps.accounts.models import User
from apps.customers import services
from apps.customers.models import Customer, LeadSource
from common.admin import Act, DocumentAdmin, ImportsRecords, Queue, RecordAdmin, RecordImport
from common.db.lookups import digits_of, national

FEWEST_DIGITS = 3


class LeadSourceImport(RecordImport):
    class Meta:
        model = LeadSource
        fields = ("source_name", "description", "is_active")
        import_id_fields = ("source_name",)
        skip_unchanged = True


@admin.register(LeadSource)
class LeadSourceAdmin(ImportsRecords, RecordAdmin):
    resource, import_resource = "lead-sources", LeadSourceImport
    area, icon = "Customers", "campaign"
    list_display = ("source_name", "description", "is_active")
    list_filter = (("is_active", BooleanRadioFilter),)
    search_fields = ("source_name",)
    editable = creatable = ("source_name", "description", "is_active")


class CustomerImport(RecordImport):
    """Every row is a new customer: nothing in a file names one that exists beyond doubt."""

    lead_source = Field("lead_source", "lead_source", ForeignKeyWidget(LeadSource, "source_name"))
    customer_rep = Field("customer_rep", "customer_rep", ForeignKeyWidget(User, "username"))

    class Meta:
        model = Customer
        fields = (
            "customer_type", "full_name", "business_name", "email", "phone", "alternate_phone", "address", "city",
            "region", "notes", "lead_source", "customer_rep", "credit_limit", "credit_term_days", "currency",
        )  # fmt: skip
        import_id_fields = ()


@admin.register(Customer)
class CustomerAdmin(ImportsRecords, DocumentAdmin):
    resource, import_resource, row_name = "customers", CustomerImport, "customer"
    area, icon = "Customers", "contacts"
    list_display = ("full_name", "business_name", "customer_type", "phone", "email", "city", "customer_rep")
    list_filter = (
        ("customer_type", ChoicesDropdownFilter),
        ("account_hold", BooleanRadioFilter),
        ("customer_rep", AutocompleteSelectFilter),
    )
    search_fields = ("full_name", "business_name", "email")
    sortable_by = ("full_name",)
    autocomplete_fields = ("customer_rep", "lead_source")
    editable = creatable = tuple(
        field.name for field in Customer._meta.concrete_fields if field.editable and not field.primary_key
    )
    queues = (Queue("Customers on hold", {"account_hold__exact": 1}),)
    steps = {"delete": Act(services.customer_delete, label="Delete", action="destroy", danger=True)}

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Return the customers with the fragment in a name or email, or with those digits in the phone number."""
        digits = national(search_term)
        if len(digits) < FEWEST_DIGITS or any(letter.isalpha() for letter in search_term):
            return super().get_search_results(request, queryset, search_term)
        return queryset.annotate(_digits=digits_of("phone")).filter(_digits__contains=digits), False

    def create_row(self, actor: Any, facts: dict[str, Any]) -> Customer:
        """Take the customer on."""
        return services.customer_create(actor=actor, **facts)

    def update_row(self, row: Customer, actor: Any, facts: dict[str, Any]) -> Customer:
        """Change the customer's facts."""
        return services.customer_update(customer=row, actor=actor, **facts)
