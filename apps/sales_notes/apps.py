from django.apps import AppConfig


class SalesNotesConfig(AppConfig):
    """Credit and debit notes."""

    name = "apps.sales_notes"
    verbose_name = "Credit and debit notes"

    def ready(self) -> None:
        """Notes are part of what a customer owes; a customer with live notes stays; invoices tell of their credits."""
        from apps.customers.exposure import owes
        from apps.customers.services import keep_while
        from apps.invoices.settlement import settled_by
        from apps.sales_notes import selectors

        owes("debit_notes", selectors.open_debit_of)
        owes("credit_notes", selectors.open_credit_of, sign=-1)
        keep_while(selectors.live_notes_of)
        settled_by("sales_notes_creditnote", selectors.voids_told)
        settled_by("sales_notes_noteapplication", selectors.applications_told)
