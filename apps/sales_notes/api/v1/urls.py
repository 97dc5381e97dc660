from django.utils.translation import gettext_noop

from apps.sales_notes.api.v1 import views
from common.api.global_search import Source, cover
from common.api.routers import routes

urlpatterns = routes(views.CreditNoteViewSet, views.DebitNoteViewSet)
for _view, _label in (
    (views.CreditNoteViewSet, gettext_noop("Credit notes")),
    (views.DebitNoteViewSet, gettext_noop("Debit notes")),
):
    cover(Source(_view, _label, "readable_number", "status", ("customer", "total", "currency")))
