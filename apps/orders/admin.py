"""Orders in the administration site."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    BooleanRadioFilter,
    ChoicesDropdownFilter,
    RangeDateTimeFilter,
)

from apps.orders import approvals, services
from apps.orders.models import Order, OrderLine
from apps.orders.workflow import OPEN, ORDER, Status
from common.admin import Act, DocumentAdmin, Lines, Queue, badge


class OrderLines(Lines):
    model = OrderLine
    fields = readonly_fields = (
        "line_number", "description", "product_model", "bulk_stock", "quantity", "unit_price", "discount", "line_total",
    )  # fmt: skip


@admin.register(Order)
class OrderAdmin(DocumentAdmin):
    resource, workflow, row_name = "orders", ORDER, "order"
    area, icon = "Sell", "shopping_cart"
    status_label = badge("status", {Status.SENT: "info", Status.PAID: "success", Status.CANCELLED: "danger"})
    list_display = (
        "order_number", "customer", "status_label", "approved_by_billing_status", "approved_by_office_status",
        "order_total", "currency", "customer_rep", "created_at",
    )  # fmt: skip
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("approved_by_billing_status", ChoicesDropdownFilter),
        ("approved_by_office_status", ChoicesDropdownFilter),
        ("requires_office_approval", BooleanRadioFilter),
        ("customer", AutocompleteSelectFilter),
        ("customer_rep", AutocompleteSelectFilter),
        ("created_at", RangeDateTimeFilter),
    )
    search_fields = ("order_number",)
    date_hierarchy = "created_at"
    autocomplete_fields = ("customer_rep",)
    editable = ("description", "credit_term", "customer_rep")
    inlines = (OrderLines,)
    queues = (
        Queue(
            "Orders held by billing",
            {"approved_by_billing_status__exact": "hold", "status__in": ",".join(sorted(OPEN))},
            Q(approved_by_billing_status="hold", status__in=OPEN),
        ),
        Queue(
            "Orders for billing to approve",
            {"approved_by_billing_status__exact": "pending", "status__exact": str(Status.SENT)},
        ),
        Queue(
            "Orders for the office to approve",
            {
                "approved_by_billing_status__exact": "approved",
                "approved_by_office_status__exact": "pending",
                "status__exact": str(Status.SENT),
            },
        ),
    )
    steps = {
        "send": Act(services.order_send),
        "approve": Act(approvals.order_approve),
        "hold": Act(approvals.order_hold),
        "office_approve": Act(approvals.order_office_approve),
        "office_reject": Act(approvals.order_office_reject, danger=True),
        "cancel": Act(services.order_cancel, danger=True),
        "delete": Act(services.order_delete, label="Delete", action="destroy", danger=True),
    }

    def is_closed(self, row: Order) -> bool:
        """Say whether the order is finished, or an invoice stands on it."""
        return row.status not in OPEN or row.invoices.standing().exists()

    def update_row(self, row: Order, actor: Any, facts: dict[str, Any]) -> Order:
        """Change the order."""
        return services.order_update(order=row, actor=actor, **facts)
