"""Invoices in the administration site. Taking money at the till is the payments' step (apps.payments.admin)."""

from typing import Any

from django.contrib import admin
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter, RangeDateFilter

from apps.invoices import services
from apps.invoices.models import Invoice, InvoiceLine
from apps.invoices.order_billing import order_invoice
from apps.invoices.workflow import INVOICE, Status
from apps.orders.admin import OrderAdmin
from common.admin import Act, DocumentAdmin, Lines, Queue, badge

COLOURS = {Status.SENT: "info", Status.PAID: "success", Status.CANCELLED: "danger", Status.REFUNDED: "warning"}


class InvoiceLines(Lines):
    model = InvoiceLine
    fields = readonly_fields = (
        "line_number", "kind", "item_description", "asset", "bulk_stock", "quantity", "unit_price", "discount",
        "line_total", "warranty_tier", "returned_quantity",
    )  # fmt: skip


@admin.register(Invoice)
class InvoiceAdmin(DocumentAdmin):
    resource, workflow, row_name = "invoices", INVOICE, "invoice"
    area, icon = "Sell", "receipt_long"
    status_label = badge("status", COLOURS)
    list_display = (
        "invoice_number", "customer", "customer_type", "status_label", "total_amount", "balance", "currency",
        "invoice_date", "due_date", "sales_rep",
    )  # fmt: skip
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("customer_type", ChoicesDropdownFilter),
        ("customer", AutocompleteSelectFilter),
        ("sales_rep", AutocompleteSelectFilter),
        ("invoice_date", RangeDateFilter),
        ("due_date", RangeDateFilter),
    )
    search_fields = ("invoice_number",)
    sortable_by = ("invoice_date", "due_date")
    date_hierarchy = "invoice_date"
    editable = ("notes",)
    inlines = (InvoiceLines,)
    queues = (
        Queue("Draft invoices", {"status__exact": str(Status.DRAFT)}),
        Queue("Open invoices", {"status__exact": str(Status.SENT)}),
    )
    steps = {
        "issue": Act(services.invoice_issue),
        "cancel": Act(services.invoice_cancel, danger=True),
    }

    def is_closed(self, row: Invoice) -> bool:
        """Say whether the invoice is past its draft: an issued one never changes."""
        return row.status != Status.DRAFT

    def update_row(self, row: Invoice, actor: Any, facts: dict[str, Any]) -> Invoice:
        """Change the draft."""
        return services.invoice_update(invoice=row, actor=actor, **facts)


# A step of this app, on the order's page.
OrderAdmin.steps = OrderAdmin.steps | {"invoice": Act(order_invoice)}
