from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from apps.invoices.api.v1.views import Invoices
from apps.invoices.models import Invoice
from apps.sales_notes import selectors, services
from apps.sales_notes.api.v1 import serializers
from apps.sales_notes.api.v1.filters import NoteFilter
from apps.sales_notes.models import CreditNote, SalesNote
from apps.sales_notes.printing import note_pdf
from apps.sales_notes.workflow import CREDIT_NOTE, DEBIT_NOTE
from common.api.documents import Documents, Reason, printout, step
from common.api.search import Search
from common.api.views import Creates, Deletes

Facts = dict[str, Any]


class Notes(Creates, Deletes, Documents):
    """Notes on customers' accounts: made once, never changed."""

    sensitive = True
    filterset_class = NoteFilter
    search = Search(
        texts=("readable_number", "customer__full_name", "customer__business_name", "public_notes"),
        phones=("customer__phone", "customer__alternate_phone"),
    )
    orderings = {
        name: name for name in ("number", "total", "balance", "status", "created_at", "applied_at", "updated_at")
    }

    def create_row(self, actor: Any, facts: Facts) -> Any:
        """Draft the note."""
        return services.note_create(kind=self.model(), actor=actor, **facts)  # type: ignore[type-var]

    def delete_row(self, row: Any, actor: Any) -> None:
        """Mark the draft deleted."""
        services.note_delete(note=row, actor=actor)

    @printout
    def pdf(self, note: SalesNote) -> tuple[bytes, str]:
        """Return the note as the customer gets it."""
        return note_pdf(note), note.readable_number

    @extend_schema(responses=serializers.RelatedSerializer)
    @action(detail=True, methods=["get"], pagination_class=None)
    def related(self, request: Any, *_: Any, **__: Any) -> Response:
        """Return the notes that it corrects and is corrected by, and the invoices it was set against."""
        note = self.get_object()
        applications = note.applications.order_by("pk") if isinstance(note, CreditNote) else []
        return Response(
            {
                "corrects": linked(selectors.corrected_note(note)),
                "corrected_by": linked(note.correction()),
                "applications": serializers.ApplicationSerializer(applications, many=True).data,
            }
        )

    @step()
    def billing_sign(self, note: SalesNote, actor: Any, facts: Facts) -> None:
        """Stand behind the note for Billing; now the office may approve it."""
        services.note_billing_sign(note=note, actor=actor)

    @step()
    def approve(self, note: SalesNote, actor: Any, facts: Facts) -> None:
        """Approve the note for the office: it is archived, and its balance is open."""
        services.note_approve(note=note, actor=actor)

    @step(input=Reason)
    def reject(self, note: SalesNote, actor: Any, facts: Facts) -> None:
        """Close the note without effect."""
        services.note_reject(note=note, actor=actor, **facts)


class DebitNoteViewSet(Notes):
    """What customers owe us beside their invoices."""

    resource = "debit-notes"
    workflow = DEBIT_NOTE
    serializer_class = serializers.DebitNoteSerializer
    create_input = serializers.DebitNoteInput

    @step(input=serializers.CorrectInput, status_code=201, adds={"credit_note": serializers.CreditNoteSerializer()})
    def correct(self, note: SalesNote, actor: Any, facts: Facts) -> Facts:
        """Draft the opposite note, linked to this one; answers it as `credit_note`."""
        return {"credit_note": made(CreditNoteViewSet, services.note_correct(note=note, actor=actor, **facts), actor)}


class CreditNoteViewSet(Notes):
    """What we owe customers."""

    resource = "credit-notes"
    workflow = CREDIT_NOTE
    serializer_class = serializers.CreditNoteSerializer
    create_input = serializers.CreditNoteInput

    @step(input=serializers.CorrectInput, status_code=201, adds={"debit_note": serializers.DebitNoteSerializer()})
    def correct(self, note: SalesNote, actor: Any, facts: Facts) -> Facts:
        """Draft the opposite note, linked to this one; answers it as `debit_note`."""
        return {"debit_note": made(DebitNoteViewSet, services.note_correct(note=note, actor=actor, **facts), actor)}

    @step(input=serializers.ApplyInput, key_required=True)
    def apply_to_invoice(self, note: CreditNote, actor: Any, facts: Facts) -> None:
        """Set so much of the note against an open invoice of the same customer."""
        services.credit_note_apply_to_invoice(note=note, actor=actor, **facts)


class VoidableInvoices(Invoices):
    """Sales that can be undone. Apps above add their own steps and give it its address (apps.payments.api.v1)."""

    @step(input=Reason, adds={"credit_note": serializers.CreditNoteSerializer(allow_null=True)})
    def void(self, invoice: Invoice, actor: Any, facts: Facts) -> Facts:
        """Ask to undo the sale; answers the draft credit note over it, null for a walk-in, whom a Manager refunds."""
        note = services.invoice_void(invoice=invoice, actor=actor, **facts)
        return {"credit_note": None if note is None else made(CreditNoteViewSet, note, actor)}


def linked(note: SalesNote | None) -> Facts | None:
    """Return a note as a link to it."""
    if note is None:
        return None
    return {"resource": note.WORKFLOW.resource, "id": note.pk, "label": str(note), "status": note.status}


def made(view: type[Documents], row: Any, actor: Any) -> Facts:
    """Return a document that a step made, as its own address shows it."""
    return view._reader.one(actor, row.pk)[0]
