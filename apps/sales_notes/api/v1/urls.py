from django.utils.translation import gettext_noop

from apps.invoices.api.v1.related import Part, belongs
from apps.sales_notes import selectors
from apps.sales_notes.api.v1 import serializers, views
from common.api.global_search import Source, cover
from common.api.routers import routes

urlpatterns = routes(views.CreditNoteViewSet, views.DebitNoteViewSet)

belongs("notes", Part("credit-notes.list", selectors.notes_about, serializers.InvoiceNoteSerializer))
for _view, _label in (
    (views.CreditNoteViewSet, gettext_noop("Credit notes")),
    (views.DebitNoteViewSet, gettext_noop("Debit notes")),
):
    cover(Source(_view, _label, "readable_number", "status", ("customer", "total", "currency")))
