from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Money received."""

    name = "apps.payments"
    verbose_name = "Payments"

    def ready(self) -> None:
        """Invoices tell of the money that settled them."""
        from apps.invoices.settlement import settled_by
        from apps.payments import settling

        settled_by("payments_payment", settling.tenders)
        settled_by("payments_salespaymentitem", settling.account_payments)
        settled_by("payments_salespaymentreversalitem", settling.reversals)
