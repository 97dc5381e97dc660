from django.apps import AppConfig


class SalesNotesConfig(AppConfig):
    """Credit and debit notes."""

    name = "apps.sales_notes"
    verbose_name = "Credit and debit notes"

    def ready(self) -> None:
        """Notes are part of what a customer owes, and a customer with live notes stays."""
        from apps.customers.exposure import owes
        from apps.customers.services import keep_while
        from apps.sales_notes import selectors

        owes("debit_notes", selectors.open_debit_of)
        owes("credit_notes", selectors.open_credit_of, sign=-1)
        keep_while(selectors.live_notes_of)
