"""Money received in the administration site, and the till's step on an invoice."""

from decimal import Decimal
from typing import Any

from django.contrib import admin
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    BooleanRadioFilter,
    ChoicesDropdownFilter,
    RangeDateFilter,
    RangeDateTimeFilter,
)

from apps.invoices.admin import InvoiceAdmin
from apps.payments import account, reversals, services, till
from apps.payments.account_workflow import REVERSAL, SALES_PAYMENT, PaymentStatus, ReversalStatus
from apps.payments.methods import Method
from apps.payments.models import (
    Bank,
    Payment,
    SalesPayment,
    SalesPaymentItem,
    SalesPaymentReversal,
    SalesPaymentReversalItem,
    TillCount,
    TillSession,
)
from apps.payments.till_workflow import TILL_SESSION
from apps.payments.workflow import PAYMENT
from common.admin import Act, DocumentAdmin, Lines, Queue, RecordAdmin, StepForm, badge
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


class PaymentItems(Lines):
    model = SalesPaymentItem
    fields = readonly_fields = ("item_number", "type", "invoice", "debit_note", "credit_note", "amount")


class ReversalItems(Lines):
    model = SalesPaymentReversalItem
    fields = readonly_fields = ("item_number", "type", "invoice", "debit_note", "credit_note", "amount")


class AccountMoneyAdmin(DocumentAdmin):
    area = "Money"
    list_display = (
        "readable_number", "customer", "status_label", "total", "currency", "deposited_in_bank", "customer_rep",
        "created_by", "created_at", "applied_at",
    )  # fmt: skip
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("customer", AutocompleteSelectFilter),
        ("deposited_in_bank", AutocompleteSelectFilter),
        ("customer_rep", AutocompleteSelectFilter),
        ("created_by", AutocompleteSelectFilter),
        ("confirmed_by", AutocompleteSelectFilter),
        ("created_at", RangeDateTimeFilter),
        ("applied_at", RangeDateTimeFilter),
    )
    search_fields = ("readable_number",)
    date_hierarchy = "created_at"


@admin.register(SalesPayment)
class SalesPaymentAdmin(AccountMoneyAdmin):
    resource, workflow, row_name, icon = "sales-payments", SALES_PAYMENT, "payment", "account_balance"
    status_label = badge("status", {PaymentStatus.APPLIED: "success", PaymentStatus.REVERSED: "warning"})
    inlines = (PaymentItems,)
    queues = (Queue("Account payments for Finance to apply", {"status__exact": "draft"}),)
    steps = {
        "apply": Act(account.sales_payment_apply),
        "send_back": Act(account.sales_payment_send_back),
        "reverse": Act(reversals.sales_payment_reverse, danger=True),
        "delete": Act(account.sales_payment_delete, label="Delete", action="destroy", danger=True),
    }


@admin.register(SalesPaymentReversal)
class SalesPaymentReversalAdmin(AccountMoneyAdmin):
    resource, workflow, row_name, icon = "sales-payment-reversals", REVERSAL, "reversal", "undo"
    status_label = badge("status", {ReversalStatus.APPROVED: "success", ReversalStatus.REJECTED: "danger"})
    inlines = (ReversalItems,)
    queues = (Queue("Payment reversals for Finance to approve", {"status__exact": "draft"}),)
    steps = {
        "approve": Act(reversals.sales_payment_reversal_approve),
        "reject": Act(reversals.sales_payment_reversal_reject, danger=True),
        "delete": Act(reversals.sales_payment_reversal_delete, label="Delete", action="destroy", danger=True),
    }


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


# The field of the form in which each method is counted.
COUNTED = {method.lower().replace(" ", "_"): method for method in Method.values}


class CloseForm(StepForm):
    """What was counted of each method; a method left empty is not counted."""

    cash = amount(min_value=0, required=False)
    momo = amount(min_value=0, required=False)
    bank_transfer = amount(min_value=0, required=False)
    card = amount(min_value=0, required=False)
    other = amount(min_value=0, required=False)
    notes = text(rows=3)


def close_till(*, session: TillSession, actor: Any, notes: str = "", **amounts: Decimal | None) -> TillSession:
    """The till is closed with the amounts that were filled in."""
    counted = [
        {"payment_method": COUNTED[name], "counted": value} for name, value in amounts.items() if value is not None
    ]
    return till.till_session_close(session=session, counted=counted, notes=notes, actor=actor)


class TillCounts(Lines):
    model = TillCount
    fields = readonly_fields = ("payment_method", "expected", "counted", "difference")


@admin.register(TillSession)
class TillSessionAdmin(DocumentAdmin):
    resource, workflow, row_name = "till-sessions", TILL_SESSION, "session"
    area, icon = "Money", "point_of_sale"
    list_display = ("session_number", "status", "opened_by", "opened_at", "opening_float", "closed_at")
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("opened_by", AutocompleteSelectFilter),
        ("opened_at", RangeDateTimeFilter),
    )
    search_fields = ("session_number",)
    date_hierarchy = "opened_at"
    creatable = ("opening_float",)
    inlines = (TillCounts,)
    steps = {"close": Act(close_till, CloseForm)}

    def create_row(self, actor: Any, facts: dict[str, Any]) -> TillSession:
        """Open the actor's till."""
        return till.till_session_open(actor=actor, **facts)
