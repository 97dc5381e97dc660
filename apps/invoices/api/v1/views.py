from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from apps.invoices import services
from apps.invoices.api.v1.filters import InvoiceFilter
from apps.invoices.api.v1.related import InvoiceRelatedSerializer, related_to
from apps.invoices.api.v1.serializers import InvoiceInput, InvoiceSerializer
from apps.invoices.models import Invoice
from apps.invoices.printing import invoice_pdf
from apps.invoices.workflow import INVOICE
from common.api.documents import Documents, Reason, printout, step
from common.api.search import Search
from common.api.views import Creates, Deletes, Edits

Facts = dict[str, Any]


class Invoices(Creates, Edits, Deletes, Documents):
    """Sales. Apps above add their own steps to it and give it its address (apps.payments.api.v1)."""

    workflow = INVOICE
    create_input = update_input = InvoiceInput
    sensitive = True
    serializer_class = InvoiceSerializer
    filterset_class = InvoiceFilter
    search = Search(texts=("invoice_number", "customer__full_name"), phones=("customer__phone",))
    orderings = {
        name: name for name in ("invoice_number", "invoice_date", "due_date", "total_amount", "balance", "created_at")
    }

    def create_row(self, actor: Any, facts: Facts) -> Any:
        """Draft the sale."""
        return services.invoice_create(actor=actor, **facts)

    def update_row(self, row: Invoice, actor: Any, facts: Facts) -> None:
        """Change the draft."""
        services.invoice_update(invoice=row, actor=actor, **facts)

    def delete_row(self, row: Invoice, actor: Any) -> None:
        """Cancel the draft."""
        services.invoice_delete(invoice=row, actor=actor)

    @printout
    def pdf(self, invoice: Invoice) -> tuple[bytes, str]:
        """Return the invoice as the customer gets it."""
        return invoice_pdf(invoice), invoice.invoice_number

    @extend_schema(responses=InvoiceRelatedSerializer)
    @action(detail=True, methods=["get"], pagination_class=None)
    def related(self, request: Any, *_: Any, **__: Any) -> Response:
        """Return what belongs to the sale: what settled it, the notes about it, the warranties that came with it."""
        return Response(related_to(self.get_object(), request.user.roles))

    related.access = "retrieve"  # type: ignore[attr-defined]

    @step()
    def issue(self, invoice: Invoice, actor: Any, facts: Facts) -> None:
        """Issue the draft on account: goods handed over, warranties issued, the invoice frozen."""
        services.invoice_issue(invoice=invoice, actor=actor)

    @step(input=Reason)
    def cancel(self, invoice: Invoice, actor: Any, facts: Facts) -> None:
        """Cancel the draft; its units are free again."""
        services.invoice_cancel(invoice=invoice, actor=actor, **facts)
