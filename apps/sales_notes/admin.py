"""Credit and debit notes in the administration site, and the void of an invoice."""

from decimal import Decimal
from typing import Any

from django.contrib import admin
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter, RangeDateTimeFilter

from apps.invoices.admin import InvoiceAdmin
from apps.sales_notes import services
from apps.sales_notes.models import CreditNote, CreditNoteLine, DebitNote, DebitNoteLine
from apps.sales_notes.workflow import CREDIT_NOTE, DEBIT_NOTE, Status
from common.admin import Act, DocumentAdmin, Lines, Queue, StepForm, badge
from common.admin.inputs import amount, number

LEAST = Decimal("0.01")
# A step of an app above, on the invoice's page.
InvoiceAdmin.steps = InvoiceAdmin.steps | {"void": Act(services.invoice_void, danger=True)}
InvoiceAdmin.queues = (*InvoiceAdmin.queues, Queue("Invoices to be voided", {"void_status__exact": "asked"}))


class ApplyForm(StepForm):
    invoice = number()
    amount = amount(min_value=LEAST)


class NoteAdmin(DocumentAdmin):
    row_name = "note"
    area = "Money"
    status_label = badge("status", {Status.APPROVED: "success", Status.REJECTED: "danger"})
    list_display = (
        "readable_number", "customer", "status_label", "total", "balance", "currency", "origin", "customer_rep",
        "approved_by_billing_user", "created_at", "applied_at",
    )  # fmt: skip
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("origin", ChoicesDropdownFilter),
        ("customer", AutocompleteSelectFilter),
        ("customer_rep", AutocompleteSelectFilter),
        ("approved_by_billing_user", AutocompleteSelectFilter),
        ("approved_by_office_user", AutocompleteSelectFilter),
        ("created_at", RangeDateTimeFilter),
        ("applied_at", RangeDateTimeFilter),
    )
    search_fields = ("readable_number",)
    date_hierarchy = "created_at"
    steps: Any = {
        "billing_sign": Act(services.note_billing_sign),
        "approve": Act(services.note_approve),
        "reject": Act(services.note_reject, danger=True),
        "correct": Act(services.note_correct),
        "delete": Act(services.note_delete, label="Delete", action="destroy", danger=True),
    }


class CreditNoteLines(Lines):
    model = CreditNoteLine
    fields = readonly_fields = ("line_number", "description", "amount", "price", "discount", "line_total")


class DebitNoteLines(Lines):
    model = DebitNoteLine
    fields = readonly_fields = ("line_number", "description", "amount", "price", "discount", "line_total")


@admin.register(CreditNote)
class CreditNoteAdmin(NoteAdmin):
    resource, workflow, icon = "credit-notes", CREDIT_NOTE, "redeem"
    inlines = (CreditNoteLines,)
    queues = (Queue("Credit notes for the office to approve", {"status__exact": "draft"}),)
    steps = NoteAdmin.steps | {"apply_to_invoice": Act(services.credit_note_apply_to_invoice, ApplyForm)}


@admin.register(DebitNote)
class DebitNoteAdmin(NoteAdmin):
    resource, workflow, icon = "debit-notes", DEBIT_NOTE, "request_quote"
    inlines = (DebitNoteLines,)
    queues = (Queue("Debit notes for the office to approve", {"status__exact": "draft"}),)
