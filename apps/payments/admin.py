"""Money received in the administration site, and the till's step on an invoice."""

from decimal import Decimal
from typing import Any

from django.contrib import admin
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    BooleanRadioFilter,
    ChoicesDropdownFilter,
    RangeDateFilter,
)

from apps.invoices.admin import InvoiceAdmin
from apps.payments import services
from apps.payments.models import Bank, Payment
from apps.payments.workflow import PAYMENT
from common.admin import Act, DocumentAdmin, RecordAdmin, StepForm
from common.admin.inputs import amount, choice, reason, text

LEAST = Decimal("0.01")


class TenderForm(StepForm):
    payment_method = choice(Payment.Method.values)
    amount = amount(min_value=LEAST)
    reference = text()


class RefundForm(StepForm):
    payment_method = choice(Payment.Method.values)
    amount = amount(min_value=LEAST)
    reason = reason()


class VoidForm(StepForm):
    reason = reason()


def check_out(*, invoice: Any, actor: Any, **tender: Any) -> Any:
    """The draft is issued and paid by one tender."""
    return services.invoice_checkout(invoice=invoice, actor=actor, payments=[tender])


# Steps of an app above, on the invoice's page.
InvoiceAdmin.steps = InvoiceAdmin.steps | {
    "checkout": Act(check_out, TenderForm),
    "confirm_void": Act(services.invoice_confirm_void, danger=True),
    "decline_void": Act(services.invoice_decline_void),
}


@admin.register(Bank)
class BankAdmin(RecordAdmin):
    resource = "banks"
    area, icon = "Money", "account_balance_wallet"
    list_display = ("name", "account_number", "is_active")
    list_filter = (("is_active", BooleanRadioFilter),)
    search_fields = ("name",)
    editable = creatable = ("name", "account_number", "is_active")


@admin.register(Payment)
class PaymentAdmin(DocumentAdmin):
    resource, workflow, row_name = "payments", PAYMENT, "payment"
    area, icon = "Money", "payments"
    list_display = (
        "payment_date", "invoice", "kind", "payment_method", "amount", "reference", "received_by",
    )  # fmt: skip
    list_filter = (
        ("kind", ChoicesDropdownFilter),
        ("payment_method", ChoicesDropdownFilter),
        ("received_by", AutocompleteSelectFilter),
        ("payment_date", RangeDateFilter),
    )
    search_fields = ("invoice__invoice_number",)
    date_hierarchy = "payment_date"
    steps = {
        "void": Act(services.payment_void, VoidForm, danger=True),
        "refund": Act(services.payment_refund, RefundForm, danger=True),
    }
